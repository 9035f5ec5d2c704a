// The page of one story.

import { paragraphsOf } from "./align.js";
import { announce } from "./announcements.js";
import { get, holdStory, listAddress, listen, post, upload } from "./api.js";
import { Banners } from "./banners.js";
import { afterPaint, throttled } from "./delays.js";
import { ask, field, hasSingleKeys, say, select, show, showKeys, toast, walkTabs } from "./dialogs.js";
import { difference, letterOf, make } from "./dom.js";
import { SharedForm } from "./fields.js";
import { resolveConflict, showVersions } from "./history.js";
import { pageData } from "./page-data.js";
import { Level, Pane } from "./panes.js";
import { chooseFiles, takeDrop, takePaste } from "./pasting.js";
import { Preview } from "./preview.js";
import { openPublish } from "./publish.js";
import { Session } from "./session.js";
import { agoOf, clockOf, liveWords, t, writtenDayOf } from "./strings.js";
import { surroundings } from "./surroundings.js";
import { undo } from "./vendor/codemirror.js";

const place = (id) => document.getElementById(id);
const stem = place("workspace").dataset.stem;
const languages = Object.fromEntries(pageData.languages.map((one) => [one.code, one]));
let panes = [];
let level = null;
let story = null;
let diagnostics = [];
let dismissed = [];
let showsDismissed = false;
let side = "";
let shownState = "";
let shownLanguages = [];

const session = new Session(surroundings, stem, {
  opened: showStory,
  changed: showState,
  typed: () => {
    checkSoon();
    preview.soon();
  },
  screen: (codes) => codes.forEach(refreshPane),
  shared: () => shared.refresh(story.shared),
  saved: () => side === "versions" && openSide("versions", true),
  gone: (codes) => {
    for (const code of codes) toast(t("text_is_gone", { language: languages[code].name }));
    if (!codes.length) announce(t("read_again"));
  },
});
const { model } = session;
const drafts = model.texts;
const banners = new Banners(place("banners"), () => focusPane(focusedPane()));
const shared = new SharedForm(place("shared-body"), place("shared-summary"), model, (name, value) => session.typeShared(name, value));
const preview = new Preview({ stem, drafts: () => model.drafts, go: goToLine, languages, pressed: (event) => takeKey(event) });
shared.uploaded = async (file) => {
  try {
    return (await upload(stem, file)).name;
  } catch (error) {
    toast(error.message);
    return null;
  }
};

// What a picture shows is asked for at once; what other stories say of it stands there already.
shared.pictureChosen = async (name) => {
  for (const pane of panes) pane.fields.querySelector(".pane-more")?.setAttribute("open", "");
  const known = await get("picture-words", { name }).catch(() => ({}));
  for (const [field, words] of [["image-alt", known.alt], ["image-credit", known.credit]]) {
    for (const { code } of texts.languages()) {
      if (drafts[code].whole !== null || drafts[code].fields[field] || !words?.[code]) continue;
      session.type(code, { fields: { [field]: words[code] } });
      paneOf(code)?.refresh();
    }
  }
  const empty = panes.map((pane) => place(`${pane.code}-image-alt`)).find((input) => input && !input.value);
  (empty ?? place(`${panes[0].code}-image-alt`))?.focus();
};

// State of saving

// Called at each key: what is shown already is not touched, so that nothing is laid out anew.
function showState() {
  if (!story) return;
  const { state } = model;
  const kind = state === "conflict" ? state : session.trouble || state;
  const text = kind === "saved" && story.savedAt ? t("save_saved_at", { time: clockOf(story.savedAt) }) : t(`save_${kind}`);
  const disabled = state === "saving" || (!model.isChanged && state !== "failed");
  const shown = [kind, text, disabled].join();
  if (shown !== shownState) {
    shownState = shown;
    announceState(kind, text);
    place("state").dataset.state = kind === session.trouble ? "failed" : state;
    place("state-text").textContent = text;
    place("state-short").textContent = t(`short_${kind}`);
    place("save").disabled = disabled;
  }
  banners.show(notices());
  if (story.outdated !== shownOutdated) showOutdated();
}

// Milliseconds after which a save that is under way is told to those who hear the page; a quick one has ended by then.
const LONG_SAVE = 1000;
let announced = "saved";
let longSave = 0;

function announceState(kind, text) {
  clearTimeout(longSave);
  if (kind === "saving") longSave = setTimeout(() => announce(text, "state"), LONG_SAVE);
  else if (kind !== announced) announce(text, "state");
  if (kind !== "saving") announced = kind;
}

async function save(options = {}) {
  const isAsked = model.phase === "open" && !model.isChanged;
  const isSaved = await session.save(options);
  if (isAsked) announce(place("state-text").textContent, "state");
  return isSaved;
}

async function resolve(code) {
  const conflict = await session.conflictOf(code);
  const chosen = await resolveConflict(languages[code], conflict);
  if (chosen === null) return;
  await session.decide(code, conflict, chosen === "other" ? null : chosen.text);
  focusPane(paneOf(code) ?? panes[0]);
}

// What is to be said above the texts, as things are now.
function notices() {
  const found = [];
  if (session.failure) found.push({ id: "failed", text: session.failure, kind: "bad", serial: session.saves });
  for (const [code, text] of Object.entries(drafts)) {
    const language = languages[code].name;
    if (text.conflict) {
      const { gone } = text.conflict;
      const decide = { label: gone ? t("decide") : t("compare"), main: true, run: () => resolve(code) };
      found.push({ id: `conflict-${code}`, text: t(gone ? "conflict_gone" : "conflict_text", { language }), kind: "bad", serial: session.saves, buttons: [decide] });
    } else if (text.newer && text.isChanged) {
      found.push({ id: `changed-${code}`, text: t(text.newer.exists ? "changed_on_disk" : "gone_from_disk", { language }), kind: "warn" });
    }
  }
  if (session.isGone || session.goneMessage) found.push({ id: "gone", text: session.goneMessage || t("story_gone"), kind: "warn" });
  for (const entry of session.offers) found.push(offerOf(entry));
  if (session.isElsewhere) found.push({ id: "window", text: t("other_window"), kind: "warn" });
  // What is wrong with a list of the whole site, such as the authors': texts are saved all the same.
  if (session.problem) found.push({ id: "problem", text: session.problem, kind: "warn" });
  return found;
}

function offerOf(entry) {
  const id = `recovery-${session.left.indexOf(entry)}`;
  const words = wordsIn(entry.state);
  const text = words ? t("recovery_text", { when: agoOf(entry.moment), words }) : t("recovery_fields", { when: agoOf(entry.moment) });
  const buttons = [
    { label: t("recover"), main: true, run: () => session.recover(entry) },
    { label: t("forget"), run: () => session.forget(entry) },
  ];
  return { id, text, kind: "warn", buttons };
}

