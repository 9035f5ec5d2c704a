// Changes that the page has made in a text: each is followed through all that is typed after it, so that it can be taken back
// by itself, or be replaced. Without a page.

import { undo } from "./vendor/codemirror.js";

// Those that are followed, the newest: older ones are offered nowhere any more.
const MOST = 16;

/**
 * Words that a change has put in place of a range.
 * @typedef {{ from: number, to: number, words: string }} Inserted
 */

export class Steps {
  /** @param {any} view */
  constructor(view) {
    this.view = view;
    /** @type {Set<Step>} */
    this.followed = new Set();
  }

  // Makes a change, which is given as CodeMirror takes it.
  /** @param {any} change @param {Inserted} [inserted] */
  make(change, inserted) {
    const transaction = this.view.state.update(change);
    const step = new Step(this, transaction, inserted);
    this.view.dispatch(transaction);
    this.followed.add(step);
    if (this.followed.size > MOST) this.followed.delete([...this.followed][0]);
    return step;
  }

  /** @param {any} changes */
  follow(changes) {
    for (const step of this.followed) step.back = step.back.map(changes);
  }
}

class Step {
  /** @param {Steps} steps @param {any} transaction @param {Inserted} [inserted] */
  constructor(steps, transaction, inserted) {
    this.steps = steps;
    this.inserted = inserted;
    // The text before it, and what there was after it.
    this.before = transaction.startState.doc;
    this.after = transaction.newDoc;
    this.selection = transaction.newSelection;
    // What takes it back, of the text as it is by then.
    this.back = transaction.changes.invert(this.before);
  }

  // What was typed since stays. A person may have undone it.
  takeBack() {
    const { view, followed } = this.steps;
    if (followed.delete(this) && !view.state.doc.eq(this.before)) view.dispatch({ changes: this.back, userEvent: "undo" });
  }

  // Puts another text in the place of what was inserted, as if it had been that at first where nothing was done since: gives
  // that step, or null where a person has changed what was inserted.
  /** @param {string} text */
  replace(text) {
    const { steps, inserted = { from: 0, to: 0, words: "" } } = this;
    const { state } = steps.view;
    const insert = state.toText(text);
    const { from, to, words } = inserted;
    const isLast = words && state.doc === this.after && state.selection.eq(this.selection);
    if (isLast && undo(steps.view)) {
      return steps.make({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.paste", scrollIntoView: true }, { from, to, words: insert.toString() });
    }
    /** @type {{ from: number, to: number }[]} */
    const ranges = [];
    this.back.iterChangedRanges((/** @type {number} */ start, /** @type {number} */ end) => ranges.push({ from: start, to: end }));
    const [range] = ranges;
    if (ranges.length !== 1 || state.sliceDoc(range.from, range.to) !== words) return null;
    const step = steps.make({ changes: { ...range, insert }, userEvent: "input.paste" });
    step.before = this.before;
    step.back = steps.view.state.changes({ from: range.from, to: range.from + insert.length, insert: this.before.slice(from, to) });
    return step;
  }
}
