/** Sources by name at each field that holds citations: a search that adds lines, and what the lines mean. */
const field = "[data-citations]";
const script = document.querySelector("script[data-citations-url]");
const kinds = { one: "guidance-citations", many: "guidance-citations", act: "guidance-acts", acts: "guidance-acts" };
let register;

/** The register, asked for once, and its two lists: every citation, and acts alone. */
function known() {
  register ||= fetch(script.dataset.citationsUrl, { credentials: "same-origin" })
    .then((response) => response.json())
    .then(({ citations }) => {
      for (const [id, fits] of [["guidance-citations", () => true], ["guidance-acts", ([key]) => !key.includes(":")]]) {
        const list = Object.assign(document.createElement("datalist"), { id });
        list.append(...citations.filter(fits).map(([value, label]) => Object.assign(document.createElement("option"), { value, label })));
        document.body.append(list);
      }
      return new Map(citations);
    });
  return register;
}

const lines = (area) => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

function add(area, key) {
  const cited = lines(area);
  if (!cited.includes(key)) cited.push(key);
  area.value = cited.join("\n");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
}

function chooser(area, names) {
  const input = Object.assign(document.createElement("input"), { type: "search", placeholder: script.dataset.citationsLabel });
  input.setAttribute("list", kinds[area.dataset.citations]);
  input.setAttribute("aria-label", script.dataset.citationsLabel);
  input.className = "guidance-citations";
  input.addEventListener("input", () => {
    // Only what was taken from the list is a whole citation.
    if (!names.has(input.value)) return;
    if (area.dataset.citations === "acts" || input.value.includes(":") || ![...names.keys()].some((key) => key.startsWith(`${input.value}:`))) take();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  input.addEventListener("change", take);
  function take() {
    const key = input.value.trim();
    if (!names.has(key)) return;
    add(area, key);
    input.value = "";
  }
  return input;
}

/** What the lines of a field mean; a line that names nothing is left to the check of the form. */
function meaning(area, names) {
  const list = Object.assign(document.createElement("ul"), { className: "guidance-cited" });
  function show() {
    const found = lines(area).filter((key) => names.has(key));
    list.replaceChildren(...found.map((key) => Object.assign(document.createElement("li"), { textContent: names.get(key) })));
    list.hidden = !found.length;
    // Every line is in sight.
    if (area.tagName === "TEXTAREA") area.rows = Math.max(2, area.value.split("\n").length);
  }
  area.addEventListener("input", show);
  show();
  return list;
}

async function equip(area) {
  area.dataset.citationsReady = "";
  const names = await known();
  if (area.tagName === "TEXTAREA") area.after(chooser(area, names), meaning(area, names));
  else {
    area.setAttribute("list", kinds[area.dataset.citations]);
    area.after(meaning(area, names));
  }
}

/** Fields come with the page and, in a stream of blocks, one by one. */
function look() {
  for (const area of document.querySelectorAll(`${field}:not([data-citations-ready])`)) equip(area);
}

if (script) {
  look();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
