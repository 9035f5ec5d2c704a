// What a change of a story is that readers have: asked once after it is saved, above the texts, and answered by a button or a
// key, or not at all.

import { post } from "./api.js";
import { say } from "./dialogs.js";
import { nowInZone, t } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function questionOf(page) {
  const { session, drafts, stem } = page;

  // The translations that had seen all before the last save, and before the one that is asked about; null where nothing is
  // asked.
  let latest = [];
  let seen = null;
  // Not again until readers have what was asked about.
  let isAsked = false;

  // Texts that readers have, as they are or as they were; a translation that is behind is out with its original.
  const isOut = (code) => drafts[code].exists && ["published", "changed", "behind"].includes(page.story.states?.[code]);

  function saved(outcome) {
    latest = outcome.seen;
    const state = page.story.states?.[page.story.original];
    if (state === "published") isAsked = false;
    if (isAsked || state !== "changed" || !Object.keys(outcome.saved).some(isOut)) return;
    isAsked = true;
    seen = latest;
    page.state.show();
  }

  function close() {
    seen = null;
    page.state.show();
  }

  // Nothing that readers should know of: no translation is outdated by it that was not.
  async function accept(translations) {
    for (const language of translations.filter((code) => page.story.outdated?.[code])) session.follow(await post("accept", { stem, language }));
    page.changes.follow();
    page.checks.soon(0);
    return say(t("minor_done"));
  }

  function minor() {
    const translations = seen;
    close();
    return accept(translations);
  }

  // Sets the day of the change in each text that readers have, and leads to the note for them, which may stay empty.
  async function tell(note) {
    close();
    const codes = Object.keys(drafts).filter(isOut);
    const modified = nowInZone();
    for (const code of codes) {
      if (drafts[code].whole !== null) continue;
      const pane = page.writing.paneOf(code);
      if (pane) pane.putFields({ modified });
      else session.type(code, { fields: { modified } });
    }
    await page.state.save();
    const pane = page.writing.paneOf(page.story.original) ?? page.writing.panes[0];
    for (const shown of page.writing.panes) shown.openFold?.(note);
    pane.openFold(note)?.focus();
    say(t("note_hint"));
  }

  async function saveMinor() {
    if (!session.model.isChanged || !(await page.state.save())) return;
    if (seen === latest) close();
    await accept(latest);
  }

  const answers = [
    { key: "Alt+M", words: t("change_minor"), run: minor },
    { key: "Alt+K", words: t("change_correction"), run: () => tell("correction") },
    { key: "Alt+N", words: t("change_update"), run: () => tell("update") },
  ];

  return {
    saved,
    saveMinor,
    notices: () => (seen ? [{ id: "change", text: t("change_question"), buttons: answers.map(({ key, words, run }) => ({ label: `${words} (${key})`, run })) }] : []),
    keys: answers.map(({ run }) => () => (seen ? run() : say(t("no_question")))),
  };
}