const wordsIn = (kept) =>
  Object.values(kept.texts ?? {})
    .map((text) => (text.body ?? text.whole ?? "").split(/\s+/).length)
    .reduce((sum, count) => sum + count, 0);

function setProblem(problem) {
  session.problem = problem;
  showState();
}

// Panes

// Milliseconds between two counts of the words of a text that is being written.
const COUNTING = 250;

const paneOf = (code) => panes.find((pane) => pane.code === code);

class LanguagePane {
  constructor(code, at) {
    this.code = code;
    this.at = at;
    this.language = languages[code];
    this.element = make("section", { class: "pane", "aria-label": this.language.label, data: { language: code } });
    this.head = make("header", { class: "pane-head" });
    this.fields = make("div", { class: "pane-fields" });
    this.body = make("div", { class: "pane-text", lang: this.language.tag, dir: this.language.direction });
    this.countSoon = throttled(() => this.count(), COUNTING);
    this.element.append(this.head, this.fields, this.body);
    this.draw();
  }

  get draft() {
    return drafts[this.code];
  }

  // What the pane is drawn for: no text, fields and a text, a whole file, or one with a header that cannot be read.
  get shape() {
    return [this.draft.exists, this.draft.whole !== null, this.draft.base.error].join();
  }

  draw() {
    this.pane?.destroy();
    this.pane = null;
    this.drawn = this.shape;
    this.drawHead();
    if (!this.draft.exists) {
      this.drawMissing();
      return;
    }
    this.drawFields();
    this.body.replaceChildren();
    this.pane = new Pane(this.body, this.language, {
      label: t("text_in", { language: this.language.name }),
      changed: (pane) => {
        session.type(this.code, this.draft.whole === null ? { body: pane.text } : { whole: pane.text });
        this.countSoon();
      },
      moved: afterPaint(() => moved(this)),
      paste: (_, event) => takePaste(this, event, texts),
      drop: (_, event) => takeDrop(this, event, texts),
    });
    this.refresh();
  }

  drawHead() {
    const others = Object.fromEntries(pageData.languages.map((one) => [one.code, one.label]));
    const chooser = select(others, this.code);
    chooser.setAttribute("aria-label", t("language_of_pane", { n: this.at + 1 }));
    chooser.className = "pane-language";
    chooser.addEventListener("change", () => chooseLanguage(this.at, chooser.value));
    const original = story.original === this.code ? make("span", { class: "pill" }, t("original")) : null;
    this.states = make("span", { class: "pane-state" });
    this.counter = make("span", { class: "pane-count" });
    const parts = [pageData.languages.length > 2 ? chooser : make("h2", { class: "pane-name" }, this.language.label), original, this.states, this.counter];
    if (this.draft.exists) {
      const status = select({ "": t("status_published"), draft: t("status_draft") }, (this.draft.fields.status ?? "").toLowerCase() === "draft" ? "draft" : "");
      status.setAttribute("aria-label", t("status_of", { language: this.language.name }));
      status.className = "pane-status";
      status.addEventListener("change", () => this.setField("status", status.value));
      this.status = status;
      const raw = make("button", { type: "button", class: "button", data: { kind: "quiet" }, "aria-pressed": String(this.draft.whole !== null), title: t("whole_file_hint") }, t("whole_file"));
      raw.addEventListener("click", () => this.toggleWhole());
      this.raw = raw;
      parts.push(make("span", { class: "pane-tools" }, status, raw));
    }
    this.head.replaceChildren(...parts.filter(Boolean));
    this.count();
  }

  drawMissing() {
    const button = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("begin_translation", { language: this.language.name }));
    button.addEventListener("click", () => beginTranslation(this.code));
    this.fields.replaceChildren();
    this.body.replaceChildren(make("div", { class: "pane-missing" }, make("p", {}, t("not_translated", { language: this.language.name })), make("p", { class: "hint" }, t("not_translated_hint")), button));
  }

  drawFields() {
    if (this.draft.whole !== null) {
      this.fields.replaceChildren(this.draft.base.error ? make("p", { class: "warning" }, this.draft.base.error) : make("p", { class: "hint" }, t("whole_file_hint")));
      return;
    }
    const title = this.input("title", t("title"), { class: "field-title", max: 110 });
    const summary = this.input("summary", t("summary"), { class: "field-summary", max: 200, hint: t("summary_hint") });
    const alt = this.input("image-alt", t("image_alt"), { max: 250, hint: t("image_alt_hint") });
    const credit = this.input("image-credit", t("image_credit"), { offered: story.credits });
    const modified = this.input("modified", t("modified"), { hint: t("modified_hint") });
    const more = story.words.map((name) => this.input(name, fieldLabel(name)));
    const parts = [title, summary, ...more, this.fold("picture", t("picture_words"), [alt, credit, modified])];
    if (story.kind === "news") parts.push(this.fold("event", t("event_fields"), [this.input("event-place", t("event_place"), { hint: t("event_place_hint") })]));
    this.fields.replaceChildren(...parts);
  }

  // Fields that few stories need, under a line that opens them.
  fold(name, label, inputs) {
    const part = make("details", { class: "pane-more" }, make("summary", {}, label), make("div", { class: "pane-more-body" }, inputs));
    part.open = Boolean(this.open?.[name]);
    part.addEventListener("toggle", () => {
      this.open = { ...this.open, [name]: part.open };
      level?.later();
    });
    return part;
  }

  input(name, label, { max = 0, hint = "", offered = [], ...more }) {
    const id = `${this.code}-${name}`;
    const input = make("textarea", { id, rows: 1, lang: this.language.tag, dir: this.language.direction, spellcheck: "true", class: more.class ?? "", data: { field: name } });
    input.value = this.draft.fields[name] ?? "";
    const counter = max ? make("span", { class: "counter", "aria-hidden": "true" }) : null;
    const count = () => {
      if (!counter) return;
      counter.textContent = `${input.value.length}/${max}`;
      counter.dataset.over = input.value.length > max ? "yes" : "";
    };
    input.addEventListener("input", () => {
      input.value = input.value.replace(/\n+/g, " ");
      this.setField(name, input.value);
      count();
    });
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    count();
    const words = make("p", { class: "field-problem", id: `${id}-problem`, hidden: true });
    input.setAttribute("aria-describedby", `${words.id}`);
    if (hint) input.title = hint;
    const take = (text) => {
      input.value = text;
      this.setField(name, text);
    };
    const offers = offered.length ? make("div", { class: "offers" }, offered.slice(0, 4).map((text) => make("button", { type: "button", class: "offer", onclick: () => take(text) }, text))) : null;
    return make("div", { class: "field" }, make("label", { for: id }, label, counter ? " " : null, counter), input, words, offers);
  }

  setField(name, value) {
    session.type(this.code, { fields: { [name]: value } });
  }

  refresh() {
    if (!this.pane) return;
    this.pane.put(this.draft.whole ?? this.draft.body);
    for (const input of this.fields.querySelectorAll("[data-field]")) {
      const value = this.draft.fields[input.dataset.field] ?? "";
      if (input.value !== value && document.activeElement !== input) input.value = value;
    }
    if (this.status) this.status.value = (this.draft.fields.status ?? "").toLowerCase() === "draft" ? "draft" : "";
    this.count();
  }

  count() {
    const text = this.pane ? this.pane.text : this.draft.body;
    const written = text.replace(/<!--[\s\S]*?-->/g, "").trim();
    const words = written ? written.split(/\s+/).length : 0;
    this.counter.textContent = words ? `${t("words", { n: words })} · ${t("letters", { n: written.length })} · ${t("minutes", { n: Math.max(1, Math.round(words / 200)) })}` : "";
  }

  async toggleWhole() {
    if (this.draft.base.error) return;
    const problem = await session.reshape(this.code);
    if (problem) {
      toast(problem);
      return;
    }
    // Who went on writing meanwhile goes on in the same place.
    const { view } = this.pane;
    const place = view.hasFocus ? view.state.doc.length - view.state.selection.main.head : -1;
    this.draw();
    arrange();
    checkSoon();
    if (place < 0) this.raw.focus();
    else this.pane.go(this.pane.view.state.doc.length - place);
  }
}

