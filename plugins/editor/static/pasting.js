// What is pasted and dropped: clean Markdown of other programs' texts, pictures with their descriptions, files as links.

import { given, post, upload } from "./api.js";
import { field, show, toast } from "./dialogs.js";
import { undo } from "./vendor/codemirror.js";
import { make, t } from "./words.js";

// What the importer's cleaner took out, in words.
function lost(removed) {
  const found = ["formatting", "code", "comments", "links"].flatMap((kind) => (removed[kind] ? [t(`lost_${kind}`)] : []));
  return removed.pictures ? [t("lost_pictures", { n: removed.pictures }), ...found] : found;
}

export function takePaste(pane, event) {
  const data = event.clipboardData;
  const files = [...(data?.files ?? [])];
  const html = data?.getData("text/html") ?? "";
  const plain = data?.getData("text/plain") ?? "";
  if (!html && files.length) {
    event.preventDefault();
    addFiles(pane, files, pane.onPicture);
    return true;
  }
  if (!html) return false;
  event.preventDefault();
  pasteClean(pane, html, plain);
  return true;
}

async function pasteClean(pane, html, plain) {
  let markdown = plain;
  let gone = [];
  try {
    const found = await post("paste", { html });
    markdown = found.markdown || plain;
    gone = lost(found.removed);
  } catch {
    // What the clipboard has as plain text serves too.
  }
  const before = pane.pane.view.state.doc;
  pane.pane.insert(markdown);
  if (gone.length && pane.pane.view.state.doc !== before) toast(t("pasted_without", { what: gone.join(", ") }), t("undo"), () => undo(pane.pane.view));
}

export function takeDrop(pane, event, pictureAdded) {
  const files = [...(event.dataTransfer?.files ?? [])];
  pane.onPicture = pictureAdded;
  if (!files.length) return false;
  event.preventDefault();
  const at = pane.pane.view.posAtCoords({ x: event.clientX, y: event.clientY });
  if (at !== null) pane.pane.view.dispatch({ selection: { anchor: at } });
  addFiles(pane, files, pictureAdded);
  return true;
}

export async function addFiles(pane, files, pictureAdded) {
  const stem = document.getElementById("workspace").dataset.stem;
  for (const file of files) {
    let added;
    try {
      added = await upload(stem, file);
    } catch (error) {
      toast(error.message);
      continue;
    }
    if (added.kind === "picture") await describe(pane, added, pictureAdded);
    else await addLink(pane, added, file.name, pictureAdded);
  }
}

// Asks at once what the picture shows, in each language that the story has.
async function describe(pane, added, pictureAdded) {
  const languages = given.languages;
  const inputs = languages.map((one) => field(`alt-${one.code}`, t("alt_in", { language: one.name }), make("textarea", { rows: 2, lang: one.tag, spellcheck: "true" }), one.code === pane.code ? t("image_alt_hint") : ""));
  const decorative = make("input", { type: "checkbox", name: "decorative", id: "field-decorative" });
  const image = make("img", { class: "describe-picture", src: `${given.editor}/content/${added.name}`, alt: "" });
  const known = added.known ? make("p", { class: "hint" }, t("picture_known", { name: added.name })) : null;
  const content = [image, known, ...inputs, make("label", { class: "check-row", for: "field-decorative" }, decorative, t("decorative"))];
  const answer = await show(t("describe_picture"), content, [
    { value: "", label: t("cancel") },
    { value: "yes", label: t("put_picture"), kind: "primary" },
  ]);
  if (answer.value !== "yes") return;
  const plain = answer.data.get("decorative") !== null;
  const texts = Object.fromEntries(languages.map((one) => [one.code, `![${plain ? "" : answer.data.get(`alt-${one.code}`).replace(/[[\]\n]+/g, " ").trim()}](${added.name})`]));
  if (plain) await post("decorative", { stem: document.getElementById("workspace").dataset.stem, picture: added.name });
  pane.pane.insert(block(pane, texts[pane.code]));
  pictureAdded?.(pane, texts);
}

async function addLink(pane, added, name, pictureAdded) {
  const languages = given.languages;
  const inputs = languages.map((one) => field(`words-${one.code}`, t("link_words_in", { language: one.name }), make("input", { value: one.code === pane.code ? name.replace(/\.\w+$/, "") : "", lang: one.tag })));
  const answer = await show(t("link_file"), inputs, [
    { value: "", label: t("cancel") },
    { value: "yes", label: t("put_link"), kind: "primary" },
  ]);
  if (answer.value !== "yes") return;
  const texts = Object.fromEntries(languages.map((one) => [one.code, `[${answer.data.get(`words-${one.code}`) || name}](${added.link})`]));
  pane.pane.insert(texts[pane.code]);
  pictureAdded?.(pane, texts);
}

// A paragraph of its own.
function block(pane, text) {
  const { doc, selection } = pane.pane.view.state;
  const before = doc.sliceString(0, selection.main.from);
  const after = doc.sliceString(selection.main.to);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return `${above}${text}${below}`;
}
