// The import page: each block of a page with its language and role, which a person changes by keys and buttons.

import { announce } from "./announcements.js";
import { listAddress, pagePlace, post, sessionKey, storyAddress, surroundings, upload } from "./api.js";
import { bannerOf } from "./banners.js";
import { addressLine, ask, choice, choices, goOn, labelled, line, openAgain, sayWhatIsWrong, show, toast } from "./dialogs.js";
import { button, draw, html, nothing, place, repeat, when } from "./drawing.js";
import { KeptForm } from "./forms.js";
import { makeKeys } from "./keys.js";
import { agoOf, pageData, t } from "./strings.js";
const { languages } = pageData;
const ROLES = { text: "B", title: "T", summary: "S", caption: "C", credit: "R", date: "D", category: "K", goals: "G", author: "A", "left-out": "X" };
const NEEDS_LANGUAGE = ["text", "title", "summary", "caption", "credit"];
const FIELD_OF = { date: "date", category: "category", goals: "sdgs", author: "author" };
// The page that is settled, of a file, the files after it, and what keeps all that.
const work = { page: null, file: null, waiting: [], kept: null };

/** @param {import("./forms.js").Form} [left] */
const newForm = (left) => new KeptForm(surroundings, { place: pagePlace, name: "import", left });

async function next() {
  const [file, ...rest] = work.waiting;
  Object.assign(work, { file: null, page: null });
  if (!file) {
    work.kept?.forget();
    work.kept = null;
    redraw();
    place("import-files").focus();
    return;
  }
  try {
    await read([file, ...rest]);
  } catch (error) {
    toast(error.message);
    // A file that the server says no to is not asked about again.
    if (!(error.status < 500)) {
      const kept = newForm();
      kept.typed({ moment: Date.now(), decided: null }, [file]);
      setAside(kept);
    }
    work.waiting = rest;
    await next();
  }
}

// Reads the first of some files, and gives its blocks what was decided of them before.
/** @param {any[]} files */
async function read(files, kept = work.kept ?? newForm(), before = null) {
  const [file, ...waiting] = files;
  const page = await upload("", file, "import-read");
  page.givenSlug = page.slug;
  if (before) {
    const known = new Map(before.rows.map((row) => [row.id, row]));
    if (page.rows.every((row) => known.has(row.id))) for (const row of page.rows) decide(row, known.get(row.id));
    Object.assign(page, { fields: before.fields, slug: before.slug });
  }
  Object.assign(work, { file, page, waiting, kept });
  redraw();
  place("blocks").querySelector(".block")?.focus();
  keep();
}

// What is settled of a block is in doubt no more.
const decide = (row, { language, role, settled }) => Object.assign(row, { language, role, settled }, settled ? { doubts: [] } : {});
const decided = ({ rows, fields, slug }) => ({ rows: rows.map(({ id, language, role, settled }) => ({ id, language, role, settled })), fields, slug });
const keep = () => work.kept.typed({ moment: Date.now(), decided: decided(work.page) }, [work.file, ...work.waiting]);

// What other windows, or requests that failed, have left unfinished.
/** @type {import("./forms.js").Form[]} */
let unfinished = [];

// What cannot go on now is offered.
const setAside = (kept) => drawUnfinished([...unfinished, { ...kept.entry, forget: () => kept.forget() }]);

/** @param {import("./forms.js").Form} left */
async function resume(left) {
  drawUnfinished(unfinished.filter((entry) => entry !== left));
  const { page, kept: before } = work;
  const kept = newForm(left);
  try {
    await read(left.files ?? [], kept, left.state.decided);
    toast(t("import_resumed"));
    if (page) setAside(before);
  } catch (error) {
    toast(error.message);
    setAside(kept);
  }
}

// After a reload the last one goes on by itself; what other windows left is offered.
/** @param {import("./forms.js").Form[]} left */
async function again(...left) {
  drawUnfinished(left.filter(({ files }) => files?.length).sort((entry, other) => entry.state.moment - other.state.moment));
  const own = unfinished.findLast(({ window }) => surroundings.isOfWindow(window));
  if (own) await resume(own);
}