// Shows what a draft has by now, also where it is another thing to show.
function refreshPane(code) {
  const pane = paneOf(code);
  if (!pane || pane.drawn === pane.shape) return pane?.refresh();
  const focused = pane.element.contains(document.activeElement);
  pane.draw();
  arrange();
  showOutdated();
  showDiagnostics();
  return focused ? focusPane(pane) : undefined;
}

function chooseLanguage(at, code) {
  const other = shownLanguages[1 - at];
  shownLanguages[at] = code;
  if (other === code) shownLanguages[1 - at] = pageData.languages.find((one) => one.code !== code).code;
  localStorage.setItem("editor-languages", JSON.stringify(shownLanguages));
  drawPanes();
}

function drawPanes() {
  const focused = panes.findIndex((pane) => pane.element.contains(document.activeElement));
  for (const pane of panes) pane.pane?.destroy();
  panes = shownLanguages.map((code, at) => new LanguagePane(code, at));
  place("panes").replaceChildren(...panes.map((pane) => pane.element));
  place("pane-tabs").replaceChildren(
    ...panes.map((pane, at) => {
      const tab = make("button", { type: "button", role: "tab", class: "pane-tab", "aria-selected": String(at === 0) }, pane.language.label);
      // By key, the tab stays where the keyboard is.
      tab.addEventListener("click", (event) => showPane(at, event.detail > 0));
      return tab;
    }),
  );
  showPane(Math.max(0, focused), focused >= 0);
  arrange();
  showOutdated();
  showDiagnostics();
}

// On a narrow screen one pane is shown at a time.
function showPane(at, focus = true) {
  place("panes").dataset.shown = at;
  [...place("pane-tabs").children].forEach((tab, number) => tab.setAttribute("aria-selected", String(number === at)));
  if (focus) focusPane(panes[at]);
}

// The text, or what stands in its place.
function focusPane(pane) {
  if (pane.pane) pane.pane.view.focus();
  else pane.body.querySelector("button")?.focus();
}

function arrange() {
  level?.stop();
  level = null;
  const whole = panes.some((pane) => !pane.pane || pane.draft.whole !== null);
  if (!whole && panes.length === 2) level = new Level(panes[0].pane, panes[1].pane);
}

// The paragraph beside the one that is being written is marked.
function moved(pane) {
  if (!pane.pane?.view.hasFocus || !level || !panes.includes(pane)) return;
  const other = panes[1 - panes.indexOf(pane)];
  const index = pane.pane.paragraph;
  if (index < 0) return;
  const there = level.beside(pane.pane, index);
  if (pane.paragraph === index && other.besideIndex === there) return;
  pane.paragraph = index;
  other.besideIndex = there;
  drawMarks(other);
  drawMarks(pane);
  preview.scrollTo(pane.code, pane.pane.view.state.doc.lineAt(pane.pane.view.state.selection.main.head).number + pane.draft.base.bodyLine - 1);
}

function drawMarks(pane) {
  if (!pane.pane) return;
  const blocks = pane.pane.blocks;
  const ranges = [];
  const focused = pane.pane.view.hasFocus;
  if (!focused && pane.besideIndex >= 0 && blocks[pane.besideIndex]) ranges.push({ ...blocks[pane.besideIndex], class: "beside", line: true });
  for (const line of pane.outdatedLines ?? []) {
    const number = line - pane.draft.base.bodyLine + 1;
    if (number < 1 || number > pane.pane.view.state.doc.lines) continue;
    const from = pane.pane.view.state.doc.line(number).from;
    const block = blocks.find((one) => from >= one.from && from <= one.to);
    if (block) ranges.push({ ...block, class: "outdated", line: true });
  }
  for (const term of pane.terms ?? []) ranges.push(term);
  pane.pane.mark(ranges.sort((a, b) => a.from - b.from));
}

// The original changed

let shownOutdated = null;

function showOutdated() {
  shownOutdated = story.outdated;
  const outdated = story.outdated ?? {};
  for (const pane of panes) {
    const late = outdated[pane.code];
    const change = late?.changes.length ?? 0;
    const stateOf = story.states?.[pane.code];
    const label = change ? t("state_behind", { n: change }) : "";
    const { live, where } = story.readers ?? {};
    const waits = stateOf === "scheduled" ? make("span", { class: "pill", data: { state: "scheduled" } }, t("state_scheduled", { date: writtenDayOf((shared.base.date ?? "").slice(0, 10)) })) : "";
    const out = live && !["draft", "missing", "scheduled"].includes(stateOf) ? make("span", { class: "pill", data: { state: "published", live }, title: where }, liveWords(live, where)) : waits;
    pane.states.replaceChildren(out, label ? make("button", { type: "button", class: "pill", data: { state: change ? "behind" : stateOf }, disabled: !change, onclick: () => openSide("changes") }, label) : "");
    pane.outdatedLines = pane.code === story.original ? Object.values(outdated).flatMap((one) => one.changes.map((entry) => entry.line)) : [];
    drawMarks(pane);
  }
  if (side === "changes") openSide("changes", true);
}

