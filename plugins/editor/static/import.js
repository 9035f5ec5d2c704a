// Import by eye: each block of a page with its language and role, moved by a key until every word has its place.

import { given, post, upload } from "./api.js";
import { ask, field, hasSingleKeys, select, show, showKeys, toast } from "./dialogs.js";
import { announce, letterOf, make, t } from "./words.js";

const place = (id) => document.getElementById(id);
const ROLES = { text: "b", title: "t", summary: "s", caption: "c", credit: "r", date: "d", category: "k", goals: "g", author: "a", "left-out": "x" };
const NEEDS_LANGUAGE = ["text", "title", "summary", "caption", "credit"];
const FIELD_OF = { date: "date", category: "category", goals: "sdgs", author: "author" };
let page = null;
let waiting = [];

async function next() {
  const file = waiting.shift();
  if (!file) {
    place("settle").hidden = true;
    place("drop").hidden = false;
    return;
  }
  try {
    page = await upload("", file, "import-read");
  } catch (error) {
    toast(error.message);
    await next();
    return;
  }
  draw();
}

function draw() {
  place("drop").hidden = true;
  place("settle").hidden = false;
  place("import-origin").textContent = waiting.length ? `${page.origin} · ${t("import_waiting", { n: waiting.length })}` : page.origin;
  place("blocks").replaceChildren(...page.rows.map(block));
  drawForm();
  count();
  place("blocks").querySelector(".block")?.focus();
}

const nameOf = (code) => given.languages.find((one) => one.code === code)?.label ?? "";

const languageNames = new Intl.DisplayNames(given.locale, { type: "language", fallback: "none" });

// The importer's reason for a block, in the language of the interface.
function reasonOf(reason) {
  const [, code] = /^in ([a-z]{2,3})$/.exec(reason) ?? [];
  const language = code && languageNames.of(code);
  if (language) return t("reason_in", { language });
  for (const part of [reason, ...[", ", " (", " of the "].map((cut) => reason.split(cut)[0])]) {
    const key = `reason_${part.toLowerCase().replace(/[^a-z]+/g, "_").replace(/^_|_$/g, "")}`;
    if (key in given.strings) return t(key);
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
  element.dataset.language = given.languages.findIndex((one) => one.code === row.language);
  element.dataset.role = row.role;
  const languages = given.languages.map((one, at) => make("button", { type: "button", class: "block-button", tabindex: "-1", "aria-pressed": String(row.language === one.code), onclick: () => settle(row, { language: one.code, role: NEEDS_LANGUAGE.includes(row.role) ? row.role : "text" }) }, `${at + 1} ${one.label}`));
  const roles = select(Object.fromEntries([...Object.keys(ROLES), ...(row.role === "unplaced" ? ["unplaced"] : [])].map((role) => [role, t(`role_${role.replace("-", "_")}`)])), row.role);
  roles.setAttribute("aria-label", t("role"));
  roles.tabIndex = -1;
  roles.addEventListener("change", () => settle(row, { role: roles.value }));
  const doubts = row.doubts.map((topic) => t(`question_${topic.replace("-", "_")}`));
  const said = doubts.join(" ") || (row.role === "unplaced" || row.role === "left-out" ? reasonOf(row.reason) : "");
  const reason = said ? make("p", { class: "block-reason", id: `reason-${row.id}`, data: { doubt: doubts.length ? "yes" : "" } }, said) : null;
  element.dataset.doubt = doubts.length ? "yes" : "";
  if (reason) element.setAttribute("aria-describedby", reason.id);
  else element.removeAttribute("aria-describedby");
  element.setAttribute("aria-label", `${t(`role_${row.role.replace("-", "_")}`)} ${nameOf(row.language)}`);
  element.replaceChildren(make("div", { class: "block-tools" }, languages, roles), make("p", { class: "block-text", data: { kind: row.kind }, lang: row.language || null }, row.text), reason ?? "");
  if (focused) element.focus();
}

function settle(row, { language = row.language, role = row.role }) {
  row.doubts = [];
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
}

function key(event, row) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
  const rows = page.rows;
  const at = rows.indexOf(row);
  const number = Number(event.key);
  const letter = letterOf(event);
  const role = Object.entries(ROLES).find(([, one]) => one === letter)?.[0];
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1 }[letter];
  if (number >= 1 && number <= given.languages.length) settle(row, { language: given.languages[number - 1].code, role: NEEDS_LANGUAGE.includes(row.role) ? row.role : "text" });
  else if (role) settle(row, { role, language: row.language || given.languages[0].code });
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
}

function drawForm() {
  const input = (name, label, hint = "") => {
    const element = make("input", { value: page.fields[name] ?? "", autocomplete: "off" });
    element.addEventListener("input", () => (page.fields[name] = element.value));
    return field(name, label, element, hint);
  };
  const categories = { "": t("no_category"), ...Object.fromEntries(Object.entries(given.categories).map(([slug, name]) => [given.categoryValues[slug], name])) };
  const category = select(categories, page.fields.category ?? "");
  category.addEventListener("change", () => (page.fields.category = category.value));
  const slug = make("input", { value: page.slug, required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", spellcheck: "false" });
  slug.addEventListener("input", () => (page.slug = slug.value));
  const questions = page.questions.map((topic) => make("li", {}, t(`question_${topic.replace("-", "_")}`)));
  place("settle-form").replaceChildren(
    field("slug", t("address"), slug, t("address_hint")),
    input("date", t("date"), t("date_hint")),
    field("category", t("category"), category),
    input("sdgs", t("goals"), t("goals_hint")),
    input("author", t("author")),
    questions.length ? make("div", { class: "banner", data: { kind: "warn" } }, make("ul", { class: "plain-list" }, questions)) : "",
    make("button", { class: "button", type: "submit", id: "import-write", data: { kind: "primary" } }, t("import_write")),
    make("button", { class: "button", type: "button", onclick: next }, t("import_skip")),
  );
  count();
}

async function write() {
  const rows = page.rows.map(({ id, language, role }) => ({ id, language, role }));
  try {
    const { stem } = await post("import-write", { id: page.id, rows, fields: page.fields, slug: page.slug });
    announce(t("import_written"));
    if (!waiting.length) {
      location.href = `${given.editor}/story?${new URLSearchParams({ stem })}`;
      return;
    }
    toast(t("import_written"));
    await next();
  } catch (error) {
    toast(error.message);
  }
}

async function paste() {
  const text = make("textarea", { rows: 12, required: true });
  const answer = await show(t("import_paste"), field("text", t("import_text"), text), [{ value: "", label: t("cancel") }, { value: "yes", label: t("import_read"), kind: "primary" }], { size: "wide" });
  if (answer.value !== "yes") return;
  waiting.push(new File([answer.data.get("text")], "pasted.txt"));
  await next();
}

const KEYS = [
  ["↓ ↑", t("key_walk")],
  ...given.languages.map((one, at) => [String(at + 1), one.label]),
  ...Object.entries(ROLES).map(([role, letter]) => [letter.toUpperCase(), t(`role_${role.replace("-", "_")}`)]),
  ["U", t("key_unplaced")],
  ["Enter", t("key_confirm")],
  ["F1 ?", t("key_keys")],
];

place("keys").addEventListener("click", () => showKeys(KEYS));
place("import-paste").addEventListener("click", paste);
place("import-files").addEventListener("change", (event) => {
  waiting.push(...event.target.files);
  event.target.value = "";
  next();
});
place("settle-form").addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
document.addEventListener("keydown", (event) => {
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
