// Runs the sessions of windows as the pages run them, without a browser: its requests go to the test, which answers them
// or does not, and time goes on when the test says so. A line of JSON in is a command, a line out what there is then.

import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";

const [, , modules] = process.argv;
const { Session } = await import(`${modules}/session.js`);
const { KeptForm, leftForms } = await import(`${modules}/forms.js`);

class RequestError extends Error {
  constructor({ message, status }) {
    super(message);
    this.status = status;
  }
}

let clock = 0;
let number = 0;
let pages = 0;
let timers = [];
let requests = [];
let faults = [];
const waiting = new Map();
const windows = new Map();
let store = new Map();
let formStore = new Map();
let local = new Map();
let storeWorks = true;

process.on("unhandledRejection", (error) => {
  if (!(error instanceof RequestError)) faults.push(String(error?.stack ?? error));
});

function surroundings(window) {
  const is = { alive: true };
  let sent = 0;
  const ask = (name, data, patience = 0) =>
    new Promise((resolve, reject) => {
      const id = (number += 1);
      waiting.set(id, { is, resolve, reject });
      requests.push({ id, window, name, data });
      if (patience) after(is, patience, () => reject(new RequestError({ message: "timeout" })));
    });
  return {
    is,
    pageName: `${window}-${(pages += 1)}`,
    isOfWindow: (page) => page.startsWith(`${window}-`),
    nextNumber: () => (sent += 1),
    post: (name, data, { patience = 0 } = {}) => ask(name, json(data), patience),
    get: (name, query) => ask(name, query),
    openPages: async () => (page) => [...windows.values()].some((one) => one.around.pageName === page),
    store: database(is, () => store),
    forms: database(is, () => formStore),
    local: {
      keys: () => [...local.keys()],
      get: (key) => local.get(key) ?? null,
      set: (key, text) => local.set(key, text),
      remove: (key) => local.delete(key),
    },
    now: () => clock,
    after: (milliseconds, work) => after(is, milliseconds, work),
    cancel: (timer) => (timers = timers.filter((one) => one !== timer)),
  };
}

const json = (value) => JSON.parse(JSON.stringify(value));

// Milliseconds until the browser's database has done what it was asked for: a window that ends before may leave it undone.
const WRITING = 20;

// A store of the browser's database.
function database(is, rows) {
  const written = (work) => new Promise((resolve) => after(is, WRITING, () => resolve(storeWorks && Boolean(work()))));
  return {
    keep: (key, entry) => written(() => rows().set(key, json(entry))),
    forget: (key) => written(() => [rows().delete(key)]),
    entries: async () => (storeWorks ? [...rows()] : []),
  };
}

function after(is, milliseconds, work) {
  const timer = { at: clock + milliseconds, work, is };
  timers.push(timer);
  return timer;
}

