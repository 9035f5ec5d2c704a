// What is done with a whole story.

import { listAddress, post } from "./api.js";
import { ask, field, show, toast } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { t } from "./strings.js";

const place = (id) => document.getElementById(id);

/** @param {import("./story-page.js").Page} page */
export function commandsOf(page) {
  const { stem, session } = page;

  async function beginTranslation(code) {
    if (!(await page.state.save())) return;
    try {
      await session.beginTranslation(code);
      page.writing.paneOf(code)?.fields.querySelector("textarea")?.focus();
    } catch (error) {
      toast(error.message);
    }
  }

  async function rename() {
    const slug = make("input", { value: page.story.slug, required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", autocomplete: "off", spellcheck: "false" });
    const published = Object.values(page.story.states).some((state) => ["published", "behind"].includes(state));
    const hint = published ? make("p", { class: "hint" }, t("keep_alias", { address: `/${page.story.kind === "news" ? "news/" : ""}${page.story.slug}/` })) : "";
    const content = [field("slug", t("address"), slug, t("address_hint")), hint];
    const answer = await show(t("rename"), content, [{ value: "", label: t("cancel") }, { value: "yes", label: t("rename"), kind: "primary" }]);
    if (answer.value !== "yes" || !(await page.state.save())) return;
    try {
      const renamed = await post("rename", { stem, slug: answer.data.get("slug") });
      leave(renamed.stem);
    } catch (error) {
      toast(error.message);
    }
  }

  async function duplicate() {
    const title = make("input", { required: true, autocomplete: "off" });
    const answer = await show(t("duplicate"), field("title", t("title"), title, t("duplicate_hint")), [{ value: "", label: t("cancel") }, { value: "yes", label: t("begin"), kind: "primary" }]);
    if (answer.value !== "yes" || !(await page.state.save())) return;
    try {
      leave((await post("duplicate", { stem, title: answer.data.get("title") })).stem);
    } catch (error) {
      toast(error.message);
    }
  }

  async function remove() {
    if (!(await ask(t("delete"), t("delete_text"), t("delete"), "danger"))) return;
    let key;
    try {
      key = await session.remove();
    } catch (error) {
      toast(error.message);
      return;
    }
    if (page.side.name) page.side.open(page.side.name);
    // Nothing is asked of what is gone, nor written to it.
    page.checks.stop();
    page.used.stop();
    for (const part of [place("main"), document.querySelector(".bar-actions")]) part.inert = true;
    const undo = make("button", { type: "button", class: "button", data: { kind: "primary" } }, t("undo"));
    undo.addEventListener("click", async () => {
      await post("restore", { key });
      location.reload();
    });
    page.banners.show([{ id: "deleted", text: t("deleted"), kind: "warn", stays: true, buttons: [undo, make("a", { class: "button", href: listAddress() }, t("back_to_list"))] }]);
    undo.focus();
  }

  const leave = (other) => (location.href = `${pageData.editor}/story?${new URLSearchParams({ stem: other })}`);

  const see = () => window.open(`/${page.story.kind === "news" ? "news/" : ""}${page.story.slug}/`, "_blank", "noopener");

  return { beginTranslation, rename, duplicate, remove, see };
}
