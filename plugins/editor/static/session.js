// What a window does with one story: opens it, keeps and saves it, follows the files, and takes decisions about conflicts,
// versions and unsaved work. Every way in which a text changes leads through its model. Without a page.

import { bringKept, Journal } from "./journal.js";
import { hasDraft, TextModel } from "./text-model.js";

/**
 * @typedef {import("./text-model.js").Unsaved} Unsaved
 * @typedef {import("./journal.js").Surroundings} Surroundings
 *
 * Unsaved work that a page left, or that one has which is `live`: `moment` in ISO form; `begun` has the texts that it
 * began with, where the files have others.
 * @typedef {import("./journal.js").Page & { forget?: () => unknown, live?: boolean, moment: string, state: Unsaved,
 *   begun?: Record<string, any> }} Left
 *
 * `changed` is called after each change of what there is to show, `typed` too where a text is another; `screen` names the
 * languages whose text was replaced.
 * @typedef {{ opened: () => void, changed: () => void, typed: () => void, screen: (codes: string[]) => void,
 *   shared: () => void, saved: (outcome: any) => void, gone: (codes: string[]) => void }} Listener
 */

// Why what is typed does not come to the server: no answer, another session by now, or a refusal; "" where it does.
/** @typedef {"" | "unreachable" | "session" | "failed"} Trouble */

/** @param {any} error @returns {Trouble} */
export function troubleOf(error) {
  if (error.status === undefined) return "unreachable";
  return error.status === 403 ? "session" : "failed";
}

// Whether no file of the story is left.
/** @param {any} story */
const isGone = ({ texts }) => Object.values(texts).every((/** @type {any} */ text) => !text.exists);

export class Session {
  /** @param {Surroundings} around @param {string} stem @param {Listener} listener */
  constructor(around, stem, listener) {
    this.around = around;
    this.stem = stem;
    this.listener = listener;
    this.model = new TextModel(() => `${around.pageName}-${around.nextNumber()}`);
    /** @type {any} */
    this.story = null;
    /** @type {Trouble} */
    this.trouble = "";
    this.failure = "";
    this.problem = "";
    this.goneMessage = "";
    this.isGone = false;
    this.isElsewhere = false;
    // What brings the story back that was deleted here.
    this.deleted = "";
    // What this browser has of windows that are gone, and the server does not take.
    /** @type {Left[]} */
    this.left = [];
    // What windows that are gone have left, but for what was decided.
    /** @type {Left[]} */
    this.offers = [];
    this.decided = new Set();
    // Grows with each save: what was asked before is old then.
    this.saves = 0;
    /** @type {Promise<boolean>} */
    this.saving = Promise.resolve(true);
    this.refreshing = false;
    this.refreshAgain = false;
    this.journal = new Journal(around, stem, () => this.model.unsaved, (kept, error) => this.journalled(kept, error));
  }

  // Opening

  async open() {
    const { around, stem } = this;
    // What the browser kept is brought to the server while the story is read, and read with it where there was any.
    const bringing = bringKept(around);
    const first = this.read().catch((error) => error);
    const { brought, left } = await bringing;
    const opened = brought ? await this.read() : await first;
    if (opened instanceof Error) throw opened;
    this.story = opened;
    this.problem = opened.problem;
    this.model.opened(opened);
    this.left = left.filter((entry) => entry.stem === stem).map((entry) => ({ ...entry, state: /** @type {Unsaved} */ (entry.state), moment: new Date(entry.moment * 1000).toISOString() }));
    this.isGone = isGone(opened);
    this.listener.opened();
    // What this window had unsaved goes on, the newest on the screen. Where no file is left of the story, the newest of
    // any is shown at once: there is nothing else to see.
    this.offer(opened);
    const own = this.offers.filter(({ window }) => around.isOfWindow(window)).reverse();
    for (const entry of own) this.recover(entry);
    if (!own.length && this.isGone && this.offers.length) this.recover(this.offers[0]);
    this.listener.changed();
  }

  // The story as the server has it, and which pages of this browser are open.
  async read() {
    const [story, isOpen] = await Promise.all([this.around.get("story", { stem: this.stem }), this.around.openPages()]);
    return { ...story, isOpen };
  }

  // Offers unsaved work of pages that are gone by now. The page before this one in its window is, whatever is known of it.
  /** @param {any} opened */
  offer({ texts, shared, journals, live, isOpen }) {
    const { pageName, isOfWindow } = this.around;
    const newest = newestOfPages([...this.left, ...journals]);
    const isLive = (/** @type {Left} */ entry) => !isOfWindow(entry.window) && (entry.live || isOpen(entry.window));
    const others = newest.filter((entry) => entry.window !== pageName && !this.decided.has(keyOf(entry)));
    this.isElsewhere = others.some(isLive) || live.some((/** @type {string} */ window) => !isOfWindow(window));
    this.offers = others.filter((entry) => !isLive(entry));
    // The server ended after it had saved, and before it forgot.
    for (const entry of this.offers.filter(({ state }) => isAsSaved(state, texts, shared))) this.forget(entry);
  }

