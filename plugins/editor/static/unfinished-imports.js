// An import that is not finished, kept in this browser: its files, and what was decided of the first of them.

const NAME = "editor-import";
const STORE = "kept";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

// Where a browser keeps nothing, as in some private windows, an import goes on without it.
const without = (fallback) => () => fallback;

export const keep = (key, value) => run("readwrite", (store) => store.put(value, key)).catch(without());
export const forget = (key) => run("readwrite", (store) => store.delete(key)).catch(without());
export const kept = (key) => run("readonly", (store) => store.get(key)).catch(without());
export const keptKeys = () => run("readonly", (store) => store.getAllKeys()).catch(without([]));
