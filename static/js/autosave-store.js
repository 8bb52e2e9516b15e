// What was changed and not yet acknowledged, in the browser's own store: one entry per person, attempt and question.
const NAME = "maatstaf-answers";

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: ["person", "attempt", "question"] });
  return asPromise(request);
}

// In a window that may keep nothing, a map holds on as long as the page does.
const inMemory = new Map();
const opened = open().catch(() => null);

async function inStore(mode, act) {
  const database = await opened;
  const transaction = database.transaction("answers", mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = await act(transaction.objectStore("answers"));
  await done;
  return result;
}

const keyOf = (entry) => [entry.person, entry.attempt, entry.question];

export async function put(entry) {
  if (await opened) await inStore("readwrite", (store) => asPromise(store.put(entry)));
  else inMemory.set(String(keyOf(entry)), entry);
}

export async function all() {
  return (await opened) ? inStore("readonly", (store) => asPromise(store.getAll())) : [...inMemory.values()];
}

// Remove what was answered, or put `instead` in its place; a newer change of the same question stays.
export async function settle(entry, instead) {
  const key = keyOf(entry);
  if (!(await opened)) {
    if (inMemory.get(String(key))?.event !== entry.event) return;
    instead ? inMemory.set(String(key), instead) : inMemory.delete(String(key));
    return;
  }
  await inStore("readwrite", async (store) => {
    const kept = await asPromise(store.get(key));
    if (kept?.event === entry.event) await asPromise(instead ? store.put(instead) : store.delete(key));
  });
}
