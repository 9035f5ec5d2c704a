// What the checks find while one writes: marks in the texts, fixes by key, and the panel.

import { post } from "./api.js";
import { say, toast } from "./dialogs.js";
import { make } from "./dom.js";
import { fieldLabel, t } from "./strings.js";

const place = (id) => document.getElementById(id);

// Milliseconds from the last key to the request for marks. Where they take long to come, on a busy computer or in a long
// story, the request goes sooner, so that they are there within MARKS_WITHIN if that can be.
const CHECK_PAUSE = 120;
const CHECK_SOONEST = 40;
const MARKS_WITHIN = 240;
const CHECK_PATIENCE = 10000;

/** @param {import("./story-page.js").Page} page */
export function checksOf(page) {
  const { stem, languages, session, model, drafts } = page;

  let diagnostics = [];
  let dismissed = [];
  let showsDismissed = false;
  let checkTimer = 0;
  let checking = false;
  let checkAgain = false;
  // How long marks have taken to come lately.
  let checkTakes = 0;

  function soon(pause = Math.max(CHECK_SOONEST, Math.min(CHECK_PAUSE, MARKS_WITHIN - checkTakes))) {
    clearTimeout(checkTimer);
    checkTimer = setTimeout(check, pause);
  }

  // Waits until what was typed last has been checked.
  async function settled() {
    if (checkTimer) check();
    while (checking || checkAgain) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  // One check at a time: the server would work on each, and the newest would wait for all.
  async function check() {
    clearTimeout(checkTimer);
    checkTimer = 0;
    checkAgain = checking;
    if (checking || !page.story) return;
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
    if (!page.story) return;
    diagnostics = found.diagnostics;
    dismissed = found.dismissed ?? [];
    for (const [code, text] of Object.entries(found.texts ?? {})) if (drafts[code].whole === null) drafts[code].bodyLine = text.bodyLine;
    if (found.error) diagnostics = [{ language: page.story.original, field: "", line: 1, start: 0, end: 0, rule: "bad-header", level: "error", message: found.error, fixes: [], choices: [], other: false }];
    show();
    page.used.soon();
  }

  function show() {
    for (const pane of page.writing.panes) {
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
    page.side.again("checks");
    page.writing.level?.later();
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
    const pane = page.writing.paneOf(code);
    if (!pane?.pane) return;
    const shift = shiftOf(pane);
    pane.pane.view.dispatch({ changes: { from: fix.start + shift, to: fix.end + shift, insert: fix.text }, userEvent: "input.fix" });
    soon(0);
  }

  // The findings of a text in its body, as they are after what was typed last.
  async function findingsOf(pane) {
    await settled();
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

  async function applyFix(pane = page.writing.focusedPane()) {
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

  // Adds the word at the cursor, in the text or in a field, to the words of the site; elsewhere, goes to the next word that
  // no dictionary has, so that no word is added unseen.
  async function addWord() {
    const pane = page.writing.focusedPane();
    if (!pane?.pane) return say(t("no_word"));
    const input = document.activeElement?.closest("[data-field]");
    if (input) {
      await settled();
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
      page.state.setProblem(decision.problem);
      again();
      if (decision.line) toast(done, t("undo"), () => takeBack(decision));
      else say(done);
    } catch (error) {
      toast(error.message);
    }
  }

  async function takeBack(decision) {
    try {
      page.state.setProblem((await post("take-back", decision)).problem);
      again();
      say(t("decision_undone"));
    } catch (error) {
      toast(error.message);
    }
  }

  async function showAgain(one) {
    try {
      await post("show-again", { name: drafts[one.language].base.name, rule: one.rule, message: one.dismissal });
      again();
    } catch (error) {
      toast(error.message);
    }
  }

  function again() {
    soon(0);
    page.preview.soon();
  }

  const placeWords = (one) => `${t(one.level)}, ${languages[one.language].label}, ${one.field === "body" ? t("line", { n: one.line }) : fieldLabel(one.field)}`;

  function draw() {
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

  // What was dismissed in this page.story, each with a button that shows it again.
  function dismissedPart() {
    if (!dismissed.length) return [];
    const items = dismissed.map((one) => {
      const shownAgain = make("button", { type: "button", class: "button", onclick: () => showAgain(one) }, t("show_again"));
      return make("li", { class: "dismissed-check" }, make("p", { class: "check-place" }, `${languages[one.language].label} `, make("code", {}, one.rule)), make("p", {}, one.message), make("div", { class: "check-actions" }, shownAgain));
    });
    const part = make("details", { class: "dismissed" }, make("summary", {}, t("dismissed_here", { n: dismissed.length })), make("ol", { class: "checks" }, items));
    part.open = showsDismissed;
    part.addEventListener("toggle", () => (showsDismissed = part.open));
    return [part];
  }

  function goTo(one) {
    // Of three languages, two are shown.
    if (!page.writing.paneOf(one.language)) page.writing.choose(1, one.language);
    if (one.field === "body" || !one.field) {
      const pane = page.writing.paneOf(one.language);
      page.writing.showPane(page.writing.panes.indexOf(pane), false);
      const shift = pane.pane ? shiftOf(pane) : 0;
      pane.pane?.go(one.start + shift, one.end + shift);
    } else {
      const input = place(`${one.language}-${one.field}`);
      if (input) {
        const details = input.closest("details");
        if (details) details.open = true;
        page.writing.showPane(page.writing.panes.indexOf(page.writing.paneOf(one.language)), false);
        input.focus();
      } else {
        place("shared").open = true;
        place(`field-${one.field}`)?.focus();
      }
    }
  }

  function goToLine(code, line) {
    // Of three languages, two are shown.
    if (!page.writing.paneOf(code)) page.writing.choose(1, code);
    const pane = page.writing.paneOf(code);
    if (!pane?.pane) return;
    page.writing.showPane(page.writing.panes.indexOf(pane), false);
    const first = pane.draft.whole === null ? pane.draft.bodyLine ?? pane.draft.base.bodyLine : 1;
    const number = Math.max(1, Math.min(line - first + 1, pane.pane.view.state.doc.lines));
    pane.pane.go(pane.pane.view.state.doc.line(number).from);
  }

  let walkAt = -1;

  async function walk(step) {
    await settled();
    const counted = diagnostics.filter((one) => !one.other);
    if (!counted.length) return say(t("all_well"));
    walkAt = (walkAt + step + counted.length) % counted.length;
    const one = counted[walkAt];
    goTo(one);
    return say(`${walkAt + 1}/${counted.length} · ${placeWords(one)}: ${one.message}`);
  }

  // How many of each level the checks have found.
  function said() {
    const counted = diagnostics.filter((one) => !one.other);
    const levels = ["error", "warning", "advice"].map((level) => [level, counted.filter((one) => one.level === level).length]);
    const words = levels.filter(([, n]) => n).map(([level, n]) => `${t(level)}: ${n}`);
    return words.length ? `${words.join(", ")}. ${t("side_opened")}` : t("all_well");
  }

  // Nothing is checked any more.
  function stop() {
    clearTimeout(checkTimer);
  }

  return { name: "checks", title: t("checks"), key: "Alt+C", draw, said, show, soon, settled, stop, again, applyFix, addWord, walk, goToLine };
}
