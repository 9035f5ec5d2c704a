// What is put into the texts of a story: what is pasted, as clean Markdown of other programs' texts, pictures with their
// descriptions, and files as links.

import { paragraphsOf } from "./align.js";
import { get, pictureAddress, post, upload } from "./api.js";
import { goOn, labelled, line, say, show, toast } from "./dialogs.js";
import { hint, html, nothing } from "./drawing.js";
import { asBlock } from "./formatting.js";
import { letterOf } from "./keys.js";
import { choosePicture } from "./pictures.js";
import { pageData, t } from "./strings.js";

// What the importer's cleaner took out, in words.
const lost = (removed) => Object.entries(removed).flatMap(([kind, n]) => (n ? [t(`lost_${kind}`, { n })] : []));

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

// Milliseconds after which a file that is under way is spoken of.
const SLOW = 400;

/** @param {import("./story-page.js").Page} page */
export function insertionOf(page) {
  const { session, drafts, stem } = page;

  // What is known of the clipboard: `copied` from a text of this page is Markdown, and stays as it is. After the key of the
  // plain paste, the paste that follows does not say by which key it came: until `plainUntil` it is that.
  let copied = "";
  let plainUntil = 0;
  for (const kind of ["copy", "cut"]) {
    document.addEventListener(kind, (/** @type {any} */ event) => {
      copied = event.target.closest?.(".cm-editor") ? (event.clipboardData?.getData("text/plain") ?? "") : "";
    });
  }
  const noteKey = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.shiftKey && letterOf(event) === "V") plainUntil = event.timeStamp + 1000;
  };
  document.addEventListener("keydown", noteKey, { capture: true });

  // Files that come over the page: the texts that take them are marked. Beside these, the text takes them that was written
  // in last.
  let dragging = 0;
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    clearTimeout(dragging);
    document.body.dataset.dragging = "yes";
    dragging = setTimeout(() => delete document.body.dataset.dragging, 300);
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const pane = page.writing.focusedPane();
    if (pane?.pane) takeDrop(pane, event);
  });

  // The languages in which the story has a text.
  const languages = () => pageData.languages.filter((language) => drafts[language.code].exists);

  function takePaste(pane, event) {
    const data = event.clipboardData;
    const files = [...(data?.files ?? [])];
    const markup = data?.getData("text/html") ?? "";
    const plain = data?.getData("text/plain") ?? "";
    // A picture that is copied from a page comes with the HTML of its element.
    if (files.length && (!markup || !hasWords(markup))) {
      event.preventDefault();
      addFiles(pane, files);
      return true;
    }
    const asItIs = (plain !== "" && plain === copied) || data?.types.includes("vscode-editor-data") || event.timeStamp < plainUntil;
    plainUntil = 0;
    if (asItIs || !(markup || plain.trim().includes("\n"))) {
      page.checks.pasted(pane.code);
      return false;
    }
    event.preventDefault();
    pasteClean(pane, markup, plain || markup.replace(NO_WORDS, " ").trim());
    return true;
  }

  // What is pasted is a text like one that is typed, and kept as that, until the server has made Markdown of it.
  async function pasteClean(pane, markup, plain) {
    const text = pane.pane;
    const step = text.insert(plain);
    const inside = markup ? picturesInside(markup) : [];
    const answer = await post("paste", { html: markup.replace(/(<img\b[^>]*\bsrc=["']data:[^"',]{0,100},)[^"']*/gi, "$1"), plain }).catch(() => null);
    // Another text is in its place, or there is no answer: the plain text serves too.
    if (pane.pane !== text || !answer) return;
    page.checks.pasted(pane.code);
    const { pictures = 0, ...others } = answer.removed;
    const outside = Math.max(0, pictures - inside.length);
    const gone = lost({ pictures: outside, ...others });
    const put = step.replace(answer.markdown || plain);
    if (put && gone.length) {
      const words = t("pasted_without", { what: gone.join(", ") });
      toast(outside ? `${words} ${t("pictures_way_out")}` : words, t("undo"), () => put.takeBack()).dataset.kind = "passing";
    }
    if (inside.length) await addFiles(pane, inside);
  }

  function takeDrop(pane, event) {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return false;
    event.preventDefault();
    const at = pane.body.contains(event.target) ? pane.pane.view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
    if (at !== null) pane.pane.view.dispatch({ selection: { anchor: at } });
    addFiles(pane, files);
    return true;
  }

  // By hand: files of this computer, or a picture that the site has already.
  async function add(pane = page.writing.focusedPane()) {
    if (!pane?.pane) return say(t("not_translated", { language: pane.language.name }));
    const chosen = await choosePicture({ title: t("add_files"), label: t("new_files"), hint: t("new_files_hint"), accept: "", multiple: true });
    if (chosen?.files.length) return addFiles(pane, chosen.files);
    return chosen?.name && addAll(pane, [async () => ({ kind: "picture", name: chosen.name, known: true, chosen: true })]);
  }

  const addFiles = (pane, files) => addAll(pane, files.map((file) => async () => ({ ...(await sent(file)), file: file.name })));

  // Asks again about files of which the dialogs were left.
  const again = (pane, forms) => addAll(pane, forms.map((left) => async () => ({ ...left.given.added, left })));

  // Asks about each file as it has come, then puts all into the texts at once.
  async function addAll(pane, uploads) {
    const parts = [];
    for (const [at, uploaded] of uploads.entries()) {
      let added;
      try {
        added = await uploaded();
      } catch (error) {
        toast(error.message);
        continue;
      }
      const ask = added.kind === "picture" ? describe : nameLink;
      const count = uploads.length > 1 ? ` (${t("one_of", { n: at + 1, all: uploads.length })})` : "";
      const { left, ...plain } = added;
      const form = { name: "file", given: { code: pane.code, ...pane.pane.place, added: plain }, left };
      const part = await ask(pane, added, count, form);
      if (part) parts.push(part);
      else if (!added.known) await post("drop-upload", { name: added.name }).catch(() => {});
    }
    if (!parts.length) return;
    put(pane, parts);
    for (const { done } of parts) done();
  }

  async function sent(file) {
    /** @type {any} */
    let said = null;
    const timer = setTimeout(() => (said = toast(t("sending", { name: file.name }), "", null, 3600)), SLOW);
    try {
      return await upload(stem, file);
    } finally {
      clearTimeout(timer);
      said?.remove();
    }
  }

  // Asks at once what the picture shows, in each language that the story has.
  async function describe(pane, added, count, form) {
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
      ${languages().map(input)}
      <label class="check-row" for="field-decorative"><input type="checkbox" name="decorative" id="field-decorative" @change=${turn}>${t("decorative")}</label>`;
    const isPlain = (data) => data.get("decorative") !== null;
    const take = async (data) => pane.present && isPlain(data) && post("decorative", { stem, picture: added.name });
    const answer = await show(`${t("describe_picture")}${count}`, content, goOn(t(languages().length > 1 ? "put_picture" : "put_picture_alone")), { take, form });
    const described = (code) => (isPlain(answer.data) ? "" : (answer.data.get(`alt-${code}`) ?? "").replace(/[[\]\n]+/g, " ").trim());
    return partOf(answer, true, (code) => `![${described(code)}](${added.name})`);
  }

  async function nameLink(pane, added, count, form) {
    const name = added.file.replace(/\.\w+$/, "");
    const content = [
      html`<p class="file-name">${added.file}</p>`,
      languages().map((language) => line(`words-${language.code}`, t("link_words_in", { language: language.name }), { value: language.code === pane.code ? name : "", language, spellcheck: true })),
      hint(added.known ? t("file_known", { name: added.name }) : t("file_hint")),
    ];
    const answer = await show(`${t("link_file")}${count}`, content, goOn(t(languages().length > 1 ? "put_link" : "put_link_alone")), { take: () => pane.present, form });
    const words = (code) => (answer.data.get(`words-${code}`) ?? "").replace(/[[\]]+/g, " ").trim() || name;
    return partOf(answer, false, (code) => `[${words(code)}](${added.link})`);
  }

  // What a dialog puts into each text, a `block` of its own or not; null where it was closed.
  function partOf({ value, done }, block, textIn) {
    return value === "yes" ? { block, done, texts: Object.fromEntries(languages().map(({ code }) => [code, textIn(code)])) } : null;
  }

  function put(pane, parts) {
    const { doc, selection } = pane.present.view.state;
    const at = selection.main.head;
    const blocks = pane.pane.blocks;
    // The paragraph that the cursor is in, or the one before an empty line.
    const empty = !doc.lineAt(at).text.trim();
    const within = empty ? -1 : blocks.findIndex((block) => at <= block.to);
    const index = within >= 0 ? within : blocks.findLastIndex((block) => block.to <= at);
    // Asked for before this text changes.
    const beside = page.writing.level ? page.writing.level.beside(pane.pane, index) : -1;
    const joined = (code) => parts.map((part) => part.texts[code]).join("\n\n");
    const undos = [];
    for (const { code } of languages()) {
      const other = page.writing.paneOf(code);
      if (other === pane) {
        const alone = parts.length === 1 && !parts[0].block;
        const place = alone ? at : empty ? at : (blocks[index]?.to ?? 0);
        const step = pane.pane.insert(alone ? joined(code) : asBlock(pane.pane.text, joined(code), place), place, alone ? selection.main.to : place);
        undos.push(() => step.takeBack());
      } else if (other?.pane) {
        const place = index < 0 ? 0 : (other.pane.blocks[beside]?.to ?? other.pane.text.length);
        const step = other.pane.insert(asBlock(other.pane.text, joined(code), place), place, place);
        undos.push(() => step.takeBack());
      } else {
        undos.push(putIntoDraft(code, joined(code), index));
      }
    }
    toast(undos.length > 1 ? t("put_into_texts") : t("put_into_text"), t("undo"), () => {
      for (const back of undos) back();
    });
  }

  // A text that is not shown: after the same paragraph, or at its end.
  function putIntoDraft(code, text, index) {
    const draft = drafts[code];
    const name = draft.whole === null ? "body" : "whole";
    const before = draft[name];
    const place = name === "body" && index >= 0 ? (paragraphsOf(before)[index]?.to ?? before.trimEnd().length) : before.trimEnd().length;
    const after = before.slice(0, place) + asBlock(before, text, place) + before.slice(place);
    session.type(code, { [name]: after });
    return () => {
      if (draft[name] === after) session.type(code, { [name]: before });
    };
  }

  return { add, again, languages, takePaste, takeDrop };
}
