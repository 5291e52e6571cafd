// Enhancements only: every page works without this file.

const page = document.documentElement;

// "Thông tư" and "thong tu" are the same to a reader in a hurry.
const fold = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/g, "d")
    .replace(/œ/g, "oe")
    .replace(/\s+/g, " ")
    .trim();

function focusErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    // The question comes into view, not only its first box.
    const label = field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0] ?? field;
    label.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

function copyOnClick(button) {
  const status = button.parentElement.querySelector("[data-copy-status]");
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value);
      status.textContent = button.dataset.copied;
    } catch {
      // No permission, or no secure connection: leave it selected for the keyboard.
      source.select();
      status.textContent = button.dataset.failed;
    }
  });
}

function filterList(box) {
  const list = document.getElementById(box.dataset.filterList);
  if (!list) return;
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const children = [...list.children];
  // What stands after "or" ("I don't know") is always offered.
  const divider = children.findIndex((element) => element.matches(".govuk-radios__divider"));
  const rows = children.slice(0, divider < 0 ? undefined : divider).map((element) => ({
    element,
    text: fold(`${element.textContent} ${element.dataset.filterTerms ?? ""}`),
  }));
  let announcement;

  const apply = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    let count = 0;
    for (const { element, text } of rows) {
      // What is chosen stays in sight.
      const kept = element.querySelector("input:checked");
      const match = words.every((word) => text.includes(word));
      element.hidden = !match && !kept;
      if (match) count += 1;
    }
    const { none, one, other } = box.dataset;
    const message = count === 0 ? none : count === 1 ? one : other.replace("{n}", count);
    // A pause, so that a screen reader speaks once and not at every key.
    clearTimeout(announcement);
    announcement = setTimeout(() => {
      status.textContent = words.length ? message : "";
    }, 400);
  };

  input.addEventListener("input", apply);
  input.addEventListener("keydown", (event) => {
    // Enter would send the form with whatever is chosen.
    if (event.key === "Enter") event.preventDefault();
  });
  box.hidden = false;
}

// Suggestions are fetched once somebody enters the box; the form finds the same without them.
function suggestOnFocus(input) {
  const start = async () => {
    const { suggest } = await import(input.dataset.suggestScript);
    suggest(input, fold);
  };
  input.addEventListener("focus", () => start().catch(() => {}), { once: true });
}

// A mark leads to its source, which may be folded away; browsers before 2025 do not unfold it.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folded = target && target.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

// Paper cannot be clicked: what belongs on it is unfolded.
function openForPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details[data-open-for-print]:not([open])")];
    opened.forEach((element) => (element.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((element) => (element.open = false)));
}

// What takes longer than a second says so; a file that is answered leaves the page as it is.
function tellProgress(form) {
  const status = form.querySelector("[data-progress-status]");
  let waiting;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-quiet")) return;
    waiting = setTimeout(() => (status.textContent = status.dataset.progressText), 1000);
  });
  // Back from the cache of the browser.
  addEventListener("pageshow", () => {
    clearTimeout(waiting);
    status.textContent = "";
  });
}

page.classList.add("js-enabled");
focusErrorSummary();
openForPrint();
openTarget();
addEventListener("hashchange", openTarget);
document.querySelectorAll("[data-copy]").forEach(copyOnClick);
document.querySelectorAll("[data-filter-list]").forEach(filterList);
document.querySelectorAll("[data-progress]").forEach(tellProgress);
document.querySelectorAll("[data-suggest-script]").forEach(suggestOnFocus);
document
  .querySelectorAll("[data-print]")
  .forEach((button) => button.addEventListener("click", () => window.print()));
