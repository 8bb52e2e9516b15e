// Saves every change of an answer: first here, then at the server. Leaving saves, and never hands in.
import * as store from "./autosave-store.js";
import { askToSignIn, returned } from "./autosave-sign-in.js";
import { flush, sendOnLeaving, unsent } from "./autosave-queue.js";
import { explain, forget, tell } from "./autosave-status.js";

const question = document.querySelector("form[data-autosave]");
const form = question ?? document.querySelector("form[data-autosave-first]");
const person = Number(form.dataset.person);
const attempt = isNaN(form.dataset.attempt) ? form.dataset.attempt : Number(form.dataset.attempt);
const isMine = (entry) => entry.attempt === attempt && entry.question === question?.dataset.question;
const inputs = [...(question?.querySelectorAll("input[name^=chosen]") ?? [])];
let latest = null;
let seen = [question?.elements.seen.value];

function entryNow() {
  const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
  const { url, place, question: key } = question.dataset;
  return { person, attempt, question: key, place, chosen, url, seen, event: crypto.randomUUID(), at: Date.now() };
}

// What this page shows is based on `entry`; an answer given elsewhere in the meantime is not among `seen`.
function follow(entry) {
  latest = entry;
  seen = [...entry.seen, entry.event];
  question.elements.event.value = entry.event;
}

function choose(chosen) {
  for (const input of inputs) input.checked = chosen.includes(input.value);
}

async function change() {
  follow(entryNow());
  forget(latest);
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

function show(entry) {
  const take = () => (choose(entry.chosen), change());
  explain(entry, entry.held, isMine(entry) && entry.held === "elsewhere" ? take : null);
}

// The server kept what counts, or refused: the page shows what counts, unless something newer is on its way.
function onHeld({ detail: { entry, counting } }) {
  if (!isMine(entry)) return show(entry);
  if (latest?.event !== entry.event) return;
  if (counting) {
    choose(counting.chosen);
    seen = [counting.event];
    question.elements.seen.value = counting.event;
  }
  show(entry);
}

const held = async () => (await unsent(person)).filter((entry) => entry.held && entry.attempt === attempt);

// Show what was chosen here before, when the server does not have it yet; what was refused gets one more chance.
async function restore() {
  for (const entry of await held()) {
    if (isMine(entry) && entry.held !== "elsewhere") await store.settle(entry, { ...entry, held: undefined });
    else show(entry);
  }
  const kept = (await unsent(person)).filter((entry) => !entry.held);
  const mine = kept.find(isMine);
  if (mine) {
    choose(mine.chosen);
    follow(mine);
  } else if (inputs.some((input) => input.checked !== input.defaultChecked)) return change(); // chosen before we were here
  if (kept.length && (await goOn()) && !question) location.reload();
}

async function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  const told = (await held()).length;
  const isDone = await goOn();
  const now = await held();
  if (!isDone || now.length > told) return document.querySelector("[data-save-status]").scrollIntoView({ block: "nearest" });
  for (const entry of now.filter(isMine)) if (entry.held === "elsewhere") await store.settle(entry);
  form.removeEventListener("submit", submit);
  form.requestSubmit(button);
}

async function leave() {
  if (!latest) return;
  if ((await unsent(person)).some((entry) => entry.event === latest.event && !entry.held)) sendOnLeaving(latest);
}

question?.addEventListener("change", change);
form.addEventListener("submit", submit);
addEventListener("online", goOn);
document.addEventListener("answers:retry", goOn);
document.addEventListener("answers:held", onHeld);
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && location.reload());
document.querySelector("[data-session-ended] a")?.addEventListener("click", async (event) => {
  event.preventDefault();
  if (await askToSignIn(person)) location.reload();
});
restore();
