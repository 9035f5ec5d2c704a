// The import page: each block of a page with its language and role, which a person changes by keys and buttons.

import { announce } from "./announcements.js";
import { listAddress, post, upload, windowName } from "./api.js";
import { throttled } from "./delays.js";
import { ask, field, hasSingleKeys, select, show, showKeys, toast } from "./dialogs.js";
import { imports } from "./browser-store.js";
import { letterOf, make } from "./dom.js";
import { pageData } from "./page-data.js";
import { sessionKey } from "./session-key.js";
import { agoOf, t } from "./strings.js";

const place = (id) => document.getElementById(id);
const ROLES = { text: "b", title: "t", summary: "s", caption: "c", credit: "r", date: "d", category: "k", goals: "g", author: "a", "left-out": "x" };
const NEEDS_LANGUAGE = ["text", "title", "summary", "caption", "credit"];
const FIELD_OF = { date: "date", category: "category", goals: "sdgs", author: "author" };
let page = null;
// The file that is being settled, and those after it.
let current = null;
let waiting = [];

async function next() {
  current = waiting.shift() ?? null;
  page = null;
  if (!current) {
    imports.forget(windowName);
    place("settle").hidden = true;
    place("drop").hidden = false;
    place("drop").querySelector("input")?.focus();
    return;
  }
  try {
    page = await upload("", current, "import-read");
    page.givenSlug = page.slug;
  } catch (error) {
    toast(error.message);
    await next();
    return;
  }
  draw();
}

// Milliseconds between two times that what was decided is kept.
const KEEPING = 300;

const decided = () => ({ rows: page.rows.map(({ id, language, role, doubts, settled }) => ({ id, language, role, doubts, settled })), fields: page.fields, slug: page.slug });
const keepNow = () => page && imports.keep(windowName, { moment: Date.now(), files: [current, ...waiting], decided: decided() });
const keepSoon = throttled(keepNow, KEEPING);

// Reads the file again, and gives its blocks what was decided of them.
async function readAgain(before) {
  page = await upload("", current, "import-read");
  page.givenSlug = page.slug;
  const known = new Map(before.rows.map((row) => [row.id, row]));
  if (page.rows.every((row) => known.has(row.id))) for (const row of page.rows) Object.assign(row, known.get(row.id));
  Object.assign(page, { fields: before.fields, slug: before.slug });
  draw();
}

async function goOn(key) {
  const found = await imports.kept(key);
  if (!found) return;
  [current, ...waiting] = found.files;
  try {
    await readAgain(found.decided);
    if (key !== windowName) await imports.forget(key);
    toast(t("import_resumed"));
  } catch (error) {
    toast(error.message);
  }
}

// After a reload it goes on by itself; what another window left is offered.
async function offerUnfinished() {
  const keys = await imports.keptKeys();
  if (keys.includes(windowName)) return goOn(windowName);
  for (const key of keys) {
    const found = await imports.kept(key);
    if (!found || place(`unfinished-${key}`)) continue;
    const yes = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("recover"));
    const no = make("button", { type: "button", class: "button" }, t("forget"));
    const line = make("div", { class: "banner", id: `unfinished-${key}`, data: { kind: "warn" } }, make("p", {}, t("import_unfinished", { name: found.files[0].name, when: agoOf(new Date(found.moment).toISOString()) })), make("div", { class: "banner-buttons" }, yes, no));
    yes.addEventListener("click", () => {
      line.remove();
      goOn(key);
    });
    no.addEventListener("click", async () => {
      await imports.forget(key);
      line.remove();
    });
    place("drop").before(line);
  }
  return undefined;
}

function draw() {
  place("drop").hidden = true;
  place("settle").hidden = false;
  drawOrigin();
  place("blocks").replaceChildren(...page.rows.map(block));
  drawForm();
  count();
  place("blocks").querySelector(".block")?.focus();
  keepNow();
}

function drawOrigin() {
  place("import-origin").textContent = waiting.length ? `${page.origin} · ${t("import_waiting", { n: waiting.length })}` : page.origin;
}

const nameOf = (code) => pageData.languages.find((one) => one.code === code)?.label ?? "";

const languageNames = new Intl.DisplayNames(pageData.locale, { type: "language", fallback: "none" });

