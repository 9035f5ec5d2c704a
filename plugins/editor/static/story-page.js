// What the page of one story consists of. Each part is made once, here, and knows the others by the page.

import { Banners } from "./banners.js";
import { changesOf } from "./changes-panel.js";
import { checksOf } from "./checks-panel.js";
import { SharedForm } from "./fields.js";
import { insertionOf } from "./insertion.js";
import { makeKeys } from "./keys.js";
import { makeMenu } from "./menu.js";
import { pageData } from "./page-data.js";
import { Preview } from "./preview.js";
import { sideOf } from "./side.js";
import { commandsOf } from "./story-commands.js";
import { stateOf } from "./story-state.js";
import { t } from "./strings.js";
import { usedBeforeOf } from "./used-before.js";
import { versionsOf } from "./versions-panel.js";
import { writingOf } from "./writing.js";

/**
 * `story` is what the server said of it, null where it was deleted here.
 * @typedef {{
 *   stem: string, languages: Record<string, any>, session: import("./session.js").Session,
 *   model: import("./text-model.js").TextModel, drafts: Record<string, import("./text-model.js").Text>, readonly story: any,
 *   banners: Banners, shared: SharedForm, preview: Preview,
 *   state: ReturnType<typeof stateOf>, writing: ReturnType<typeof writingOf>, checks: ReturnType<typeof checksOf>,
 *   changes: ReturnType<typeof changesOf>, used: ReturnType<typeof usedBeforeOf>, insertion: ReturnType<typeof insertionOf>,
 *   commands: ReturnType<typeof commandsOf>, side: ReturnType<typeof sideOf>,
 * }} Page
 */

/** @param {import("./session.js").Session} session @returns {Page} */
export function makePage(session) {
  const place = (id) => document.getElementById(id);
  const { stem, model } = session;
  const languages = Object.fromEntries(pageData.languages.map((one) => [one.code, one]));
  /** @type {any} */
  const page = {
    stem,
    languages,
    session,
    model,
    drafts: model.texts,
    get story() {
      return session.isOpen ? session.story : null;
    },
  };
  page.writing = writingOf(page);
  page.banners = new Banners(place("banners"), () => page.writing.focusPane(page.writing.focusedPane()));
  page.shared = new SharedForm(place("shared-body"), place("shared-summary"), model, (name, value) => session.typeShared(name, value));
  page.state = stateOf(page);
  page.checks = checksOf(page);
  page.changes = changesOf(page);
  page.used = usedBeforeOf(page);
  page.insertion = insertionOf(page);
  page.commands = commandsOf(page);
  page.preview = new Preview({ stem, drafts: () => model.drafts, go: page.checks.goToLine, languages });
  const preview = { name: "preview", title: t("preview"), key: "Alt+P", open: (side) => page.preview.open(side), close: () => page.preview.close() };
  page.side = sideOf(page, [preview, page.checks, versionsOf(page), page.changes]);

  const { checks, changes, commands, insertion, side, state, used, writing } = page;
  const keys = makeKeys(
    [
      { keys: "Ctrl+S", words: t("save"), runs: [() => state.save()] },
      { keys: "Alt+1 Alt+2", words: t("key_pane"), runs: [() => writing.showPane(0), () => writing.panes[1] && writing.showPane(1)] },
      ...side.keys,
      { keys: "F8 Shift+F8", words: t("key_next_problem"), runs: [() => checks.walk(1), () => checks.walk(-1)] },
      { keys: "Alt+Enter", words: t("key_fix"), runs: [() => checks.applyFix()] },
      { keys: "Alt+W", words: t("key_add_word"), runs: [checks.addWord] },
      { keys: "Alt+I", words: t("key_used_before"), runs: [used.insert] },
      { keys: "Alt+G", words: t("add_files"), runs: [insertion.add] },
      { keys: "Alt+U", words: t("up_to_date"), runs: [changes.acceptNext] },
      { keys: "F6", words: t("key_side"), runs: [side.walk] },
      { keys: "Ctrl+Shift+V", words: t("key_plain_paste") },
      { keys: "Ctrl+F", words: t("find") },
      { keys: "Ctrl+Z", words: t("undo") },
      { keys: "F1 ?", words: t("key_keys") },
    ],
    () => page.story !== null,
  );
  makeMenu([
    { label: t("add_files"), run: insertion.add },
    { label: t("minor_edit"), run: () => state.save({ minor: true }) },
    ...side.menu,
    { label: t("rename"), run: commands.rename },
    { label: t("duplicate"), run: commands.duplicate },
    { label: t("see_page"), run: commands.see },
    { label: t("keys"), run: keys.list },
    { label: t("delete"), run: commands.remove },
  ]);
  return page;
}
