// Changes that the page makes in a text, under all that a person and other programs do there meanwhile.

import assert from "node:assert/strict";
import test from "node:test";

import { Steps } from "../../../plugins/editor/static/steps.js";
import { EditorState, history, redo, Transaction, undo } from "../../../plugins/editor/static/vendor/codemirror.js";

const SEQUENCES = 400;
const WORD = /\w\d+x/g;

// As much of a view as changes need.
class View {
  state = EditorState.create({ doc: "a0x b0x\n\nc0x\n", extensions: [history({ newGroupDelay: 0 })] });

  dispatch = (given) => {
    const transaction = given instanceof Transaction ? given : this.state.update(given);
    this.state = transaction.state;
    this.steps.follow(transaction.changes);
  };
}

function opened() {
  const view = new View();
  view.steps = new Steps(view);
  return view;
}

// Numbers that look random, the same for each seed.
function diceOf(seed) {
  let state = seed + 1;
  return (sides) => {
    state = (state * 48271) % 2147483647;
    return state % sides;
  };
}

const wordsIn = (view) => new Set(view.state.doc.toString().match(WORD));
const without = (all, some) => [...all].filter((word) => !some.has(word));

// A place between words.
function placeIn({ state: { doc } }, dice) {
  const places = [0, ...[...doc.toString().matchAll(/\s/g)].map(({ index }) => index + 1)];
  return places[dice(places.length)];
}

function insert(view, words, from, to = from) {
  const text = view.state.toText(`${words}\r\n`);
  return view.steps.make({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.paste" }, { from, to, words: text.toString() });
}

test("nothing that a person or another program has written goes with a change that is taken back or replaced", () => {
  for (let seed = 0; seed < SEQUENCES; seed += 1) {
    const [view, dice, steps, trace] = [opened(), diceOf(seed), [], []];
    let number = 0;
    // The words of each change of the page.
    const owned = new Map();
    const acts = {
      type: () => view.dispatch({ changes: { from: placeIn(view, dice), insert: `w${(number += 1)}x ` }, userEvent: "input.type" }),
      other: () => view.dispatch({ changes: { from: placeIn(view, dice), insert: `o${(number += 1)}x ` }, annotations: Transaction.addToHistory.of(false) }),
      select: () => view.dispatch({ selection: { anchor: placeIn(view, dice) } }),
      undo: () => undo(view),
      redo: () => redo(view),
      insert() {
        const [from, to] = [placeIn(view, dice), placeIn(view, dice)].sort((a, b) => a - b);
        const words = `p${(number += 1)}x p${(number += 1)}x`;
        const step = insert(view, words, from, dice(2) ? to : from);
        owned.set(step, new Set(words.match(WORD)));
        steps.push(step);
      },
    };
    for (let turn = 0; turn < 12; turn += 1) {
      const name = Object.keys(acts)[dice(Object.keys(acts).length)];
      trace.push(name);
      acts[name]();
      if (!steps.length || dice(2)) continue;
      const before = wordsIn(view);
      const at = dice(steps.length);
      const step = steps[at];
      const own = owned.get(step);
      if (dice(2)) {
        trace.push("take back");
        step.takeBack();
        steps.splice(at, 1);
      } else {
        const words = `q${(number += 1)}x`;
        trace.push("replace");
        const put = step.replace(words);
        steps.splice(at, 1, ...(put ? [put] : []));
        if (put) owned.set(put, new Set([...own, words]));
        assert.equal(wordsIn(view).has(words), put !== null, `${seed}: ${trace}`);
      }
      assert.deepEqual(without(before, new Set([...wordsIn(view), ...own])), [], `${seed}: ${trace}`);
    }
  }
});

test("a change that is taken back leaves nothing of its own, and brings back what it replaced", () => {
  const view = opened();
  let step = insert(view, "p1x", 0, 4);
  view.dispatch({ changes: { from: 0, insert: "w1x " }, userEvent: "input.type" });
  step = step.replace("q1x q2x");
  view.dispatch({ changes: { from: view.state.doc.length, insert: "w2x" }, userEvent: "input.type" });
  step.takeBack();
  assert.equal(view.state.doc.toString(), "w1x a0x b0x\n\nc0x\nw2x");
  step.takeBack();
  assert.equal(view.state.doc.toString(), "w1x a0x b0x\n\nc0x\nw2x");
});

test("what takes the place of words at once is one step with them", () => {
  const view = opened();
  insert(view, "p1x", 0, 4).replace("q1x ");
  assert.equal(view.state.doc.toString(), "q1x b0x\n\nc0x\n");
  undo(view);
  assert.equal(view.state.doc.toString(), "a0x b0x\n\nc0x\n");
});

test("what a person has undone or changed is left as it is, and the cursor where it was put", () => {
  const view = opened();
  const undone = insert(view, "p1x", 0, 4);
  undo(view);
  const before = view.state.doc.toString();
  undone.takeBack();
  assert.equal(view.state.doc.toString(), before);
  const shortened = insert(view, "p2x p3x", 0);
  view.dispatch({ changes: { from: 0, to: 4 }, userEvent: "delete" });
  assert.equal(shortened.replace("q1x"), null);
  assert.equal(view.state.doc.toString(), `p3x\n${before}`);
  const elsewhere = insert(view, "p4x", 0);
  view.dispatch({ selection: { anchor: 8 } });
  elsewhere.replace("q2x q3x ");
  assert.equal(view.state.sliceDoc(view.state.selection.main.head), view.state.sliceDoc(12));
});