// The importer's reason for a block, in the language of the interface.
function reasonOf(reason) {
  const [, code] = /^in ([a-z]{2,3})$/.exec(reason) ?? [];
  const language = code && languageNames.of(code);
  if (language) return t("reason_in", { language });
  for (const part of [reason, ...[", ", " (", " of the "].map((cut) => reason.split(cut)[0])]) {
    const key = `reason_${part.toLowerCase().replace(/[^a-z]+/g, "_").replace(/^_|_$/g, "")}`;
    if (key in pageData.strings) return t(key);
  }
  return t("reason_other");
}

function block(row) {
  const element = make("li", { class: "block", tabindex: "0", data: { id: row.id } });
  row.element = element;
  drawBlock(row);
  element.addEventListener("keydown", (event) => key(event, row));
  return element;
}

function drawBlock(row) {
  const { element } = row;
  const focused = element.contains(document.activeElement);
  element.dataset.language = pageData.languages.findIndex((one) => one.code === row.language);
  element.dataset.role = row.role;
  const languages = pageData.languages.map((one, at) => make("button", { type: "button", class: "block-button", tabindex: "-1", "aria-pressed": String(row.language === one.code), onclick: () => settle(row, { language: one.code, role: NEEDS_LANGUAGE.includes(row.role) ? row.role : "text" }) }, `${at + 1} ${one.label}`));
  const roles = select(Object.fromEntries([...Object.keys(ROLES), ...(row.role === "unplaced" ? ["unplaced"] : [])].map((role) => [role, t(`role_${role.replace("-", "_")}`)])), row.role);
  roles.setAttribute("aria-label", t("role"));
  roles.tabIndex = -1;
  roles.addEventListener("change", () => settle(row, { role: roles.value }));
  const doubts = row.doubts.map((topic) => t(`question_${topic.replace("-", "_")}`));
  const said = doubts.join(" ") || (row.role === "unplaced" || (row.role === "left-out" && !row.settled) ? reasonOf(row.reason) : "");
  const reason = said ? make("p", { class: "block-reason", id: `reason-${row.id}`, data: { doubt: doubts.length ? "yes" : "" } }, said) : null;
  element.dataset.doubt = doubts.length ? "yes" : "";
  if (reason) element.setAttribute("aria-describedby", reason.id);
  else element.removeAttribute("aria-describedby");
  element.setAttribute("aria-label", `${t(`role_${row.role.replace("-", "_")}`)} ${nameOf(row.language)}`);
  element.replaceChildren(make("div", { class: "block-tools" }, languages, roles), make("p", { class: "block-text", data: { kind: row.kind }, lang: row.language || null }, row.kind === "image" ? `${t("picture")}: ${row.text}` : row.text), row.picture ? make("img", { class: "block-picture", src: row.picture, alt: "" }) : "", reason ?? "");
  if (focused) element.focus();
}

// Has the importer decide again what was not settled here, by what was.
async function decideAgain() {
  const settled = page.rows.filter((row) => row.settled).map(({ id, language, role }) => ({ id, language, role }));
  try {
    let answer = await post("import-again", { id: page.id, rows: settled });
    if (answer.gone) {
      // The editor was started again since the page was read.
      await readAgain(decided());
      answer = await post("import-again", { id: page.id, rows: settled });
    }
    const decidedNow = new Map(answer.rows.map((row) => [row.id, row]));
    let changed = 0;
    for (const row of page.rows.filter((one) => !one.settled)) {
      const { language, role, reason, doubts } = decidedNow.get(row.id);
      if (row.language !== language || row.role !== role) changed++;
      Object.assign(row, { language, role, reason, doubts });
      drawBlock(row);
    }
    page.questions = answer.questions;
    if (page.slug === page.givenSlug) page.slug = answer.slug;
    page.givenSlug = answer.slug;
    drawForm();
    keepSoon();
    toast(changed ? t("import_again_done", { n: changed }) : t("import_again_same"));
  } catch (error) {
    toast(error.message);
  }
}

function settle(row, { language = row.language, role = row.role }) {
  row.doubts = [];
  row.settled = true;
  row.language = NEEDS_LANGUAGE.includes(role) ? language : "";
  row.role = NEEDS_LANGUAGE.includes(role) && !row.language ? "unplaced" : role;
  if (row.role === "title") {
    // A language has one title.
    for (const other of page.rows) {
      if (other !== row && other.role === "title" && other.language === row.language) {
        other.role = "text";
        drawBlock(other);
      }
    }
  }
  if (FIELD_OF[role]) {
    page.fields[FIELD_OF[role]] = row.text;
    drawForm();
  }
  drawBlock(row);
  count();
  keepSoon();
}

