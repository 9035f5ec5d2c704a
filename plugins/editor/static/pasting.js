// What is pasted and dropped: clean Markdown of other programs' texts, pictures with their descriptions, files as links.

import { get, pictureAddress, post, upload } from "./api.js";
import { goOn, labelled, line, show, toast } from "./dialogs.js";
import { hint, html, nothing } from "./drawing.js";
import { letterOf } from "./keys.js";
import { choosePicture } from "./pictures.js";
import { t } from "./strings.js";
import { undo } from "./vendor/codemirror.js";

// What the importer's cleaner took out, in words.
const KINDS = ["changes", "comments", "formatting", "code", "links", "tracking", "references", "breaks", "hyphens", "messages", "mail"];

function lost(removed) {
  const found = KINDS.flatMap((kind) => (removed[kind] ? [t(`lost_${kind}`)] : []));
  return removed.pictures ? [t("lost_pictures", { n: removed.pictures }), ...found] : found;
}

export function takePaste(pane, event, texts) {
  const data = event.clipboardData;
  const files = [...(data?.files ?? [])];
  const markup = data?.getData("text/html") ?? "";
  const plain = data?.getData("text/plain") ?? "";
  // A picture that is copied from a page comes with the HTML of its element.
  if (files.length && (!markup || !hasWords(markup))) {
    event.preventDefault();
    addFiles(pane, files, texts);
    return true;
  }
  const { clipboard } = texts;
  const asItIs = (plain !== "" && plain === clipboard.copied) || data?.types.includes("vscode-editor-data") || event.timeStamp < clipboard.plainUntil;
  clipboard.plainUntil = 0;
  if (asItIs || !(markup || plain.trim().includes("\n"))) {
    texts.pasted(pane);
    return false;
  }
  event.preventDefault();
  // The answer may come after something else was typed.
  pane.pane.keepPlace((place) => pasteClean(pane, place, markup, plain, texts));
  return true;
}

// What is known of the clipboard: `copied` from a text of this page is Markdown, and stays as it is. After the key of the
// plain paste, the paste that follows does not say by which key it came: until `plainUntil` it is that.
export function clipboardOf() {
  const clipboard = { copied: "", plainUntil: 0 };
  for (const kind of ["copy", "cut"]) {
    document.addEventListener(kind, (/** @type {any} */ event) => {
      clipboard.copied = event.target.closest?.(".cm-editor") ? (event.clipboardData?.getData("text/plain") ?? "") : "";
    });
  }
  const noteKey = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.shiftKey && letterOf(event) === "V") clipboard.plainUntil = event.timeStamp + 1000;
  };
  document.addEventListener("keydown", noteKey, { capture: true });
  return clipboard;
}

const NO_WORDS = /<(style|script|title)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/gi;
const hasWords = (markup) => markup.replace(NO_WORDS, "").trim() !== "";

// Pictures that are written into HTML itself, as Google Docs and web pages do; smaller ones are signs and trackers.
const INSIDE = /^data:(image\/[\w.+-]+);base64,/i;
const SMALLEST = 1000;

