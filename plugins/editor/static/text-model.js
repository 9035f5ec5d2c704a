// The texts of one story in one window: what is known to be on disk, what is typed, what is being sent, and what has left
// the screen. Without a page, requests or time.
//
// The rule: a text that leaves the screen is put aside, and what is put aside is part of the unsaved work (`unsaved`)
// until the server has found its bytes on disk or has made a version of them (`kept`).

/**
 * One text as the server gives it.
 * @typedef {{ name: string, exists: boolean, version: string, text: string, error: string,
 *   fields: Record<string, string>, body: string, bodyLine: number }} TextData
 *
 * What is sent of one text: the version that it began with, and its fields and body, or the whole file; both of a whole
 * file that is not on disk and was changed in its form.
 * @typedef {{ version: string, base: string, fields?: Record<string, string | null>, body?: string, whole?: string }} Draft
 *
 * Texts and shared fields that belong together, and what these fields had before.
 * @typedef {{ texts: Record<string, Draft>, shared: Record<string, string>, shared_base?: Record<string, string> }} Drafts
 *
 * Drafts that have left the screen and are in no version yet.
 * @typedef {Drafts & { id: string }} Aside
 *
 * All that a window has not saved.
 * @typedef {Drafts & { aside?: Aside[] }} Unsaved
 *
 * @typedef {{ texts: Record<string, TextData>, shared: Record<string, string> }} Story
 *
 * @typedef {{ saved: Record<string, TextData>, conflicts: Record<string, TextData>, refused: Record<string, string>,
 *   shared?: Record<string, string> }} Outcome
 */

/**
 * @typedef {"loading" | "open" | "sending"} Phase
 * @typedef {"loading" | "saving" | "conflict" | "failed" | "unsaved" | "saved"} State
 */

const words = (/** @type {string} */ value) => value.trim().replace(/\s+/g, " ");

/** @param {Record<string, string>} before @param {Record<string, string>} after */
export function changesOf(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries([...names].filter((name) => (after[name] ?? "") !== (before[name] ?? "")).map((name) => [name, after[name] ?? ""]));
}

// The text of one language. Read by all, written by the model alone.
export class Text {
  /** @param {TextData} data */
  constructor(data) {
    // Another program's text on disk that is not shown here, and whether a save has found it; null where there is none.
    /** @type {TextData | null} */
    this.newer = null;
    this.isConflict = false;
    this.refusal = "";
    this.stays = false;
    // A whole text that is not on disk and is shown in its form, with what the form had then.
    /** @type {{ whole: string, fields: Record<string, string>, body: string } | null} */
    this.exact = null;
    this.base = data;
    /** @type {Record<string, string>} */
    this.fields = {};
    this.load(data);
  }

  /** @param {TextData} data */
  load(data) {
    this.base = data;
    this.bodyLine = data.bodyLine;
    this.fields = { ...data.fields };
    this.body = data.body;
    // A file whose header cannot be read is edited as a whole.
    /** @type {string | null} */
    this.whole = data.error || (this.stays && data.exists) ? data.text : null;
    this.exists = data.exists;
    this.exact = null;
    this.newer = null;
    this.isConflict = false;
    this.refusal = "";
  }

  // The file has what was sent: what was typed meanwhile stays.
  /** @param {TextData} data @param {Partial<Draft>} sent */
  saved(data, sent) {
    const { whole, body, fields, stays, exact } = this;
    const form = exact ?? this.base;
    const isOfSent = exact?.whole === sent.whole;
    const before = /** @type {Record<string, string | null>} */ ({ ...form.fields, ...sent.fields });
    this.load(data);
    // A file that was emptied is a text in which somebody writes.
    this.exists = true;
    if (whole !== null) {
      if (whole !== sent.whole || !data.exists) Object.assign(this, { whole, body, stays });
    } else if (!isOfSent) Object.assign(this, { whole, body, fields, stays, exact });
    else {
      for (const [name, value] of Object.entries(fields)) if (value !== (before[name] ?? "")) this.fields[name] = value;
      if (body !== (sent.body ?? form.body)) Object.assign(this, { whole, body, stays });
    }
  }

  get isFormChanged() {
    const { fields, body } = this.exact ?? this.base;
    return this.body !== body || Object.keys(changesOf(fields, this.fields)).length > 0;
  }