function changesPanel() {
  const parts = [];
  for (const [code, late] of Object.entries(story.outdated ?? {})) {
    const accept = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("up_to_date"));
    accept.addEventListener("click", () => acceptTranslation(code));
    parts.push(make("h3", {}, t("changed_since", { language: languages[code].name, when: agoOf(late.since) })), make("p", { class: "hint" }, t("changed_hint")), accept);
    for (const change of late.changes) {
      const go = make("button", { type: "button", class: "button", data: { kind: "quiet" } }, t("go_there"));
      go.addEventListener("click", () => goToChange(code, change.line));
      parts.push(make("article", { class: "change" }, make("p", { lang: languages[story.original].tag }, difference(change.words)), go));
    }
  }
  if (!parts.length) parts.push(make("p", { class: "hint" }, t("nothing_outdated")));
  return parts;
}

// Shows a paragraph of the original that has changed, and leads to its present translation, or to where one is missing.
function goToChange(code, line) {
  if (!paneOf(story.original)) chooseLanguage(panes[0].code === code ? 1 : 0, story.original);
  if (!paneOf(code)) chooseLanguage(panes[0].code === story.original ? 1 : 0, code);
  goToLine(story.original, line);
  const [source, target] = [paneOf(story.original), paneOf(code)];
  if (!source.pane || !target.pane || !level) return;
  for (let index = source.pane.paragraph; index >= 0; index -= 1) {
    const block = target.pane.blocks[level.beside(source.pane, index)];
    if (!block) continue;
    showPane(panes.indexOf(target), false);
    target.pane.go(block.to);
    return;
  }
}

async function acceptTranslation(code) {
  const outcome = await post("accept", { stem, language: code });
  session.follow(outcome);
  showOutdated();
  checkSoon(0);
  say(t("accepted"));
}

// Checks

// Milliseconds from the last key to the request for marks. Where they take long to come, on a busy computer or in a long
// story, the request goes sooner, so that they are there within MARKS_WITHIN if that can be.
const CHECK_PAUSE = 120;
const CHECK_SOONEST = 40;
const MARKS_WITHIN = 240;
const CHECK_PATIENCE = 10000;
let checkTimer = 0;
let checking = false;
let checkAgain = false;
// How long marks have taken to come lately.
let checkTakes = 0;

function checkSoon(pause = Math.max(CHECK_SOONEST, Math.min(CHECK_PAUSE, MARKS_WITHIN - checkTakes))) {
  clearTimeout(checkTimer);
  checkTimer = setTimeout(check, pause);
}

// Waits until what was typed last has been checked.
async function checked() {
  if (checkTimer) check();
  while (checking || checkAgain) await new Promise((resolve) => setTimeout(resolve, 20));
}

// One check at a time: the server would work on each, and the newest would wait for all.
async function check() {
  clearTimeout(checkTimer);
  checkTimer = 0;
  checkAgain = checking;
  if (checking || !story) return;
  checking = true;
  const started = performance.now();
  try {
    const found = await post("check", { stem, drafts: model.drafts }, AbortSignal.timeout(CHECK_PATIENCE));
    // Where something was typed meanwhile the places are others, and are asked for again.
    if (!checkTimer && !checkAgain) takeDiagnostics(found);
    checkTakes += ((performance.now() - started) - checkTakes) * (checkTakes ? 0.3 : 1);
  } catch (error) {
    if (error.name !== "TimeoutError" && error.status === undefined) session.connected("unreachable");
  } finally {
    checking = false;
    if (checkAgain) check();
  }
}

function takeDiagnostics(found) {
  if (!story) return;
  diagnostics = found.diagnostics;
  dismissed = found.dismissed ?? [];
  for (const [code, text] of Object.entries(found.texts ?? {})) if (drafts[code].whole === null) drafts[code].bodyLine = text.bodyLine;
  if (found.error) diagnostics = [{ language: story.original, field: "", line: 1, start: 0, end: 0, rule: "bad-header", level: "error", message: found.error, fixes: [], choices: [], other: false }];
  showDiagnostics();
  markKnownSoon();
}

function showDiagnostics() {
  for (const pane of panes) {
    if (!pane.pane) continue;
    const own = diagnostics.filter((one) => one.language === pane.code);
    const shift = shiftOf(pane);
    pane.pane.diagnose(
      own
        .filter((one) => one.field === "body")
        .map((one) => ({
          from: one.start + shift,
          to: one.end + shift,
          severity: one.other ? "info" : one.level === "error" ? "error" : "warning",
          message: one.message,
          source: one.other ? t("in_other_text") : one.rule,
          markClass: one.other ? "diagnostic-other" : "",
          actions: actionsOf(one).map((action) => ({ name: action.label, apply: () => action.run() })),
        })),
    );
    for (const input of pane.fields.querySelectorAll("[data-field]")) {
      const problems = own.filter((one) => one.field === input.dataset.field);
      const words = place(`${input.id}-problem`);
      words.hidden = !problems.length;
      words.textContent = problems.map((one) => one.message).join(" ");
      input.setAttribute("aria-invalid", String(problems.some((one) => one.level === "error")));
    }
  }
  const counted = diagnostics.filter((one) => !one.other);
  const badge = place("check-count");
  badge.textContent = counted.length || "✓";
  badge.dataset.level = counted.some((one) => one.level === "error") ? "error" : counted.length ? "advice" : "";
  if (side === "checks") openSide("checks", true);
  level?.later();
}

const bodyLength = (pane) => {
  const text = pane.pane.text.split("\n");
  return text.slice((pane.draft.bodyLine ?? pane.draft.base.bodyLine) - 1).join("\n").length;
};

// What can be done about a diagnostic: fixes, words for the lists, or dismissing it.
function actionsOf(one) {
  if (one.other) return [];
  const actions = one.fixes.map((fix) => ({ label: fix.text.trim() ? t("fix_to", { text: fix.text }) : t("fix"), fix: true, run: () => applyChange(one.language, fix) }));
  if (one.rule === "spelling" && one.word) actions.push({ label: t("add_word", { word: one.word }), run: () => decide("word", { word: one.word }, t("word_added", { word: one.word })) });
  for (const [key, value] of one.choices) actions.push({ label: key === value ? t("in_latin", { word: value }) : t("in_cyrillic", { word: value }), run: () => decide("glossary", { key, value }, t("glossary_written", { line: `${key} = ${value}` })) });
  if (one.dismissal) {
    actions.push({
      label: t("dismiss"),
      quiet: true,
      run: () => decide("dismiss", { name: drafts[one.language].base.name, rule: one.rule, message: one.dismissal }, t("dismissed")),
    });
  }
  return actions;
}

// Characters of a pane's text before its body: the header, where the whole file is shown.
const shiftOf = (pane) => (pane.draft.whole !== null ? pane.pane.text.length - bodyLength(pane) : 0);

