// The text of each language as it is being written, and how it is saved: the states of saving, the journal, the requests.

import { nextNumber, openStories, post, windowName } from "./api.js";
import { texts } from "./browser-store.js";

// What may follow what. A save that ends finds the story "saved", or "unsaved" where typing went on meanwhile.
export const TRANSITIONS = {
  loading: ["saved", "unsaved", "failed"],
  saved: ["unsaved", "saving", "conflict"],
  unsaved: ["saving", "saved", "conflict", "failed"],
  saving: ["saved", "unsaved", "conflict", "failed"],
  conflict: ["saving", "saved", "unsaved", "failed"],
  failed: ["saving", "saved", "unsaved", "conflict"],
};

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

// One language's text: what the file had when it was opened (`base`), and what it has here.
export class Draft {
  constructor(language, text) {
    this.language = language;
    this.load(text);
  }

  load(text) {
    this.base = text;
    this.fields = { ...text.fields };
    this.body = text.body;
    // A file whose header cannot be read is edited as a whole.
    this.whole = text.error ? text.text : null;
    this.exists = text.exists;
  }

  // The file was saved: what was typed meanwhile stays.
  saved(text, sent) {
    const fields = { ...text.fields };
    for (const [name, value] of Object.entries(this.fields)) if (value !== (sent.fields?.[name] ?? value)) fields[name] = value;
    const typed = this.whole === null ? this.body !== sent.body : this.whole !== sent.whole;
    this.base = text;
    this.exists = text.exists;
    this.fields = fields;
    if (!typed && !text.error) {
      this.whole = this.stays ? text.text : null;
      this.body = text.body;
    }
  }

  get isChanged() {
    if (!this.exists) return false;
    if (this.whole !== null) return this.whole !== this.base.text;
    return this.body !== this.base.body || Object.keys(this.changedFields).length > 0;
  }

  get changedFields() {
    const names = new Set([...Object.keys(this.base.fields), ...Object.keys(this.fields)]);
    const rows = [...names].filter((name) => (this.fields[name] ?? "") !== (this.base.fields[name] ?? ""));
    // A published text has no line for its status.
    return Object.fromEntries(rows.map((name) => [name, name === "status" && !this.fields.status ? null : this.fields[name] ?? ""]));
  }

  get data() {
    const known = { version: this.base.version, base: this.base.text };
    return this.whole === null ? { ...known, fields: this.changedFields, body: this.body } : { ...known, whole: this.whole };
  }

  // Takes over what a journal has.
  restore(data) {
    this.exists = true;
    if (data.version !== this.base.version) this.base = { ...this.base, version: data.version, text: data.base };
    if (data.whole !== undefined) this.whole = data.whole;
    else {
      for (const [name, value] of Object.entries(data.fields ?? {})) this.fields[name] = value ?? "";
      this.body = data.body;
    }
  }
}

// What a browser keeps of a window's text: an entry as the server takes it, by story and window. It is written in
// IndexedDB, which has it on the disk; in localStorage where IndexedDB does not answer, and when a page is closed, where
// only localStorage is quick enough.
const PREFIX = "editor-journal ";

async function keptEntries() {
  const found = [];
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    try {
      const entry = JSON.parse(localStorage.getItem(key));
      // Before version 1.1 it had the time in words, and no window.
      const moment = typeof entry.moment === "string" ? Date.parse(entry.moment) / 1000 : entry.moment;
      found.push({ stem: key.slice(PREFIX.length), window: "kept", ...entry, moment, forget: () => localStorage.removeItem(key) });
    } catch {
      // It is no entry.
    }
  }
  for (const key of await texts.keptKeys()) found.push({ ...(await texts.kept(key)), forget: () => texts.forget(key) });
  // The window that an entry is of may have forgotten it meanwhile.
  return found.filter((entry) => entry.state);
}

