// Warns before an idle session ends, extends it with one click, and covers the page once it has ended.
// The server decides; this clock starts again at each page, at each extension, in each tab, and when another
// script has spoken with the server: document.dispatchEvent(new Event("session:touched")).
const { idleSeconds, warnSeconds, extendUrl, csrf } = document.body.dataset;
const dialog = document.querySelector("[data-session-warning]");
const part = (name) => dialog.querySelector(`[data-session-${name}]`);
const tabs = new BroadcastChannel("session");
let touched = Date.now();

function touch(at) {
  if (dialog.dataset.state === "expired") return;
  touched = Math.max(touched, at);
  part("problem").textContent = "";
  dialog.close();
}

function announce() {
  touch(Date.now());
  tabs.postMessage(touched);
}

function expire() {
  dialog.dataset.state = "expired";
  part("ending").hidden = true;
  part("ended").hidden = false;
  dialog.setAttribute("aria-labelledby", "session-ended-title");
  if (!dialog.open) dialog.showModal();
}

function clockFace(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  const idle = Math.floor((Date.now() - touched) / 1000);
  if (dialog.dataset.state === "expired" || idle < warnSeconds) return;
  if (idle >= idleSeconds) return expire();
  part("left").textContent = clockFace(idleSeconds - idle);
  if (!dialog.open) dialog.showModal();
}

async function extend() {
  try {
    const response = await fetch(extendUrl, { method: "POST", headers: { "X-CSRFToken": csrf }, redirect: "manual" });
    if (response.ok) announce();
    else if (response.status >= 500) throw new Error(response.statusText);
    else expire();
  } catch {
    part("problem").textContent = dialog.dataset.failed;
  }
}

part("extend").addEventListener("click", extend);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (dialog.dataset.state !== "expired") extend();
});
dialog.addEventListener("close", () => {
  if (dialog.dataset.state === "expired") dialog.showModal();
});
tabs.addEventListener("message", ({ data }) => touch(data));
document.addEventListener("session:touched", announce);
document.addEventListener("visibilitychange", tick);
tabs.postMessage(touched);
setInterval(tick, 1000);
