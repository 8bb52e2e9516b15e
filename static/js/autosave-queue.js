// Sends what is in the store, one at a time and oldest first; "saved" is said only when the server said so.
import * as store from "./autosave-store.js";
import { askToSignIn } from "./autosave-sign-in.js";
import { forget, tell, tellSaved } from "./autosave-status.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const LATER = [0, 401, 408, 425, 429];
const triedAgain = new Set();
let wait = FIRST_WAIT;
let timer = null;
let sending = null;
let csrf = document.body.dataset.csrf;

// However often it failed without a connection, with one it is tried again soon.
addEventListener("online", () => (wait = FIRST_WAIT));

export const unsent = async (person) => (await store.all()).filter((entry) => entry.person === person);

// Resolves to true when nothing of this person is left that the server may still take.
export function flush(person) {
  sending ??= sendAll(person).finally(() => (sending = null));
  return sending;
}

const waiting = async (person) => (await unsent(person)).filter((entry) => !entry.held);

async function sendAll(person) {
  clearTimeout(timer);
  for (let left = await waiting(person); left.length; left = await waiting(person)) {
    left.sort((one, other) => one.at - other.at);
    if (!(await send(left[0]))) {
      tell(navigator.onLine ? "unsaved" : "offline");
      timer = setTimeout(() => document.dispatchEvent(new Event("answers:retry")), wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return false;
    }
    wait = FIRST_WAIT;
  }
  return true;
}

function post(entry, options = {}) {
  const { url, event, question, chosen, seen } = entry;
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ event, question, chosen, seen }),
    redirect: "manual",
    ...options,
  });
}

// True when the next one may go: this one was saved, or the server will never take it.
async function send(entry) {
  try {
    const response = await post(entry);
    if (response.ok) return await acknowledge(entry, await response.json());
    if ([400, 401].includes(response.status) && !triedAgain.delete(entry.event)) return await comeBackIn(entry);
    if (LATER.includes(response.status) || response.status >= 500) return false;
    const { error } = await response.json().catch(() => ({}));
    tell("refused");
    return await hold(entry, isNaN(error ?? 0) ? error : "refused");
  } catch {
    return false;
  }
}

async function acknowledge(entry, { saved_at: time, elsewhere }) {
  tellSaved(time);
  document.dispatchEvent(new Event("session:touched"));
  if (elsewhere) return hold(entry, "elsewhere", elsewhere);
  await store.settle(entry);
  forget(entry);
  return true;
}

// What is not to be sent again stays here until its person has seen why, and holds up nothing.
async function hold(entry, held, counting) {
  await store.settle(entry, { ...entry, held });
  document.dispatchEvent(new CustomEvent("answers:held", { detail: { entry: { ...entry, held }, counting } }));
  return true;
}

// Signed out, or a token of an earlier session: the entry stays and is sent again.
async function comeBackIn(entry) {
  const fresh = await askToSignIn(entry.person);
  if (!fresh) return false;
  triedAgain.add(entry.event);
  csrf = fresh;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = fresh;
  return true;
}

// When the page goes, the browser finishes what it can; the rest stays in the store for the next page.
export async function sendOnLeaving(entry) {
  post(entry, { keepalive: true }).catch(() => {});
}
