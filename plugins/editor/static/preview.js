// The page as readers will see it, made anew at each pause in typing, in step with the text.

import { post, surroundings } from "./api.js";
import { browser } from "./browser-store.js";
import { inPause, oneAtATime } from "./delays.js";
import { walkTabs } from "./dialogs.js";
import { html, ref } from "./drawing.js";
import { pageData, t } from "./strings.js";

const PAUSE = 120;
const { pageName } = surroundings;
// The site has an origin of its own: no script of its theme reads or writes here.
const siteOrigin = `${location.protocol}//${location.hostname}:${pageData.sitePort}`;

export class Preview {
  /** @param {import("./story-page.js").Page} page */
  constructor(page) {
    this.page = page;
    this.name = "preview";
    this.title = t("preview");
    this.key = "Alt+P";
    this.note = "";
    /** @type {any} */
    this.frame = null;
    // The server would render for each, and the newest would wait for all.
    this.render = oneAtATime(() => this.renderOnce());
    this.soon = inPause(this.render, PAUSE);
    const kept = browser.get("editor-edition");
    this.edition = pageData.editions.find((edition) => edition.name === kept) ?? pageData.editions[0];
    addEventListener("message", (event) => this.hear(event));
  }

  // The frame's origin is the site's, and nothing in it may lead the window elsewhere, open another or send a form.
  draw() {
    const tab = (edition) => html`<button type="button" class="pane-tab" role="tab" lang=${edition.tag} aria-selected=${edition === this.edition} @click=${() => this.choose(edition)}>${edition.label}</button>`;
    return html`
      <div class="preview-tabs" role="tablist" aria-label=${t("edition")} @keydown=${walkTabs}>${pageData.editions.map(tab)}</div>
      <p class="hint preview-note" role="status" ?hidden=${!this.note}>${this.note}</p>
      <iframe class="preview-frame" title=${this.title} sandbox="allow-scripts allow-same-origin" ${ref(this.take)}></iframe>`;
  }

  take = (frame) => {
    this.frame = frame ?? null;
  };

  choose(edition) {
    this.edition = edition;
    browser.set("editor-edition", edition.name);
    this.frame.removeAttribute("src");
    this.page.side.again(this.name);
    this.opened();
  }

  opened() {
    this.first = true;
    this.render();
  }

  say(note) {
    this.note = note;
    this.page.side.again(this.name);
  }

  async renderOnce() {
    if (!this.frame) return;
    const { edition } = this;
    let answer;
    try {
      answer = await post("render", { stem: this.page.stem, window: pageName, edition: edition.name, drafts: this.page.model.drafts });
    } catch (error) {
      this.say(error.message);
      return;
    }
    // What another edition was asked for meanwhile shows nothing of this one.
    if (edition !== this.edition || !this.frame) return;
    if (this.note) this.say("");
    this.lines = answer.lines;
    if (this.first) {
      this.first = false;
      this.frame.src = `${siteOrigin}${pageData.editor}/preview?${new URLSearchParams({ window: pageName, at: String(Date.now()) })}`;
    } else {
      this.tell({ html: answer.html });
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
    if (data.kind === "click" && this.lines?.[data.at]) this.page.checks.goToLine(this.edition.language, this.lines[data.at]);
  }

  // Shows the block that is made of a line of the file.
  scrollTo(code, line, smooth = true) {
    this.last = [code, line];
    if (!this.frame || !this.lines || this.edition.language !== code) return;
    this.tell({ at: this.lines.findLastIndex((first) => first <= line), smooth });
  }
}