  // Takes over unsaved work.
  /** @param {Left} entry */
  recover(entry) {
    return this.take(entry, entry.state);
  }

  // A person does not want it. What that window had put aside is no part of it.
  /** @param {Left} entry */
  forget(entry) {
    return this.take(entry, { texts: {}, shared: {}, aside: entry.state.aside });
  }

  /** @param {Left} entry @param {Unsaved} wanted */
  async take(entry, wanted) {
    this.decided.add(keyOf(entry));
    this.offers = this.offers.filter((offer) => offer !== entry);
    this.model.recovered(wanted, entry.begun);
    this.listener.shared();
    this.replaced(Object.keys(wanted.texts ?? {}));
    await this.journal.take(entry);
  }

  // Typing

  /** @param {string} code @param {{ body?: string, whole?: string, fields?: Record<string, string> }} part */
  type(code, part) {
    this.model.typed(code, part);
    this.touch();
    const text = this.model.texts[code];
    // Taken back, so that the text on disk can be shown.
    if (text.newer && !text.isChanged) this.refresh();
  }

  /** @param {string} name @param {string} value */
  typeShared(name, value) {
    this.model.typedShared(name, value);
    this.touch();
  }

  touch() {
    this.journal.changed();
    this.listener.typed();
    this.listener.changed();
  }

  /** @param {string[]} codes */
  replaced(codes) {
    if (codes.length) this.listener.screen(codes);
    this.touch();
  }

  /** @param {string[]} kept @param {any} error */
  journalled(kept, error) {
    if (kept.length) {
      this.model.kept(kept);
      this.journal.changed();
    }
    this.connected(error ? troubleOf(error) : "");
  }

  // Whether the server takes what is typed.
  /** @param {Trouble} trouble */
  connected(trouble) {
    const before = this.trouble;
    this.trouble = trouble;
    if (["unreachable", "session"].includes(before) && !trouble && this.failure && this.model.phase === "open") {
      // What could not be sent can be saved now.
      this.model.cleared();
      this.failure = "";
    }
    this.listener.changed();
  }

  // Saving

  save() {
    if (this.model.phase !== "open") return Promise.resolve(false);
    if (!this.model.isChanged) {
      this.listener.changed();
      return Promise.resolve(true);
    }
    this.saving = this.send();
    return this.saving;
  }

  async send() {
    const sent = this.model.sent();
    this.saves += 1;
    this.listener.changed();
    const { pageName, nextNumber, post } = this.around;
    try {
      const outcome = await post("save", { stem: this.stem, window: pageName, number: nextNumber(), drafts: sent });
      return this.answered(outcome);
    } catch (/** @type {any} */ error) {
      this.model.failed(error.message, error.status !== undefined && error.status < 500);
      const trouble = troubleOf(error);
      this.trouble = trouble === "failed" ? "" : trouble;
      this.failure = error.message;
      this.journal.changed();
      this.listener.changed();
      // It may have been carried out all the same.
      if (error.status === undefined) this.refreshAgain = true;
      return false;
    } finally {
      if (this.refreshAgain) this.refresh();
    }
  }

  /** @param {any} outcome */
  answered(outcome) {
    const isWhole = this.model.answered(outcome);
    this.trouble = "";
    // Why a text was not saved although another was.
    this.failure = Object.values(outcome.refused).join(" ");
    this.problem = outcome.problem;
    this.follow(outcome);
    this.story.savedAt = new Date().toISOString();
    this.listener.screen(Object.keys(outcome.saved));
    this.journal.changed();
    this.listener.changed();
    this.listener.saved(outcome);
    return isWhole;
  }

  // What a story's state is by now, as far as an answer says it.
  /** @param {any} answer */
  follow({ states = undefined, outdated = undefined, readers = undefined }) {
    Object.assign(this.story, { states: states ?? this.story.states, outdated: outdated ?? this.story.outdated, readers: readers ?? this.story.readers });
  }

  // Both texts of a conflict, as they are now, and their merge by the answers to what both have changed.
  /** @param {string} code @param {Record<string, string>} answers */
  async conflictOf(code, answers = {}) {
    return this.ask("merge", code, { answers });
  }

