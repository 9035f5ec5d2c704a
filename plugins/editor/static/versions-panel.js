// Earlier versions of the texts that are shown.

import { get } from "./api.js";
import { hint, html, warning } from "./drawing.js";
import { showBoth } from "./history.js";
import { agoOf, fieldLabel, list, t } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function versionsOf(page) {
  async function draw() {
    try {
      return await Promise.all(page.writing.panes.filter((pane) => pane.draft.exists).map(versionsIn));
    } catch (error) {
      return warning(error.message);
    }
  }

  async function versionsIn({ code, language, draft }) {
    const { name } = draft.base;
    const { versions } = await get("versions", { name });
    const item = (version) => html`<li><button type="button" class="check-text" @click=${() => compare(code, language, name, version)}>${[agoOf(version.moment), version.who, changeOf(version)].filter(Boolean).join(", ")}</button></li>`;
    return html`<h3>${language.label}</h3>${versions.length ? html`<ol class="versions">${versions.map(item)}</ol>` : hint(t("no_versions"))}`;
  }

  // What the version after it has changed.
  const changeOf = ({ fields, paragraphs }) =>
    fields.length ? t("before_field", { n: fields.length, fields: list.format(fields.map(fieldLabel)) }) : t("before_text", { n: paragraphs || 1 });

  async function compare(code, language, name, { id, moment }) {
    const version = await get("versions", { name, id });
    const buttons = [{ value: "", label: t("close") }, { value: "restore", label: t("restore_version"), kind: "primary" }];
    const value = await showBoth(t("version_of", { when: agoOf(moment) }), language, [version.text, agoOf(moment)], [version.present, t("text_now")], buttons);
    if (value !== "restore") return;
    await page.session.bringBack(code, version);
    page.writing.focusPane(page.writing.paneOf(code) ?? page.writing.panes[0]);
  }

  return { name: "versions", title: t("versions"), key: "Alt+V", draw };
}
