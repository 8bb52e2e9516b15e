// Sends what is in the store, one at a time and oldest first; "saved" is said only when the server said so.
import * as store from "./autosave-store.js";
import { askToSignIn } from "./autosave-sign-in.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const status = document.querySelector("[data-save-status]");
let wait = FIRST_WAIT;
let timer = null;
let sending = null;
let csrf = document.body.dataset.csrf;

export function tell(state, words = "") {
  if (!status) return;
  status.dataset.state = state;
  status.textContent = words || status.dataset[state] || "";
}

export const unsent = async (person) => (await store.all()).filter((entry) => entry.person === person);

// Resolves to true when nothing of this person is left to send.
export function flush(person) {
  sending ??= sendAll(person).finally(() => (sending = null));
  return sending;
}

async function sendAll(person) {
  clearTimeout(timer);
  for (let left = await unsent(person); left.length; left = await unsent(person)) {
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
  const { url, event, question, chosen } = entry;
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ event, question, chosen }),
    redirect: "manual",
    ...options,
  });
}

// True when the server answered for good: saved, or refused with a word that is shown.
async function send(entry) {
  try {
    const response = await post(entry);
    if (response.ok) {
      const { saved_at: time } = await response.json();
      await store.remove(entry);
      tell("saved", status?.dataset.saved.replace("{time}", time));
      document.dispatchEvent(new Event("session:touched"));
      return true;
    }
    if (response.status === 400 || response.status === 401) return await comeBackIn(entry.person);
    if (response.status === 429 || response.status >= 500) return false;
    const { error } = await response.json();
    await store.remove(entry);
    tell("unsaved", error);
    return true;
  } catch {
    return false;
  }
}

// Signed out, or a token of an earlier session: the entry stays and is sent again.
async function comeBackIn(person) {
  const fresh = await askToSignIn(person);
  if (!fresh) return false;
  csrf = fresh;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = fresh;
  return true;
}

// When the page goes, the browser finishes what it can; the rest stays in the store for the next page.
export async function sendOnLeaving(entry) {
  post(entry, { keepalive: true }).catch(() => {});
}
