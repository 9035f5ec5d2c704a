// What is not finished and is kept in this browser, on its disk: what stands in forms, and text that the server has not kept.

const STORE = "kept";
// Milliseconds without an answer after which a page goes on: WebKit may never answer for a database that a page had open
// while it was left. What reads has time on a busy computer; what is typed must be on a disk within two seconds.
const PATIENCE = { readonly: 3000, readwrite: 800 };

// What may be forgotten, and is where a browser has no room for it or keeps nothing.
const memory = (open) => ({
  get(key) {
    try {
      return open().getItem(key);
    } catch {
      return null;
    }
  },
  set(key, text) {
    try {
      open().setItem(key, text);
    } catch {
      // All goes on without it.
    }
  },
});

export const browser = memory(() => localStorage);
export const tab = memory(() => sessionStorage);

// All that a store has, as one request.
function entriesIn(store) {
  const [keys, values] = [store.getAllKeys(), store.getAll()];
  return {
    get result() {
      return keys.result.map((key, at) => [key, values.result[at]]);
    },
  };
}

// A store of its own, by its name. Where a browser keeps nothing, as in some private windows, or does not answer, all goes
// on without it.
function storeOf(name) {
  // How many requests have had no answer for too long. Until they have, nothing else waits for one.
  let unanswered = 0;
  const open = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const run = async (mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        // On the disk when it is complete, not only on its way there.
        const transaction = database.transaction(STORE, mode, { durability: "strict" });
        const request = work(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  };
  // The answer, or what there is without one. What comes too late is carried out all the same.
  const answered = (mode, work, fallback) => {
    const running = run(mode, work).catch(() => fallback);
    if (unanswered) return fallback;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        unanswered += 1;
        running.then(() => (unanswered -= 1));
        resolve(fallback);
      }, PATIENCE[mode]);
      running.then((value) => {
        clearTimeout(late);
        resolve(value);
      });
    });
  };
  return {
    // Whether it is on the disk, or is there no more.
    keep: async (key, value) => (await answered("readwrite", (store) => store.put(value, key), false)) !== false,
    forget: async (key) => (await answered("readwrite", (store) => store.delete(key), false)) !== false,
    entries: () => answered("readonly", entriesIn, []),
  };
}

export const texts = storeOf("editor-journal");
export const forms = storeOf("editor-form");
