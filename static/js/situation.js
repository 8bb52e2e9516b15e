// Says how many choices of a situation were looked at and whether the best one was among them.
function enhance(situation) {
  const choices = [...situation.querySelectorAll("[data-verdict]")];
  const status = situation.querySelector("[data-situation-status]");
  const seen = new Set();

  function tell(choice) {
    seen.add(choice);
    const found = [...seen].some((each) => each.dataset.verdict === "best");
    const words = found && seen.size < choices.length ? situation.dataset.found : situation.dataset.count;
    status.textContent = words.replace("{seen}", seen.size).replace("{total}", choices.length);
  }

  for (const choice of choices) {
    choice.addEventListener("toggle", () => choice.open && tell(choice));
  }
}

document.querySelectorAll("[data-situation]").forEach(enhance);