function applyChange(code, fix) {
  const pane = paneOf(code);
  if (!pane?.pane) return;
  const shift = shiftOf(pane);
  pane.pane.view.dispatch({ changes: { from: fix.start + shift, to: fix.end + shift, insert: fix.text }, userEvent: "input.fix" });
  checkSoon(0);
}

// The findings of a text in its body, as they are after what was typed last.
async function findingsOf(pane) {
  await checked();
  const shift = shiftOf(pane);
  return diagnostics
    .filter((one) => one.language === pane.code && one.field === "body" && !one.other)
    .map((one) => ({ finding: one, start: one.start + shift, end: Math.max(one.end, one.fixes[0]?.end ?? 0) + shift }));
}

// The finding at the cursor among some, or the next one after it, or the first.
function findingAt(found, at) {
  const here = found.find((one) => one.start <= at && at <= one.end + 1);
  return { here, next: here ?? found.find((one) => one.start >= at) ?? found[0] };
}

async function applyFix(pane = focusedPane()) {
  const input = document.activeElement?.closest("[data-field]");
  if (!pane?.pane || input) return say(t("no_fix"));
  const found = (await findingsOf(pane)).filter((one) => one.finding.fixes.length);
  const { next } = findingAt(found, pane.pane.view.state.selection.main.head);
  if (!next) return say(t("no_fix"));
  const [fix] = next.finding.fixes;
  const guess = fix.certain ? "" : `${pane.code} ${next.start} ${fix.text}`;
  // What is only a guess is written when it has been seen.
  if (guess !== lastGuess) {
    lastGuess = guess;
    if (guess) {
      pane.pane.go(next.start, next.end);
      return say(t("fix_guess", { text: fix.text }));
    }
  }
  lastGuess = "";
  applyChange(pane.code, fix);
  return say(t("fixed"));
}

let lastGuess = "";

// The pane that the keyboard is in, or was in before a button was pressed.
let lastPane = null;
place("panes").addEventListener("focusin", () => (lastPane = panes.find((one) => one.element.contains(document.activeElement)) ?? lastPane));
const focusedPane = () =>
  panes.find((one) => one.element.contains(document.activeElement)) ?? panes.find((one) => one === lastPane && one.element.checkVisibility()) ?? panes[place("panes").dataset.shown] ?? panes[0];

// Adds the word at the cursor, in the text or in a field, to the words of the site; elsewhere, goes to the next word that
// no dictionary has, so that no word is added unseen.
async function addWord() {
  const pane = focusedPane();
  if (!pane?.pane) return say(t("no_word"));
  const input = document.activeElement?.closest("[data-field]");
  if (input) {
    await checked();
    const word = diagnostics.find((one) => one.rule === "spelling" && one.word && one.language === pane.code && one.field === input.dataset.field && isAtWord(input, one.word))?.word;
    return word ? decide("word", { word }, t("word_added", { word })) : say(t("no_word"));
  }
  const found = (await findingsOf(pane)).filter((one) => one.finding.rule === "spelling" && one.finding.word);
  const { here, next } = findingAt(found, pane.pane.view.state.selection.main.head);
  if (!next) return say(t("no_word"));
  const { word } = next.finding;
  if (here) return decide("word", { word }, t("word_added", { word }));
  pane.pane.go(next.start, next.end);
  return say(t("word_next", { word }));
}

// Whether the cursor of a field is at a word.
function isAtWord(input, word) {
  const at = input.selectionStart;
  for (let start = input.value.indexOf(word); start >= 0; start = input.value.indexOf(word, start + 1)) if (start <= at && at <= start + word.length) return true;
  return false;
}

// Writes a decision into a list of the site; the line at the foot takes it back.
async function decide(list, entry, done) {
  try {
    const decision = await post(list, entry);
    setProblem(decision.problem);
    checkDecided();
    if (decision.line) toast(done, t("undo"), () => takeBack(decision));
    else say(done);
  } catch (error) {
    toast(error.message);
  }
}

async function takeBack(decision) {
  try {
    setProblem((await post("take-back", decision)).problem);
    checkDecided();
    say(t("decision_undone"));
  } catch (error) {
    toast(error.message);
  }
}

async function showAgain(one) {
  try {
    await post("show-again", { name: drafts[one.language].base.name, rule: one.rule, message: one.dismissal });
    checkDecided();
  } catch (error) {
    toast(error.message);
  }
}

function checkDecided() {
  checkSoon(0);
  preview.soon();
}

const fieldLabel = (name) => {
  const key = `field_${name.replaceAll("-", "_")}`;
  return key in pageData.strings ? t(key) : name;
};

const placeWords = (one) => `${t(one.level)}, ${languages[one.language].label}, ${one.field === "body" ? t("line", { n: one.line }) : fieldLabel(one.field)}`;

function checksPanel() {
  const counted = diagnostics.filter((one) => !one.other);
  const decided = dismissedPart();
  if (!counted.length) return [make("p", { class: "all-well" }, t("all_well")), ...decided];
  const items = counted.map((one) => {
    const go = make("button", { type: "button", class: "check-text", onclick: () => goTo(one) }, one.message);
    const buttons = actionsOf(one).map((action) => make("button", { type: "button", class: "button", data: { kind: action.quiet ? "quiet" : "" }, onclick: action.run }, action.label));
    return make(
      "li",
      { class: "check", data: { level: one.level } },
      make("p", { class: "check-place" }, make("span", { class: "pill", data: { state: one.level === "error" ? "errors" : "behind" } }, t(one.level)), ` ${languages[one.language].label}, ${one.field === "body" ? t("line", { n: one.line }) : fieldLabel(one.field)} `, make("code", {}, one.rule)),
      go,
      make("div", { class: "check-actions" }, buttons),
    );
  });
  return [make("ol", { class: "checks" }, items), ...decided];
}

// What was dismissed in this story, each with a button that shows it again.
function dismissedPart() {
  if (!dismissed.length) return [];
  const items = dismissed.map((one) => {
    const again = make("button", { type: "button", class: "button", onclick: () => showAgain(one) }, t("show_again"));
    return make("li", { class: "dismissed-check" }, make("p", { class: "check-place" }, `${languages[one.language].label} `, make("code", {}, one.rule)), make("p", {}, one.message), make("div", { class: "check-actions" }, again));
  });
  const part = make("details", { class: "dismissed" }, make("summary", {}, t("dismissed_here", { n: dismissed.length })), make("ol", { class: "checks" }, items));
  part.open = showsDismissed;
  part.addEventListener("toggle", () => (showsDismissed = part.open));
  return [part];
}

