// The publish button: first in sentences what readers will get, then the publish itself, then the way back.

import { get, post } from "./api.js";
import { copyButton, show } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { list, momentOf, placeOf, t } from "./strings.js";

function link(entry) {
  return make("a", { lang: entry.tag, href: `${pageData.editor}/story?${new URLSearchParams({ stem: entry.stem })}` }, entry.title);
}

function listOf(entries) {
  const first = entries.slice(0, 8).map((entry) => make("li", {}, link(entry)));
  if (entries.length > 8) first.push(make("li", {}, t("and_more", { n: entries.length - 8 })));
  return make("ul", { class: "plain-list" }, first);
}

function sentences(plan) {
  const parts = [];
  const { added, changed, removed, scheduled } = plan;
  const since = plan.last && { when: momentOf(plan.last.moment), where: placeOf(plan.last.url || plan.last.location || plan.last.target) };
  if (!plan.known) parts.push(make("p", {}, t(since ? "publish_unknown" : "publish_first", { n: added.length, ...since })));
  else if (!added.length && !changed.length && !removed.length) parts.push(make("p", {}, t("publish_nothing", since)));
  else parts.push(make("p", { class: "hint" }, t("publish_since", since)));
  if (plan.known && added.length) parts.push(make("p", {}, t("publish_added", { n: added.length, editions: plan.editions })), listOf(added));
  if (changed.length) parts.push(make("p", {}, t("publish_changed", { n: changed.length })), listOf(changed));
  if (removed.length) parts.push(make("p", {}, t("publish_removed", { n: removed.length })));
  if (plan.drafts) parts.push(make("p", {}, t("publish_drafts", { n: plan.drafts })));
  for (const entry of scheduled.slice(0, 5)) parts.push(make("p", {}, t("publish_scheduled", { title: entry.title, date: momentOf(entry.date) })));
  return parts;
}

// Errors of a file that is no story stop a publish; a story with errors only waits.
const isStopping = (one) => !one.stem;

function problems(found) {
  return [...listProblems(found.filter(isStopping), "publish_stopped"), ...listProblems(found.filter((one) => !isStopping(one)), "publish_held")];
}

function listProblems(found, key) {
  if (!found.length) return [];
  const items = found.slice(0, 20).map((one) => {
    const language = pageData.languages.find((known) => known.code === one.language)?.name;
    const where = one.title ? [link(one), language ? ` (${language}, ${t("line", { n: one.line })})` : ""] : [one.path];
    return make("li", {}, ...where, `: ${one.message}`);
  });
  return [make("p", { class: "warning", role: "alert" }, t(key, { n: found.length })), make("ul", { class: "plain-list" }, items)];
}

// Stories that wait for a translation and are named; of a language that has just begun, most do.
const MOST_WAITING = 20;

// A story whose translation is not ready: wait for it, or go out alone with a notice.
function waiting(plan, redraw) {
  const stories = Object.values(Object.groupBy(plan.untranslated, (entry) => entry.stem));
  if (!stories.length) return [];
  const nameOf = (code) => pageData.languages.find((one) => one.code === code).name;
  const boxes = stories.slice(0, MOST_WAITING).map((entries) => {
    const wait = make("button", { type: "button", class: "button" }, t("publish_wait"));
    wait.addEventListener("click", async () => redraw(await post("hold-back", { stem: entries[0].stem })));
    const states = Object.entries(Object.groupBy(entries, (entry) => entry.state));
    const words = states.map(([state, those]) => t(`publish_${state}`, { language: list.format(those.map((one) => nameOf(one.language))) }));
    return make("li", {}, make("span", {}, link(entries[0]), " ", words.join("; ")), wait);
  });
  const rest = stories.length > boxes.length ? [make("li", {}, t("and_more", { n: stories.length - boxes.length }))] : [];
  return [make("p", {}, t("publish_alone", { n: stories.length })), make("ul", { class: "publish-waiting" }, boxes, rest)];
}

// Milliseconds for which the server checks stories before it says how far it is.
const CHECKING = 400;

// How many stories are checked, and the errors that were found by now.
function checksOf(plan) {
  const parts = plan.problems.length ? problems(plan.problems) : [];
  if (plan.checked >= plan.stories) return parts;
  const words = t("publish_checking", { n: plan.checked, all: plan.stories });
  return [make("p", { class: "publish-checking" }, make("span", {}, words), make("progress", { max: plan.stories, value: plan.checked, "aria-label": words })), ...parts];
}

