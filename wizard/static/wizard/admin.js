/** The form of a rule set: issues lead to their field, entries are filtered, published keys stay. */

const OPENING = 400;
const FEW = 4;
const LONGEST_KEY = 50;
const panel = document.querySelector("[data-ruleset-proof]");
const rules = () => window.wizardRules;

/** Open the tab, the collapsed panels and the folded entry around an element. */
function unfold(element) {
  const tab = element.closest('[role="tabpanel"]');
  if (tab?.hidden) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
  for (let section = element; section; section = section.parentElement?.closest("section")) {
    const toggle = section.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    const entry = section.querySelector(":scope > .w-panel__content .ruleset-collapsed");
    if (entry) rules().entryOf(entry)?.open();
  }
}

/** Go to an element, or to one of its fields. */
function reveal(element, field) {
  unfold(element);
  const place = (field && element.querySelector(`[data-contentpath="${field}"]`)) ?? element;
  // Tabs and panels open in their own time.
  setTimeout(() => {
    // Of an entry that is longer than the window, its beginning.
    place.scrollIntoView({ block: place.offsetHeight > innerHeight ? "start" : "center" });
    const inside = "input:not([type=hidden]), textarea, select, summary, button";
    (place.querySelector(`:scope .w-panel__content :is(${inside})`) ?? place.querySelector(inside))?.focus({ preventScroll: true });
  }, OPENING);
}

/** The element that a finding names: a block, a field, or the section it belongs to. */
function target(link) {
  const id = decodeURIComponent(link.hash.slice(1));
  const found = document.getElementById(id);
  if (found) return found;
  // A part of an entry that is still folded: the entry knows the ids within.
  const uuid = id.replace(/^block-|-section$/g, "");
  const inner = document.querySelectorAll(".ruleset-collapsed > input");
  const holder = [...inner].find((input) => input.value.includes(uuid));
  if (holder) {
    unfold(holder);
    return document.getElementById(id) ?? holder.closest("section");
  }
  return document.querySelector(`[data-contentpath="${id.replace(/^section-/, "")}"]`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-ruleset-place]");
  const element = link && target(link);
  if (!element) return;
  event.preventDefault();
  reveal(element, link.dataset.rulesetPlace.match(/(?:^|\.)([a-z_]+)(\[\d+\])?$/)?.[1]);
});

/** The address of the form may name a place, too: a comment elsewhere leads to it. */
function arrive() {
  const element = /^#(block|section)-/.test(location.hash) && target(location);
  if (element) reveal(element);
}

/** Keys that a published version has are read, not written: addresses hang on them. */
document.addEventListener("ruleset:open", ({ target: root }) => {
  const fixed = new Set(JSON.parse(panel?.dataset.rulesetFixed || "[]"));
  for (const input of root.querySelectorAll("input[data-ruleset-key]")) {
    input.readOnly = fixed.has(input.value);
  }
});

/** Small letters and digits without accents, joined by hyphens. */
function slug(text) {
  const words = plain(text).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const short = words.slice(0, LONGEST_KEY + 1);
  // A key ends with a whole word; only a word longer than a key is cut.
  return short.length > LONGEST_KEY ? short.replace(/-[^-]*$/, "").slice(0, LONGEST_KEY) : short;
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}

/** The keys of the entries beside one: of the section, folded or open, or of the parts of the same entry. */
function keysBeside(scope, input) {
  const beside = [...scope.parentElement.children].filter((child) => child !== scope);
  const parts = beside.map((child) => child.querySelector?.("input[data-ruleset-key]")?.value);
  const section = input.name.split("-")[0];
  const isPart = scope.parentElement.closest("[data-streamfield-child]");
  const entries = isPart ? [] : (rules()?.entries(section) ?? []).map((entry) => entry.key);
  return new Set([...parts, ...entries].filter(Boolean));
}

/** The key, or the same with the first number that no other has: equal titles get keys of their own. */
function free(key, taken) {
  let found = key;
  for (let number = 2; taken.has(found); number += 1) found = `${key}-${number}`;
  return found;
}

/** An entry without a key takes one from its first English text; a part of an entry, added to it later, too. */
document.addEventListener("change", ({ target: text }) => {
  const boxes = `textarea[lang="${panel?.dataset.rulesetKeyLanguage}"]`;
  const scope = text.matches?.(boxes) && text.closest("[data-streamfield-child]");
  const input = scope && scope.querySelector("input[data-ruleset-key]");
  if (!input || input.value || input.closest("[data-streamfield-child]") !== scope) return;
  if (scope.querySelector(boxes) !== text) return;
  input.value = free(slug(text.value), keysBeside(scope, input));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/** Show the entries that say it just so, in any language; if none does, those in which every word occurs. */
function filter(section, words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const all = rules().entries(section).map(({ state, entry }) => ({ entry, text: plain(JSON.stringify(state)) }));
  // Short syllables stand in nearly every entry; together and in order they do not.
  const phrase = wanted.join(" ");
  const isSaid = all.some(({ text }) => text.includes(phrase));
  let shown = 0;
  for (const { entry, text } of all) {
    const fits = isSaid ? text.includes(phrase) : wanted.every((word) => text.includes(word));
    const child = entry.root.closest("[data-streamfield-child]");
    child.classList.toggle("ruleset-hidden", !fits);
    child.nextElementSibling?.classList.toggle("ruleset-hidden", wanted.length > 0);
    shown += fits;
  }
  return panel.dataset.rulesetCount.replace("%(shown)s", shown).replace("%(all)s", all.length);
}

/** Put a box above each longer list; the number found is announced. */
function addFilters() {
  for (const count of document.querySelectorAll("[data-streamfield-stream-count]")) {
    const section = count.name.replace(/-count$/, "");
    if (rules().entries(section).length <= FEW) continue;
    const box = Object.assign(document.createElement("input"), { type: "search", id: `filter-${section}` });
    const label = Object.assign(document.createElement("label"), { htmlFor: box.id, textContent: panel.dataset.rulesetFilter });
    const said = document.createElement("span");
    const bar = document.createElement("div");
    said.setAttribute("role", "status");
    bar.className = "ruleset-filter";
    bar.append(label, box, said);
    box.addEventListener("input", () => (said.textContent = filter(section, box.value)));
    // Enter would submit the form.
    box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    count.parentElement.before(bar);
  }
}

/** An entry that was moved keeps the focus, so that it can be moved on: Wagtail takes it out and puts it in again. */
function keepFocus({ target }) {
  const button = target.closest?.("[data-streamfield-action^=MOVE_]");
  if (!button) return;
  setTimeout(() => {
    const other = button.parentElement.querySelector("[data-streamfield-action^=MOVE_]:not([disabled])");
    (button.disabled ? other : button)?.focus();
  });
}

// Wagtail lets nobody hear of the click after itself.
document.addEventListener("click", keepFocus, true);

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
// The entries are drawn once the page is loaded.
window.addEventListener("load", () => panel && rules() && setTimeout(() => {
  addFilters();
  arrive();
}));
