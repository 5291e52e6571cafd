// Suggestions below a box: the combobox pattern of the ARIA Authoring Practices, a list that opens.
// With data-suggest an address names them (of one kind with data-suggest-of), and one that is
// chosen is gone to; with
// data-suggest-from the radio buttons of a list are them, and one that is chosen fills the box.

const MOST = 8;
const PAUSE = 400;
const BESIDE = /^(tinh|thanh pho|tp\.?|province (of|de)|city of|ville de)\s+/;
let made = 0;

const fromServer = async (address) => (await (await fetch(address)).json()).suggestions;

const fromList = (list) =>
  [...list.querySelectorAll("label")].map((label) => ({
    name: label.textContent.trim(),
    also: label.closest("[data-filter-terms]")?.dataset.filterTerms ?? "",
  }));

// 0 a name that begins so, 1 another name that does, 2 one with all the words begun; else 3.
function distance(entry, typed, words) {
  if (entry.names[0].startsWith(typed)) return 0;
  if (entry.names.some((name) => name.startsWith(typed))) return 1;
  return words.every((word) => entry.words.some((own) => own.startsWith(word))) ? 2 : 3;
}

export function suggest(input, fold) {
  const { dataset } = input;
  const name = `suggestions-${(made += 1)}`;
  const list = Object.assign(document.createElement("ul"), {
    id: name,
    className: "app-suggestions",
    hidden: true,
  });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", dataset.suggestLabel);
  const status = Object.assign(document.createElement("p"), { className: "govuk-visually-hidden" });
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  input.parentElement.classList.add("app-suggest");
  input.autocomplete = "off";
  for (const [attribute, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": name,
    "aria-expanded": "false",
  }))
    input.setAttribute(attribute, value);

  let entries = [];
  let shown = [];
  let active = -1;
  let announcement;

  const mark = (at) => {
    active = at;
    [...list.children].forEach((row, place) =>
      row.setAttribute("aria-selected", String(place === at)),
    );
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = ({ name: text, url }) => {
    close();
    if (url) location.assign(url);
    else {
      input.value = text;
      input.focus();
    }
  };
  const row = (entry, place) => {
    const option = Object.assign(document.createElement("li"), { id: `${name}-${place}` });
    option.setAttribute("role", "option");
    option.append(entry.name);
    if (entry.kind) {
      const kind = document.createElement("span");
      kind.className = "app-suggestions__kind";
      kind.textContent = entry.kind;
      option.append(" ", kind);
    }
    // The box keeps the focus.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(entry));
    return option;
  };
  const show = () => {
    const folded = fold(input.value);
    const typed = folded.replace(BESIDE, "") || folded;
    const words = typed.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const graded = words.length
      ? entries
          .map((entry) => [distance(entry, typed, words), entry])
          .filter(([grade]) => grade < 3)
          .sort(([one], [other]) => one - other)
      : [];
    shown = graded.slice(0, MOST).map(([, entry]) => entry);
    list.replaceChildren(...shown.map(row));
    mark(-1);
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const { suggestNone, suggestOne, suggestOther } = dataset;
    // A pause, so that a screen reader speaks once and not at every key.
    clearTimeout(announcement);
    announcement = setTimeout(() => {
      const count = shown.length;
      const said = count === 1 ? suggestOne : suggestOther.replace("{n}", count);
      status.textContent = words.length ? (count ? said : suggestNone) : "";
    }, PAUSE);
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "Escape" && isOpen) {
      // Closes the list; what is typed stays.
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) show();
      else {
        // Past either end is the box itself.
        const step = event.key === "ArrowDown" ? 1 : -1;
        const places = shown.length + 1;
        mark(((active + 1 + step + places) % places) - 1);
      }
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      choose(shown[active]);
    }
  });

  const load = async () => {
    const from = dataset.suggestFrom && document.getElementById(dataset.suggestFrom);
    const found = from ? fromList(from) : await fromServer(dataset.suggest);
    const wanted = found.filter((entry) => !dataset.suggestOf || entry.of === dataset.suggestOf);
    entries = wanted.map((entry) => {
      const names = [fold(entry.name), ...(entry.also ?? "").split("|")].filter(Boolean);
      return { ...entry, names, words: names.join(" ").split(/[^\p{L}\p{N}]+/u) };
    });
    if (input.value && document.activeElement === input) show();
  };
  load().catch(() => {});
}