function goTo(one) {
  // Of three languages, two are shown.
  if (!paneOf(one.language)) chooseLanguage(1, one.language);
  if (one.field === "body" || !one.field) {
    const pane = paneOf(one.language);
    showPane(panes.indexOf(pane), false);
    const shift = pane.pane ? shiftOf(pane) : 0;
    pane.pane?.go(one.start + shift, one.end + shift);
  } else {
    const input = place(`${one.language}-${one.field}`);
    if (input) {
      const details = input.closest("details");
      if (details) details.open = true;
      showPane(panes.indexOf(paneOf(one.language)), false);
      input.focus();
    } else {
      place("shared").open = true;
      place(`field-${one.field}`)?.focus();
    }
  }
}

function goToLine(code, line) {
  // Of three languages, two are shown.
  if (!paneOf(code)) chooseLanguage(1, code);
  const pane = paneOf(code);
  if (!pane?.pane) return;
  showPane(panes.indexOf(pane), false);
  const first = pane.draft.whole === null ? pane.draft.bodyLine ?? pane.draft.base.bodyLine : 1;
  const number = Math.max(1, Math.min(line - first + 1, pane.pane.view.state.doc.lines));
  pane.pane.go(pane.pane.view.state.doc.line(number).from);
}

let walkAt = -1;

async function walkDiagnostics(step) {
  await checked();
  const counted = diagnostics.filter((one) => !one.other);
  if (!counted.length) return say(t("all_well"));
  walkAt = (walkAt + step + counted.length) % counted.length;
  const one = counted[walkAt];
  goTo(one);
  return say(`${walkAt + 1}/${counted.length} · ${placeWords(one)}: ${one.message}`);
}

// Translations used before: marked in the original, put in place by a key

let knownTimer = 0;

function markKnownSoon() {
  clearTimeout(knownTimer);
  knownTimer = setTimeout(markKnown, 600);
}

async function markKnown() {
  const source = paneOf(story.original);
  const target = panes.find((pane) => pane.code !== story.original && pane.pane);
  if (!source?.pane || !target || source.draft.whole !== null) return;
  const blocks = source.pane.blocks;
  try {
    const { found, terms } = await post("used-before", { stem, source: source.code, target: target.code, paragraphs: blocks.map((one) => one.text) });
    const text = blocks.length ? source.pane.text : "";
    const wordsOf = (at) => text.indexOf(blocks[at].text, blocks[at].from);
    const known = found.flatMap((one, at) => (one.same ? [{ from: blocks[at].from, to: blocks[at].to, class: "known", attributes: { title: one.translation } }] : []));
    const words = terms.flatMap((row, at) => row.map((one) => ({ from: wordsOf(at) + one.start, to: wordsOf(at) + one.end, class: "term", attributes: { title: `${one.edition}: ${one.text}` } })));
    source.terms = [...known, ...words];
    drawMarks(source);
  } catch {
    // The marks are a help, and nothing waits for them.
  }
}

async function insertUsedBefore() {
  const pane = panes.find((one) => one.pane?.view.hasFocus) ?? panes[1];
  const other = panes.find((one) => one !== pane);
  const index = pane?.pane && level ? pane.pane.paragraph : -1;
  const there = index >= 0 ? level.beside(pane.pane, index) : -1;
  const sourceBlock = there >= 0 ? other.pane.blocks[there] : null;
  if (!sourceBlock) return say(t("nothing_beside"));
  const { found } = await post("used-before", { stem, source: other.code, target: pane.code, paragraphs: [sourceBlock.text] });
  if (!found[0].translation) {
    return say(t("not_used_before"));
  }
  const block = pane.pane.blocks[index];
  const empty = block && block.kind === "empty";
  const at = empty ? pane.pane.text.indexOf("-->", block.from) + 3 : pane.pane.view.state.selection.main.head;
  pane.pane.insert(empty ? `\n\n${found[0].translation}` : found[0].translation, at, at, "input.memory");
  return found[0].same ? say(t("used_before")) : toast(t("used_similar", { text: found[0].source }));
}

// The side

const SIDES = { checks: "open-checks", preview: "open-preview", versions: "open-versions", changes: "" };

async function openSide(name, again = false) {
  const element = place("side");
  side = side === name && !again ? "" : name;
  for (const [one, id] of Object.entries(SIDES)) if (id) place(id).setAttribute("aria-expanded", String(one === side));
  place("workspace").dataset.side = side;
  element.hidden = !side;
  if (side !== "preview") preview.close();
  const titles = { checks: t("checks"), preview: t("preview"), versions: t("versions"), changes: t("original_changed") };
  if (!side) {
    // The keyboard is not left in what is gone.
    if (element.contains(document.activeElement) || document.activeElement === document.body) focusPane(focusedPane());
    announce(t("side_closed", { side: titles[name] }), "side");
    level?.later();
    return;
  }
  const close = make("button", { type: "button", class: "button", data: { kind: "quiet" }, "aria-label": t("close"), onclick: () => openSide(side) }, "×");
  const heading = make("header", { class: "side-head" }, make("h2", { tabindex: "-1" }, titles[side]), close);
  const scroll = again ? element.scrollTop : 0;
  const before = element.contains(document.activeElement) ? document.activeElement : null;
  if (side === "preview") {
    if (!again) {
      element.replaceChildren(heading);
      preview.open(element);
    }
  } else {
    const asked = side;
    const parts = side === "checks" ? checksPanel() : side === "changes" ? changesPanel() : await versionsPanel();
    // Another side was opened meanwhile.
    if (side !== asked) return;
    const items = itemsOf(element);
    const at = items.indexOf(before?.closest("li, article"));
    element.replaceChildren(heading, make("div", { class: "side-body" }, parts));
    element.scrollTop = scroll;
    if (before && again) focusAgain(element, before.textContent, at);
  }
  if (before && !again) heading.querySelector("h2").focus();
  if (!again) announce(`${titles[side]}. ${side === "checks" ? countWords() : t("side_opened")}`, "side");
  level?.later();
}

// The entries of a side that are in sight.
const itemsOf = (element) => [...element.querySelectorAll("li, article")].filter((one) => one.checkVisibility());

// Where the keyboard was in a list that is drawn anew: at the same button of the entry that stands there now.
function focusAgain(element, label, at) {
  const items = itemsOf(element);
  const within = at < 0 ? element : items[Math.min(at, items.length - 1)];
  const buttons = [...(within?.querySelectorAll("button") ?? [])];
  (buttons.find((one) => one.textContent === label) ?? buttons[0] ?? element.querySelector("h2")).focus();
}

// How many of each level the checks have found.
function countWords() {
  const counted = diagnostics.filter((one) => !one.other);
  const levels = ["error", "warning", "advice"].map((level) => [level, counted.filter((one) => one.level === level).length]);
  const words = levels.filter(([, n]) => n).map(([level, n]) => `${t(level)}: ${n}`);
  return words.length ? `${words.join(", ")}. ${t("side_opened")}` : t("all_well");
}

