// The model of the texts by itself: what follows from what, and what may not happen.

import assert from "node:assert/strict";
import test from "node:test";

import { hasDraft, TextModel } from "../../../plugins/editor/static/text-model.js";

const data = (body, more = {}) => ({ name: "news/a.en.md", exists: true, version: `v ${body}`, text: `Title: T\n\n${body}`, error: "", fields: { title: "T" }, body, bodyLine: 3, ...more });
const story = (body, more) => ({ texts: { en: data(body, more) }, shared: { author: "Ana" } });

function opened(body = "One.\n") {
  let id = 0;
  const model = new TextModel(() => String((id += 1)));
  model.opened(story(body));
  return model;
}

test("what may not happen now is an error, and changes nothing", () => {
  const model = new TextModel(() => "1");
  assert.throws(() => model.sent());
  assert.equal(model.state, "loading");
  model.opened(story("One.\n"));
  assert.throws(() => model.answered({ saved: {}, conflicts: {}, refused: {} }));
});

test("the state follows from the texts", () => {
  const model = opened();
  assert.equal(model.state, "saved");
  model.typed("en", { body: "Two.\n" });
  assert.equal(model.state, "unsaved");
  model.sent();
  assert.equal(model.state, "saving");
  model.failed("No.", true);
  assert.equal(model.state, "failed");
  model.typed("en", { body: "One.\n" });
  assert.equal(model.state, "saved");
});

test("what is typed while a save is under way stays, in the text and in each field", () => {
  const model = opened();
  model.typed("en", { body: "Two.\n" });
  model.sent();
  model.typed("en", { body: "Two. Three.\n", fields: { title: "New" } });
  assert.equal(model.answered({ saved: { en: data("Two.\n") }, conflicts: {}, refused: {} }), true);
  assert.equal(model.texts.en.body, "Two. Three.\n");
  assert.deepEqual(model.drafts.texts.en.fields, { title: "New" });
});

test("a text that is replaced is unsaved work until it is kept", () => {
  const model = opened();
  model.typed("en", { body: "Mine.\n" });
  model.replaced("en", { whole: "Title: T\n\nVersion.\n" });
  const { aside } = model.unsaved;
  assert.deepEqual(aside.map((one) => one.texts.en.body), ["Mine.\n"]);
  model.sent();
  model.answered({ saved: { en: data("Version.\n") }, conflicts: {}, refused: {} });
  assert.equal(model.unsaved, null);
});

test("a version is shown in its form, and sent as it is with what is changed in it", () => {
  const model = opened();
  model.replaced("en", { whole: "Title:  T\n\nVersion.\n", form: { fields: { title: "T" }, body: "Version.\n" } });
  assert.equal(model.texts.en.whole, null);
  assert.equal(model.drafts.texts.en.whole, "Title:  T\n\nVersion.\n");
  model.typed("en", { body: "Version. More.\n" });
  const { whole, fields, body } = model.drafts.texts.en;
  assert.deepEqual([whole, fields, body], ["Title:  T\n\nVersion.\n", { title: "T" }, "Version. More.\n"]);
});

test("a failed save is recognised where the file has it all the same", () => {
  const model = opened();
  model.typed("en", { body: "Two.\n" });
  model.sent();
  model.failed("No answer.", false);
  model.typed("en", { body: "Two. Three.\n" });
  model.seen(story("Two.\n"));
  assert.equal(model.texts.en.base.body, "Two.\n");
  assert.equal(model.texts.en.body, "Two. Three.\n");
  assert.equal(model.texts.en.newer, null);
});

test("what was typed into a whole file's header stays when the form is shown", () => {
  const model = opened();
  const written = data("One.\n", { text: "Title: T\nColour: red\n\nOne.\n", fields: { title: "T", colour: "red" } });
  model.reshaped("en", data("One.\n"), true);
  model.typed("en", { whole: written.text });
  model.reshaped("en", written, false);
  model.typed("en", { body: "Two.\n" });
  assert.equal(model.drafts.texts.en.whole, written.text);
  model.sent();
  model.typed("en", { fields: { title: "New" } });
  model.answered({ saved: { en: { ...written, text: "Title: T\nColour: red\n\nTwo.\n", body: "Two.\n" } }, conflicts: {}, refused: {} });
  assert.deepEqual([model.drafts.texts.en.fields, model.drafts.texts.en.body], [{ title: "New" }, "Two.\n"]);
});

test("a shared field that was saved brings no other text into the window unseen", () => {
  const model = opened();
  model.typedShared("author", "Mira");
  model.sent();
  model.answered({ saved: { en: data("Theirs.\n") }, conflicts: {}, refused: {} });
  assert.equal(model.texts.en.body, "Theirs.\n");
  model.typedShared("author", "Eva");
  model.sent();
  model.typed("en", { body: "Mine.\n" });
  model.answered({ saved: { en: data("Others.\n") }, conflicts: {}, refused: {} });
  assert.deepEqual([model.texts.en.base.body, model.texts.en.newer], ["Theirs.\n", data("Others.\n")]);
});

test("shared fields that a person changed stay when the files are read again", () => {
  const model = opened();
  model.typedShared("author", "Mira");
  model.seen({ texts: {}, shared: { author: "Ana", category: "Local" } });
  assert.deepEqual(model.shared.values, { author: "Mira", category: "Local" });
  assert.deepEqual(model.sharedChanges, { author: "Mira" });
  assert.equal(model.state, "unsaved");
});

test("a shared field that was changed here and there is asked about, and what was not chosen is put aside", () => {
  for (const isMine of [true, false]) {
    const model = opened();
    model.typedShared("author", "Mira");
    model.seen({ texts: {}, shared: { author: "Eva" } });
    assert.deepEqual([model.state, model.shared.newer, model.sent().shared_base], ["conflict", { author: "Eva" }, { author: "Ana" }]);
    model.answered({ saved: {}, conflicts: {}, refused: {}, shared: { author: "Eva" } });
    assert.equal(model.state, "conflict");
    model.decidedShared("author", isMine);
    assert.deepEqual([model.sharedChanges, model.aside.map((one) => one.shared)], isMine ? [{ author: "Mira" }, []] : [{}, [{ author: "Mira" }]]);
  }
});

test("a file that was emptied is a text in which one goes on writing", () => {
  const model = opened();
  model.reshaped("en", data("One.\n"), true);
  model.typed("en", { whole: "" });
  model.sent();
  model.answered({ saved: { en: data("", { exists: false, version: "", text: "", fields: {} }) }, conflicts: {}, refused: {} });
  assert.deepEqual([model.texts.en.exists, model.texts.en.whole, model.state], [true, "", "saved"]);
  model.typed("en", { whole: "Word" });
  model.seen({ texts: { en: data("", { exists: false, version: "", text: "", fields: {} }) }, shared: { author: "Ana" } });
  assert.deepEqual([model.texts.en.whole, model.drafts.texts.en.version], ["Word", ""]);
});

test("a draft is on disk where all of it is", () => {
  assert.ok(hasDraft(data("One.\n"), { body: "One.\n", fields: { title: "T", summary: null } }));
  assert.ok(!hasDraft(data("One.\n"), { body: "One.\n", fields: { title: "Other" } }));
  assert.ok(!hasDraft(data("One.\n", { exists: false }), { body: "One.\n" }));
});
