// The topics of the papers, folded: each says how much of it is filled in, and leads to the next.
// Without this file they are folded all the same.

function tell(topic) {
  const said = topic.querySelector(":scope > summary > span");
  const fields = [...topic.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const isFilled = ({ type, checked, value }) => (type === "checkbox" ? checked : value.trim() !== "");
  // Boxes that stand together answer one question, but each is a letter of its own.
  const count = (found) =>
    topic.dataset.topic === "boxes" ? found.length : new Set(found.map(({ name }) => name)).size;
  const numbers = { all: count(fields), filled: count(fields.filter(isFilled)) };
  said.textContent = numbers.all ? topic.dataset.filled.replace(/{(\w+)}/g, (_all, name) => numbers[name]) : "";
}

for (const topic of document.querySelectorAll("[data-topic]")) {
  topic.addEventListener("input", () => tell(topic));
  // A browser that comes back fills in what was typed, and says so to nobody.
  addEventListener("pageshow", () => tell(topic));
}

// One topic after the other: the one that is left folds, so that the next stands below it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-next]");
  if (!link) return;
  event.preventDefault();
  const next = document.querySelector(link.hash).closest("details");
  link.closest("details").open = false;
  next.open = true;
  next.querySelector("summary").focus();
  next.scrollIntoView();
});