// What readers get is said at once; stories are checked meanwhile, and no publish begins before all are. `save` is given
// where the page has changes that are not saved: it saves them, and returns whether that was done.
export async function openPublish(save = null) {
  let unsaved = save !== null;
  // Inside the dialog, since nothing outside of it is read while it is open.
  const content = make("div", { class: "publish", "aria-live": "polite" }, make("p", {}, t("loading")));
  const checks = make("div", {});
  let button = null;
  let shown = "";
  let following = false;
  let round = 0;
  const opened = (dialog) => {
    button = dialog.querySelector("button[value=yes]");
    button.disabled = true;
    return follow(() => get("publish-plan", { within: 0 }));
  };
  // Draws plan after plan until all is checked, or the dialog is closed.
  const follow = async (first) => {
    const own = (round += 1);
    following = true;
    try {
      for (let plan = await first(); own === round && draw(plan); ) plan = await get("publish-plan", { within: CHECKING });
    } catch (error) {
      content.replaceChildren(make("p", { class: "warning" }, error.message));
    }
    following = following && own !== round;
  };
  // Whether there is more to come. What is as it was is not drawn anew: the keyboard may be there.
  const draw = (plan) => {
    const { problems: found, checked, stories, ...rest } = plan;
    const isWhole = checked >= stories;
    button.disabled = !plan.mayPublish || found.some(isStopping) || !isWhole;
    const text = JSON.stringify([unsaved, rest]);
    if (shown !== text) {
      shown = text;
      const parts = [unsaved ? saveFirst(button) : null, ...sentences(plan), ...waiting(plan, (newer) => following || follow(async () => newer)), checks];
      if (!plan.mayPublish) parts.push(make("p", { class: "warning" }, t("publish_not_allowed")));
      content.replaceChildren(...parts.filter(Boolean));
    }
    checks.replaceChildren(...checksOf(plan));
    return !isWhole && content.isConnected;
  };
  // What was typed goes out too, where it is saved before the plan is made.
  const saveFirst = (publish) => {
    const first = make("button", { type: "button", class: "button" }, t("save_first"));
    first.addEventListener("click", async () => {
      first.disabled = publish.disabled = true;
      if (await save()) unsaved = false;
      else return publish.closest("dialog").close();
      await opened(publish.closest("dialog"));
      return publish.disabled ? publish.closest("dialog").querySelector("h2").focus() : publish.focus();
    });
    return make("div", { class: "warning publish-unsaved" }, make("p", {}, t("publish_unsaved")), first);
  };
  const buttons = [
    { value: "", label: t("cancel") },
    { value: "yes", label: t("publish_now"), kind: "primary" },
  ];
  const answer = await show(t("publish"), content, buttons, { opened, size: "wide" });
  if (answer.value === "yes") await watch(() => post("publish", {}), t("publishing"), true);
}

// Milliseconds between two looks at how far a publish is.
const STEP = 300;

// The steps of a publish, each with how far it is.
function stepsOf(state) {
  const at = state.steps.indexOf(state.step);
  return state.steps.map((step, number) => {
    const done = state.done || number < at || (!state.running && state.unverified);
    const kind = done ? "done" : number > at ? "" : state.running ? "running" : "failed";
    return make("li", { data: { kind } }, t(`step_${step}`), kind ? make("span", { class: "step-state" }, t(`step_${kind}`)) : null);
  });
}

// Stories of one kind of change that are named.
const MOST_NAMED = 8;

// The stories that changed for readers, by the events of the publish.
function changesOf(state) {
  const words = { new: "publish_added", changed: "publish_changed", removed: "publish_removed" };
  return Object.entries(Object.groupBy(state.changes, (one) => one.kind)).flatMap(([kind, those]) => {
    const named = those.slice(0, MOST_NAMED).map((one) => make("li", {}, `${one.slug} (${list.format(one.editions)})`));
    if (those.length > named.length) named.push(make("li", {}, t("and_more", { n: those.length - named.length })));
    return [make("p", {}, t(words[kind], { n: those.length, editions: pageData.editions.length })), make("ul", { class: "plain-list" }, named)];
  });
}

