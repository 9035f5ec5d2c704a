// What a window does with one story: opens it, keeps and saves it, follows the files, and takes decisions about conflicts,
// versions and unsaved work. Every way in which a text changes leads through its model. Without a page.

import { bringKept, Journal } from "./journal.js";
import { hasDraft, TextModel } from "./text-model.js";

/**
 * @typedef {import("./text-model.js").Unsaved} Unsaved
 * @typedef {import("./journal.js").Surroundings} Surroundings
 *
 * Unsaved work that a window left: `moment` in ISO form; `begun` has the texts that it began with, where the files have
 * others; `forget` is there where this browser has it and not the server.
 * @typedef {{ window: string, number: number, moment: string, state: Unsaved, begun?: Record<string, any>,
 *   forget?: () => unknown }} Left
 *
 * `changed` is called after each change of what there is to show, `typed` too where a text is another; `screen` names the
 * languages whose text was replaced.
 * @typedef {{ opened: () => void, changed: () => void, typed: () => void, screen: (codes: string[]) => void,
 *   shared: () => void, saved: () => void, gone: (codes: string[]) => void }} Listener
 */

// Why what is typed does not come to the server: no answer, another session by now, or a refusal.
/** @param {any} error */
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
    this.model = new TextModel(() => `${around.windowName}-${around.nextNumber()}`);
    /** @type {any} */
    this.story = null;
    this.trouble = "";
    this.failure = "";
    this.problem = "";
    this.goneMessage = "";
    this.isGone = false;
    this.isElsewhere = false;
    // What windows that are gone have left, and what of it is offered still.
    /** @type {Left[]} */
    this.left = [];
    /** @type {Left[]} */
    this.offers = [];
    // Grows with each save: what was asked before is old then.
    this.saves = 0;
    /** @type {Promise<boolean>} */
    this.saving = Promise.resolve(true);
    this.refreshing = false;
    this.refreshAgain = false;
    this.journal = new Journal(around, stem, () => this.model.unsaved, (kept, error) => this.journalled(kept, error));
  }

  get isOpen() {
    return ["open", "sending"].includes(this.model.phase);
  }

  // Opening

  async open() {
    const { around, stem } = this;
    // What the browser kept is brought to the server while the story is read, and read with it where there was any.
    const bringing = bringKept(around);
    const read = () => around.get("story", { stem });
    const first = read().catch((error) => error);
    const { brought, left } = await bringing;
    const opened = brought ? await read() : await first;
    if (opened instanceof Error) throw opened;
    const isOpen = await around.openStories();
    this.story = opened;
    this.problem = opened.problem;
    this.model.opened(opened);
    this.listener.opened();
    const own = left.filter((entry) => entry.stem === stem).map((entry) => ({ ...entry, moment: new Date(entry.moment * 1000).toISOString() }));
    this.offer(newestOfWindows([...own, ...opened.journals]), isOpen);
    this.listener.changed();
  }

  // Unsaved work of windows that are gone is offered, that of this one goes on. Where no file is left of the story, the
  // newest is shown at once: there is nothing else to see.
  /** @param {Left[]} journals @param {(window: string, stem: string) => boolean} isOpen */
  offer(journals, isOpen) {
    const isLive = (/** @type {Left} */ { window }) => this.story.live.includes(window) || isOpen(window, this.stem);
    const own = journals.find((entry) => entry.window === this.around.windowName);
    const others = journals.filter((entry) => entry !== own);
    const found = others.filter((entry) => !isLive(entry));
    this.isGone = isGone(this.story);
    this.isElsewhere = others.some(isLive) || this.story.live.some((/** @type {string} */ window) => window !== this.around.windowName);
    if (own) this.recover(own);
    else if (this.isGone && found.length) this.recover(/** @type {Left} */ (found.shift()));
    this.left = found;
    for (const entry of found) {
      // The server ended after it had saved, and before it forgot.
      if (this.isAsSaved(entry.state)) this.forget(entry);
      else this.offers.push(entry);
    }
  }

  // Whether the files have all that was kept.
  /** @param {Unsaved} kept */
  isAsSaved({ texts = {}, shared = {} }) {
    const { base } = this.model.shared;
    const sameShared = Object.entries(shared).every(([name, value]) => (value ?? "") === (base[name] ?? ""));
    return sameShared && Object.entries(texts).every(([code, draft]) => hasDraft(this.story.texts[code], draft));
  }

  /** @param {Left} entry */
  async recover(entry) {
    this.offers = this.offers.filter((one) => one !== entry);
    this.model.recovered(entry.state, entry.begun);
    this.listener.shared();
    this.replaced(Object.keys(this.model.texts));
    // What was taken over is kept under this window's name before the old one goes.
    if (!(await this.journal.write({ now: true })) || entry.window === this.around.windowName) return;
    await this.drop(entry);
  }

  // A person does not want it. What that window had put aside is no part of it.
  /** @param {Left} entry */
  async forget(entry) {
    this.offers = this.offers.filter((one) => one !== entry);
    this.listener.changed();
    if (entry.forget && entry.state.aside?.length) {
      this.model.recovered({ texts: {}, shared: {}, aside: entry.state.aside });
      if (!(await this.journal.write({ now: true }))) return;
    }
    await this.drop(entry);
  }

  /** @param {Left} entry */
  async drop({ window, number, forget }) {
    await forget?.();
    await this.around.post("drop-journal", { stem: this.stem, window, number });
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
    if (kept.length && this.isOpen) {
      this.model.kept(kept);
      this.journal.changed();
    }
    this.connected(error ? troubleOf(error) : "");
  }

  // Whether the server takes what is typed: "" or a trouble.
  /** @param {string} trouble */
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

  /** @param {{ minor?: boolean }} options */
  save(options = {}) {
    if (this.model.phase !== "open") return Promise.resolve(false);
    if (!this.model.isChanged) {
      this.listener.changed();
      return Promise.resolve(true);
    }
    this.saving = this.send(options);
    return this.saving;
  }

  /** @param {{ minor?: boolean }} options */
  async send(options) {
    const sent = { ...this.model.sent(), ...options };
    this.saves += 1;
    this.listener.changed();
    const { windowName, nextNumber, post } = this.around;
    try {
      const outcome = await post("save", { stem: this.stem, window: windowName, number: nextNumber(), drafts: sent });
      return this.answered(outcome);
    } catch (/** @type {any} */ error) {
      this.model.failed(error.message, error.status !== undefined && error.status < 500);
      const found = troubleOf(error);
      this.trouble = found === "failed" ? "" : found;
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
    this.listener.saved();
    return isWhole;
  }

  // What a story's state is by now, as far as an answer says it.
  /** @param {any} answer */
  follow({ states, outdated, readers }) {
    Object.assign(this.story, { states: states ?? this.story.states, outdated: outdated ?? this.story.outdated, readers: readers ?? this.story.readers });
  }

  // Both texts of a conflict and their merge, as they are now.
  /** @param {string} code */
  conflictOf(code) {
    return this.around.post("merge", { stem: this.stem, language: code, drafts: { texts: { [code]: this.model.texts[code].data }, shared: {} } });
  }

  // Takes what a person chose of a conflict: the text on disk where there is no `whole`.
  /** @param {string} code @param {any} conflict @param {string | null} whole */
  async decide(code, conflict, whole) {
    this.model.replaced(code, { base: conflict.text, ...(whole === null ? {} : { whole }) });
    this.replaced([code]);
    if (whole === null) await this.refresh();
    else await this.saveNow();
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
    const text = this.model.texts[code];
    const whole = text.whole === null;
    for (;;) {
      const draft = text.data;
      const data = (await this.around.post("recompose", { stem: this.stem, drafts: { texts: { [code]: draft }, shared: {} } }))[code];
      if (!whole && data.error) return data.error;
      if (this.model.reshaped(code, draft, data, whole)) return "";
    }
  }

  // The files

  // They changed on disk, by another program or another window.
  async refresh() {
    this.refreshAgain = this.model.phase === "sending" || this.refreshing;
    if (this.model.phase !== "open" || this.refreshing) return;
    this.refreshing = true;
    const { saves } = this;
    let opened = null;
    try {
      opened = await this.around.get("story", { stem: this.stem });
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
    this.isGone = isGone(opened);
    this.goneMessage = "";
    if (this.isGone) return;
    const gone = Object.keys(this.model.texts).filter((code) => this.model.texts[code].exists && !opened.texts[code].exists);
    const replaced = this.model.seen(opened);
    this.problem = opened.problem;
    this.follow(opened);
    this.story.shared = opened.shared;
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

  // Deletes the story; what is not saved is kept as a version first. Gives the key that brings it back.
  async remove() {
    await this.saving;
    const { stem, around, journal, model } = this;
    journal.stop();
    const unsaved = model.unsaved;
    const { key } = await around.post("delete", { stem, unsaved }).catch((error) => {
      journal.changed();
      throw error;
    });
    const isKept = JSON.stringify(model.unsaved) === JSON.stringify(unsaved);
    model.removed();
    if (isKept) await around.post("drop-journal", { stem, window: around.windowName, number: around.nextNumber() });
    return key;
  }
}

/** @param {Left[]} entries */
function newestOfWindows(entries) {
  /** @type {Map<string, Left>} */
  const found = new Map();
  for (const entry of entries) if (!((found.get(entry.window)?.number ?? -1) >= entry.number)) found.set(entry.window, entry);
  return [...found.values()].sort((one, other) => (one.moment < other.moment ? 1 : -1));
}
