// What is not finished and is kept in this browser, on its disk: imports, and text that the server has not kept.

const STORE = "kept";

// A store of its own, by its name. Where a browser keeps nothing, as in some private windows, all goes on without it.
function storeOf(name) {
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
  const without = (fallback) => () => fallback;
  return {
    keep: (key, value) => run("readwrite", (store) => store.put(value, key)).catch(without()),
    forget: (key) => run("readwrite", (store) => store.delete(key)).catch(without()),
    kept: (key) => run("readonly", (store) => store.get(key)).catch(without()),
    keptKeys: () => run("readonly", (store) => store.getAllKeys()).catch(without([])),
  };
}

export const imports = storeOf("editor-import");
export const texts = storeOf("editor-journal");
