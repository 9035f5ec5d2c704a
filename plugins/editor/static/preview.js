// The page as readers will see it, made anew at each pause in typing, in step with the text.

import { post, windowName } from "./api.js";
import { walkTabs } from "./dialogs.js";
import { make } from "./dom.js";
import { pageData } from "./page-data.js";
import { t } from "./strings.js";

const PAUSE = 120;
// The site has an origin of its own: no script of its theme reads or writes here.
const siteOrigin = `${location.protocol}//${location.hostname}:${pageData.sitePort}`;

export class Preview {
  constructor({ stem, drafts, go, languages }) {
    this.stem = stem;
    this.drafts = drafts;
    this.go = go;
    this.languages = languages;
    addEventListener("message", (event) => this.hear(event));
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
    // Its origin is the site's, and nothing in it may lead the window elsewhere, open another or send a form.
    this.frame = make("iframe", { class: "preview-frame", title: t("preview"), sandbox: "allow-scripts allow-same-origin" });
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
      this.frame.src = `${siteOrigin}${pageData.editor}/preview?${new URLSearchParams({ window: windowName, at: String(Date.now()) })}`;
    } else {
      this.tell({ html: found.html });
      if (this.last) this.scrollTo(...this.last, false);
    }
  }

  tell(message) {
    this.frame?.contentWindow?.postMessage(message, siteOrigin);
  }

  // What the page in the frame says: only the editor's own script runs there.
  hear({ source, origin, data }) {
    if (!this.frame || source !== this.frame.contentWindow || origin !== siteOrigin) return;
    if (data.kind === "ready" && this.last) this.scrollTo(...this.last, false);
    // The editor's keys lead out of the page, too.
    if (data.kind === "key") this.frame.dispatchEvent(new KeyboardEvent("keydown", { ...data.key, bubbles: true, cancelable: true }));
    if (data.kind === "click" && this.lines?.[data.at]) this.go(this.language, this.lines[data.at]);
  }

  get language() {
    return pageData.editions.find((one) => one.name === this.edition).language;
  }

  // Shows the block that is made of a line of the file.
  scrollTo(code, line, smooth = true) {
    this.last = [code, line];
    if (!this.frame || !this.lines || this.language !== code) return;
    this.tell({ at: this.lines.findLastIndex((one) => one <= line), smooth });
  }
}
