// Signing out clears what is kept on this device, and asks first when an answer was not sent yet.
import * as store from "./autosave-store.js";

const form = document.querySelector("form[data-sign-out]");

async function leave(event) {
  event.preventDefault();
  const kept = await store.all();
  if (kept.length && !confirm(form.dataset.unsent)) return;
  await store.clear();
  form.removeEventListener("submit", leave);
  form.requestSubmit();
}

form?.addEventListener("submit", leave);
