// Shows or hides a password in place, where without script a link loads the page again.
for (const link of document.querySelectorAll("[data-show-password]")) {
  const input = document.getElementById(link.dataset.showPassword);
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", input.id);

  const toggle = (event) => {
    event.preventDefault();
    input.type = input.type === "password" ? "text" : "password";
    [link.textContent, link.dataset.other] = [link.dataset.other, link.textContent];
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => event.key === " " && toggle(event));
  // A browser keeps what is in a text field; a password it does not.
  input.form.addEventListener("submit", () => { input.type = "password"; });
}
