// A session that ended asks for the password in place, checks that it is the same person, and goes on.
// Without a field for one (a candidate in a browser that is known), it comes back by itself and asks only when it can't.
const dialog = document.querySelector("[data-sign-in-again]");
let asking = null;
let hasReturned = false;

export const returned = () => hasReturned;

const getState = async () => (await fetch(dialog.dataset.sessionUrl, { headers: { Accept: "application/json" } })).json();

// Resolves to a token to post with, or to null when somebody else is signed in here.
export function askToSignIn(person) {
  if (!dialog) return Promise.resolve(null);
  asking ??= ask(person).finally(() => (asking = null));
  return asking;
}

async function ask(person) {
  const state = await getState();
  if (state.signed_in && state.person === person) return state.csrf;
  const problem = dialog.querySelector("[data-problem]");
  problem.textContent = state.signed_in ? dialog.dataset.other : "";
  if (!state.signed_in && !dialog.querySelector("input")) {
    const { csrf, failure } = await signIn(person);
    if (csrf) {
      hasReturned = true;
      return csrf;
    }
    problem.textContent = failure;
  }
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => listen(person, problem, resolve));
}

function listen(person, problem, resolve) {
  const form = dialog.querySelector("form");
  const password = dialog.querySelector("input");
  dialog.oncancel = (event) => event.preventDefault();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { csrf, failure } = await signIn(person, password?.value);
    if (password) password.value = "";
    problem.textContent = failure ?? "";
    if (failure) return password?.focus();
    hasReturned = true;
    dialog.close();
    resolve(csrf);
  };
}

async function signIn(person, password) {
  try {
    const response = await fetch(dialog.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": (await getState()).csrf },
      body: JSON.stringify({ person, password }),
    });
    if (response.ok) return await response.json();
    const words = { 401: "unknown", 409: "other", 422: "wrong", 429: "often" }[response.status] ?? "failed";
    return { failure: dialog.dataset[words] };
  } catch {
    return { failure: dialog.dataset.failed };
  }
}
