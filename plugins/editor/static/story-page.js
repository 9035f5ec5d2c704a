// What the page of one story consists of. Each part is made once, here, when the story is open, and knows the others by
// the page.

import { Banners } from "./banners.js";
import { questionOf } from "./change-question.js";
import { changesOf } from "./changes-panel.js";
import { checksOf } from "./checks-panel.js";
import { toast } from "./dialogs.js";
import { place } from "./drawing.js";
import { SharedForm } from "./fields.js";
import { insertionOf } from "./insertion.js";
import { makeKeys } from "./keys.js";
import { makeMenu } from "./menu.js";
import { Preview } from "./preview.js";
import { sideOf } from "./side.js";
import { commandsOf } from "./story-commands.js";
import { stateOf } from "./story-state.js";
import { pageData, t } from "./strings.js";
import { usedBeforeOf } from "./used-before.js";
import { versionsOf } from "./versions-panel.js";
import { writingOf } from "./writing.js";

/**
 * `story` is what the server said of it.
 * @typedef {{
 *   stem: string, languages: Record<string, any>, session: import("./session.js").Session,
 *   model: import("./text-model.js").TextModel, drafts: Record<string, import("./text-model.js").Text>, story: any,
 *   banners: Banners, shared: SharedForm, preview: Preview,
 *   state: ReturnType<typeof stateOf>, writing: ReturnType<typeof writingOf>, checks: ReturnType<typeof checksOf>,
 *   changes: ReturnType<typeof changesOf>, question: ReturnType<typeof questionOf>, used: ReturnType<typeof usedBeforeOf>, insertion: ReturnType<typeof insertionOf>,
 *   commands: ReturnType<typeof commandsOf>, side: ReturnType<typeof sideOf>,
 *   again: Record<string, (left: import("./forms.js").Form) => unknown>,
 * }} Page
 */

/** @param {import("./session.js").Session} session @returns {Page} */
export function makePage(session) {
  const { stem, model } = session;
  const languages = Object.fromEntries(pageData.languages.map((language) => [language.code, language]));
  /** @type {any} */
  const page = {
    stem,
    languages,
    session,
    model,
    drafts: model.texts,
    story: session.story,
  };
  page.writing = writingOf(page);
  page.banners = new Banners(place("banners"), () => page.writing.focusPane(page.writing.focusedPane()));
  page.shared = new SharedForm(page, place("shared-body"), place("shared-summary"));
  page.state = stateOf(page);
  page.checks = checksOf(page);
  page.changes = changesOf(page);
  page.question = questionOf(page);
  page.used = usedBeforeOf(page);
  page.insertion = insertionOf(page);
  page.commands = commandsOf(page);
  page.preview = new Preview(page);
  page.side = sideOf(page, [page.preview, page.checks, versionsOf(page), page.changes]);

  const { checks, changes, commands, insertion, side, state, used, writing } = page;
  // What opens each dialog again that was left, at the place in the text that it was opened at.
  const paneOf = ({ given: { code, from, to } }) => {
    const pane = languages[code] && writing.reveal(code);
    pane?.pane?.go(from, to);
    return pane?.pane ? pane : null;
  };
  page.again = {
    ...Object.fromEntries(["link", "table"].map((name) => [name, (left) => paneOf(left)?.toolbar.dialogs[name](left)])),
    // Those of several files that came together are asked about together again.
    file: (...forms) => paneOf(forms[0]) && insertion.again(paneOf(forms[0]), forms),
    rename: commands.rename,
    duplicate: commands.duplicate,
  };
  const keys = makeKeys(
    [
      { keys: "Ctrl+S", words: t("save"), runs: [() => state.save()] },
      { keys: "Alt+1 Alt+2", words: t("key_pane"), runs: [() => writing.showPane(0), () => writing.panes[1] && writing.showPane(1)] },
      ...side.keys,
      { keys: "F8 Shift+F8", words: t("key_next_problem"), runs: [() => checks.walk(1), () => checks.walk(-1)] },
      { keys: "Alt+Enter", words: t("key_fix"), runs: [() => checks.applyFix()] },
      { keys: "Alt+W", words: t("key_add_word"), runs: [checks.addWord] },
      { keys: "Alt+I", words: t("key_used_before"), runs: [used.insert] },
      { keys: "Alt+G", words: t("add_files"), runs: [() => insertion.add()] },
      { keys: "Alt+U", words: t("up_to_date"), runs: [changes.acceptNext] },
      { keys: "Alt+M Alt+K Alt+N", words: t("key_change"), runs: page.question.keys },
      { keys: "F6", words: t("key_side"), runs: [side.walk] },
      // The editor of a text takes them itself.
      { keys: "Ctrl+B Ctrl+I Ctrl+K", words: t("key_formatting"), runs: [({ target }) => target.closest(".cm-content") || toast(t("formats_text"))] },
      { keys: "Ctrl+Shift+V", words: t("key_plain_paste") },
      { keys: "Ctrl+F", words: t("find") },
      { keys: "Ctrl+Z", words: t("undo") },
      { keys: "F1 ?", words: t("key_keys") },
    ],
    (event, name) => {
      if (session.deleted && (name === "Ctrl+S" || event.altKey)) event.preventDefault();
      return !session.deleted;
    },
  );
  makeMenu([
    { label: t("add_files"), run: () => insertion.add() },
    { label: t("minor_edit"), run: page.question.saveMinor },
    ...side.menu,
    { label: t("rename"), run: () => commands.rename() },
    { label: t("duplicate"), run: () => commands.duplicate() },
    { label: t("see_page"), run: commands.see },
    { label: t("keys"), run: keys.list },
    { label: t("delete"), run: commands.remove },
  ]);
  return page;
}
