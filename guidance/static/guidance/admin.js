/** Sources offered by name beside each field that holds citations: what is chosen is added as a line. */
const field = "[data-citations]";
const script = document.querySelector("script[data-citations-url]");
let list;

/** One list for all fields, asked for when the first of them is entered. */
async function offered() {
  if (list) return list;
  list = Object.assign(document.createElement("datalist"), { id: "guidance-citations" });
  document.body.append(list);
  const response = await fetch(script.dataset.citationsUrl, { credentials: "same-origin" });
  const { citations } = await response.json();
  list.append(...citations.map(([key, words]) => Object.assign(document.createElement("option"), { value: key, label: words })));
  return list;
}

function add(area, key) {
  const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.includes(key)) lines.push(key);
  area.value = lines.join("\n");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
}

function chooser(area) {
  const input = Object.assign(document.createElement("input"), { type: "search", placeholder: script.dataset.citationsLabel });
  input.setAttribute("list", "guidance-citations");
  input.setAttribute("aria-label", script.dataset.citationsLabel);
  input.className = "guidance-citations";
  input.addEventListener("input", () => {
    // Only what was taken from the list is a whole citation.
    if (![...list.options].some((option) => option.value === input.value)) return;
    if (input.value.includes(":") || ![...list.options].some((option) => option.value.startsWith(`${input.value}:`))) take();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  input.addEventListener("change", take);
  function take() {
    const key = input.value.trim();
    if (![...list.options].some((option) => option.value === key)) return;
    add(area, key);
    input.value = "";
  }
  area.after(input);
}

document.addEventListener("focusin", async ({ target }) => {
  if (!script || !target.matches?.(field)) return;
  await offered();
  if (target.dataset.citations === "one") target.setAttribute("list", "guidance-citations");
  else if (!target.nextElementSibling?.matches(".guidance-citations")) chooser(target);
});
