// What a page says about its answers: one line for the latest, and a notice for each that needs its reader.
const status = document.querySelector("[data-save-status]");
const notices = document.querySelector("[data-save-notices]");

export function tell(state, words = "") {
  if (!status) return;
  status.dataset.state = state;
  status.textContent = words || status.dataset[state] || "";
}

export const tellSaved = (time) => tell("saved", status?.dataset.saved.replace("{time}", time));

const keyOf = (entry) => `${entry.attempt}/${entry.question}`;

export function forget(entry) {
  [...(notices?.children ?? [])].find((each) => each.dataset.answer === keyOf(entry))?.remove();
}

// `words`: a sentence, or the name of one of the page's own. `act`: what its button does, if it has one.
export function explain(entry, words, act) {
  forget(entry);
  if (!notices) return;
  const notice = Object.assign(document.createElement("div"), { className: "notice notice--warning" });
  notice.dataset.answer = keyOf(entry);
  const line = document.createElement("p");
  line.textContent = `${notices.dataset.place.replace("{place}", entry.place)} ${notices.dataset[words] ?? words}`;
  notice.append(line);
  if (act) notice.append(buttonFor(act));
  notices.append(notice);
}

function buttonFor(act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--secondary" });
  button.textContent = notices.dataset.take;
  button.addEventListener("click", act);
  return button;
}
