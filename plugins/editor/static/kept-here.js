// What pages keep in the browser: in IndexedDB, which has it on the disk; in localStorage where IndexedDB does not answer, and
// where only localStorage is quick enough: when a page is closed, and when something is forgotten. Without a page.

/**
 * What is kept of a page, which is called a `window`, under a key: `number` grows with each; a `state` of null says that there
 * is nothing to keep any more. Only IndexedDB takes `files`.
 * @typedef {{ window: string, number: number, state: any, files?: any[] }} Entry
 *
 * `store` is on the browser's disk when it answers, with whether it did; `local` is what there is time for at any moment, under
 * keys that begin with the `prefix`.
 * @typedef {{
 *   prefix: string,
 *   store: { keep: (key: string, entry: any) => Promise<boolean>, forget: (key: string) => Promise<boolean>,
 *     entries: () => Promise<[string, any][]> },
 *   local: { keys: () => string[], get: (key: string) => string | null, set: (key: string, text: string) => void,
 *     remove: (key: string) => void },
 * }} Places
 */

const NOTHING = { window: "", number: 0, text: "" };

// Says at once that what the database has under a key is forgotten; gives what takes it out of the database.
/** @param {Places} places @param {string} key @param {{ window: string, number: number }} kept */
function forgetAtOnce({ prefix, store, local }, key, { window, number }) {
  let said = JSON.stringify({ window, number, state: null });
  try {
    local.set(prefix + key, said);
  } catch {
    // The browser has no room for it, or keeps nothing.
    said = "";
  }
  return async () => {
    if ((await store.forget(key)) && said && local.get(prefix + key) === said) local.remove(prefix + key);
  };
}

export class KeptHere {
  // Under a key of its own, which nobody else writes to.
  /** @param {Places} places @param {string} key */
  constructor(places, key) {
    this.places = places;
    this.key = key;
    // What the database has, and the number of what localStorage has.
    this.kept = NOTHING;
    this.atOnce = 0;
    this.keeping = Promise.resolve(false);
  }

  // Gives whether it is kept.
  /** @param {Entry} entry @returns {Promise<boolean>} */
  keep(entry) {
    const text = JSON.stringify(entry.state);
    if (!entry.state || entry.number < this.kept.number || text === this.kept.text) return this.keeping;
    this.kept = { window: entry.window, number: entry.number, text };
    // Else what came after it has taken its place, or it was forgotten meanwhile.
    const isNewest = () => this.kept.number === entry.number;
    this.keeping = this.keeping.then(async () => (await this.places.store.keep(this.key, entry)) || (isNewest() && this.keepAtOnce(entry)));
    return this.keeping;
  }

  // Gives whether all of it is kept: the browser may have no room for it, or keep nothing.
  /** @param {Entry} entry @returns {boolean} */
  keepAtOnce({ files, ...entry }) {
    if (!entry.state || entry.number < this.atOnce) return false;
    try {
      this.places.local.set(this.places.prefix + this.key, JSON.stringify(entry));
      this.atOnce = entry.number;
      return !files;
    } catch {
      return false;
    }
  }

  // What was kept with a number, and all before, is somewhere else, or is not wanted: from this moment on.
  /** @param {number} number */
  forget(number) {
    const { places, key, kept } = this;
    if (this.atOnce && this.atOnce <= number) {
      places.local.remove(places.prefix + key);
      this.atOnce = 0;
    }
    if (!kept.number || kept.number > number) return this.keeping;
    this.kept = NOTHING;
    // What localStorage has now is newer, and stands for both.
    const remove = this.atOnce ? () => places.store.forget(key) : forgetAtOnce(places, key, kept);
    this.keeping = this.keeping.then(async () => {
      await remove();
      return false;
    });
    return this.keeping;
  }
}

// What pages that are gone have left, the newest under each key, with how it is forgotten.
/** @param {import("./journal.js").Surroundings} around @param {Places} places @returns {Promise<any[]>} */
export async function leftEntries(around, places) {
  const { prefix, store, local } = places;
  const atOnce = new Map();
  for (const name of local.keys().filter((key) => key.startsWith(prefix))) {
    try {
      atOnce.set(name.slice(prefix.length), JSON.parse(local.get(name) ?? ""));
    } catch {
      // It is no entry.
    }
  }
  const stored = new Map(await store.entries());
  const keys = new Set([...atOnce.keys(), ...stored.keys()]);
  if (!keys.size) return [];
  const isOpen = await around.openPages();
  const left = [];
  for (const key of keys) {
    const [kept, said] = [stored.get(key), atOnce.get(key)];
    const newest = said && !(said.number < kept?.number) ? said : kept;
    if (!newest || (isOpen(newest.window) && !around.isOfWindow(newest.window))) continue;
    const forget = async () => (kept ? forgetAtOnce(places, key, newest)() : local.remove(prefix + key));
    if (newest.state) left.push({ ...newest, files: kept?.files, key, forget });
    else forget();
  }
  return left;
}