function picturesInside(markup) {
  // Not by a parser: each style in the HTML would be reported as a breach of the page's policy.
  const sources = [...markup.matchAll(/<img\b[^>]*?\bsrc\s*=\s*["'](data:[^"']+)/gi)].map(([, source]) => source);
  return [...new Set(sources)].flatMap((source, at) => {
    const [begin, type] = INSIDE.exec(source) ?? [];
    if (!begin || source.length < SMALLEST) return [];
    try {
      const bytes = Uint8Array.from(atob(source.slice(begin.length)), (letter) => letter.charCodeAt(0));
      return [new File([bytes], `picture-${at + 1}.${type.split("/")[1].replace(/\W.*/, "")}`, { type })];
    } catch {
      return [];
    }
  });
}

async function pasteClean(pane, place, markup, plain, texts) {
  let markdown = plain;
  let gone = [];
  const inside = markup ? picturesInside(markup) : [];
  let outside = 0;
  try {
    const found = await post("paste", { html: markup.replace(/(<img\b[^>]*\bsrc=["']data:[^"',]{0,100},)[^"']*/gi, "$1"), plain });
    markdown = found.markdown || plain;
    outside = Math.max(0, (found.removed.pictures ?? 0) - inside.length);
    gone = lost({ ...found.removed, pictures: outside });
  } catch {
    // What the clipboard has as plain text serves too.
  }
  const before = pane.pane.view.state.doc;
  texts.pasted(pane);
  pane.pane.fill(place, markdown);
  if (gone.length && pane.pane.view.state.doc !== before) {
    const words = t("pasted_without", { what: gone.join(", ") });
    toast(outside ? `${words} ${t("pictures_way_out")}` : words, t("undo"), () => undo(pane.pane.view)).dataset.kind = "passing";
  }
  if (inside.length) await addFiles(pane, inside, texts);
}

// `texts` is what knows the texts of the story: its languages that have one, and where a part of one goes.
export function takeDrop(pane, event, texts) {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (!files.length) return false;
  event.preventDefault();
  const at = pane.body.contains(event.target) ? pane.pane.view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
  if (at !== null) pane.pane.view.dispatch({ selection: { anchor: at } });
  addFiles(pane, files, texts);
  return true;
}

// By hand: files of this computer, or a picture that the site has already.
export async function chooseFiles(pane, texts) {
  const chosen = await choosePicture({ title: t("add_files"), label: t("new_files"), hint: t("new_files_hint"), accept: "", multiple: true });
  if (!chosen) return;
  if (chosen.files.length) await addFiles(pane, chosen.files, texts);
  else if (chosen.name) await addAll(pane, [async () => ({ kind: "picture", name: chosen.name, known: true, chosen: true })], texts);
}

async function addFiles(pane, files, texts) {
  await addAll(pane, files.map((file) => async () => ({ ...(await sent(file)), file: file.name })), texts);
}

// Asks again about files of which the dialogs were left.
export const addLeft = (pane, forms, texts) => addAll(pane, forms.map((left) => async () => ({ ...left.given.added, left })), texts);

// Asks about each file as it has come, then puts all into the texts at once.
async function addAll(pane, uploads, texts) {
  const parts = [];
  for (const [at, upload] of uploads.entries()) {
    let added;
    try {
      added = await upload();
    } catch (error) {
      toast(error.message);
      continue;
    }
    const ask = added.kind === "picture" ? describe : nameLink;
    const count = uploads.length > 1 ? ` (${t("one_of", { n: at + 1, all: uploads.length })})` : "";
    const { left, ...plain } = added;
    const form = { name: "file", given: { code: pane.code, ...pane.pane.place, added: plain }, left };
    const part = await ask(pane, added, texts.languages(), count, form);
    if (part) parts.push(part);
    else if (!added.known) await post("drop-upload", { name: added.name }).catch(() => {});
  }
  if (!parts.length) return;
  texts.put(pane, parts);
  for (const { done } of parts) done();
}

// Milliseconds after which a file that is under way is spoken of.
const SLOW = 400;

async function sent(file) {
  /** @type {any} */
  let said = null;
  const timer = setTimeout(() => (said = toast(t("sending", { name: file.name }), "", null, 3600)), SLOW);
  try {
    return await upload(document.getElementById("workspace").dataset.stem, file);
  } finally {
    clearTimeout(timer);
    said?.remove();
  }
}

// Asks at once what the picture shows, in each language that the story has.
async function describe(pane, added, languages, count, form) {
  const words = added.known ? (await get("picture-words", { name: added.name }).catch(() => ({ alt: {} }))).alt : {};
  const input = ({ code, name, tag, direction }) => {
    const own = code === pane.code;
    const text = html`<textarea id="field-alt-${code}" name="alt-${code}" rows="2" lang=${tag} dir=${direction} spellcheck="true" ?required=${own}
      aria-describedby=${own ? `field-alt-${code}-hint` : nothing} .value=${words[code] ?? ""}></textarea>`;
    return labelled(`alt-${code}`, t("alt_in", { language: name }), text, own ? t("image_alt_hint") : "");
  };
  const turn = ({ target }) => {
    for (const text of target.form.querySelectorAll("textarea")) text.disabled = target.checked;
  };
  const content = html`
    <img class="describe-picture" src=${pictureAddress(added.name)} alt="">
    ${added.known && !added.chosen ? hint(t("picture_known", { name: added.name })) : ""}
    ${added.moves ? hint(t("picture_moves")) : ""}
    ${added.narrow ? hint(t("picture_narrow", { n: added.width })) : ""}
    ${languages.map(input)}
    <label class="check-row" for="field-decorative"><input type="checkbox" name="decorative" id="field-decorative" @change=${turn}>${t("decorative")}</label>`;
  const isPlain = (data) => data.get("decorative") !== null;
  const take = async (data) => isPlain(data) && post("decorative", { stem: document.getElementById("workspace").dataset.stem, picture: added.name });
  const answer = await show(`${t("describe_picture")}${count}`, content, goOn(languages.length > 1 ? t("put_picture") : t("put_picture_alone")), { take, form });
  if (answer.value !== "yes") return null;
  const plain = isPlain(answer.data);
  const text = (code) => (plain ? "" : (answer.data.get(`alt-${code}`) ?? "").replace(/[[\]\n]+/g, " ").trim());
  return { block: true, done: answer.done, texts: Object.fromEntries(languages.map((one) => [one.code, `![${text(one.code)}](${added.name})`])) };
}

async function nameLink(pane, added, languages, count, form) {
  const name = added.file.replace(/\.\w+$/, "");
  const content = [
    html`<p class="file-name">${added.file}</p>`,
    languages.map((one) => line(`words-${one.code}`, t("link_words_in", { language: one.name }), { value: one.code === pane.code ? name : "", language: one, spellcheck: true })),
    hint(added.known ? t("file_known", { name: added.name }) : t("file_hint")),
  ];
  const answer = await show(`${t("link_file")}${count}`, content, goOn(languages.length > 1 ? t("put_link") : t("put_link_alone")), { form });
  if (answer.value !== "yes") return null;
  const words = (code) => answer.data.get(`words-${code}`).replace(/[[\]]+/g, " ").trim() || name;
  return { block: false, done: answer.done, texts: Object.fromEntries(languages.map((one) => [one.code, `[${words(one.code)}](${added.link})`])) };
}
