// The publish button: first in sentences what readers will get, then the publish itself, then the way back.

import { get, post, storyAddress } from "./api.js";
import { copy, goOn, show } from "./dialogs.js";
import { button, draw, hint, html, made, nothing, warning } from "./drawing.js";
import { isFolder, list, momentOf, pageData, placeOf, t } from "./strings.js";

// Stories of a kind, errors, and stories that wait for a translation that are named: of a language that has just begun,
// most do.
const MOST_NAMED = 8;
const MOST_ERRORS = 20;
const MOST_WAITING = 20;

const storyLink = ({ tag, stem, title }) => html`<a lang=${tag} href=${storyAddress(stem)}>${title}</a>`;

const nameOf = (code) => pageData.languages.find((language) => language.code === code)?.name;
const namesOf = (codes) => list.format(pageData.languages.filter((language) => codes.includes(language.code)).map((language) => language.name));

// The first of some, a line each, and how many more there are.
function listOf(entries, entryOf, most = MOST_NAMED, kind = "plain-list") {
  const rest = entries.length - most;
  return html`<ul class=${kind}>${entries.slice(0, most).map((entry) => html`<li>${entryOf(entry)}</li>`)}${rest > 0 ? html`<li>${t("and_more", { n: rest })}</li>` : ""}</ul>`;
}

// A sentence that counts some, and their list; nothing where there are none.
const counted = (key, entries, named, values = {}) =>
  entries.length ? [html`<p>${t(key, { n: entries.length, ...values })}</p>`, named ? listOf(entries, named) : ""] : "";

function sentences({ added, changed, removed, scheduled, timed, known, last, editions, drafts }) {
  const since = last && { when: momentOf(last.moment), where: placeOf(last.url || last.location || last.target) };
  const first = () => {
    if (!known) return html`<p>${t(since ? "publish_unknown" : "publish_first", since)} ${added.length ? t("publish_whole", { n: added.length }) : ""}</p>`;
    return added.length || changed.length || removed.length ? hint(t("publish_since", since)) : html`<p>${t("publish_nothing", since)}</p>`;
  };
  return [
    first(),
    known ? counted("publish_added", added, storyLink, { editions }) : "",
    counted("publish_changed", changed, storyLink),
    counted("publish_removed", removed, null),
    drafts ? html`<p>${t("publish_drafts", { n: drafts })}</p>` : "",
    scheduled.length ? hint(t(timed ? "publish_by_timer" : "publish_by_nobody")) : "",
    scheduled.slice(0, 5).map(({ title, date }) => html`<p>${t("publish_scheduled", { title, date: momentOf(date) })}</p>`),
  ];
}

// Errors of a file that is no story stop a publish; a story with errors only waits.
const isStopping = (problem) => !problem.stem;

function problems(errors) {
  const where = (problem) => (problem.title ? [storyLink(problem), nameOf(problem.language) ? ` (${nameOf(problem.language)})` : ""] : problem.path);
  const part = (key, those) =>
    those.length ? html`<p class="warning" role="alert">${t(key, { n: those.length })}</p>${listOf(those, (problem) => html`${where(problem)}: ${problem.message}`, MOST_ERRORS)}` : "";
  return [part("publish_stopped", errors.filter(isStopping)), part("publish_held", errors.filter((problem) => !isStopping(problem)))];
}

// Stories whose translation is not ready: each waits for it, or goes out alone with a notice.
function waiting(plan, holdBack) {
  const stories = Object.values(Object.groupBy(plan.untranslated, (entry) => entry.stem));
  if (!stories.length) return "";
  const entryOf = (entries) => {
    const states = Object.entries(Object.groupBy(entries, (entry) => entry.state));
    const words = states.map(([state, those]) => t(`publish_${state}`, { language: namesOf(those.map((entry) => entry.language)) }));
    return html`<span>${storyLink(entries[0])} ${words.join("; ")}</span>${button(t("publish_wait"), () => holdBack(entries[0].stem))}`;
  };
  return html`<p>${t("publish_alone", { n: stories.length })}</p>${listOf(stories, entryOf, MOST_WAITING, "publish-waiting")}`;
}

