// The page as readers will see it, made anew at each pause in typing, in step with the text.

import { post, windowName } from "./api.js";
import { walkTabs } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { t } from "./strings.js";

const PAUSE = 120;

export class Preview {
  constructor({ stem, drafts, go, languages, pressed }) {
    this.stem = stem;
    this.drafts = drafts;
    this.go = go;
    this.languages = languages;
    this.pressed = pressed;
    this.timer = 0;
    this.asked = null;
    this.again = false;
    this.edition = localStorage.getItem("editor-edition") || pageData.editions[0].name;
    if (!pageData.editions.some((one) => one.name === this.edition)) this.edition = pageData.editions[0].name;
  }

  open(place) {
    const tabs = pageData.editions.map((one) => {
      const tab = make("button", { type: "button", class: "pane-tab", role: "tab", lang: one.tag, "aria-selected": String(one.name === this.edition) }, one.label);
      tab.addEventListener("click", () => {
        this.edition = one.name;
        localStorage.setItem("editor-edition", one.name);
        for (const other of tabs) other.setAttribute("aria-selected", String(other === tab));
        this.frame.removeAttribute("src");
        this.first = true;
        this.render();
      });
      return tab;
    });
    this.note = make("p", { class: "hint preview-note", role: "status", hidden: true });
    this.frame = make("iframe", { class: "preview-frame", title: t("preview") });
    const list = make("div", { class: "preview-tabs", role: "tablist", "aria-label": t("edition") }, tabs);
    walkTabs(list);
    place.append(list, this.note, this.frame);
    this.first = true;
    this.render();
  }

  close() {
    this.frame = null;
  }

  soon() {
    if (!this.frame) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.render(), PAUSE);
  }

  // One request at a time: the server would render for each, and the newest would wait for all.
  async render() {
    if (!this.frame) return;
    this.again = Boolean(this.asked);
    if (this.asked) return;
    const edition = this.edition;
    let found = null;
    try {
      this.asked = post("render", { stem: this.stem, window: windowName, edition, drafts: this.drafts() });
      found = await this.asked;
    } catch (error) {
      this.note.hidden = false;
      this.note.textContent = error.message;
    } finally {
      this.asked = null;
    }
    if (this.again) this.render();
    // What another edition was asked for meanwhile shows nothing of this one.
    if (!found || edition !== this.edition) return;
    if (!this.frame) return;
    this.note.hidden = true;
    this.lines = found.lines;
    if (this.first) {
      this.first = false;
      this.frame.onload = () => this.prepare();
      this.frame.src = `${pageData.editor}/preview?${new URLSearchParams({ window: windowName, at: String(Date.now()) })}`;
    } else {
      this.patch(found.html);
    }
  }

  // Puts the new page's text in place of the old one's, so that nothing jumps.
  patch(html) {
    const page = this.frame.contentDocument;
    const newer = new DOMParser().parseFromString(html, "text/html");
    const [old, fresh] = [page?.querySelector("main"), newer.querySelector("main")];
    if (!old || !fresh) return;
    old.replaceWith(page.importNode(fresh, true));
    page.title = newer.title;
    this.prepare();
    if (this.last) this.scrollTo(...this.last, false);
  }

  get blocks() {
    const prose = this.frame?.contentDocument?.querySelector(".prose");
    return prose ? [...prose.children] : [];
  }

  // A click goes to the paragraph; links do not lead away.
  prepare() {
    const page = this.frame.contentDocument;
    if (!page?.body || page.body.dataset.prepared) return;
    page.body.dataset.prepared = "yes";
    // The editor's keys lead out of the page, too.
    page.addEventListener("keydown", this.pressed);
    page.addEventListener("click", (event) => {
      event.preventDefault();
      const block = event.target.closest?.(".prose > *");
      const at = block ? this.blocks.indexOf(block) : -1;
      const language = pageData.editions.find((one) => one.name === this.edition).language;
      if (at >= 0 && this.lines?.[at]) this.go(language, this.lines[at]);
    });
    if (this.last) this.scrollTo(...this.last, false);
  }

  // Shows the block that is made of a line of the file.
  scrollTo(code, line, smooth = true) {
    this.last = [code, line];
    if (!this.frame || !this.lines) return;
    const language = pageData.editions.find((one) => one.name === this.edition).language;
    if (language !== code) return;
    const at = this.lines.findLastIndex((one) => one <= line);
    const block = this.blocks[Math.max(0, at)];
    const view = this.frame.contentWindow;
    if (!block || !view) return;
    const box = block.getBoundingClientRect();
    if (box.top > 0 && box.bottom < view.innerHeight) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || !smooth;
    view.scrollTo({ top: view.scrollY + box.top - view.innerHeight / 3, behavior: calm ? "instant" : "smooth" });
  }
}