  // What the server says of a text as it is typed: asked again where something was typed meanwhile.
  /** @param {string} name @param {string} code @param {object} more */
  async ask(name, code, more = {}) {
    for (;;) {
      const draft = this.model.texts[code].data;
      const answer = await this.around.post(name, { stem: this.stem, language: code, drafts: { texts: { [code]: draft }, shared: {} }, ...more });
      if (JSON.stringify(draft) === JSON.stringify(this.model.texts[code].data)) return answer;
    }
  }

  // Takes what a person chose of a conflict: the text on disk where there is no `whole`.
  /** @param {string} code @param {any} conflict @param {string | null} whole */
  async decide(code, conflict, whole) {
    this.model.replaced(code, { base: conflict.text, ...(whole === null ? {} : { whole }) });
    this.replaced([code]);
    if (whole === null) await this.refresh();
    else await this.saveNow();
  }

  // Takes the value that a person chose of a shared field that two windows have changed.
  /** @param {string} name @param {boolean} isMine */
  async decideShared(name, isMine) {
    this.model.decidedShared(name, isMine);
    this.listener.shared();
    this.touch();
    await this.saveNow();
  }

  // Brings an earlier state of a text back, and saves it.
  /** @param {string} code @param {import("./text-model.js").TextData} version */
  async bringBack(code, { text, error, fields, body }) {
    this.model.replaced(code, { whole: text, ...(error ? {} : { form: { fields, body } }) });
    this.replaced([code]);
    await this.saveNow();
  }

  async saveNow() {
    await this.saving;
    return this.save();
  }

  // Changes between the form and the whole file; gives why it cannot be done.
  /** @param {string} code */
  async reshape(code) {
    const whole = this.model.texts[code].whole === null;
    const data = (await this.ask("recompose", code))[code];
    if (!whole && data.error) return data.error;
    this.model.reshaped(code, data, whole);
    return "";
  }

  // The files

  // They changed on disk, by another program or another window.
  async refresh() {
    this.refreshAgain = this.model.phase === "sending" || this.refreshing;
    if (this.model.phase !== "open" || this.refreshing || this.deleted) return;
    this.refreshing = true;
    const { saves } = this;
    let opened = null;
    try {
      opened = await this.read();
    } catch (/** @type {any} */ error) {
      // Deleted by another program or window: what was typed here is still here.
      if (error.status === 422) this.goneMessage = error.message;
    }
    this.refreshing = false;
    if (saves !== this.saves) this.refreshAgain = true;
    else if (opened && this.model.phase === "open") this.see(opened);
    this.listener.changed();
    if (this.refreshAgain && this.model.phase === "open") await this.refresh();
  }

  /** @param {any} opened */
  see(opened) {
    this.offer(opened);
    this.isGone = isGone(opened);
    this.goneMessage = "";
    if (this.isGone) return;
    const gone = Object.keys(this.model.texts).filter((code) => this.model.texts[code].exists && opened.texts[code]?.exists === false);
    const replaced = this.model.seen(opened);
    this.problem = opened.problem;
    // What is behind is that of what is written by now, of which the files know nothing: the checks say it.
    this.follow(this.model.isChanged ? { ...opened, outdated: undefined } : opened);
    this.story.category = opened.category;
    this.listener.shared();
    if (replaced.length) {
      this.replaced(replaced);
      this.listener.gone(gone.filter((code) => replaced.includes(code)));
    }
  }

  async beginTranslation(/** @type {string} */ code) {
    await this.around.post("translate", { stem: this.stem, language: code });
    await this.refresh();
  }

  // Deletes the story; what is not saved is kept as a version first.
  async remove() {
    await this.saving;
    const unsaved = this.model.unsaved;
    this.deleted = (await this.around.post("delete", { stem: this.stem, unsaved })).key;
    this.model.removed(unsaved);
    this.journal.changed();
    this.listener.changed();
  }
}

/** @param {Left} entry */
const keyOf = ({ stem, window, number }) => `${stem} ${window} ${number}`;

// Whether the files have all that was kept.
/** @param {Unsaved} kept @param {Record<string, import("./text-model.js").TextData>} files @param {Record<string, string>} values */
function isAsSaved({ texts = {}, shared = {} }, files, values) {
  const sameShared = Object.entries(shared).every(([name, value]) => (value ?? "") === (values[name] ?? ""));
  return sameShared && Object.entries(texts).every(([code, draft]) => hasDraft(files[code], draft));
}

/** @param {Left[]} entries */
function newestOfPages(entries) {
  /** @type {Map<string, Left>} */
  const newest = new Map();
  for (const entry of entries) {
    const page = `${entry.stem} ${entry.window}`;
    if (!((newest.get(page)?.number ?? -1) >= entry.number)) newest.set(page, entry);
  }
  return [...newest.values()].sort((entry, other) => (entry.moment < other.moment ? 1 : -1));
}