// Milliseconds for which the server checks stories before it says how far it is.
const CHECKING = 400;

const planNow = () => get("publish-plan", { within: 0 });

// How many stories are checked, and the errors that were found by now.
function checksOf({ problems: errors, checked, stories }) {
  const words = t("publish_checking", { n: checked, all: stories });
  const bar = html`<p class="publish-checking"><span>${words}</span><progress max=${stories} value=${checked} aria-label=${words}></progress></p>`;
  return html`<div>${checked < stories ? bar : ""}${problems(errors)}</div>`;
}

// What readers get is said at once; stories are checked meanwhile, and no publish begins before all are. `save` is given
// where the page has changes that are not saved: it saves them, and returns whether that was done.
export async function openPublish(save = null) {
  // Inside the dialog, since nothing outside of it is read while it is open.
  const content = made(html`<div class="publish" aria-live="polite"></div>`);
  const asked = { dialog: null, publish: null, unsaved: save !== null, round: 0 };

  // Draws plan after plan until all is checked, another is asked for or the dialog is closed.
  async function follow(first) {
    const round = ++asked.round;
    try {
      for (let plan = await first(); round === asked.round && content.isConnected; plan = await get("publish-plan", { within: CHECKING })) {
        drawPlan(plan);
        if (plan.checked >= plan.stories) return;
      }
    } catch (error) {
      draw(content, warning(error.message));
    }
  }

  function drawPlan(plan) {
    asked.publish.disabled = plan.problems.some(isStopping) || plan.checked < plan.stories;
    const holdBack = (stem) => follow(() => post("hold-back", { stem }).then(planNow));
    const parts = [asked.unsaved ? saveFirst : "", sentences(plan), waiting(plan, holdBack), checksOf(plan)];
    draw(content, parts, () => asked.dialog.querySelector("h2").focus());
  }

  // What was typed goes out too, where it is saved before the plan is made.
  const saveFirst = html`<div class="warning publish-unsaved"><p>${t("publish_unsaved")}</p>${button(t("save_first"), async ({ currentTarget }) => {
    currentTarget.disabled = asked.publish.disabled = true;
    if (!(await save())) return asked.dialog.close();
    asked.unsaved = false;
    await follow(planNow);
    return (asked.publish.disabled ? asked.dialog.querySelector("h2") : asked.publish).focus();
  })}</div>`;

  const opened = (dialog) => {
    Object.assign(asked, { dialog, publish: dialog.querySelector("button[value=yes]") });
    asked.publish.disabled = true;
    draw(content, html`<p>${t("loading")}</p>`);
    follow(planNow);
  };
  const answer = await show(t("publish"), content, goOn(t("publish_now")), { opened, size: "wide" });
  if (answer.value === "yes") await watch(() => post("publish", {}), t("publishing"), true);
}

// Publishes one story, while all else stays as readers have it.
export const publishStory = (stem) => watch(() => post("publish", { stem }), t("publishing"), true);

// Milliseconds between two looks at how far a publish is.
const STEP = 300;

// The steps of a publish, each with how far it is.
function stepsOf(state) {
  const at = state.steps.indexOf(state.step);
  return state.steps.map((step, number) => {
    const done = state.done || number < at || (!state.running && state.unverified);
    const kind = done ? "done" : number > at ? "" : state.running ? "running" : "failed";
    return html`<li data-kind=${kind}>${t(`step_${step}`)}${kind && html`<span class="step-state">${t(`step_${kind}`)}</span>`}</li>`;
  });
}

// The stories that changed for readers, by the events of the publish.
function changesOf(state) {
  const words = { new: "publish_added", changed: "publish_changed", removed: "publish_removed" };
  const labels = pageData.editions.map((edition) => edition.label);
  const named = (change) => `${change.slug} (${list.format(labels.filter((label) => change.editions.includes(label)))})`;
  return Object.entries(Object.groupBy(state.changes, (change) => change.kind)).map(([kind, those]) => counted(words[kind], those, named, { editions: pageData.editions.length }));
}