function drawUnfinished(left) {
  unfinished = left;
  const lineOf = (entry) => {
    const { opened, window, files, state } = entry;
    const forget = () => {
      entry.forget();
      drawUnfinished(unfinished.filter((kept) => kept !== entry));
    };
    const text = t("import_unfinished", { name: files[0].name, when: agoOf(new Date(state.moment).toISOString()) });
    const buttons = [{ label: t("recover"), main: true, run: () => resume(entry) }, { label: t("forget"), run: forget }];
    return bannerOf({ id: `${window}-${opened}`, text, kind: "warn", buttons });
  };
  draw(place("unfinished"), repeat(unfinished, ({ window, opened }) => `${window} ${opened}`, lineOf));
}

function redraw() {
  const { page, waiting } = work;
  place("drop").hidden = Boolean(page);
  place("settle").hidden = !page;
  if (!page) return;
  place("import-origin").textContent = waiting.length ? `${page.origin} · ${t("import_waiting", { n: waiting.length })}` : page.origin;
  const words = (test) => page.rows.filter(test).reduce((sum, row) => sum + (row.text.match(/\S+/g)?.length ?? 0), 0);
  const unplaced = words((row) => row.role === "unplaced");
  const left = words((row) => row.role === "left-out");
  const doubts = page.rows.filter((row) => row.doubts.length).length;
  const counted = t("import_count", { placed: words(() => true) - unplaced - left, left, unplaced });
  place("import-count").textContent = doubts ? `${counted} · ${t("import_doubts", { n: doubts })}` : counted;
  place("import-count").dataset.ready = unplaced ? "" : "yes";
  draw(place("blocks"), repeat(page.rows, (row) => row.id, block));
  draw(place("settle-form"), form(page, unplaced > 0));
}

const nameOf = (code) => languages.find((language) => language.code === code)?.label ?? "";
const roleName = (role) => t(`role_${role.replace("-", "_")}`);

// What a block is by a key or a button for a language.
const inLanguage = (row, { code }) => settle(row, { language: code, role: NEEDS_LANGUAGE.includes(row.role) ? row.role : "text" });

function block(row) {
  const doubts = row.doubts.join(" ");
  const isOpen = row.role === "unplaced" || (row.role === "left-out" && !row.settled);
  const said = doubts || (isOpen ? row.reason : "");
  const roles = [...Object.keys(ROLES), ...(row.role === "unplaced" ? ["unplaced"] : [])];
  const chosen = ({ target }) => {
    settle(row, { role: target.value });
    target.closest(".block").focus();
  };
  const choose = languages.map((language, at) => html`
    <button type="button" class="block-button" tabindex="-1" aria-pressed=${row.language === language.code} @click=${() => inLanguage(row, language)}>${at + 1} ${language.label}</button>`);
  return html`
    <li class="block" tabindex="0" data-id=${row.id} data-role=${row.role} data-doubt=${doubts ? "yes" : ""}
      data-language=${languages.findIndex((language) => language.code === row.language)}
      aria-label="${roleName(row.role)} ${nameOf(row.language)}" aria-describedby=${said ? `reason-${row.id}` : nothing}>
      <div class="block-tools">${choose}
        <select tabindex="-1" aria-label=${t("role")} @change=${chosen}>
          ${choices(Object.fromEntries(roles.map((role) => [role, roleName(role)])), row.role)}
        </select>
      </div>
      <p class="block-text" data-kind=${row.kind} lang=${when(row.language)}>${row.kind === "image" ? `${t("picture")}: ` : ""}${row.text}</p>
      ${row.picture ? html`<img class="block-picture" src=${row.picture} alt="">` : ""}
      ${said ? html`<p class="block-reason" id="reason-${row.id}" data-doubt=${doubts ? "yes" : ""}>${said}</p>` : ""}
      ${doubts && row.beside ? html`<p class="block-reason">${t("import_beside", { text: row.beside })}</p>` : ""}
    </li>`;
}

// Sends what is settled; where the editor was started again since the page was read, reads that again first.
async function sent(request, dataOf) {
  let answer = await post(request, dataOf(work.page));
  if (answer.gone) {
    await read([work.file, ...work.waiting], work.kept, decided(work.page));
    answer = await post(request, dataOf(work.page));
  }
  return answer;
}

// Has the importer decide again what was not settled here, by what was.
async function decideAgain() {
  const settled = work.page.rows.filter((row) => row.settled).map(({ id, language, role }) => ({ id, language, role }));
  const answer = await sent("import-again", ({ id }) => ({ id, rows: settled }));
  const { page } = work;
  const decidedNow = new Map(answer.rows.map((row) => [row.id, row]));
  let changed = 0;
  for (const row of page.rows.filter((row) => !row.settled)) {
    const { language, role, reason, doubts, beside } = decidedNow.get(row.id);
    if (row.language !== language || row.role !== role) changed++;
    Object.assign(row, { language, role, reason, doubts, beside });
  }
  page.questions = answer.questions;
  if (page.slug === page.givenSlug) page.slug = answer.slug;
  page.givenSlug = answer.slug;
  changedHere();
  toast(changed ? t("import_again_done", { n: changed }) : t("import_again_same"));
}

