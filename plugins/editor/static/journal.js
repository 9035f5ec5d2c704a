// Keeps what is typed: on the server's disk within two seconds, and in the browser where the server is slow or not
// reached. Without a page: `Surroundings` has all that is around it.

import { KeptHere, leftEntries } from "./kept-here.js";

/**
 * @typedef {import("./text-model.js").Unsaved} Unsaved
 *
 * A page with what it kept up to a number: `stem` is the one that it knew.
 * @typedef {{ stem: string, window: string, number: number }} Page
 *
 * Work that is part of what is unsaved here, and how this browser forgets it, where it has it: of a page which is gone, or
 * of a dialog, which the browser alone has.
 * @typedef {Partial<Page> & { forget?: () => unknown }} Taken
 *
 * What is kept of a page, which is called a `window`: `number` grows with each, `moment` is in seconds since 1970, a `state` of null says that
 * nothing is unsaved; the server forgets what is `taken` once it has the state.
 * @typedef {{ stem: string, window: string, number: number, moment: number, state: Unsaved | null, taken: Partial<Page>[] }} Entry
 *
 * An entry that a browser keeps, and how it forgets it.
 * @typedef {Entry & { forget: () => unknown }} KeptEntry
 *
 * `pageName` is of this page alone, and `isOfWindow` says whether another page was in the same window before. The browser
 * keeps entries in `store` and in `local`, and what stands in dialogs in `forms`.
 * @typedef {{
 *   pageName: string,
 *   isOfWindow: (page: string) => boolean,
 *   nextNumber: () => number,
 *   post: (name: string, data: any, options?: { patience?: number, closing?: boolean }) => Promise<any>,
 *   get: (name: string, query: Record<string, string>) => Promise<any>,
 *   openPages: () => Promise<(page: string) => boolean>,
 *   store: import("./kept-here.js").Places["store"],
 *   forms: import("./kept-here.js").Places["store"],
 *   local: import("./kept-here.js").Places["local"],
 *   now: () => number,
 *   after: (milliseconds: number, work: () => void) => any,
 *   cancel: (timer: any) => void,
 * }} Surroundings
 */

// Milliseconds from a key to its way to the disk: in a pause, and at most. What is under way comes on top twice, once for
// the request before, and two seconds must be enough also on a busy computer.
const PAUSE = 120;
const LONGEST = 200;
const PATIENCE = 1500;
const RETRY = 400;
// Milliseconds without an answer after which what was sent is kept in the browser too, and what was typed since is sent
// beside it.
const SLOW = 500;
// Milliseconds after which unsaved text is sent again: whatever took it from the disk, it is there again.
const AGAIN = 30000;

// What a browser keeps of a window's text is an entry as the server takes it, by story and window.
/** @param {Surroundings} around */
const placesOf = ({ local, store }) => ({ prefix: "editor-journal ", local, store });

// Brings the server what this browser keeps of windows that are gone: of each window, the server takes the newest. Says
// whether there was any, and gives what the server does not take, as from a full disk.
/** @param {Surroundings} around */
export async function bringKept(around) {
  /** @type {KeptEntry[]} */
  const left = [];
  let brought = false;
  for (const { forget, key, files, ...entry } of await leftEntries(around, placesOf(around))) {
    try {
      await around.post("journal", entry);
      brought = true;
      forget();
    } catch {
      left.push({ ...entry, forget });
    }
  }
  return { brought, left };
}

export class Journal {
  // `unsaved` gives what is to be kept, `outcome` takes each answer: the ids of what the server has in versions, or the
  // error.
  /**
   * @param {Surroundings} around @param {string} stem @param {() => Unsaved | null} unsaved
   * @param {(kept: string[], error?: any) => void} outcome
   */
  constructor(around, stem, unsaved, outcome) {
    this.around = around;
    this.stem = stem;
    this.unsaved = unsaved;
    this.outcome = outcome;
    /** @type {any} */
    this.timer = 0;
    /** @type {number | null} */
    this.first = null;
    // When each request that is under way was sent.
    /** @type {number[]} */
    this.sent = [];
    this.waiting = false;
    this.answered = 0;
    /** @type {Taken[]} */
    this.taken = [];
    this.here = new KeptHere(placesOf(around), `${stem} ${around.pageName}`);
    this.sendAgain();
  }

  sendAgain() {
    this.around.after(AGAIN, () => {
      if (this.unsaved()) this.changed();
      this.sendAgain();
    });
  }

  changed() {
    const now = this.around.now();
    this.first ??= now;
    this.around.cancel(this.timer);
    this.timer = this.around.after(Math.max(0, Math.min(PAUSE, this.first + LONGEST - now)), () => this.write());
  }

  // What is unsaved here has all of another work that is wanted: that is forgotten with the next that the server keeps,
  // whenever that is.
  /** @param {Taken} other */
  take(other) {
    this.taken = [...this.taken, other];
    return this.write({ now: true });
  }

  // The page is hidden, or is closed.
  hidden() {
    if (this.timer) this.write();
  }

  closed() {
    if (this.timer || this.waiting || this.sent.length) this.write({ closing: true });
  }

  // One request after the other; beside one that is slow, a second. Whether the server has kept what is here now.
  /** @param {{ closing?: boolean, now?: boolean }} options */
  async write({ closing = false, now = closing } = {}) {
    this.around.cancel(this.timer);
    this.timer = 0;
    if (this.sent.length && !now) {
      const since = this.around.now() - this.sent[0];
      if (this.sent.length > 1 || since < SLOW) {
        this.waiting = true;
        if (this.sent.length === 1) this.timer = this.around.after(SLOW - since, () => this.write());
        return false;
      }
    }
    this.first = null;
    this.waiting = false;
    const state = this.unsaved();
    const { pageName, nextNumber } = this.around;
    const taken = this.taken.filter(({ stem }) => stem).map(({ stem, window, number }) => ({ stem, window, number }));
    const entry = { stem: this.stem, window: pageName, number: nextNumber(), moment: Date.now() / 1000, state, taken };
    if (closing) this.here.keepAtOnce(entry);
    return this.send(entry, closing, this.taken);
  }

  /** @param {Entry} entry @param {boolean} closing @param {Taken[]} taken */
  async send(entry, closing, taken) {
    const sent = this.around.now();
    this.sent.push(sent);
    const slow = this.around.after(SLOW, () => this.here.keep(entry));
    try {
      // A server that ends meanwhile may leave a request without an answer.
      const answer = await this.around.post("journal", entry, { patience: PATIENCE, closing });
      this.answered = Math.max(this.answered, entry.number);
      this.taken = this.taken.filter((work) => !taken.includes(work));
      for (const { forget } of taken) forget?.();
      this.here.forget(entry.number);
      this.outcome(answer.kept ?? []);
      return true;
    } catch (error) {
      // What was sent after it is kept already.
      if (entry.number < this.answered) return true;
      this.here.keep(entry);
      this.outcome([], error);
      this.timer ||= this.around.after(RETRY, () => this.write());
      return false;
    } finally {
      this.around.cancel(slow);
      this.sent.splice(this.sent.indexOf(sent), 1);
      if (this.waiting) this.write();
    }
  }
}
