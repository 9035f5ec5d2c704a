// Earlier versions of the texts that are shown.

import { make } from "./dom.js";
import { showVersions } from "./history.js";
import { t } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function versionsOf(page) {
  const { session } = page;

  async function draw() {
    try {
      return await showVersions(page.writing.panes, restoreVersion);
    } catch (error) {
      return [make("p", { class: "warning" }, error.message)];
    }
  }

  async function restoreVersion(code, version) {
    await session.bringBack(code, version);
    page.writing.focusPane(page.writing.paneOf(code) ?? page.writing.panes[0]);
  }

  return { name: "versions", title: t("versions"), key: "Alt+V", draw };
}
