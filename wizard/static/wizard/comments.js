/** Comments beside the form: sent without leaving it, begun from an entry, counted where they belong. */

const PANEL = "version-comments";
const NARROW = matchMedia("(max-width: 50em)");
const root = () => document.querySelector("[data-comments]");
const body = () => document.querySelector("[data-comments-body]");
const boxes = () => [...(body()?.querySelectorAll("textarea") ?? [])];
const isChanged = (box) => box.value !== box.defaultValue;

/** Say something to whoever sees, and to whoever hears. */
function say(text) {
  const said = root().querySelector("[data-comments-said]");
  // The same words twice are two events.
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = text));
}

/** Open the panel, if it is one: the comments also have a page of their own. */
function openPanel() {
  const panel = document.querySelector(`[data-side-panel="${PANEL}"]`);
  if (panel?.hidden) panel.dispatchEvent(new CustomEvent("open"));
}

/** Go to an element of the panel, whatever is folded around it. */
function go(id) {
  const element = document.getElementById(id);
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  element?.scrollIntoView({ block: "nearest" });
  element?.focus();
}

/** Show the discussion as it is now; what is half written elsewhere stays. */
function show(fresh, sent) {
  const kept = boxes().filter((box) => box !== sent && isChanged(box)).map((box) => [box.id, box.value]);
  const [about] = document.getElementById("comment-place")?.selectedOptions ?? [];
  const resolved = body().querySelector("[data-comments-kept]")?.open;
  body().replaceWith(fresh);
  for (const [id, text] of kept) {
    // The comment it was meant for may be gone by now.
    const box = document.getElementById(id) ?? document.getElementById("text-create");
    if (!box) continue;
    box.value = [box.value === box.defaultValue ? "" : box.value, text].filter(Boolean).join("\n\n");
    if (box.closest("details")) box.closest("details").open = true;
  }
  for (const box of boxes().filter((each) => each.ariaInvalid)) {
    const { value } = box;
    // It was refused, so it is not kept anywhere yet.
    box.defaultValue = "";
    box.value = value;
  }
  if (about && isChanged(document.getElementById("text-create"))) choose(about.value, about.textContent);
  const fold = body().querySelector("[data-comments-kept]");
  if (fold && resolved) fold.open = true;
  count();
}

/** Send a form; take the answer only if it is the discussion. */
async function send(form) {
  const data = new FormData(form);
  const sent = form.querySelector("textarea");
  const buttons = [...form.querySelectorAll("button")];
  const wait = (isWaiting) => {
    for (const button of buttons) button.disabled = isWaiting;
    if (sent) sent.readOnly = isWaiting;
  };
  wait(true);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-comments-body]");
    if (!fresh) throw new Error(response.status);
    show(document.adoptNode(fresh), sent);
    say(fresh.dataset.commentsMessage);
    if (response.status !== 200 && !fresh.querySelector(".error-message")) complain(fresh.dataset.commentsMessage);
    go(fresh.dataset.commentsFocus);
  } catch {
    wait(false);
    complain(root().dataset.commentsLost, form);
    say(root().dataset.commentsLost);
    (sent ?? buttons[0]).focus();
  }
}

/** Show why something was not taken, above the form or above everything. */
function complain(words, above = body()) {
  above.querySelector(":scope > .error-message")?.remove();
  above.prepend(Object.assign(document.createElement("p"), { className: "error-message", textContent: words }));
}

/** Choose the place of a new comment; one that was never saved is offered all the same. */
function choose(place, words = place) {
  const select = document.getElementById("comment-place");
  if (![...select.options].some((option) => option.value === place)) select.append(new Option(words, place));
  select.value = place;
}

/** The row of an entry: the button that begins a comment on it, and how many are open. */
function mark(entryRoot) {
  const child = entryRoot.closest("[data-streamfield-child]");
  const controls = child?.querySelector(":scope > section > .w-panel__header [data-panel-controls]");
  const { section } = window.wizardRules.entryOf(entryRoot) ?? {};
  if (!root() || !section || !child.dataset.contentpath || controls.querySelector("[data-comments-begin]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--icon text-replace white ruleset-begin";
  button.dataset.commentsBegin = `${section}.${child.dataset.contentpath}`;
  button.setAttribute("aria-describedby", `block-${child.dataset.contentpath}-heading`);
  button.innerHTML = '<svg class="icon icon-comment-add" aria-hidden="true"><use href="#icon-comment-add"></use></svg><span aria-hidden="true"></span>';
  controls.prepend(button);
}

/** Write every number of open comments where it is read. */
function count() {
  const counter = document.querySelector(`[data-side-panel-toggle="${PANEL}"] [data-side-panel-toggle-counter]`);
  const all = body()?.dataset.commentsCount ?? "0";
  if (counter) Object.assign(counter, { textContent: all, hidden: all === "0" });
  const threads = [...document.querySelectorAll("[data-comments-thread]:not([data-comments-resolved])")];
  for (const button of document.querySelectorAll("[data-comments-begin]")) {
    const number = threads.filter((thread) => thread.dataset.commentsThread === button.dataset.commentsBegin).length;
    const { commentsAdd, commentsOpen } = root().dataset;
    const words = number ? `${commentsAdd} (${commentsOpen.replace("%(count)s", number)})` : commentsAdd;
    button.lastElementChild.textContent = number || "";
    button.title = words;
    button.setAttribute("aria-label", words);
  }
}

let marking = null;

function markAll() {
  marking = null;
  document.querySelectorAll(".ruleset-collapsed").forEach(mark);
  if (root()) count();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-comments-form]")) return;
  event.preventDefault();
  send(event.target);
});

document.addEventListener("click", (event) => {
  const begin = event.target.closest("[data-comments-begin]");
  if (begin) {
    openPanel();
    if (!body()?.querySelector("#comment-place")) return;
    const heading = document.getElementById(begin.getAttribute("aria-describedby"));
    choose(begin.dataset.commentsBegin, heading.textContent.trim());
    go("text-create");
  }
  if (event.target.closest("[data-side-panel] [data-ruleset-place]") && NARROW.matches) {
    // The panel lies over the field that is gone to.
    document.querySelector("[data-form-side-close-button]").click();
  }
  if (event.target.closest("[data-comments-show]") && body()) {
    event.preventDefault();
    openPanel();
    go("discussion");
  }
});

/** Rows come by the hundred when a form is drawn: all of them are marked at once. */
document.addEventListener("ruleset:row", () => (marking ??= setTimeout(markAll)));

window.addEventListener("beforeunload", (event) => boxes().some(isChanged) && event.preventDefault());

// The entries are drawn once the page is loaded.
window.addEventListener("load", () => {
  if (window.wizardRules) setTimeout(markAll);
  if (/^#(discussion|comment-\d+)$/.test(location.hash) && body()) {
    openPanel();
    setTimeout(() => go(location.hash.slice(1)));
  }
});
