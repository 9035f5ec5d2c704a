// What is typed into dialogs, and what is settled of imports, kept in this browser: until what a dialog decides is kept
// elsewhere, or a person closes it. Without a page.

import { KeptHere, leftEntries } from "./kept-here.js";

/**
 * The form of a dialog: `place` is the stem of its story, or the address of its page; `name` that of the dialog, `given`
 * what it was opened with, and `state` what stands in it, with the `files` that it is about. Of one page, that with the smaller
 * `opened` was opened before. `forget` is for whoever has kept it elsewhere.
 * @typedef {{ key: string, place: string, window: string, name: string, given: any, opened: number, state: any, files?: any[],
 *   number: number, forget: () => unknown }} Form
 *
 * @typedef {import("./journal.js").Surroundings} Surroundings
 */

// Milliseconds from a key to the browser's disk.
const PAUSE = 150;

/** @param {Surroundings} around @returns {import("./kept-here.js").Places} */
const placesOf = ({ forms, local }) => ({ prefix: "editor-form ", store: forms, local });

// Keeps the form of one dialog; `left` is the form that it goes on with, which is forgotten where it was once it is kept here:
// two pages that are opened in one moment may both go on with it.
export class KeptForm {
  /** @param {Surroundings} around @param {{ place: string, name: string, given?: any, left?: Form }} form */
  constructor(around, { place, name, given, left }) {
    const window = around.pageName;
    const opened = left?.opened ?? around.nextNumber();
    this.around = around;
    this.entry = { place, window, name, given, opened, state: null, files: left?.files, number: 0 };
    this.here = new KeptHere(placesOf(around), `${window} ${around.nextNumber()}`);
    this.left = left;
    /** @type {any} */
    this.timer = 0;
    if (left) this.typed(left.state);
  }

  /** @param {any} state @param {any[]} [files] */
  typed(state, files = this.entry.files) {
    this.entry = { ...this.entry, state, files, number: this.entry.number + 1 };
    this.timer ||= this.around.after(PAUSE, () => {
      this.timer = 0;
      this.here.keep(this.entry).then((isKept) => isKept && this.forgetLeft());
    });
  }

  // The page is closed: what is on its way to the disk may not come there. It is kept too where its dialog is decided, and
  // what that does is still to come.
  closed() {
    if (this.here.keepAtOnce(this.entry)) this.forgetLeft();
  }

  forget() {
    this.around.cancel(this.timer);
    this.timer = 0;
    this.entry = { ...this.entry, state: null };
    this.forgetLeft();
    return this.here.forget(Infinity);
  }

  forgetLeft() {
    this.left?.forget();
    this.left = undefined;
  }
}

// The forms that pages which are gone have left in some places, in the order in which they were opened.
/** @param {Surroundings} around @param {string[]} places @returns {Promise<Form[]>} */
export async function leftForms(around, places) {
  const entries = await leftEntries(around, placesOf(around));
  return entries.filter(({ place }) => places.includes(place)).sort((a, b) => a.opened - b.opened);
}
