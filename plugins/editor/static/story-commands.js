// What is done with a whole story.

import { post, RequestError, storyAddress } from "./api.js";
import { addressLine, ask, goOn, line, show } from "./dialogs.js";
import { hint, place } from "./drawing.js";
import { publishStory } from "./publish.js";
import { t } from "./strings.js";

/** @param {import("./story-page.js").Page} page */
export function commandsOf(page) {
  const { stem, session } = page;

  async function beginTranslation(code) {
    if (!(await page.state.save())) return;
    await session.beginTranslation(code);
    page.writing.paneOf(code)?.fields.querySelector("textarea")?.focus();
  }

  /** @param {import("./forms.js").Form} [left] */
  async function rename(left) {
    const published = Object.values(page.story.states).some((state) => ["published", "changed", "ready", "behind"].includes(state));
    const content = [addressLine(page.story.slug), published ? hint(t("keep_alias", { address: publicAddress() })) : ""];
    await show(t("rename"), content, goOn(t("rename")), { take: leaveFor("rename"), form: { name: "rename", left } });
  }

  // Nothing else of the site goes out.
  async function publishAlone() {
    if (!(await page.state.save())) return;
    if (await ask(t("publish_story"), t("publish_story_text"), t("publish_now"))) await publishStory(stem);
  }

  /** @param {import("./forms.js").Form} [left] */
  async function duplicate(left) {
    const content = line("title", t("title"), { required: true, hint: t("duplicate_hint") });
    await show(t("duplicate"), content, goOn(t("begin")), { take: leaveFor("duplicate"), form: { name: "duplicate", left } });
  }

  // Makes another story of this one as a dialog says, once what is unsaved is saved, and shows it.
  const leaveFor = (request) => async (data, done) => {
    if (!(await page.state.save())) throw new RequestError(t(`save_${page.model.state}`));
    const other = await post(request, { stem, ...Object.fromEntries(data) });
    await done();
    location.href = storyAddress(other.stem);
  };

  async function remove() {
    if (!(await ask(t("delete"), t("delete_text"), t("delete"), "danger"))) return;
    await session.remove();
    if (page.side.name) page.side.open(page.side.name);
    for (const part of [place("main"), document.querySelector(".bar-actions")]) part.inert = true;
    document.querySelector("#banner-deleted button").focus();
  }

  async function restore() {
    await post("undelete", { stem });
    location.reload();
  }

  const publicAddress = () => `/${page.story.kind === "news" ? "news/" : ""}${page.story.slug}/`;

  const see = () => window.open(publicAddress(), "_blank", "noopener");

  return { beginTranslation, rename, duplicate, publishAlone, remove, restore, see };
}