// Why it ended, as the pipeline says it: what happened and what to do, what a program said of it, and the addresses.
function reasonOf({ cause, correction, output, details }) {
  const said = [cause, correction].filter(Boolean).join(": ");
  return html`<p>${said[0].toUpperCase()}${said.slice(1)}.${output && html` <span lang="en">(${output})</span>`}</p>${details.length ? listOf(details, (detail) => detail) : ""}`;
}

// What became of it, in sentences; the stories that were held back, each with the reason.
function outcomeOf(state, undoable) {
  const held = state.held.length ? listOf(state.held, (sentence) => sentence, Infinity, "plain-list warning") : "";
  const where = state.last?.url || state.last?.location || "";
  const keys = undoable ? ["publish_in_folder", "publish_for_readers"] : ["undone_in_folder", "undone_for_readers"];
  const words = () => t(isFolder(where) ? keys[0] : keys[1], { where: placeOf(where) });
  if (state.done) return [html`<p class="success">${words()}</p>`, held, changesOf(state)];
  const why = state.reason ? reasonOf(state.reason) : "";
  if (state.unverified) return [warning(t("publish_unverified")), why];
  const stopped = undoable ? html`<p>${t(`stopped_${state.step || "start"}`)}</p>` : "";
  return [warning(t(undoable ? "publish_failed" : "publish_undo_failed")), stopped, why];
}

// Where readers have it now.
function placeNow({ last }) {
  if (last?.url) return html`<p><a href=${last.url} target="_blank" rel="noopener">${last.url}</a></p>`;
  return last?.location ? hint(t("publish_files", { where: last.location })) : "";
}

function headingOf(state, undoable) {
  if (!undoable) return t("publish_undoing_ended");
  return state.done || state.unverified ? t("publish_ended") : t("publish_stopped_title");
}

// Shows how far a publish is until it has ended.
async function watch(begin, title, undoable) {
  const content = made(html`<div class="publish"></div>`);
  const copyButton = (state) => button(t("copy_details"), () => copy(state.output));
  const undo = () => {
    content.closest("dialog").close();
    watch(() => post("undo-publish", {}), t("publish_undoing"), false);
  };

  function ended(state, errors) {
    const more = state.failed && !state.unverified ? copyButton(state) : placeNow(state);
    return [outcomeOf(state, undoable), problems(errors), more, undoable && state.may_undo ? button(t("publish_undo"), undo) : ""];
  }

  // A bar without a value where it is not known how far a step is.
  const bar = ({ progress }) => html`
    <progress aria-label=${title} max=${progress?.total || nothing} value=${progress?.total ? progress.done : nothing}></progress>
    <p class="hint publish-stage">${progress?.stage}</p>`;

  const drawState = (state, outcome) =>
    draw(content, html`
      ${outcome ? "" : bar(state)}
      <ol class="publish-steps" ?hidden=${!undoable}>${stepsOf(state)}</ol>
      <div class="publish-outcome" role="status">${outcome || (state.step && html`<p class="visually-hidden">${t(`step_${state.step}`)}</p>`)}</div>
      <details>
        <summary>${t("publish_details")}</summary>
        ${hint(t("for_maintainer"))}
        <pre class="publish-output" tabindex="0" lang="en" aria-label=${t("for_maintainer")}>${state.output}</pre>
        ${state.failed && !state.unverified ? "" : copyButton(state)}
      </details>`);

  let state = { steps: [], step: "", output: "", running: true, done: false, failed: false, unverified: false, progress: null };
  drawState(state, null);
  const dialog = show(title, content, undefined, { size: "wide" });
  try {
    await begin();
    do {
      await new Promise((resolve) => setTimeout(resolve, STEP));
      state = await get("publish-state");
      drawState(state, null);
    } while (state.running);
    const errors = state.failed && state.step === "check" ? (await get("publish-plan")).problems : [];
    const heading = content.closest("dialog")?.querySelector("h2");
    if (heading) heading.textContent = headingOf(state, undoable);
    drawState(state, ended(state, errors));
  } catch (error) {
    drawState(state, warning(error.message));
  }
  await dialog;
}
