// What screen readers say of a change of the page, in the element #announcements, which has what is not said yet.

import { place } from "./drawing.js";

// Milliseconds without a key and without a change of the page after which words are said, and at most: screen readers
// leave out what changes together with the rest (Orca, what comes within a tenth of a second of another change).
const QUIET = 250;
const LONGEST_QUIET = 3000;

class Announcements extends HTMLElement {
  unsaid = new Map();
  timer = 0;
  since = 0;
  lastChange = 0;

  connectedCallback() {
    const note = () => (this.lastChange = performance.now());
    addEventListener("keydown", note, true);
    this.changes = new MutationObserver((records) => records.some(({ target }) => !this.contains(target)) && note());
  }

  announce(text, subject) {
    if (!this.unsaid.size) {
      this.since = performance.now();
      this.changes.observe(document.body, { childList: true, characterData: true, subtree: true });
    }
    this.unsaid.delete(subject);
    this.unsaid.set(subject, text);
    // The same words are read again only where they are new to the page.
    this.textContent = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sayAll(), QUIET);
  }

  sayAll() {
    const now = performance.now();
    const quiet = now - this.lastChange;
    if (quiet < QUIET && now - this.since < LONGEST_QUIET) {
      this.timer = setTimeout(() => this.sayAll(), QUIET - quiet);
      return;
    }
    this.changes.disconnect();
    const texts = [...this.unsaid.values()];
    this.unsaid.clear();
    this.textContent = texts.map((text, at) => (at < texts.length - 1 && !/[.!?:]$/.test(text) ? `${text}.` : text)).join(" ");
  }
}

customElements.define("editor-announcements", Announcements);

// Words for those who hear the page. What is said of one subject takes the place of what was to be said of it.
export const announce = (text, subject = text) => /** @type {any} */ (place("announcements"))?.announce(text, subject);