// Brings the server what this browser keeps of windows that are gone: of each window, the server takes the newest. Says
// whether there was any, and gives what the server does not take, as from a full disk.
export async function bringKept() {
  const entries = await keptEntries();
  if (!entries.length) return { brought: false, left: [] };
  const isOpen = await openStories();
  const left = [];
  let brought = false;
  for (const kept of entries.filter(({ window, stem }) => window === windowName || !isOpen(window, stem))) {
    const { forget, ...entry } = kept;
    try {
      await post("journal", entry);
      brought = true;
      await forget();
    } catch {
      left.push(kept);
    }
  }
  return { brought, left };
}

// Keeps what is typed: on the server's disk within two seconds, and in the browser where the server is slow or not
// reached.
export class Journal {
  constructor(stem, state, outcome) {
    this.stem = stem;
    this.state = state;
    this.outcome = outcome;
    this.timer = 0;
    this.first = 0;
    // When each request that is under way was sent.
    this.sent = [];
    this.waiting = false;
    this.answered = 0;
    // What the browser has, and what it was given when the page was closed.
    this.kept = { number: 0, text: "" };
    this.closing = 0;
    this.keeping = Promise.resolve();
    this.key = `${stem} ${windowName}`;
    addEventListener("pagehide", () => (this.timer || this.waiting || this.sent.length) && this.write({ closing: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.write());
    setInterval(() => this.state() && this.changed(), AGAIN);
  }

  changed() {
    const now = performance.now();
    this.first ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), Math.max(0, Math.min(PAUSE, this.first + LONGEST - now)));
  }

  // One request after the other; beside one that is slow, a second. Whether the server has kept what is here now.
  async write({ closing = false, now = closing } = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sent.length && !now) {
      const since = performance.now() - this.sent[0];
      if (this.sent.length > 1 || since < SLOW) {
        this.waiting = true;
        if (this.sent.length === 1) this.timer = setTimeout(() => this.write(), SLOW - since);
        return false;
      }
    }
    this.first = 0;
    this.waiting = false;
    const state = this.state();
    const entry = { stem: this.stem, window: windowName, number: nextNumber(), moment: Date.now() / 1000, state };
    if (closing) this.keepAtOnce(entry);
    return this.send(entry, closing);
  }

  async send(entry, closing) {
    const sent = performance.now();
    this.sent.push(sent);
    const slow = setTimeout(() => this.keepHere(entry), SLOW);
    try {
      // A server that ends meanwhile may leave a request without an answer.
      const patience = AbortSignal.timeout(PATIENCE);
      await post(entry.state ? "journal" : "drop-journal", entry, patience, closing);
      this.answered = Math.max(this.answered, entry.number);
      this.forgetHere(entry.number);
      this.outcome(true);
      return true;
    } catch (error) {
      // What was sent after it is kept already.
      if (entry.number < this.answered) return true;
      this.keepHere(entry);
      this.outcome(false, error);
      this.timer ||= setTimeout(() => this.write(), RETRY);
      return false;
    } finally {
      clearTimeout(slow);
      this.sent.splice(this.sent.indexOf(sent), 1);
      if (this.waiting) this.write();
    }
  }

  keepHere(entry) {
    const text = JSON.stringify(entry.state);
    if (!entry.state || entry.number < this.kept.number || text === this.kept.text) return;
    this.kept = { number: entry.number, text };
    this.keeping = this.keeping.then(async () => {
      // What came after it, or the server, has it meanwhile.
      if (!(await texts.keep(this.key, entry)) && this.kept.number === entry.number) this.keepAtOnce(entry);
    });
  }

  keepAtOnce(entry) {
    if (entry.number < this.closing) return;
    try {
      if (entry.state) localStorage.setItem(PREFIX + this.key, JSON.stringify(entry));
      this.closing = entry.number;
    } catch {
      // The browser has no room for it, or keeps nothing: it is on its way to the server.
    }
  }

  // The server has what was sent with a number, and all before.
  forgetHere(number) {
    if (this.closing && this.closing <= number) localStorage.removeItem(PREFIX + this.key);
    if (!this.kept.number || this.kept.number > number) return;
    this.kept = { number: 0, text: "" };
    this.keeping = this.keeping.then(() => texts.forget(this.key));
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.first = 0;
    this.waiting = false;
  }
}
