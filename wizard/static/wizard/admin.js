/** The form of a rule set: findings lead to their field, keys are offered, published keys stay. */

const FORM = "form[data-edit-form]";
const OPENING = 400;
const LATEST = 20;

/** Open the tab and the collapsed panels around an element, and go to it or to one of its fields. */
function reveal(element, field) {
  const tab = element.closest('[role="tabpanel"]');
  if (tab?.hidden) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
  for (let panel = element; panel; panel = panel.parentElement?.closest("section")) {
    const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  const place = (field && element.querySelector(`[data-contentpath="${field}"]`)) ?? element;
  // Tabs and panels open in their own time.
  setTimeout(() => {
    place.scrollIntoView({ block: "center" });
    place.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  }, OPENING);
}

/** The element that a finding names: a block, a field, or the section it belongs to. */
function target(link) {
  const id = decodeURIComponent(link.hash.slice(1));
  const section = id.replace(/^section-/, "");
  return document.getElementById(id) ?? document.querySelector(`[data-contentpath="${section}"]`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-ruleset-place]");
  const element = link && target(link);
  if (!element) return;
  event.preventDefault();
  reveal(element, link.dataset.rulesetPlace.match(/\.([a-z_]+)$/)?.[1]);
});

/** Every key that a section of the form has now, by the section's name. */
function keysOf(section) {
  const values = (root, selector) => [...root.querySelectorAll(selector)].map((input) => input.value).filter(Boolean);
  const blocks = [...document.querySelectorAll(`[name^="${section}-"][name$="-value-key"]`)];
  if (section === "provision" || section === "choice") {
    const owner = section === "provision" ? "source" : "question";
    return [...document.querySelectorAll(`[name^="${owner}-"][name$="-value-key"]`)].flatMap((input) => {
      const prefix = input.name.replace(/-key$/, "");
      if (/-(provision|choice)-\d+-value$/.test(prefix)) return [];
      return values(document, `[name^="${prefix}-${section}-"][name$="-value-key"]`).map((key) => `${input.value}:${key}`);
    });
  }
  return blocks.filter((input) => /^[a-z_]+-\d+-value-key$/.test(input.name)).map((input) => input.value).filter(Boolean);
}

/** What may be chosen for a list of keys; answers depend on the question beside it. */
function offers(box) {
  const kind = box.dataset.rulesetOffers;
  if (kind !== "choice") return keysOf(kind);
  const question = document.getElementsByName(box.name.replace(/-choices$/, "-question"))[0]?.value;
  return keysOf("choice").filter((key) => key.startsWith(`${question}:`)).map((key) => key.split(":")[1]);
}

/** Put a menu below a list of keys; choosing adds a line. */
function offer(box) {
  box.parentElement.querySelector(".ruleset-offers")?.remove();
  const known = new Set(box.value.split(/\s+/));
  const rest = offers(box).filter((key) => !known.has(key));
  if (!rest.length) return;
  const menu = document.createElement("select");
  menu.className = "ruleset-offers";
  menu.setAttribute("aria-label", document.querySelector("[data-ruleset-add]")?.dataset.rulesetAdd ?? "+");
  menu.append(new Option("+", ""), ...rest.map((key) => new Option(key, key)));
  menu.addEventListener("change", () => {
    box.value = `${box.value.trim()}\n${menu.value}`.trim();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
  box.after(menu);
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("textarea[data-ruleset-offers]") && event.target.dataset.rulesetOffers) offer(event.target);
});

/** Keys that a published version has are read, not written: addresses hang on them. */
function fixKeys(tried = 0) {
  const fixed = document.querySelector("[data-ruleset-fixed]")?.dataset.rulesetFixed;
  if (!fixed) return;
  const inputs = document.querySelectorAll("input[data-ruleset-key]");
  if (!inputs.length && tried < LATEST) {
    setTimeout(fixKeys, OPENING, tried + 1);
    return;
  }
  const keys = new Set(JSON.parse(fixed));
  for (const input of inputs) input.readOnly = keys.has(input.value);
}

/** Load both results into frames beside each other, once somebody asks for it. */
function showBeside(event) {
  const box = event.target.closest("[data-ruleset-beside]");
  if (!box || event.target.tagName !== "BUTTON") return;
  const frames = [box.dataset.before, box.dataset.after].map((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = address;
    return frame;
  });
  box.replaceChildren(...frames);
}

document.addEventListener("click", showBeside);
if (document.querySelector(FORM)) window.addEventListener("load", () => fixKeys());
