// Lines above the texts that ask for a decision, or say what is wrong. They follow from the session: what is no longer so
// is no longer shown.

import { announce } from "./announcements.js";
import { make } from "./dom.js";
import { t } from "./strings.js";

/**
 * A line by its id. One that a person has closed is shown again where its words or its `serial` are new.
 * @typedef {{ id: string, text: string, kind?: string, serial?: unknown, stays?: boolean,
 *   buttons?: (HTMLElement | { label: string, main?: boolean, run: () => void })[] }} Notice
 */

export class Banners {
  // `leave` takes the keyboard where what it was in goes.
  /** @param {HTMLElement} place @param {() => void} leave */
  constructor(place, leave) {
    this.place = place;
    this.leave = leave;
    /** @type {Map<string, string>} */
    this.shown = new Map();
  }

  /** @param {Notice[]} notices */
  show(notices) {
    for (const id of [...this.shown.keys()]) {
      if (notices.some((one) => one.id === id)) continue;
      this.shown.delete(id);
      this.remove(id);
    }
    for (const notice of notices) {
      const key = [notice.text, notice.serial].join();
      if (this.shown.get(notice.id) === key) continue;
      this.shown.set(notice.id, key);
      this.place.querySelector(`#banner-${notice.id}`)?.remove();
      this.place.append(this.draw(notice));
      announce(notice.text, notice.id);
    }
  }

  /** @param {Notice} notice */
  draw({ id, text, kind = "", buttons = [], stays = false }) {
    const parts = buttons.map((one) => {
      if (one instanceof HTMLElement) return one;
      return make("button", { type: "button", class: "button", data: one.main ? { kind: "primary" } : {}, onclick: one.run }, one.label);
    });
    if (!stays) parts.push(make("button", { type: "button", class: "button", data: { kind: "quiet" }, "aria-label": t("close"), onclick: () => this.remove(id) }, "×"));
    const words = make("p", { id: `banner-${id}-words` }, text);
    return make("div", { class: "banner", id: `banner-${id}`, role: "group", "aria-labelledby": words.id, data: { kind } }, words, make("div", { class: "banner-buttons" }, parts));
  }

  // The keyboard is not left in what is gone.
  /** @param {string} id */
  remove(id) {
    const gone = this.place.querySelector(`#banner-${id}`);
    const focused = gone?.contains(document.activeElement);
    gone?.remove();
    if (focused) this.leave();
  }
}