  get isChanged() {
    if (!this.exists) return false;
    if (this.whole !== null) return this.whole !== this.base.text;
    return this.isFormChanged || (this.exact !== null && this.exact.whole !== this.base.text);
  }

  /** @returns {Draft} */
  get data() {
    const { base, exact, body } = this;
    const known = { version: base.version, base: base.text };
    const whole = this.whole ?? exact?.whole;
    if (whole !== undefined && (this.whole !== null || !this.isFormChanged)) return { ...known, whole };
    // Of a text that is not on disk, all fields: by them a file is found to have it.
    const rows = Object.entries(exact ? this.fields : changesOf(base.fields, this.fields));
    // A published text has no line for its status.
    const fields = Object.fromEntries(rows.map(([name, value]) => [name, name === "status" && !value ? null : value]));
    return { ...known, ...(exact && { whole }), fields, body };
  }
}

// Whether a file has all of a draft.
/** @param {TextData | undefined} data @param {Draft} draft */
export function hasDraft(data, draft) {
  if (!data?.exists || data.error) return false;
  if (draft.whole !== undefined && draft.body === undefined) return draft.whole === data.text;
  return draft.body === data.body && Object.entries(draft.fields ?? {}).every(([name, value]) => (value ?? "") === (data.fields[name] ?? ""));
}

// Saves without an answer that are remembered.
const UNANSWERED = 8;

export class TextModel {
  // `newId` names what is put aside, among all that this window ever does.
  /** @param {() => string} newId */
  constructor(newId) {
    this.newId = newId;
    this.isOpen = false;
    /** @type {Record<string, Text>} */
    this.texts = {};
    // `newer` has values on disk that another program or window has written in place of the base, where this one has
    // changed them too: they are asked about.
    /** @type {{ base: Record<string, string>, values: Record<string, string>, newer: Record<string, string> }} */
    this.shared = { base: {}, values: {}, newer: {} };
    /** @type {Aside[]} */
    this.aside = [];
    /** @type {Unsaved | null} */
    this.sending = null;
    // What was sent and had no answer: the files may have it, or not.
    /** @type {Unsaved[]} */
    this.unanswered = [];
    this.error = "";
  }

  // What is derived

  /** @returns {Phase} */
  get phase() {
    if (!this.isOpen) return "loading";
    return this.sending ? "sending" : "open";
  }

  get isChanged() {
    return Object.values(this.texts).some((text) => text.isChanged) || Object.keys(this.sharedChanges).length > 0;
  }

  get sharedChanges() {
    return changesOf(this.shared.base, this.shared.values);
  }

  get conflicts() {
    return Object.keys(this.texts).filter((code) => this.texts[code].isConflict);
  }

  /** @returns {State} */
  get state() {
    if (this.phase === "loading") return "loading";
    if (this.phase === "sending") return "saving";
    if (this.conflicts.length || Object.keys(this.shared.newer).length) return "conflict";
    if (this.error || Object.values(this.texts).some((text) => text.refusal)) return "failed";
    return this.isChanged ? "unsaved" : "saved";
  }

  /** @returns {Drafts} */
  get drafts() {
    const changed = Object.entries(this.texts).filter(([, text]) => text.isChanged);
    const shared = this.sharedChanges;
    const before = Object.fromEntries(Object.keys(shared).map((name) => [name, this.shared.base[name] ?? ""]));
    return { texts: Object.fromEntries(changed.map(([code, text]) => [code, text.data])), shared, shared_base: before };
  }

  // All that is to be kept; null where the files and versions have it.
  /** @returns {Unsaved | null} */
  get unsaved() {
    if (this.phase === "loading" || (!this.isChanged && !this.aside.length)) return null;
    return this.aside.length ? { ...this.drafts, aside: [...this.aside] } : this.drafts;
  }

  // Events

  /** @param {Story} story */
  opened({ texts, shared }) {
    this.isOpen = true;
    for (const [code, data] of Object.entries(texts)) this.texts[code] = new Text(data);
    this.shared = { base: { ...shared }, values: { ...shared }, newer: {} };
  }

  /** @param {string} code @param {{ body?: string, whole?: string, fields?: Record<string, string> }} part */
  typed(code, { fields, ...part }) {
    this.cleared();
    const text = this.texts[code];
    Object.assign(text, part);
    Object.assign(text.fields, fields);
  }

  /** @param {string} name @param {string} value */
  typedShared(name, value) {
    this.cleared();
    this.shared.values[name] = value;
  }