function key(event, row) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
  const rows = page.rows;
  const at = rows.indexOf(row);
  const number = Number(event.key);
  const letter = letterOf(event);
  const role = Object.entries(ROLES).find(([, one]) => one === letter)?.[0];
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1 }[letter];
  if (number >= 1 && number <= pageData.languages.length) settle(row, { language: pageData.languages[number - 1].code, role: NEEDS_LANGUAGE.includes(row.role) ? row.role : "text" });
  else if (role) settle(row, { role, language: row.language || pageData.languages[0].code });
  else if (letter === "n" && rows.some((one) => one.settled)) decideAgain();
  else if (letter === "u") nextOpen(at)?.element.focus();
  else if (event.key === "Enter" && row.role !== "unplaced") {
    settle(row, {});
    (nextOpen(at) ?? rows[at + 1])?.element.focus();
  }
  else if (step) rows[at + step]?.element.focus();
  else return;
  event.preventDefault();
}

// The next block that waits for a decision, from the beginning again after the last: without a place first, then in doubt.
function nextOpen(at) {
  const rows = [...page.rows.slice(at + 1), ...page.rows.slice(0, at)];
  return rows.find((one) => one.role === "unplaced") ?? rows.find((one) => one.doubts.length);
}

function count() {
  const words = (test) => page.rows.filter(test).reduce((sum, row) => sum + row.words, 0);
  const unplaced = words((row) => row.role === "unplaced");
  const left = words((row) => row.role === "left-out");
  const placed = words(() => true) - unplaced - left;
  const doubts = page.rows.filter((row) => row.doubts.length).length;
  place("import-count").textContent = t("import_count", { placed, left, unplaced }) + (doubts ? ` · ${t("import_doubts", { n: doubts })}` : "");
  place("import-count").dataset.ready = unplaced ? "" : "yes";
  const button = place("import-write");
  if (button) button.disabled = unplaced > 0;
  const again = place("import-again");
  if (again) again.disabled = !page.rows.some((row) => row.settled);
  drawQuestions();
}

// What a page leaves open, and what tells that it was settled.
const SETTLED = {
  date: () => page.fields.date,
  category: () => page.fields.category,
  goals: () => page.fields.sdgs,
  "no-title": () => new Set(page.rows.filter((row) => row.role === "title").map((row) => row.language)).size >= new Set(page.rows.filter((row) => row.language).map((row) => row.language)).size,
};

function drawQuestions() {
  const open = page.questions.filter((topic) => !SETTLED[topic]?.());
  const banner = place("import-questions");
  banner.hidden = !open.length;
  banner.replaceChildren(make("ul", { class: "plain-list" }, open.map((topic) => make("li", {}, t(`question_${topic.replace("-", "_")}`)))));
}

