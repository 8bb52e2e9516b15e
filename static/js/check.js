// The QR code carries the holder's code in the fragment, which no browser sends: post it, and take it out of the address.
const code = decodeURIComponent(location.hash.slice(1));
const form = document.querySelector("[data-holder-code]");

if (code && form) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.code.value = code;
  form.requestSubmit();
}
