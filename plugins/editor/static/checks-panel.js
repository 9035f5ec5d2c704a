// What the checks find while one writes: marks in the texts, fixes by key, and the panel.

import { post } from "./api.js";
import { inPause, oneAtATime } from "./delays.js";
import { say, toast } from "./dialogs.js";
import { button, html, pill, place } from "./drawing.js";
import { fieldLabel, t } from "./strings.js";

// Milliseconds from the last key to the request for marks. Where they take long to come, on a busy computer or in a long
// story, the request goes sooner, so that they are there within MARKS_WITHIN if that can be.
const CHECK_PAUSE = 120;
const CHECK_SOONEST = 40;
const MARKS_WITHIN = 240;
const CHECK_PATIENCE = 10000;
// Letters of a replacement that the button of its fix says.
const LONGEST_LABEL = 60;

/** @param {import("./story-page.js").Page} page */
export function checksOf(page) {
  const { stem, languages, session, model, drafts } = page;

  // What was found last, what was dismissed, and what is about another text.
  let diagnostics = [];
  let dismissed = [];
  let counted = [];
  // What would write the words of each text in its own script, by language, where some are in another.
  let scripts = {};
  // The text into which something was pasted, until it has been checked.
  let pasted = "";
  // The texts that this was found in, by language.
  let checked = {};
  // How long marks have taken to come lately.
  let checkTakes = 0;
  // The server would work on each, and the newest would wait for all.
  const check = oneAtATime(checkOnce);
  const checkSoon = inPause(check, CHECK_PAUSE);

  const soon = (pause = Math.max(CHECK_SOONEST, Math.min(CHECK_PAUSE, MARKS_WITHIN - checkTakes))) => checkSoon(pause);

  // Waits until what was typed last has been checked, however long a busy server takes.
  async function settled() {
    while (check.running() || checkSoon.isWaiting()) await (checkSoon.isWaiting() ? check() : check.running());
  }

  async function checkOnce() {
    checkSoon.stop();
    const started = performance.now();
    try {
      const answer = await post("check", { stem, drafts: model.drafts }, { patience: CHECK_PATIENCE });
      // Where something was typed meanwhile the places are others, and are asked for again.
      if (!checkSoon.isWaiting() && !check.isCalledAgain()) take(answer);
      checkTakes += (performance.now() - started - checkTakes) * (checkTakes ? 0.3 : 1);
    } catch (error) {
      // What is typed is checked, however long a busy server takes.
      if (error.name === "TimeoutError") soon(CHECK_PATIENCE / 10);
      else if (error.status === undefined) session.connected("unreachable");
    }
  }

  function take(answer) {
    ({ diagnostics, dismissed, scripts } = answer);
    checked = Object.fromEntries(Object.keys(drafts).map((code) => [code, textOf(code)]));
    // What is behind, by what is written now: the same as the finding of it says.
    if (answer.outdated) session.follow({ outdated: answer.outdated });
    page.changes.follow();
    const order = Object.keys(languages);
    counted = diagnostics.filter((finding) => !finding.other).sort((finding, other) => order.indexOf(finding.language) - order.indexOf(other.language));
    for (const [code, line] of Object.entries(answer.bodyLines)) drafts[code].bodyLine = line;
    show();
    page.used.soon();
    const code = pasted;
    pasted = "";
    if (scripts[code]) toast(t("pasted_script", { n: scripts[code].n }), scriptLabel(code), () => convert(code)).dataset.kind = "passing";
  }

  const textOf = (code) => drafts[code].whole ?? drafts[code].body;

  const scriptLabel = (code) => (scripts[code] ? t("write_in_script", { script: scripts[code].own }) : "");

  // Writes all words of a text in its own script, as one step.
  async function convert(code) {
    await settled();
    const change = scripts[code];
    const pane = page.writing.paneOf(code);
    if (!change || !pane?.pane) return say(t("no_fix"));
    const { fields = {} } = change.fix;
    const before = { ...drafts[code].fields };
    const step = applyChange(code, change.fix);
    toast(t("script_written", { n: change.n }), t("undo"), () => {
      step?.takeBack();
      // What was typed since stays.
      const own = Object.keys(fields).filter((name) => drafts[code].fields[name] === fields[name]);
      pane.putFields(Object.fromEntries(own.map((name) => [name, before[name]])));
    }).dataset.kind = "passing";
  }

  function show() {
    for (const pane of page.writing.panes.filter((pane) => pane.pane)) {
      const own = diagnostics.filter((finding) => finding.language === pane.code);
      const { shift } = pane;
      pane.pane.diagnose(own.filter((finding) => finding.field === "body" && !(finding.other && finding.end <= finding.start)).map((finding) => markOf(finding, shift)));
      pane.showProblems(own.filter((finding) => !finding.other));
      pane.toolbar.showScript(scriptLabel(pane.code));
    }
    const badge = place("check-count");
    badge.textContent = counted.length || "✓";
    badge.dataset.level = counted.some((finding) => finding.level === "error") ? "error" : counted.length ? "advice" : "";
    page.side.again("checks");
    page.writing.level?.later();
  }

  const markOf = (finding, shift) => ({
    from: finding.start + shift,
    to: finding.end + shift,
    severity: finding.other ? "info" : finding.level === "error" ? "error" : "warning",
    message: finding.message,
    source: finding.other ? t("in_other_text") : "",
    markClass: finding.other ? "diagnostic-other" : "",
    actions: actionsOf(finding).map(({ label, run }) => ({ name: label, apply: () => run() })),
  });

  // What can be done about a diagnostic: fixes, words for the lists, or dismissing it.
  function actionsOf(finding) {
    const { other, fixes, language, rule, word, choices, dismissal, script } = finding;
    if (other) return [];
    const actions = script && scripts[language] ? [{ label: scriptLabel(language), run: () => convert(language) }] : fixes.map((fix, at) => ({ label: fix.text.trim() && fix.text.length <= LONGEST_LABEL ? t("fix_to", { text: fix.text }) : t("fix"), run: () => applyFound(finding, at) }));
    if (rule === "spelling" && word) actions.push({ label: t("add_word", { word }), run: () => learn(word) });
    for (const [key, value] of choices) {
      const label = key === value ? t("in_latin", { word: value }) : t("in_cyrillic", { word: value });
      actions.push({ label, run: () => decide("glossary", { key, value }, t("glossary_written", { line: `${key} = ${value}` })) });
    }
    const entry = () => ({ name: drafts[language].base.name, rule, message: dismissal });
    if (dismissal) actions.push({ label: t("dismiss"), quiet: true, run: () => decide("dismiss", entry(), t("dismissed")) });
    return actions;
  }

  const learn = (word) => decide("word", { word }, t("word_added", { word }));

  // Applies a fix of a finding, as that is after what was typed last.
  async function applyFound(finding, at) {
    await settled();
    const away = (candidate) => Math.abs(candidate.start - finding.start);
    const [same] = diagnostics.filter((candidate) => ["language", "rule", "message"].every((key) => candidate[key] === finding[key])).sort((candidate, other) => away(candidate) - away(other));
    if (same?.fixes[at]) applyChange(same.language, same.fixes[at]);
  }

  // Nothing is changed in a text that is another than the one that was checked.
  function applyChange(code, { start, end, text, fields }) {
    const pane = page.writing.paneOf(code);
    if (!pane?.pane || checked[code] !== textOf(code)) return null;
    const { shift } = pane;
    const step = end > start || text ? pane.pane.edit({ changes: [{ from: start + shift, to: end + shift, insert: text }] }, "input.fix") : null;
    if (fields && drafts[code].whole === null) pane.putFields(fields);
    soon(0);
    return step;
  }

  // Of the findings in a text's body that fit, as they are after what was typed last: the one at the cursor, and that or
  // the next one after it, or the first.
  async function findingAt(pane, fits) {
    await settled();
    const { shift } = pane;
    const at = pane.pane.view.state.selection.main.head;
    const findings = counted
      .filter((finding) => finding.language === pane.code && finding.field === "body" && fits(finding))
      .map((finding) => ({ ...finding, start: finding.start + shift, end: Math.max(finding.end, finding.fixes[0]?.end ?? 0) + shift }));
    const here = findings.find((finding) => finding.start <= at && at <= finding.end + 1);
    return { here, next: here ?? findings.find((finding) => finding.start >= at) ?? findings[0] };
  }

  const fieldAtKeyboard = () => document.activeElement?.closest("[data-field]");

  let lastGuess = "";

  async function applyFix(pane = page.writing.focusedPane()) {
    if (!pane?.pane || fieldAtKeyboard()) return say(t("no_fix"));
    const { next } = await findingAt(pane, (finding) => finding.fixes.length);
    if (!next) return say(t("no_fix"));
    if (next.script && scripts[pane.code]) return convert(pane.code);
    const [fix] = next.fixes;
    const guess = fix.certain ? "" : `${pane.code} ${next.start} ${fix.text}`;
    // What is only a guess is written when it has been seen.
    if (guess && guess !== lastGuess) {
      lastGuess = guess;
      pane.pane.go(next.start, next.end);
      return say(t("fix_guess", { text: fix.text }));
    }
    lastGuess = "";
    applyChange(pane.code, fix);
    return say(t("fixed"));
  }

  // Adds the word at the cursor, in the text or in a field, to the words of the site; elsewhere, goes to the next word that
  // no dictionary has, so that no word is added unseen.
  async function addWord() {
    const pane = page.writing.focusedPane();
    if (!pane?.pane) return say(t("no_word"));
    const isUnknown = (finding) => finding.rule === "spelling" && finding.word;
    const input = fieldAtKeyboard();
    if (input) {
      await settled();
      const finding = diagnostics.find((candidate) => isUnknown(candidate) && candidate.language === pane.code && candidate.field === input.dataset.field && isAtWord(input, candidate.word));
      return finding ? learn(finding.word) : say(t("no_word"));
    }
    const { here, next } = await findingAt(pane, isUnknown);
    if (here) return learn(here.word);
    if (!next) return say(t("no_word"));
    pane.pane.go(next.start, next.end);
    return say(t("word_next", { word: next.word }));
  }

  // Whether the cursor of a field is at a word.
  function isAtWord({ value, selectionStart: at }, word) {
    for (let start = value.indexOf(word); start >= 0; start = value.indexOf(word, start + 1)) if (start <= at && at <= start + word.length) return true;
    return false;
  }

  // Writes a decision into a list of the site; the line at the foot takes it back.
  async function decide(list, entry, done) {
    const decision = await tell(list, entry);
    if (decision.line) toast(done, t("undo"), () => takeBack(decision));
    else say(done);
  }

  async function takeBack(decision) {
    await tell("take-back", decision);
    say(t("decision_undone"));
  }

  // Tells the server what was decided; everything is checked again, and its answer given.
  async function tell(request, entry) {
    const answer = await post(request, entry);
    if ("problem" in answer) page.state.setProblem(answer.problem);
    soon(0);
    page.preview.soon();
    return answer;
  }

  // The language and the paragraph or field of a finding, as people look for it.
  function whereOf({ language, field, start }) {
    const pane = page.writing.paneOf(language);
    const number = pane?.pane ? pane.pane.blocks.findIndex((block) => start + pane.shift <= block.to) + 1 : 0;
    const where = field === "body" ? number && t("paragraph", { n: number }) : fieldLabel(field);
    return [languages[language].label, where].filter(Boolean).join(", ");
  }

  // What a maintainer asks for: the rule, and the place in the file.
  const detailsOf = ({ rule, place: where }) => html`<details class="check-details"><summary>${t("details")}</summary><p><code>${rule}</code> ${where}</p></details>`;

  function draw() {
    const listed = counted.length ? html`<ol class="checks">${counted.map(itemOf)}</ol>` : html`<p class="all-well">${t("all_well")}</p>`;
    return [listed, dismissed.length ? html`
      <details class="dismissed">
        <summary>${t("dismissed_here", { n: dismissed.length })}</summary>
        <ol class="checks">${dismissed.map(dismissedOf)}</ol>
      </details>` : ""];
  }

  const itemOf = (finding) => html`
    <li class="check" data-level=${finding.level}>
      <p class="check-place">${pill(finding.level === "error" ? "errors" : "behind", t(finding.level))} ${whereOf(finding)}</p>
      <button type="button" class="check-text" @click=${() => goTo(finding)}>${finding.message}</button>
      <div class="check-actions">${actionsOf(finding).map(({ label, run, quiet }) => button(label, run, { kind: quiet ? "quiet" : "" }))}</div>
      ${detailsOf(finding)}
    </li>`;

  // What was dismissed, with a button that shows it again.
  function dismissedOf(finding) {
    const { language, rule, message, dismissal } = finding;
    const again = () => tell("show-again", { name: drafts[language].base.name, rule, message: dismissal });
    return html`
      <li class="dismissed-check"><p class="check-place">${languages[language].label}</p>
        <p>${message}</p><div class="check-actions">${button(t("show_again"), again)}</div>${detailsOf(finding)}</li>`;
  }

  function goTo({ language, field, start, end }) {
    const pane = page.writing.reveal(language);
    if (field === "body" || !field) {
      pane.pane?.go(start + pane.shift, end + pane.shift);
      return;
    }
    const input = place(`${language}-${field}`) ?? place(`field-${field}`);
    for (let part = input?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    input?.focus();
  }

  function goToLine(code, line) {
    const pane = page.writing.reveal(code);
    if (!pane.pane) return;
    const { doc } = pane.pane.view.state;
    pane.pane.go(doc.line(Math.max(1, Math.min(line - pane.firstLine + 1, doc.lines))).from);
  }

  let walkAt = -1;

  async function walk(step) {
    await settled();
    if (!counted.length) return say(t("all_well"));
    walkAt = (walkAt + step + counted.length) % counted.length;
    const finding = counted[walkAt];
    goTo(finding);
    return say(`${walkAt + 1}/${counted.length} · ${t(finding.level)}, ${whereOf(finding)}: ${finding.message}`);
  }

  // How many of each level the checks have found.
  function said() {
    const those = Object.groupBy(counted, (finding) => finding.level);
    const levels = ["error", "warning", "advice"].filter((level) => those[level]).map((level) => `${t(level)}: ${those[level].length}`);
    return levels.length ? `${levels.join(", ")}. ${t("side_opened")}` : t("all_well");
  }

  return { name: "checks", title: t("checks"), key: "Alt+C", draw, said, show, soon, applyFix, addWord, walk, goToLine, convert, pasted: (code) => (pasted = code) };
}
