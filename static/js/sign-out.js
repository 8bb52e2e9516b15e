// Signing out clears what this person has on this device, and asks first when an answer was not sent yet.
// What another left unsent waits for them, a month at most.
import * as store from "./autosave-store.js";

const LONGEST = 30 * 24 * 60 * 60 * 1000;
const form = document.querySelector("form[data-sign-out]");
const isMine = (entry) => entry.person === Number(form.dataset.person);

async function drop(entries) {
  for (const entry of entries) await store.settle(entry);
}

async function leave(event) {
  event.preventDefault();
  const mine = (await store.all()).filter(isMine);
  if (mine.some((entry) => entry.held !== "elsewhere") && !confirm(form.dataset.unsent)) return;
  await drop(mine);
  form.removeEventListener("submit", leave);
  form.requestSubmit();
}

if (form) {
  form.addEventListener("submit", leave);
  drop((await store.all()).filter((entry) => !isMine(entry) && entry.at < Date.now() - LONGEST));
}
