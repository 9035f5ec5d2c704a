// What is typed on its way to the server, by a clock that the test moves and a server that answers when it is told to.

import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import test from "node:test";

import { Journal } from "../../../plugins/editor/static/journal.js";

function begun({ hasRoom = true } = {}) {
  let [clock, number, text, timers] = [0, 0, "", []];
  const requests = [];
  const kept = [];
  const outcomes = [];
  const around = {
    pageName: "w",
    nextNumber: () => (number += 1),
    post: (_, { state }) => new Promise((resolve, reject) => requests.push({ text: state.text, at: clock, answer: () => resolve({ kept: [] }), fail: () => reject(new Error("full")) })),
    store: { keep: async (_, { state }) => hasRoom && Boolean(kept.push(state.text)), forget: async () => true, entries: async () => [] },
    local: {
      set() {
        throw new Error("QuotaExceededError");
      },
      remove() {},
    },
    now: () => clock,
    after(milliseconds, work) {
      timers.push({ at: clock + milliseconds, work });
      return timers.at(-1);
    },
    cancel: (timer) => (timers = timers.filter((one) => one !== timer)),
  };
  const journal = new Journal(around, "news/a", () => ({ text }), (_, error) => outcomes.push(error?.message ?? ""));
  return {
    requests,
    kept,
    outcomes,
    type(word) {
      text += word;
      journal.changed();
    },
    async advance(milliseconds) {
      await setImmediate();
      for (const until = clock + milliseconds; ; ) {
        const next = timers.filter((one) => one.at <= until).sort((one, other) => one.at - other.at)[0];
        clock = next?.at ?? until;
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        next.work();
        await setImmediate();
      }
    },
  };
}

test("who types on and on is kept all the same, and one request follows the other with all of it", async () => {
  const { requests, kept, type, advance } = begun();
  for (let word = 0; word < 9; word += 1) {
    type("a ");
    await advance(50);
  }
  assert.deepEqual(requests.map((one) => one.text), ["a a a a "]);
  requests[0].answer();
  await advance(0);
  assert.deepEqual(requests.map((one) => one.text), ["a a a a ", "a ".repeat(9)]);
  requests[1].answer();
  await advance(5000);
  assert.equal(requests.length, 2);
  assert.deepEqual(kept, []);
});

test("beside a request that has no answer for half a second goes a second one, and the browser keeps what was sent", async () => {
  const { requests, kept, type, advance } = begun();
  type("a ");
  await advance(130);
  type("b ");
  await advance(480);
  assert.deepEqual([requests.map((one) => one.text), kept], [["a "], []]);
  await advance(20);
  assert.deepEqual([requests.map((one) => one.text), kept], [["a ", "a b "], ["a "]]);
  type("c ");
  await advance(400);
  assert.equal(requests.length, 2);
});

test("where neither the disk nor the browser has room it is sent again until it is kept, without another key", async () => {
  const { requests, outcomes, type, advance } = begun({ hasRoom: false });
  type("a ");
  await advance(130);
  for (let time = 0; time < 3; time += 1) {
    requests[time].fail();
    await advance(400);
  }
  assert.deepEqual(outcomes, ["full", "full", "full"]);
  requests[3].answer();
  await advance(5000);
  assert.deepEqual([requests.map((one) => one.text), outcomes.at(-1)], [Array(4).fill("a "), ""]);
});
