// The text of each language as it is being written, and how it is saved: the states of saving, the journal, the requests.

import { post, windowName } from "./api.js";

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

// Keeps what is typed: on the server's disk within two seconds, and in the browser where the server is not reached.
export class Journal {
  constructor(stem, state, outcome) {
    this.stem = stem;
    this.state = state;
    this.outcome = outcome;
    this.timer = 0;
    this.first = 0;
    this.sending = false;
    this.waiting = false;
    this.key = `editor-journal ${stem}`;
    addEventListener("pagehide", () => (this.timer || this.waiting) && this.write(true));
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.write());
  }

  changed() {
    const now = performance.now();
    this.first ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), Math.max(0, Math.min(PAUSE, this.first + LONGEST - now)));
  }

  async write(closing = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending && !closing) {
      this.waiting = true;
      return;
    }
    this.first = 0;
    this.waiting = false;
    this.sending = true;
    const state = this.state();
    try {
      // A server that ends meanwhile may leave a request without an answer.
      const patience = AbortSignal.timeout(PATIENCE);
      if (state) await post("journal", { stem: this.stem, window: windowName, state }, patience, closing);
      else await post("drop-journal", { stem: this.stem, window: windowName }, patience, closing);
      localStorage.removeItem(this.key);
      this.outcome(true);
    } catch (error) {
      if (state) this.keepHere(state);
      this.outcome(false, error);
      this.timer = setTimeout(() => this.write(), RETRY);
    } finally {
      this.sending = false;
      if (this.waiting) this.write();
    }
  }

  keepHere(state) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ moment: new Date().toISOString(), state }));
    } catch {
      // The browser has no room for it, or keeps nothing: the window has it, and it is sent again and again.
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.first = 0;
    this.waiting = false;
  }

  // What the browser kept while the server was not reached.
  get own() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }
}
