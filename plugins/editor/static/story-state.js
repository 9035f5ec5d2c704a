// The state of saving in the bar, the lines above the texts, and what is done about them.

import { announce } from "./announcements.js";
import { listAddress } from "./api.js";
import { place } from "./drawing.js";
import { resolveConflict } from "./history.js";
import { agoOf, clockOf, fieldLabel, t } from "./strings.js";
// Milliseconds after which a save that is under way is told to those who hear the page; a quick one has ended by then.
const LONG_SAVE = 1000;

/** @param {import("./story-page.js").Page} page */
export function stateOf(page) {
  const { languages, session, model, drafts } = page;

  // Called at each key: what is shown already is not touched, so that nothing is laid out anew.
  let shownState = "";

  function show() {
    const { state } = model;
    const kind = session.trouble || state;
    const text = kind === "saved" && page.story.savedAt ? t("save_saved_at", { time: clockOf(page.story.savedAt) }) : t(`save_${kind}`);
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
    page.banners.show(notices());
    page.changes.follow();
  }

  let announced = "saved";
  let longSave = 0;

  function announceState(kind, text) {
    clearTimeout(longSave);
    if (kind === "saving") longSave = setTimeout(() => announce(text, "state"), LONG_SAVE);
    else if (kind !== announced) announce(text, "state");
    if (kind !== "saving") announced = kind;
  }

  async function save() {
    const isAsked = model.phase === "open" && !model.isChanged;
    const isSaved = await session.save();
    if (isAsked) announce(place("state-text").textContent, "state");
    return isSaved;
  }

  async function resolve(code) {
    const chosen = await resolveConflict(languages[code], (answers) => session.conflictOf(code, answers));
    if (!chosen) return;
    await session.decide(code, chosen.conflict, chosen.text);
    page.writing.focusPane(page.writing.paneOf(code) ?? page.writing.panes[0]);
  }

  // What is to be said above the texts, as things are now.
  function notices() {
    if (session.deleted) {
      const buttons = [{ label: t("undo"), main: true, run: page.commands.restore }, { label: t("back_to_list"), address: listAddress() }];
      return [{ id: "deleted", text: t("deleted"), kind: "warn", stays: true, buttons }];
    }
    const lines = [];
    if (session.failure) lines.push({ id: "failed", text: session.failure, kind: "bad", serial: session.saves });
    for (const [code, text] of Object.entries(drafts)) {
      const language = languages[code].name;
      if (!text.newer) continue;
      const gone = !text.newer.exists;
      if (text.isConflict) {
        const decide = { label: gone ? t("decide") : t("compare"), main: true, run: () => resolve(code) };
        lines.push({ id: `conflict-${code}`, text: t(gone ? "conflict_gone" : "conflict_text", { language }), kind: "bad", serial: session.saves, buttons: [decide] });
      } else if (text.isChanged) {
        lines.push({ id: `changed-${code}`, text: t(gone ? "gone_from_disk" : "changed_on_disk", { language }), kind: "warn" });
      }
    }
    for (const [name, theirs] of Object.entries(model.shared.newer)) {
      const words = { field: fieldLabel(name), mine: model.shared.values[name] || t("merge_nothing"), theirs: theirs || t("merge_nothing") };
      const buttons = [true, false].map((isMine) => ({ label: t(isMine ? "shared_mine" : "shared_theirs", words), run: () => session.decideShared(name, isMine) }));
      lines.push({ id: `shared-${name}`, text: t("shared_conflict", words), kind: "bad", stays: true, buttons });
    }
    if (session.isGone || session.goneMessage) lines.push({ id: "gone", text: session.goneMessage || t("story_gone"), kind: "warn" });
    lines.push(...page.question.notices());
    for (const entry of session.offers) lines.push(offerOf(entry));
    if (session.isElsewhere) lines.push({ id: "window", text: t("other_window"), kind: "warn" });
    // What is wrong with a list of the whole site, such as the authors': texts are saved all the same.
    if (session.problem) lines.push({ id: "problem", text: session.problem, kind: "warn" });
    return lines;
  }

  function offerOf(entry) {
    const words = wordsIn(entry.state);
    const text = words ? t("recovery_text", { when: agoOf(entry.moment), words }) : t("recovery_fields", { when: agoOf(entry.moment) });
    const buttons = [
      { label: t("recover"), main: true, run: () => session.recover(entry) },
      { label: t("forget"), run: () => session.forget(entry) },
    ];
    return { id: `recovery-${entry.window}`, text, kind: "warn", buttons };
  }

  const wordsIn = (kept) =>
    Object.values(kept.texts ?? {})
      .map((text) => (text.body ?? text.whole ?? "").split(/\s+/).length)
      .reduce((sum, count) => sum + count, 0);

  function setProblem(problem) {
    session.problem = problem;
    show();
  }

  return { show, save, resolve, setProblem };
}