// Lets everything happen that waits for nothing from outside.
async function settle() {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

const nothing = () => {};
const listener = { opened: nothing, changed: nothing, typed: nothing, screen: nothing, shared: nothing, saved: nothing, gone: nothing };

function end(name) {
  const { around } = windows.get(name);
  around.is.alive = false;
  timers = timers.filter((one) => one.is !== around.is);
  windows.delete(name);
}

const commands = {
  reset() {
    for (const name of [...windows.keys()]) end(name);
    [timers, requests, faults] = [[], [], []];
    waiting.clear();
    [store, formStore, local] = [new Map(), new Map(), new Map()];
    storeWorks = true;
  },
  open({ window, stem }) {
    const around = surroundings(window);
    const session = new Session(around, stem, listener);
    const opened = { around, session, stem, forms: [], decided: [] };
    windows.set(window, opened);
    const again = async () => {
      for (const left of await leftForms(around, [stem, ...session.story.former])) opened.forms.push(new KeptForm(around, { ...left, place: stem, left }));
    };
    session.open().then(again, (error) => (error instanceof RequestError ? end(window) : faults.push(String(error.stack))));
  },
  // A word in the dialog that is open, or in a new one.
  dialog({ window, word }) {
    const { around, stem, forms } = windows.get(window);
    if (!forms.length) forms.push(new KeptForm(around, { place: stem, name: "table", given: {} }));
    forms[0].typed([...(forms[0].entry.state ?? []), word]);
  },
  // A dialog is decided, and what it has is put into a text later, as with the first of several pictures.
  decideDialog({ window }) {
    const { forms, decided } = windows.get(window);
    decided.push(forms.shift());
  },
  // What the dialog has is put into a text.
  take({ window, language }) {
    const { session, forms, decided } = windows.get(window);
    const text = session.model.texts[language];
    const form = decided.shift() ?? forms.shift();
    const words = form.entry.state.map((word) => `\n\n${word}\n`).join("");
    session.type(language, text.whole === null ? { body: text.body + words } : { whole: text.whole + words });
    session.journal.take({ forget: () => form.forget() });
  },
  dismiss: ({ window }) => void windows.get(window).forms.shift().forget(),
  type({ window, language, word }) {
    const { session } = windows.get(window);
    const text = session.model.texts[language];
    session.type(language, text.whole === null ? { body: `${text.body}\n\n${word}\n` } : { whole: `${text.whole}\n\n${word}\n` });
  },
  // A word at the beginning of the first paragraph.
  within({ window, language, word }) {
    const { session } = windows.get(window);
    const text = session.model.texts[language];
    const within = (all) => all.replace(/(\r?\n){2,}|$/, (space) => `${space || "\n\n"}${word} `);
    session.type(language, text.whole === null ? { body: `${word} ${text.body}` } : { whole: within(text.whole) });
  },
  field({ window, language, name, word }) {
    windows.get(window).session.type(language, { fields: { [name]: word } });
  },
  // A line of the header of a whole file.
  header({ window, language, name, word }) {
    const { session } = windows.get(window);
    const rows = session.model.texts[language].whole.split("\n").filter((row) => !row.startsWith(`${name}:`));
    session.type(language, { whole: [rows[0], `${name}: ${word}`, ...rows.slice(1)].join("\n") });
  },
  shared({ window, name, word }) {
    windows.get(window).session.typeShared(name, word);
  },
  erase({ window, language, word }) {
    const { session } = windows.get(window);
    const text = session.model.texts[language];
    const without = (all) => all.replace(`\n\n${word}\n`, "");
    session.type(language, text.whole === null ? { body: without(text.body) } : { whole: without(text.whole) });
  },
  save: ({ window }) => void windows.get(window).session.save(),
  refresh: ({ window }) => void windows.get(window).session.refresh(),
  reshape: ({ window, language }) => void windows.get(window).session.reshape(language),
  bringBack: ({ window, language, version }) => void windows.get(window).session.bringBack(language, version),
  async decide({ window, language, choice }) {
    const { session } = windows.get(window);
    session.conflictOf(language).then((found) => {
      if (windows.get(window)?.session === session) session.decide(language, found, choice === "other" ? null : found[choice]);
    });
  },
  decideShared: ({ window, name, mine }) => void windows.get(window).session.decideShared(name, mine),
  remove: ({ window }) => void windows.get(window).session.remove().catch(() => {}),
  recover: ({ window, at }) => void windows.get(window).session.recover(windows.get(window).session.offers[at]),
  forget: ({ window, at }) => void windows.get(window).session.forget(windows.get(window).session.offers[at]),
  connected: ({ window, good }) => windows.get(window).session.connected(good ? "" : "unreachable"),
  hide: ({ window }) => windows.get(window).session.journal.hidden(),
  close({ window }) {
    const { session, forms, decided } = windows.get(window);
    session.journal.closed();
    for (const form of [...decided, ...forms]) form.closed();
    end(window);
  },
  crash: ({ window }) => end(window),
  storage: ({ works }) => void (storeWorks = works),
  async advance({ milliseconds }) {
    const until = clock + milliseconds;
    for (;;) {
      const next = timers.filter((one) => one.at <= until).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      timers = timers.filter((one) => one !== next);
      clock = Math.max(clock, next.at);
      next.work();
      await settle();
    }
    clock = until;
  },
  answer({ id, value, error }) {
    const { is, resolve, reject } = waiting.get(id);
    waiting.delete(id);
    // Nobody hears it in a window that is gone.
    if (!is.alive) return;
    if (error) reject(new RequestError(error));
    else resolve(value);
  },
};

function describe() {
  const shown = ([name, { around, session, stem, forms, decided }]) => {
    const { model } = session;
    const texts = Object.fromEntries(
      Object.entries(model.texts).map(([code, one]) => [code, { exists: one.exists, conflict: one.isConflict, isWhole: one.whole !== null, screen: one.whole ?? one.body, fields: one.whole === null ? one.fields : {} }]),
    );
    const offers = session.offers.map((one) => JSON.stringify({ texts: one.state.texts, shared: one.state.shared }));
    return [name, { page: around.pageName, stem, deleted: session.deleted, phase: model.phase, state: model.state, texts, shared: model.shared.values, newer: model.shared.newer, forms: forms.map((one) => one.entry.state), decided: decided.map((one) => one.entry.state), unsaved: model.unsaved, offers, offeredAside: session.offers.map((one) => one.state.aside ?? []) }];
  };
  const found = { requests, faults, clock, windows: Object.fromEntries([...windows].map(shown)), browser: JSON.stringify([[...store], [...formStore], [...local]]) };
  [requests, faults] = [[], []];
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  try {
    await commands[name](given);
  } catch (error) {
    faults.push(String(error.stack));
  }
  await settle();
  process.stdout.write(`${JSON.stringify(describe())}\n`);
}
