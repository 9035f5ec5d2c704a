// Keeps what is typed: on the server's disk within two seconds, and in the browser where the server is slow or not
// reached. Without a page: `Surroundings` has all that is around it.

/**
 * @typedef {import("./text-model.js").Unsaved} Unsaved
 *
 * Work that a page which is gone has left, by the stem that it knew and its window, and how this browser forgets it,
 * where it has it too.
 * @typedef {{ stem: string, window: string, number: number, forget?: () => unknown }} Taken
 *
 * What is kept of a window: `number` grows with each, `moment` is in seconds since 1970, a `state` of null says that
 * nothing is unsaved; the server forgets what is `taken` once it has the state.
 * @typedef {{ stem: string, window: string, number: number, moment: number, state: Unsaved | null, taken: Taken[] }} Entry
 *
 * An entry that a browser keeps, and how it forgets it.
 * @typedef {Entry & { forget: () => unknown }} KeptEntry
 *
 * `store` is on the browser's disk when it answers; `local` is what a page that is closed has time for. `isOpen` says
 * whether a window of this browser has a story open now.
 * @typedef {{
 *   windowName: string,
 *   nextNumber: () => number,
 *   post: (name: string, data: any, options?: { patience?: number, closing?: boolean }) => Promise<any>,
 *   get: (name: string, query: Record<string, string>) => Promise<any>,
 *   openStories: () => Promise<(window: string, stem: string) => boolean>,
 *   store: { keep: (key: string, entry: Entry) => Promise<boolean>, forget: (key: string) => unknown,
 *     kept: (key: string) => Promise<Entry | undefined>, keptKeys: () => Promise<string[]> },
 *   local: { keys: () => string[], get: (key: string) => string | null, set: (key: string, text: string) => void,
 *     remove: (key: string) => void },
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

// What a browser keeps of a window's text: an entry as the server takes it, by story and window. It is written in
// IndexedDB, which has it on the disk; in localStorage where IndexedDB does not answer, and when a page is closed, where
// only localStorage is quick enough.
const PREFIX = "editor-journal ";

/** @param {Surroundings} around @returns {Promise<KeptEntry[]>} */
async function keptEntries({ local, store }) {
  /** @type {any[]} */
  const found = [];
  for (const key of local.keys().filter((one) => one.startsWith(PREFIX))) {
    try {
      const entry = JSON.parse(local.get(key) ?? "");
      // Before version 1.1 it had the time in words, and no window.
      const moment = typeof entry.moment === "string" ? Date.parse(entry.moment) / 1000 : entry.moment;
      found.push({ stem: key.slice(PREFIX.length), window: "kept", ...entry, moment, forget: () => local.remove(key) });
    } catch {
      // It is no entry.
    }
  }
  for (const key of await store.keptKeys()) found.push({ ...(await store.kept(key)), forget: () => store.forget(key) });
  // The window that an entry is of may have forgotten it meanwhile.
  return found.filter((entry) => entry.state);
}

// Brings the server what this browser keeps of windows that are gone: of each window, the server takes the newest. Says
// whether there was any, and gives what the server does not take, as from a full disk.
/** @param {Surroundings} around */
export async function bringKept(around) {
  const entries = await keptEntries(around);
  if (!entries.length) return { brought: false, left: [] };
  const isOpen = await around.openStories();
  /** @type {KeptEntry[]} */
  const left = [];
  let brought = false;
  for (const kept of entries.filter(({ window, stem }) => window === around.windowName || !isOpen(window, stem))) {
    const { forget, ...entry } = kept;
    try {
      await around.post("journal", entry);
      brought = true;
      await forget();
    } catch {
      left.push(kept);
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
    // What the browser has, and what it was given when the page was closed.
    this.kept = { number: 0, text: "" };
    this.closing = 0;
    this.keeping = Promise.resolve();
    this.key = `${stem} ${around.windowName}`;
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

  // What is unsaved here has all of another window's work that is wanted: that work is forgotten with the next that the
  // server keeps, whenever that is.
  /** @param {Taken} other */
  take(other) {
    // What the browser has of this window itself goes as all that it keeps.
    if (other.window === this.around.windowName && other.stem === this.stem) this.kept.number = this.closing = other.number;
    else this.taken = [...this.taken, other];
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
    const { windowName, nextNumber } = this.around;
    const taken = this.taken.map(({ stem, window, number }) => ({ stem, window, number }));
    const entry = { stem: this.stem, window: windowName, number: nextNumber(), moment: Date.now() / 1000, state, taken };
    if (closing) this.keepAtOnce(entry);
    return this.send(entry, closing, this.taken);
  }

  /** @param {Entry} entry @param {boolean} closing @param {Taken[]} taken */
  async send(entry, closing, taken) {
    const sent = this.around.now();
    this.sent.push(sent);
    const slow = this.around.after(SLOW, () => this.keepHere(entry));
    try {
      // A server that ends meanwhile may leave a request without an answer.
      const answer = await this.around.post("journal", entry, { patience: PATIENCE, closing });
      this.answered = Math.max(this.answered, entry.number);
      this.taken = this.taken.filter((one) => !taken.includes(one));
      for (const { forget } of taken) forget?.();
      this.forgetHere(entry.number);
      this.outcome(answer.kept ?? []);
      return true;
    } catch (error) {
      // What was sent after it is kept already.
      if (entry.number < this.answered) return true;
      this.keepHere(entry);
      this.outcome([], error);
      this.timer ||= this.around.after(RETRY, () => this.write());
      return false;
    } finally {
      this.around.cancel(slow);
      this.sent.splice(this.sent.indexOf(sent), 1);
      if (this.waiting) this.write();
    }
  }

  /** @param {Entry} entry */
  keepHere(entry) {
    const text = JSON.stringify(entry.state);
    if (!entry.state || entry.number < this.kept.number || text === this.kept.text) return;
    this.kept = { number: entry.number, text };
    this.keeping = this.keeping.then(async () => {
      // What came after it, or the server, has it meanwhile.
      if (!(await this.around.store.keep(this.key, entry)) && this.kept.number === entry.number) this.keepAtOnce(entry);
    });
  }

  /** @param {Entry} entry */
  keepAtOnce(entry) {
    if (entry.number < this.closing) return;
    try {
      if (entry.state) this.around.local.set(PREFIX + this.key, JSON.stringify(entry));
      this.closing = entry.number;
    } catch {
      // The browser has no room for it, or keeps nothing: it is on its way to the server.
    }
  }

  // The server has what was sent with a number, and all before.
  /** @param {number} number */
  forgetHere(number) {
    if (this.closing && this.closing <= number) this.around.local.remove(PREFIX + this.key);
    if (!this.kept.number || this.kept.number > number) return;
    this.kept = { number: 0, text: "" };
    this.keeping = this.keeping.then(async () => void (await this.around.store.forget(this.key)));
  }
}
