// Puts the focus on the error summary, so that a screen reader reads it first and Tab goes to its first link.
document.querySelector("[data-error-summary]")?.focus();