// From the text to what is above it and asks for a decision, into the side, and back.
function changePlace() {
  const heading = side ? place("side").querySelector("h2") : null;
  const places = [place("banners").querySelector("button"), heading, place("toasts").querySelector("button")].filter(Boolean);
  if (!places.length) return say(t("no_side"));
  const at = places.findLastIndex((one) => one.closest("#banners, #side, #toasts").contains(document.activeElement));
  const next = places[at + 1];
  return next ? next.focus() : focusPane(focusedPane());
}

async function versionsPanel() {
  try {
    return await showVersions(panes, restoreVersion);
  } catch (error) {
    return [make("p", { class: "warning" }, error.message)];
  }
}

async function restoreVersion(code, text) {
  await session.bringBack(code, text);
  focusPane(paneOf(code) ?? panes[0]);
}

// Commands

async function beginTranslation(code) {
  if (!(await save())) return;
  try {
    await session.beginTranslation(code);
    paneOf(code)?.fields.querySelector("textarea")?.focus();
  } catch (error) {
    toast(error.message);
  }
}

async function rename() {
  const slug = make("input", { value: story.slug, required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", autocomplete: "off", spellcheck: "false" });
  const published = Object.values(story.states).some((state) => ["published", "behind"].includes(state));
  const hint = published ? make("p", { class: "hint" }, t("keep_alias", { address: `/${story.kind === "news" ? "news/" : ""}${story.slug}/` })) : "";
  const content = [field("slug", t("address"), slug, t("address_hint")), hint];
  const answer = await show(t("rename"), content, [{ value: "", label: t("cancel") }, { value: "yes", label: t("rename"), kind: "primary" }]);
  if (answer.value !== "yes" || !(await save())) return;
  try {
    const renamed = await post("rename", { stem, slug: answer.data.get("slug") });
    leave(renamed.stem);
  } catch (error) {
    toast(error.message);
  }
}

async function duplicate() {
  const title = make("input", { required: true, autocomplete: "off" });
  const answer = await show(t("duplicate"), field("title", t("title"), title, t("duplicate_hint")), [{ value: "", label: t("cancel") }, { value: "yes", label: t("begin"), kind: "primary" }]);
  if (answer.value !== "yes" || !(await save())) return;
  try {
    leave((await post("duplicate", { stem, title: answer.data.get("title") })).stem);
  } catch (error) {
    toast(error.message);
  }
}

async function remove() {
  if (!(await ask(t("delete"), t("delete_text"), t("delete"), "danger"))) return;
  let key;
  try {
    key = await session.remove();
  } catch (error) {
    toast(error.message);
    return;
  }
  if (side) openSide(side);
  // Nothing is asked of what is gone, nor written to it.
  story = null;
  clearTimeout(checkTimer);
  clearTimeout(knownTimer);
  for (const part of [place("main"), document.querySelector(".bar-actions")]) part.inert = true;
  const undo = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("undo"));
  undo.addEventListener("click", async () => {
    await post("restore", { key });
    location.reload();
  });
  banners.show([{ id: "deleted", text: t("deleted"), kind: "warn", stays: true, buttons: [undo, make("a", { class: "button", href: listAddress() }, t("back_to_list"))] }]);
  undo.focus();
}

const leave = (other) => (location.href = `${pageData.editor}/story?${new URLSearchParams({ stem: other })}`);

// Whether the menu was open when its button was pressed: the press has closed it by the time that it is a click.
let menuWasOpen = false;

function openMenu() {
  const closes = menuWasOpen;
  menuWasOpen = false;
  if (closes) return;
  // Buttons for which a narrow screen has no room in the bar.
  const hidden = [...document.querySelectorAll("[data-narrow=menu]")].filter((one) => !one.checkVisibility());
  const rows = [
    ...hidden.map((one) => [one.textContent, () => one.click()]),
    [t("add_files"), addFiles],
    [t("minor_edit"), () => save({ minor: true })],
    [t("original_changed"), () => openSide("changes", true)],
    [t("rename"), rename],
    [t("duplicate"), duplicate],
    [t("see_page"), () => window.open(`/${story.kind === "news" ? "news/" : ""}${story.slug}/`, "_blank", "noopener")],
    [t("keys"), () => showKeys(KEYS)],
    [t("delete"), remove],
  ];
  const button = place("open-menu");
  const press = (run) => {
    menu.hidePopover();
    run();
  };
  const menu = make("div", { class: "menu", role: "menu", popover: "auto" }, rows.map(([label, run]) => make("button", { type: "button", role: "menuitem", class: "menu-item", onclick: () => press(run) }, label)));
  button.parentElement.append(menu);
  // At once: "toggle" comes only after what a key did has been read out.
  menu.addEventListener("beforetoggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") {
      menu.remove();
      if (document.activeElement === document.body) button.focus();
    }
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.children];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") {
      menu.hidePopover();
      button.focus();
    } else if (next !== undefined) {
      event.preventDefault();
      items[(next + items.length) % items.length].focus();
    }
  });
  menu.showPopover();
  const box = button.getBoundingClientRect();
  menu.style.insetBlockStart = `${box.bottom + 4}px`;
  menu.style.insetInlineEnd = `${Math.max(8, Math.min(innerWidth - box.right, innerWidth - menu.offsetWidth - 8))}px`;
  menu.firstChild.focus();
}

// The texts of the story, for pictures and files that are put into them. `parts` are { block, texts }: a picture stands in
// a paragraph of its own, a link where the cursor is.
const texts = {
  languages: () => pageData.languages.filter((one) => drafts[one.code].exists),
  put(pane, parts) {
    const { doc, selection } = pane.pane.view.state;
    const at = selection.main.head;
    const blocks = pane.pane.blocks;
    // The paragraph that the cursor is in, or the one before an empty line.
    const empty = !doc.lineAt(at).text.trim();
    const within = empty ? -1 : blocks.findIndex((one) => at <= one.to);
    const index = within >= 0 ? within : blocks.findLastIndex((one) => one.to <= at);
    // Asked for before this text changes.
    const beside = level ? level.beside(pane.pane, index) : -1;
    const joined = (code) => parts.map((part) => part.texts[code]).join("\n\n");
    const undos = [];
    for (const { code } of this.languages()) {
      const other = paneOf(code);
      if (other === pane) {
        const alone = parts.length === 1 && !parts[0].block;
        const place = alone ? at : empty ? at : (blocks[index]?.to ?? 0);
        pane.pane.insert(alone ? joined(code) : asBlock(pane.pane.text, joined(code), place), place, alone ? selection.main.to : place);
        undos.push(() => undo(pane.pane.view));
      } else if (other?.pane) {
        const place = index < 0 ? 0 : (other.pane.blocks[beside]?.to ?? other.pane.text.length);
        other.pane.insert(asBlock(other.pane.text, joined(code), place), place, place);
        undos.push(() => undo(other.pane.view));
      } else {
        undos.push(putIntoDraft(code, joined(code), index));
      }
    }
    toast(undos.length > 1 ? t("put_into_texts") : t("put_into_text"), t("undo"), () => {
      for (const back of undos) back();
    });
  },
};

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