function drawForm() {
  const input = (name, label, hint = "") => {
    const element = make("input", { value: page.fields[name] ?? "", autocomplete: "off" });
    element.addEventListener("input", () => (page.fields[name] = element.value));
    return field(name, label, element, hint);
  };
  const categories = { "": t("no_category"), ...Object.fromEntries(Object.entries(pageData.categories).map(([slug, name]) => [pageData.categoryValues[slug], name])) };
  const category = select(categories, page.fields.category ?? "");
  category.addEventListener("change", () => (page.fields.category = category.value));
  const slug = make("input", { value: page.slug, required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", spellcheck: "false" });
  slug.addEventListener("input", () => (page.slug = slug.value));
  const attached = (page.attached ?? []).map(attachment);
  place("settle-form").replaceChildren(
    field("slug", t("address"), slug, t("address_hint")),
    input("date", t("date"), t("date_hint")),
    field("category", t("category"), category),
    input("sdgs", t("goals"), t("goals_hint")),
    input("author", t("author")),
    make("div", { class: "banner", id: "import-questions", data: { kind: "warn" } }),
    attached.length ? make("div", { class: "banner attached", data: { kind: "warn" } }, make("h2", { class: "label" }, t("import_attached")), make("ul", { class: "plain-list" }, attached)) : "",
    make("div", { class: "settle-buttons" }, make("button", { class: "button", type: "submit", id: "import-write", data: { kind: "primary" } }, t("import_write")), make("button", { class: "button", type: "button", id: "import-again", onclick: decideAgain }, t("import_again")), make("button", { class: "button", type: "button", onclick: next }, t("import_skip"))),
  );
  count();
}

// A file that came with a message: a text can be imported too, anything can be saved.
function attachment({ name, text }, at) {
  const address = `${pageData.editor}/api/import-attachment?${new URLSearchParams({ id: page.id, n: at, key: sessionKey() })}`;
  const save = make("a", { class: "button", href: address, download: name }, t("import_attached_save"));
  const read = make("button", { type: "button", class: "button" }, t("import_attached_read"));
  read.addEventListener("click", async () => {
    read.disabled = true;
    const answer = await fetch(address);
    if (!answer.ok) {
      toast(t("not_answered"));
      return;
    }
    waiting.unshift(new File([await answer.blob()], name));
    drawOrigin();
    keepNow();
  });
  return make("li", { class: "attached-file" }, make("span", {}, name), text ? read : "", save);
}

async function write() {
  const send = () => post("import-write", { id: page.id, rows: page.rows.map(({ id, language, role }) => ({ id, language, role })), fields: page.fields, slug: page.slug });
  try {
    let answer = await send();
    if (answer.gone) {
      // The editor was started again since the page was read.
      await readAgain(decided());
      answer = await send();
    }
    const { stem } = answer;
    announce(t("import_written"));
    if (!waiting.length) {
      await imports.forget(windowName);
      location.href = `${pageData.editor}/story?${new URLSearchParams({ stem })}`;
      return;
    }
    toast(t("import_written"));
    await next();
  } catch (error) {
    toast(error.message);
  }
}

async function paste() {
  const text = make("textarea", { rows: 12, required: true, class: "field-tall" });
  // What was pasted with its headings and lists, as long as nothing is changed in it.
  /** @type {any} */
  let pasted = null;
  text.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (html && !text.value.trim()) setTimeout(() => (pasted = { html, text: text.value }));
  });
  const answer = await show(t("import_paste"), field("text", t("import_text"), text), [{ value: "", label: t("cancel") }, { value: "yes", label: t("import_read"), kind: "primary" }], { size: "wide" });
  if (answer.value !== "yes") return;
  const whole = pasted?.text === text.value ? new File([`<!doctype html><meta charset="utf-8">${pasted.html}`], "pasted.html") : new File([text.value], "pasted.txt");
  waiting.push(whole);
  await next();
}

const KEYS = [
  ["↓ ↑", t("key_walk")],
  ...pageData.languages.map((one, at) => [String(at + 1), one.label]),
  ...Object.entries(ROLES).map(([role, letter]) => [letter.toUpperCase(), t(`role_${role.replace("-", "_")}`)]),
  ["U", t("key_unplaced")],
  ["N", t("import_again")],
  ["Enter", t("key_confirm")],
  ["Ctrl+Enter", t("import_write")],
  ["F1 ?", t("key_keys")],
];

place("back").href = listAddress();
place("keys").addEventListener("click", () => showKeys(KEYS));
place("import-paste").addEventListener("click", paste);
place("import-files").addEventListener("change", (event) => {
  waiting.push(...event.target.files);
  event.target.value = "";
  next();
});
for (const kind of ["input", "change"]) {
  place("settle-form").addEventListener(kind, () => {
    drawQuestions();
    keepSoon();
  });
}
addEventListener("pagehide", keepNow);
// A page that the browser kept as it was, from before it was written.
addEventListener("pageshow", (event) => event.persisted && location.reload());
place("settle-form").addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
document.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && page && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    if (!place("import-write").disabled) place("settle-form").requestSubmit();
    else nextOpen(-1)?.element.focus();
  }
  const asks = event.key === "F1" || (event.key === "?" && hasSingleKeys() && !event.target.closest("input, textarea, select"));
  if (asks && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    showKeys(KEYS);
  }
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  const files = await filesOf(event.dataTransfer);
  if (page && !place("settle").hidden && !(await ask(t("import_title"), t("import_replace"), t("import_read")))) return;
  waiting.push(...files);
  if (files.length) next();
  else if (event.dataTransfer.getData("text/plain")) {
    waiting.push(new File([event.dataTransfer.getData("text/html") || event.dataTransfer.getData("text/plain")], "pasted.txt"));
    next();
  }
});

// The files that were dropped, those of folders among them, in order of their names.
async function filesOf(data) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...data.files];
  const found = [];
  const walk = async (entry) => {
    if (entry.isFile) found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else {
      const reader = entry.createReader();
      for (let part = await list(reader); part.length; part = await list(reader)) for (const child of part) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

const list = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));

await offerUnfinished();
