// Comfort only: every page works without this file.

function guardAgainstLosingText() {
  // A form that came back with errors holds text that was never saved.
  const returned = document.querySelector(".error-summary, .conflict") !== null;
  const unsaved = new Set();
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (returned) unsaved.add(form);
    form.addEventListener("input", () => unsaved.add(form));
    form.addEventListener("submit", () => unsaved.clear());
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
}

const CHOSEN = "throughline-filter";

function submitFiltersOnChoice() {
  // The page comes back anew: the keyboard goes back to the filter where it was.
  const chosen = sessionStorage.getItem(CHOSEN);
  sessionStorage.removeItem(CHOSEN);
  for (const form of document.querySelectorAll("form[data-autosubmit]")) {
    if (chosen) form.elements.namedItem(chosen)?.focus?.({ preventScroll: true });
    form.addEventListener("change", (event) => {
      if (!event.target.matches("select")) return;
      sessionStorage.setItem(CHOSEN, event.target.name);
      form.requestSubmit();
    });
  }
}

function showTheLatest() {
  // A picture wider than the window begins where the talks stand now; a loop, with its mandate.
  for (const picture of document.querySelectorAll("figure.picture:not(.loop-picture)")) {
    picture.scrollLeft = picture.scrollWidth;
  }
}

guardAgainstLosingText();
submitFiltersOnChoice();
showTheLatest();
document.querySelector(".error-summary")?.focus();