  // A save begins; gives what is sent. One is under way at a time.
  sent() {
    if (this.phase !== "open") throw new Error(`a save while ${this.phase}`);
    this.error = "";
    this.sending = { ...this.drafts, aside: [...this.aside] };
    return this.sending;
  }

  /** @param {Outcome} outcome */
  answered({ saved, conflicts, refused, shared = {} }) {
    const sent = this.sending;
    if (!sent) throw new Error("an answer to no save");
    this.sending = null;
    this.kept((sent.aside ?? []).map((drafts) => drafts.id));
    this.cleared();
    for (const [code, data] of Object.entries(saved)) {
      const text = this.texts[code];
      // Of a language that the site has got since.
      if (!text) continue;
      const draft = sent.texts[code];
      // A shared field was written into a text that was not sent: its body may be another program's by now.
      if (draft || (text.data.whole === undefined && data.body === text.base.body)) text.saved(data, draft ?? {});
      else this.follow(code, data);
    }
    for (const [code, newer] of Object.entries(conflicts)) Object.assign(this.texts[code], { newer, isConflict: true });
    for (const [code, message] of Object.entries(refused)) this.texts[code].refusal = message;
    this.shared.newer = shared;
    const isWhole = ![conflicts, refused, shared].some((kept) => Object.keys(kept).length);
    if (isWhole) {
      Object.assign(this.shared.base, sent.shared);
      this.unanswered = [];
    }
    return isWhole;
  }

  // A save failed; `isRefused` where a server said so, and no file has changed.
  /** @param {string} message @param {boolean} isRefused */
  failed(message, isRefused) {
    if (!isRefused && this.sending) this.unanswered = [this.sending, ...this.unanswered].slice(0, UNANSWERED);
    this.sending = null;
    this.error = message;
  }

  // The cause of a failure is gone.
  cleared() {
    this.error = "";
    for (const text of Object.values(this.texts)) text.refusal = "";
  }

  // The files as they are now; gives the languages whose text on the screen is another one.
  /** @param {Story} story */
  seen({ texts, shared }) {
    const replaced = [];
    for (const [code, data] of Object.entries(texts)) {
      const text = this.texts[code];
      if (!text) continue;
      if (data.version === text.base.version && data.exists === text.base.exists) {
        Object.assign(text, { newer: null, isConflict: false });
        continue;
      }
      const sent = [this.sending, ...this.unanswered].map((drafts) => drafts?.texts[code]).find((draft) => draft && hasDraft(data, draft));
      if (sent) text.saved(data, sent);
      if (sent || this.follow(code, data)) replaced.push(code);
    }
    this.seenShared(shared);
    return replaced;
  }

  // The shared fields as the files have them. One that is changed here, and was meanwhile there too, is asked about: until
  // then its base stays, and no save writes it.
  /** @param {Record<string, string>} found */
  seenShared(found) {
    const { base } = this.shared;
    const changes = this.sharedChanges;
    const isOther = (/** @type {string} */ name) => {
      const sent = [this.sending, ...this.unanswered].flatMap((drafts) => drafts?.shared[name] ?? []);
      return [base[name] ?? "", changes[name], ...sent].every((value) => words(value) !== words(found[name] ?? ""));
    };
    const newer = Object.fromEntries(Object.keys(changes).filter(isOther).map((name) => [name, found[name] ?? ""]));
    const kept = Object.fromEntries(Object.keys(newer).map((name) => [name, base[name] ?? ""]));
    this.shared = { base: { ...found, ...kept }, values: { ...found, ...changes }, newer };
  }

  // A person has chosen one of two values of a shared field.
  /** @param {string} name @param {boolean} isMine */
  decidedShared(name, isMine) {
    const { base, values, newer } = this.shared;
    base[name] = newer[name];
    if (!isMine) {
      this.aside.push({ id: this.newId(), texts: {}, shared: { [name]: values[name] ?? "" } });
      values[name] = newer[name];
    }
    delete newer[name];
  }

  // Another text is on disk than the one that is known here; whether it is shown: what was changed here stays.
  /** @param {string} code @param {TextData} data */
  follow(code, data) {
    const text = this.texts[code];
    text.newer = data;
    if (text.isChanged) return false;
    this.replace(code, (shown) => shown.load(data));
    return true;
  }