function changedHere() {
  redraw();
  keep();
}

function settle(row, { language = row.language, role = row.role }) {
  const needsLanguage = NEEDS_LANGUAGE.includes(role);
  Object.assign(row, { doubts: [], settled: true, language: needsLanguage ? language : "" });
  row.role = needsLanguage && !row.language ? "unplaced" : role;
  const { rows, fields } = work.page;
  // A language has one title.
  const isSecond = (other) => row.role === "title" && other !== row && other.role === "title" && other.language === row.language;
  for (const other of rows.filter(isSecond)) other.role = "text";
  if (FIELD_OF[role]) fields[FIELD_OF[role]] = row.text;
  changedHere();
}

// The next block that waits for a decision, from the beginning again after the last: without a place first, then in doubt.
function nextOpen(at) {
  const rows = [...work.page.rows.slice(at + 1), ...work.page.rows.slice(0, Math.max(0, at))];
  return rows.find((row) => row.role === "unplaced") ?? rows.find((row) => row.doubts.length);
}

const focusBlock = (at) => place("blocks").children[at]?.focus();
const focusRow = (row) => row && focusBlock(work.page.rows.indexOf(row));

// What a page leaves open, and what tells that it was settled.
const SETTLED = {
  date: ({ fields }) => fields.date,
  "no-date": ({ fields }) => fields.date,
  category: ({ fields }) => fields.category,
  "no-category": ({ fields }) => fields.category,
  goals: ({ fields }) => fields.sdgs,
  "no-title": ({ rows }) => new Set(rows.filter((row) => row.role === "title").map((row) => row.language)).size >= new Set(rows.filter((row) => row.language).map((row) => row.language)).size,
};

function form(page, isOpen) {
  const set = (name) => (value) => {
    page.fields[name] = value;
    changedHere();
  };
  const field = (name, label, hint = "") => line(name, label, { value: page.fields[name], hint, typed: set(name) });
  const categories = Object.fromEntries(Object.entries(pageData.categories).map(([slug, name]) => [pageData.categoryValues[slug], name]));
  const address = (value) => {
    page.slug = value;
    changedHere();
  };
  const open = page.questions.filter(({ topic }) => !SETTLED[topic]?.(page));
  return html`
    ${addressLine(page.slug, address)}
    ${field("date", t("date"), t("date_hint"))}
    ${choice("category", t("category"), { "": t("no_category"), ...categories }, page.fields.category, set("category"))}
    ${field("sdgs", t("goals"), t("goals_hint"))}
    ${field("author", t("author"))}
    <div class="banner" id="import-questions" data-kind="warn" ?hidden=${!open.length}><ul class="plain-list">${open.map(({ message }) => html`<li>${message}</li>`)}</ul></div>
    ${page.attached?.length ? html`<div class="banner attached" data-kind="warn"><h2 class="label">${t("import_attached")}</h2><ul class="plain-list">${page.attached.map(attachment)}</ul></div>` : ""}
    <div class="settle-buttons">
      <button class="button" type="submit" id="import-write" data-kind="primary" ?disabled=${isOpen}>${t("import_write")}</button>
      <button class="button" type="button" id="import-again" ?disabled=${!page.rows.some((row) => row.settled)} @click=${decideAgain}>${t("import_again")}</button>
      ${button(t("import_skip"), next)}
    </div>`;
}

// A file that came with a message: a text can be imported too, anything can be saved.
function attachment({ name, text }, at) {
  const address = `${pageData.editor}/api/import-attachment?${new URLSearchParams({ id: work.page.id, n: at, key: sessionKey() })}`;
  const readIt = async ({ currentTarget }) => {
    currentTarget.disabled = true;
    const answer = await fetch(address);
    if (!answer.ok) return toast(t("not_answered"));
    work.waiting.unshift(new File([await answer.blob()], name));
    return changedHere();
  };
  return html`<li class="attached-file"><span>${name}</span>${text ? button(t("import_attached_read"), readIt) : ""}<a class="button" href=${address} download=${name}>${t("import_attached_save")}</a></li>`;
}