// Why it ended, as the pipeline says it: what happened and what to do, what a program said of it, and the addresses.
function reasonOf({ cause, correction, output, details }) {
  const said = [cause, correction].filter(Boolean).join(": ");
  const why = make("p", {}, `${said[0].toUpperCase()}${said.slice(1)}.`, output ? [" ", make("span", { lang: "en" }, `(${output})`)] : null);
  const lines = details.slice(0, MOST_NAMED).map((line) => make("li", {}, line));
  if (details.length > lines.length) lines.push(make("li", {}, t("and_more", { n: details.length - lines.length })));
  return lines.length ? [why, make("ul", { class: "plain-list" }, lines)] : [why];
}

// The stories that were held back, each with the reason.
function heldOf(state) {
  return state.held.length ? [make("ul", { class: "plain-list warning" }, state.held.map((one) => make("li", {}, one)))] : [];
}

// What became of it, in sentences.
function outcomeOf(state, undoable) {
  if (state.done) return [make("p", { class: "success" }, t(undoable ? "published" : "publish_undone")), ...heldOf(state), ...changesOf(state)];
  const why = state.reason ? reasonOf(state.reason) : [];
  if (state.unverified) return [make("p", { class: "warning" }, t("publish_unverified")), ...why];
  const stopped = undoable ? [make("p", {}, t(`stopped_${state.step || "start"}`))] : [];
  return [make("p", { class: "warning" }, t(undoable ? "publish_failed" : "publish_undo_failed")), ...stopped, ...why];
}

// Draws how far a part of a step is; a bar without a value where that is not known.
function drawProgress(bar, stage, progress) {
  if (progress?.total) {
    bar.max = progress.total;
    bar.value = progress.done;
  } else {
    bar.removeAttribute("value");
  }
  stage.textContent = progress?.stage ?? "";
}

function headingOf(state, undoable) {
  if (!undoable) return t("publish_undoing_ended");
  return state.done || state.unverified ? t("publish_ended") : t("publish_stopped_title");
}

// Shows how far a publish is until it has ended.
async function watch(begin, title, undoable) {
  const progress = make("progress", { "aria-label": title });
  const stage = make("p", { class: "hint publish-stage" });
  const steps = make("ol", { class: "publish-steps", hidden: !undoable });
  const output = make("pre", { class: "publish-output", tabindex: "0", lang: "en", "aria-label": t("for_maintainer") });
  const copy = make("button", { type: "button", class: "button" }, t("copy_details"));
  copyButton(copy, () => output.textContent);
  const outcome = make("div", { class: "publish-outcome", role: "status" });
  const details = make("details", {}, make("summary", {}, t("publish_details")), make("p", { class: "hint" }, t("for_maintainer")), output, copy);
  const content = make("div", { class: "publish" }, progress, stage, steps, outcome, details);
  const dialog = show(title, content, [{ value: "", label: t("close") }], { size: "wide" });
  try {
    await begin();
    let state;
    let shown = "";
    do {
      await new Promise((resolve) => setTimeout(resolve, STEP));
      state = await get("publish-state");
      output.textContent = state.output;
      drawProgress(progress, stage, state.progress);
      if (state.step === shown && state.running) continue;
      shown = state.step;
      steps.replaceChildren(...stepsOf(state));
      if (state.running && shown) outcome.replaceChildren(make("p", { class: "visually-hidden" }, t(`step_${shown}`)));
    } while (state.running);
    progress.remove();
    stage.remove();
    content.closest("dialog")?.querySelector("h2").replaceChildren(headingOf(state, undoable));
    outcome.replaceChildren(...outcomeOf(state, undoable));
    if (state.failed && state.step === "check") outcome.append(...problems((await get("publish-plan")).problems));
    if (state.failed && !state.unverified) outcome.append(copy);
    else if (state.last?.url) outcome.append(make("p", {}, make("a", { href: state.last.url, target: "_blank", rel: "noopener" }, state.last.url)));
    else if (state.last?.location) outcome.append(make("p", { class: "hint" }, t("publish_files", { where: state.last.location })));
    if (undoable && state.may_undo) {
      const undo = make("button", { type: "button", class: "button" }, t("publish_undo"));
      undo.addEventListener("click", () => {
        undo.closest("dialog").close();
        watch(() => post("undo-publish", {}), t("publish_undoing"), false);
      });
      outcome.append(undo);
    }
  } catch (error) {
    progress.remove();
    stage.remove();
    outcome.replaceChildren(make("p", { class: "warning" }, error.message));
  }
  await dialog;
}