  // A text that a person chose takes the place of the one on the screen: a version, a merge, one's own or the other text.
  // `base` is what the file has, where that is another than before; without `whole` it is shown as it is there. `form` has
  // the fields and the body of `whole`, where they are known.
  /** @param {string} code @param {{ whole?: string, base?: TextData, form?: { fields: Record<string, string>, body: string } }} chosen */
  replaced(code, { whole, base, form }) {
    this.replace(code, (text) => {
      if (base) text.load(base);
      if (whole === undefined) return;
      text.exists = true;
      if (form && !text.stays) Object.assign(text, { whole: null, fields: { ...form.fields }, body: form.body, exact: { whole, ...form } });
      else text.whole = whole;
    });
  }

  // The other form of a text, as it is typed.
  /** @param {string} code @param {TextData} data @param {boolean} whole */
  reshaped(code, data, whole) {
    const text = this.texts[code];
    const { fields, body } = data;
    const isOnDisk = data.text === text.base.text;
    text.stays = whole;
    if (whole) Object.assign(text, { whole: data.text, exact: null });
    else Object.assign(text, { whole: null, fields: { ...fields }, body, exact: isOnDisk ? null : { whole: data.text, fields, body } });
  }

  // Unsaved work of a window that is gone, or of this one before it was loaded again. `begun` has the texts that it
  // began with, where the files have others by now.
  /** @param {Unsaved} unsaved @param {Record<string, TextData>} begun */
  recovered({ texts = {}, shared = {}, shared_base: before = {}, aside = [] }, begun = {}) {
    const own = this.sharedChanges;
    if (Object.keys(own).some((name) => name in shared && own[name] !== shared[name])) this.aside.push({ id: this.newId(), texts: {}, shared: own });
    const present = { ...this.shared.base };
    Object.assign(this.shared.base, before);
    Object.assign(this.shared.values, shared);
    this.seenShared(present);
    this.aside.push(...aside.filter((drafts) => this.aside.every((other) => other.id !== drafts.id)));
    for (const [code, draft] of Object.entries(texts)) {
      const present = this.texts[code]?.base;
      if (!present) {
        // The site does not have the language any more: it becomes a version.
        this.aside.push({ id: this.newId(), texts: { [code]: draft }, shared: {} });
        continue;
      }
      if (!this.texts[code].isChanged && hasDraft(present, draft)) continue;
      const known = begun[code] ?? { ...present, version: draft.version, text: draft.base };
      const base = draft.version === present.version ? present : { ...known, exists: present.exists };
      this.replace(code, (text) => {
        text.load(base);
        text.exists = true;
        if (draft.whole !== undefined && draft.body === undefined) text.whole = draft.whole;
        else {
          // It is shown as it was written: in the form.
          Object.assign(text, { whole: null, stays: false, body: draft.body ?? text.body });
          if (draft.whole !== undefined) Object.assign(text, { fields: {}, exact: { whole: draft.whole, fields: {}, body: "" } });
          for (const [name, value] of Object.entries(draft.fields ?? {})) text.fields[name] = value ?? "";
        }
        if (base !== present) text.newer = present;
      });
    }
  }

  // The server has these in versions, or the files have them.
  /** @param {string[]} ids */
  kept(ids) {
    this.aside = this.aside.filter((drafts) => !ids.includes(drafts.id));
  }

  // A person has deleted the story, and versions have what was `sent`: what is typed from here on is unsaved again.
  /** @param {Unsaved | null} sent */
  removed(sent) {
    this.kept((sent?.aside ?? []).map((drafts) => drafts.id));
    Object.assign(this.shared.base, sent?.shared);
    for (const [code, { fields, body, whole }] of Object.entries(sent?.texts ?? {})) {
      const text = this.texts[code];
      const known = /** @type {Record<string, string>} */ ({ ...text.base.fields, ...fields });
      text.base = whole === undefined ? { ...text.base, fields: known, body: body ?? "" } : { ...text.base, text: whole };
      if (whole !== undefined && body !== undefined) text.exact = { whole, fields: known, body };
    }
  }

  // The one way in which a text on the screen becomes another. Whether the file or a version has it, the server knows: what
  // is known here may be old.
  /** @param {string} code @param {(text: Text) => void} change */
  replace(code, change) {
    const text = this.texts[code];
    if (text.exists) this.aside.push({ id: this.newId(), texts: { [code]: text.data }, shared: {} });
    change(text);
  }
}
