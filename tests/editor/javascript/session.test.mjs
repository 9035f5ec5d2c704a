// A session with a server that answers as it is told.

import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import test from "node:test";

import { Session } from "../../../plugins/editor/static/session.js";

const text = (body) => ({ name: "a.en.md", exists: true, version: body, text: body, error: "", fields: {}, body, bodyLine: 1 });
const story = (body) => ({ texts: { en: text(body) }, shared: {}, journals: [], live: [], problem: "", states: {}, outdated: {}, readers: {} });
const nothing = () => {};

async function opened(answers) {
  const asked = [];
  let number = 0;
  const ask = async (name, data) => {
    asked.push([name, data]);
    const answer = answers[name];
    return typeof answer === "function" ? answer(data) : (answer ?? {});
  };
  const around = {
    pageName: "w",
    isOfWindow: (page) => page === "w",
    nextNumber: () => (number += 1),
    post: ask,
    get: ask,
    openPages: async () => () => false,
    store: { keep: async () => true, forget: async () => true, entries: async () => [] },
    forms: { keep: async () => true, forget: async () => true, entries: async () => [] },
    local: { keys: () => [], get: () => null, set: nothing, remove: nothing },
    now: () => 0,
    after: () => 0,
    cancel: nothing,
  };
  const listener = Object.fromEntries(["opened", "changed", "typed", "screen", "shared", "saved", "gone"].map((name) => [name, nothing]));
  const session = new Session(around, "news/a", listener);
  await session.open();
  return { session, asked };
}

test("work of a window that is gone is offered, unless the files have it", async () => {
  const left = (body) => ({ stem: "news/a", window: body, number: 1, moment: "2026-01-01", state: { texts: { en: { version: "One.", base: "One.", body, fields: {} } }, shared: {} } });
  const { session, asked } = await opened({ story: { ...story("One."), journals: [left("One."), left("Two.")] } });
  assert.deepEqual(session.offers.map((one) => one.window), ["Two."]);
  await setImmediate();
  assert.deepEqual(asked.filter(([name]) => name === "journal").map(([, data]) => data.taken), [[{ stem: "news/a", window: "One.", number: 1 }]]);
});

test("what is taken over is forgotten with the request that keeps it, which comes again until it is answered", async () => {
  const left = { stem: "news/a", window: "x", number: 7, moment: "2026-01-01", state: { texts: { en: { version: "One.", base: "One.", body: "Two.", fields: {} } }, shared: {} } };
  let fails = true;
  const journal = () => {
    if (fails) throw new Error("no answer");
  };
  const { session, asked } = await opened({ story: { ...story("One."), journals: [left] }, journal });
  await session.recover(session.offers[0]);
  assert.equal(session.model.texts.en.body, "Two.");
  assert.deepEqual(session.offers, []);
  fails = false;
  await session.journal.write();
  await session.journal.write();
  const sent = asked.filter(([name]) => name === "journal").map(([, { window, state, taken }]) => [window, state?.texts.en.body, taken]);
  const other = [{ stem: "news/a", window: "x", number: 7 }];
  assert.deepEqual(sent, [["w", "Two.", other], ["w", "Two.", other], ["w", "Two.", []]]);
});

test("work is offered as soon as its window is gone, and not while it is there", async () => {
  const left = { stem: "news/a", window: "x", number: 7, moment: "2026-01-01", state: { texts: { en: { version: "One.", base: "One.", body: "Two.", fields: {} } }, shared: {} } };
  const answers = { story: { ...story("One."), journals: [{ ...left, live: true }], live: ["w", "x"] } };
  const { session } = await opened(answers);
  assert.deepEqual([session.isElsewhere, session.offers], [true, []]);
  answers.story = { ...answers.story, journals: [left], live: ["w"] };
  await session.refresh();
  assert.deepEqual([session.isElsewhere, session.offers.map((one) => one.window)], [false, ["x"]]);
});

test("what is typed after a story was deleted is unsaved work on it, and nothing else is", async () => {
  const { session, asked } = await opened({ story: story("One."), delete: { key: "1" } });
  session.type("en", { body: "Two." });
  await session.remove();
  assert.deepEqual([session.deleted, session.model.unsaved], ["1", null]);
  assert.equal(asked.find(([name]) => name === "delete")[1].unsaved.texts.en.body, "Two.");
  session.type("en", { body: "Two. Three." });
  assert.equal(session.model.unsaved.texts.en.body, "Two. Three.");
});

test("a conflict is decided about what is typed now", async () => {
  const other = { ...text("Theirs."), version: "theirs" };
  const answers = { story: story("One."), save: { saved: {}, conflicts: { en: other }, refused: {}, problem: "" }, merge: ({ drafts }) => ({ own: drafts.texts.en.body, merged: `Theirs. ${drafts.texts.en.body}`, text: other }) };
  const { session } = await opened(answers);
  session.type("en", { body: "Mine." });
  await session.save();
  session.type("en", { body: "Mine. Later." });
  const conflict = await session.conflictOf("en");
  await session.decide("en", conflict, conflict.merged);
  assert.equal(session.model.texts.en.whole, "Theirs. Mine. Later.");
  assert.equal(session.model.state, "conflict");
});

test("the server is asked again about a text that was written on meanwhile", async () => {
  const writing = { recompose: ({ drafts }) => {
    const { body } = drafts.texts.en;
    if (body === "One.") session.type("en", { body: "Two." });
    return { en: text(body) };
  } };
  const { session } = await opened({ story: story("One."), ...writing });
  await session.reshape("en");
  assert.equal(session.model.texts.en.whole, "Two.");
});

test("what is read while a save is under way is read again after it", async () => {
  let disk = "One.";
  const save = ({ drafts }) => {
    disk = drafts.texts.en.body;
    return { saved: { en: text(disk) }, conflicts: {}, refused: {}, problem: "" };
  };
  const { session, asked } = await opened({ story: () => story(disk), save });
  session.type("en", { body: "Two." });
  const saving = session.save();
  await session.refresh();
  await saving;
  await setImmediate();
  assert.deepEqual(asked.map(([name]) => name), ["story", "save", "story"]);
  assert.equal(session.model.texts.en.body, "Two.");
  assert.equal(session.model.state, "saved");
});
