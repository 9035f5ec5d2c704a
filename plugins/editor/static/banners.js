// Lines above the texts that ask for a decision, or say what is wrong. They follow from the session: what is no longer so
// is no longer shown.

import { announce } from "./announcements.js";
import { button, closeButton, draw, html, link, repeat } from "./drawing.js";

/**
 * A line by its id. One that a person has closed is shown again where its words or its `serial` are new. A button leads to
 * an `address`, or does something.
 * @typedef {{ id: string, text: string, kind?: string, serial?: unknown, stays?: boolean,
 *   buttons?: { label: string, main?: boolean, run?: () => void, address?: string }[] }} Notice
 */

/** @param {Notice} notice */
const keyOf = ({ id, text, serial }) => [id, text, serial].join();

export class Banners {
  // `leave` takes the keyboard where what it was in goes.
  /** @param {HTMLElement} place @param {() => void} leave */
  constructor(place, leave) {
    this.place = place;
    this.leave = leave;
    /** @type {Notice[]} */
    this.notices = [];
    this.closed = new Set();
  }

  /** @param {Notice[]} notices */
  show(notices) {
    const before = new Set(this.notices.map(keyOf));
    this.notices = notices;
    this.closed = new Set(notices.map(keyOf).filter((key) => this.closed.has(key)));
    this.draw();
    for (const notice of notices) if (!before.has(keyOf(notice))) announce(notice.text, notice.id);
  }

  draw() {
    const shown = this.notices.filter((notice) => !this.closed.has(keyOf(notice)));
    draw(this.place, repeat(shown, keyOf, (notice) => this.line(notice)), this.leave);
  }

  /** @param {Notice} notice */
  line(notice) {
    const close = () => {
      this.closed.add(keyOf(notice));
      this.draw();
    };
    return bannerOf(notice, notice.stays ? "" : closeButton(close));
  }
}

// A line with its buttons, and more of them.
/** @param {Notice} notice @param {unknown} more */
export function bannerOf({ id, text, kind = "", buttons = [] }, more = "") {
  const parts = buttons.map(({ label, main, run, address }) => {
    const look = main ? "primary" : "";
    return address ? link(address, label, look) : button(label, run, { kind: look });
  });
  return html`
    <div class="banner" id="banner-${id}" role="group" aria-labelledby="banner-${id}-words" data-kind=${kind}>
      <p id="banner-${id}-words">${text}</p>
      <div class="banner-buttons">${parts}${more}</div>
    </div>`;
}
