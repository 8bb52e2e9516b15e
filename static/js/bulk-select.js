// Bulk actions: "select all on this page" and a spoken count. The checkboxes and the form work without this script.
function enhance(form) {
  const all = form.querySelector("[data-bulk-all]");
  const box = all.querySelector("input");
  const count = form.querySelector("[data-bulk-count]");
  const rows = [...form.querySelectorAll(".data-table__tick input[type=checkbox]")];

  function tell() {
    const chosen = rows.filter((row) => row.checked).length;
    box.checked = chosen > 0 && chosen === rows.length;
    box.indeterminate = chosen > 0 && chosen < rows.length;
    const words = { 0: count.dataset.none, 1: count.dataset.one }[chosen] ?? count.dataset.many;
    count.textContent = words.replace("{count}", chosen);
  }

  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
    tell();
  });
  for (const row of rows) row.addEventListener("change", tell);
  all.hidden = false;
  tell();
}

document.querySelectorAll("form[data-bulk]").forEach(enhance);
