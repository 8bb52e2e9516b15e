// Saves every change of an answer: first here, then at the server. Leaving saves, and never hands in.
import * as store from "./autosave-store.js";
import { askToSignIn, returned } from "./autosave-sign-in.js";
import { flush, sendOnLeaving, tell, unsent } from "./autosave-queue.js";

const question = document.querySelector("form[data-autosave]");
const form = question ?? document.querySelector("form[data-autosave-first]");
const person = Number(form.dataset.person);
let latest = null;

function entryNow() {
  const chosen = [...question.querySelectorAll("input[name=chosen]:checked")].map((input) => input.value);
  const { url, attempt } = question.dataset;
  return { person, attempt: Number(attempt), question: question.dataset.question, chosen, url, event: crypto.randomUUID(), at: Date.now() };
}

async function change() {
  latest = entryNow();
  question.elements.event.value = latest.event;
  tell(navigator.onLine ? "unsaved" : "offline");
  await store.put(latest);
  await goOn();
}

// After signing in again the page is fetched anew: its tokens belong to the session that ended.
async function goOn() {
  const done = await flush(person);
  if (done && returned()) location.reload();
  return done;
}

// Show what was chosen here before, when the server does not have it yet.
async function restore() {
  const kept = await unsent(person);
  const mine = question && kept.find((entry) => entry.question === question.dataset.question && entry.attempt === Number(question.dataset.attempt));
  if (mine) {
    for (const input of question.querySelectorAll("input[name=chosen]")) input.checked = mine.chosen.includes(input.value);
    question.elements.event.value = mine.event;
    latest = mine;
  }
  if (kept.length && (await goOn()) && !question) location.reload();
}

async function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  if (!(await goOn())) return document.querySelector("[data-save-status]").scrollIntoView({ block: "nearest" });
  form.removeEventListener("submit", submit);
  form.requestSubmit(button);
}

async function leave() {
  if (!latest) return;
  if ((await unsent(person)).some((entry) => entry.event === latest.event)) sendOnLeaving(latest);
}

question?.addEventListener("change", change);
form.addEventListener("submit", submit);
addEventListener("online", goOn);
document.addEventListener("answers:retry", goOn);
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && location.reload());
document.querySelector("[data-session-ended] a")?.addEventListener("click", async (event) => {
  event.preventDefault();
  if (await askToSignIn(person)) location.reload();
});
restore();