async function write() {
  const placed = ({ id, rows, fields, slug }) => ({ id, rows: rows.map(({ id: row, language, role }) => ({ id: row, language, role })), fields, slug });
  const { stem } = await sent("import-write", placed);
  announce(t("import_written"));
  if (!work.waiting.length) {
    work.kept.forget();
    location.href = storyAddress(stem);
    return;
  }
  toast(t("import_written"));
  await next();
}

/** @param {import("./forms.js").Form} [left] */
async function paste(left) {
  // What was pasted with its headings and lists, as long as nothing is changed in it.
  /** @type {any} */
  let pasted = null;
  const keep = ({ target, clipboardData }) => {
    const markup = clipboardData?.getData("text/html");
    if (markup && !target.value.trim()) setTimeout(() => (pasted = { markup, text: target.value }));
  };
  const control = html`<textarea id="field-text" name="text" rows="12" required class="field-tall" @paste=${keep}></textarea>`;
  const take = async (data, done) => {
    const text = data.get("text");
    const file = pasted?.text === text ? new File([`<!doctype html><meta charset="utf-8">${pasted.markup}`], "pasted.html") : new File([text], "pasted.txt");
    // A page that was dropped beside the open dialog comes next.
    await read([file, ...(work.file ? [work.file] : []), ...work.waiting]);
    await done();
  };
  const { value } = await show(t("import_paste"), labelled("text", t("import_text"), control), goOn(t("import_read")), { size: "wide", take, form: { name: "paste", left } });
  if (value) focusBlock(0);
}

function take(files) {
  work.waiting.push(...files);
  return next();
}

// What a key does with the block that it is pressed in; `at` is its number.
const onBlock = (run) => ({ target }) => {
  const at = [...place("blocks").children].indexOf(target.closest(".block"));
  run(work.page.rows[at], at);
};

function confirm(row, at) {
  if (row.role === "unplaced") return;
  settle(row, {});
  const open = nextOpen(at);
  if (open) focusRow(open);
  else focusBlock(at + 1);
}

function finish() {
  if (!work.page) return;
  if (place("import-write").disabled) focusRow(nextOpen(-1));
  else place("settle-form").requestSubmit();
}

const keys = makeKeys(
  [
    { keys: "↓ ↑", words: t("key_walk"), runs: [1, -1].map((step) => onBlock((_, at) => focusBlock(at + step))) },
    ...languages.map((language, at) => ({ keys: String(at + 1), words: language.label, runs: [onBlock((row) => inLanguage(row, language))] })),
    ...Object.entries(ROLES).map(([role, letter]) => ({ keys: letter, words: roleName(role), runs: [onBlock((row) => settle(row, { role, language: row.language || languages[0].code }))] })),
    { keys: "U", words: t("key_unplaced"), runs: [onBlock((_, at) => focusRow(nextOpen(at)))] },
    { keys: "N", words: t("import_again"), runs: [() => !place("import-again").disabled && decideAgain()] },
    { keys: "Enter", words: t("key_confirm"), runs: [onBlock(confirm)] },
    { keys: "Ctrl+Enter", words: t("import_write"), runs: [finish] },
    { keys: "F1 ?", words: t("key_keys") },
  ],
  ({ target }, name) => /F1$|^\?$|^Ctrl/.test(name) || (target.closest(".block") && !target.closest("select")),
);

place("back").href = listAddress();
place("keys").addEventListener("click", keys.list);
place("import-paste").addEventListener("click", () => paste());
place("import-files").addEventListener("change", (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  take(files);
});
addEventListener("pagehide", () => work.kept?.closed());
// A page that the browser kept as it was, from before it was written.
addEventListener("pageshow", (event) => event.persisted && location.reload());
sayWhatIsWrong(place("settle-form"));
place("settle-form").addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  // It can be read until something is waited for.
  const text = event.dataTransfer.getData("text/html") || event.dataTransfer.getData("text/plain");
  const files = await filesOf(event.dataTransfer);
  if (work.page && !(await ask(t("import_title"), t("import_replace"), t("import_read")))) return;
  if (files.length) take(files);
  else if (text) take([new File([text], "pasted.txt")]);
});

// The files that were dropped, those of folders among them, in order of their names.
async function filesOf(data) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...data.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else {
      const reader = entry.createReader();
      for (let part = await list(reader); part.length; part = await list(reader)) for (const child of part) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return files.sort((a, b) => a.name.localeCompare(b.name));
}

const list = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));

await openAgain({ import: again, paste });
