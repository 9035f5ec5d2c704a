// What a window keeps in the browser: in IndexedDB, which has it on the disk; in localStorage where IndexedDB does not
// answer, and when a page is closed, where only localStorage is quick enough. Without a page.

/**
 * What is kept, under a key: `number` grows with each; a `state` of null says that there is nothing to keep.
 * @typedef {{ number: number, state: any }} Entry
 *
 * `store` is on the browser's disk when it answers; `local` is what a page that is closed has time for, under keys that
 * begin with the `prefix`.
 * @typedef {{
 *   prefix: string,
 *   store: { keep: (key: string, entry: any) => Promise<boolean>, forget: (key: string) => unknown,
 *     kept: (key: string) => Promise<any>, keptKeys: () => Promise<string[]> },
 *   local: { keys: () => string[], get: (key: string) => string | null, set: (key: string, text: string) => void,
 *     remove: (key: string) => void },
 * }} Places
 */

export class KeptHere {
  // Under a key of its own, which nobody else writes to.
  /** @param {Places} places @param {string} key */
  constructor({ prefix, store, local }, key) {
    this.store = store;
    this.local = local;
    this.key = key;
    this.localKey = prefix + key;
    // What the database has, and the number of what localStorage has.
    this.kept = { number: 0, text: "" };
    this.atOnce = 0;
    this.keeping = Promise.resolve(false);
  }

  // Gives whether it is kept.
  /** @param {Entry} entry @returns {Promise<boolean>} */
  keep(entry) {
    const text = JSON.stringify(entry.state);
    if (!entry.state || entry.number < this.kept.number || text === this.kept.text) return this.keeping;
    this.kept = { number: entry.number, text };
    // Else what came after it has taken its place, or it was forgotten meanwhile.
    const isNewest = () => this.kept.number === entry.number;
    this.keeping = this.keeping.then(async () => (await this.store.keep(this.key, entry)) || (isNewest() && this.keepAtOnce(entry)));
    return this.keeping;
  }

  // Gives whether it is kept: the browser may have no room for it, or keep nothing.
  /** @param {Entry} entry @returns {boolean} */
  keepAtOnce(entry) {
    if (!entry.state || entry.number < this.atOnce) return false;
    try {
      this.local.set(this.localKey, JSON.stringify(entry));
      this.atOnce = entry.number;
      return true;
    } catch {
      return false;
    }
  }

  // What was kept with a number, and all before, is somewhere else, or is not wanted.
  /** @param {number} number */
  forget(number) {
    if (this.atOnce && this.atOnce <= number) this.local.remove(this.localKey);
    if (this.kept.number && this.kept.number <= number) {
      this.kept = { number: 0, text: "" };
      this.keeping = this.keeping.then(async () => {
        await this.store.forget(this.key);
        return false;
      });
    }
    return this.keeping;
  }
}

// All that the browser keeps, each with its key and how it is forgotten.
/** @param {Places} places @returns {Promise<any[]>} */
export async function keptEntries({ prefix, store, local }) {
  const found = [];
  for (const name of local.keys().filter((one) => one.startsWith(prefix))) {
    try {
      found.push({ ...JSON.parse(local.get(name) ?? ""), key: name.slice(prefix.length), forget: () => local.remove(name) });
    } catch {
      // It is no entry.
    }
  }
  for (const key of await store.keptKeys()) found.push({ ...(await store.kept(key)), key, forget: () => store.forget(key) });
  // The window that an entry is of may have forgotten it meanwhile.
  return found.filter((entry) => entry.state);
}