// A part with the empty lines that make a paragraph of it at a place of a text.
function asBlock(text, part, place) {
  const before = text.slice(0, place);
  const after = text.slice(place);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return `${above}${part}${below}`;
}

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
  const pane = focusedPane();
  if (pane?.pane) takeDrop(pane, event, texts);
});

function addFiles() {
  const pane = focusedPane();
  if (pane?.pane) return chooseFiles(pane, texts);
  return say(t("not_translated", { language: pane.language.name }));
}

// Keys

const KEYS = [
  ["Ctrl+S", t("save")],
  ["Alt+1 Alt+2", t("key_pane")],
  ["Alt+P", t("preview")],
  ["Alt+C", t("checks")],
  ["Alt+V", t("versions")],
  ["Alt+O", t("original_changed")],
  ["F8 Shift+F8", t("key_next_problem")],
  ["Alt+Enter", t("key_fix")],
  ["Alt+W", t("key_add_word")],
  ["Alt+I", t("key_used_before")],
  ["Alt+G", t("add_files")],
  ["Alt+U", t("up_to_date")],
  ["F6", t("key_side")],
  ["Ctrl+Shift+V", t("key_plain_paste")],
  ["Ctrl+F", t("find")],
  ["Ctrl+Z", t("undo")],
  ["F1 ?", t("key_keys")],
];

document.addEventListener("keydown", takeKey);

function takeKey(event) {
  const run = (action) => {
    event.preventDefault();
    action();
  };
  const saves = (event.ctrlKey || event.metaKey) && !event.altKey && letterOf(event) === "s";
  // The browser's own key would save the page as a file.
  if (document.querySelector("dialog[open]")) return saves ? run(() => {}) : undefined;
  if (!story) return saves || event.altKey ? run(() => {}) : undefined;
  if (saves) return run(save);
  if (event.key === "F8") return run(() => walkDiagnostics(event.shiftKey ? -1 : 1));
  if (event.key === "F6") return run(changePlace);
  if (event.key === "F1") return run(() => showKeys(KEYS));
  if (event.key === "?" && hasSingleKeys() && !event.target.closest("input, textarea, select, .cm-content")) return run(() => showKeys(KEYS));
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const actions = {
      Digit1: () => showPane(0),
      Digit2: () => panes[1] && showPane(1),
      KeyP: () => openSide("preview"),
      KeyC: () => openSide("checks"),
      KeyV: () => openSide("versions"),
      KeyO: () => openSide("changes"),
      KeyI: insertUsedBefore,
      KeyG: addFiles,
      KeyW: addWord,
      KeyU: () => {
        const code = Object.keys(story.outdated ?? {}).find((one) => shownLanguages.includes(one) && story.outdated[one].changes.length);
        if (code) acceptTranslation(code);
        else say(t("nothing_outdated"));
      },
      Enter: () => applyFix(),
    };
    // Keyboards have more than one Enter.
    const action = actions[event.key === "Enter" ? "Enter" : event.code];
    if (action && !isSign(event)) return run(action);
  }
  return undefined;
}

// Whether a key with Alt writes a sign: on some keyboards "@" and brackets are written so.
const isSign = ({ key }) => /^[!-/:-@[-`{-~]$/.test(key);

// A swipe across the panes of a phone shows the other one.
let touch = null;
place("panes").addEventListener("touchstart", (event) => (touch = event.touches.length === 1 ? event.touches[0] : null), { passive: true });
place("panes").addEventListener("touchend", (event) => {
  if (!touch || !matchMedia("(max-width: 48rem)").matches) return;
  const end = event.changedTouches[0];
  const across = end.clientX - touch.clientX;
  if (Math.abs(across) > 80 && Math.abs(end.clientY - touch.clientY) < 50) showPane(across < 0 ? 1 : 0, false);
});

addEventListener("beforeunload", (event) => {
  if (model.phase === "sending" || (model.unsaved && session.trouble)) event.preventDefault();
});
addEventListener("pagehide", () => session.journal.closed());
document.addEventListener("visibilitychange", () => document.hidden && session.journal.hidden());
addEventListener("resize", () => level?.later());

// Opening

function showStory() {
  story = session.story;
  shared.load(story);
  const kept = JSON.parse(localStorage.getItem("editor-languages") ?? "[]").filter((code) => languages[code]);
  const others = pageData.languages.map((one) => one.code).filter((code) => code !== story.original);
  shownLanguages = pageData.languages.length > 2 && kept.length === 2 ? kept : [story.original, ...others].slice(0, 2);
  const title = story.texts[story.original].fields.title ?? story.slug;
  document.title = `${title} · ${t("editor")}`;
  place("story-heading").textContent = title;
  place("story-heading").lang = languages[story.original].tag;
  drawPanes();
  // A story that was just begun is there to be written.
  if (document.activeElement === document.body && drafts[story.original].exists && !drafts[story.original].body.trim()) focusPane(paneOf(story.original));
  checkSoon(0);
}

// The files, or what was built of them, have changed.
async function refresh() {
  await session.refresh();
  if (story && side === "preview") {
    checkSoon();
    preview.soon();
  }
}

let refreshTimer = 0;
place("save").addEventListener("click", () => save());
place("open-checks").addEventListener("click", () => openSide("checks"));
place("open-preview").addEventListener("click", () => openSide("preview"));
place("open-versions").addEventListener("click", () => openSide("versions"));
place("open-menu").addEventListener("pointerdown", () => (menuWasOpen = document.querySelector(".menu") !== null));
place("open-menu").addEventListener("click", openMenu);
place("publish")?.addEventListener("click", () => openPublish(model.isChanged ? save : null));

walkTabs(place("pane-tabs"));
place("back").href = listAddress();
holdStory(stem);
try {
  await session.open();
} catch (error) {
  place("state").dataset.state = "failed";
  place("state-text").textContent = t("save_failed_to_open");
  place("state-short").textContent = t("short_failed");
  banners.show([{ id: "failed", text: error.message, kind: "bad" }]);
  throw error;
}
listen(
  stem,
  () => {
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(refresh, 150);
  },
  (good) => {
    if (!good && !session.trouble) session.connected("unreachable");
    else if (good && session.trouble) {
      session.connected("");
      if (model.unsaved) session.journal.changed();
    }
  },
);
