// What is around a session in a browser: the server, what the browser keeps, and the clock.

import { get, nextNumber, openStories, post, windowName } from "./api.js";
import { texts } from "./browser-store.js";

/** @type {import("./journal.js").Surroundings} */
export const surroundings = {
  windowName,
  nextNumber,
  openStories,
  get,
  post: (name, data, { patience = 0, closing = false } = {}) => post(name, data, patience ? AbortSignal.timeout(patience) : undefined, closing),
  store: texts,
  local: {
    keys: () => Object.keys(localStorage),
    get: (key) => localStorage.getItem(key),
    set: (key, text) => localStorage.setItem(key, text),
    remove: (key) => localStorage.removeItem(key),
  },
  now: () => performance.now(),
  after: (milliseconds, work) => setTimeout(work, milliseconds),
  cancel: (timer) => clearTimeout(timer),
};
