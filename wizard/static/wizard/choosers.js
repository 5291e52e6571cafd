/* Menus in place of typed keys: of the questions and documents that the form has now, and of the register of the law. */
(() => {
  const rules = window.wizardRules;
  const { entries, inWords } = rules;

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** The parts of an entry that can be named already. */
  const nested = (state, list) => (state[list] ?? []).map((item) => item.value).filter((item) => item.key);

  let register;

  /** What may be chosen: pairs of key and words, in groups where they belong to an owner. */
  function offers(kind, question) {
    if (kind === "provision") {
      return (register ??= JSON.parse(document.getElementById("ruleset-register")?.textContent ?? "[]"));
    }
    if (kind === "group") {
      return entries("question").flatMap(({ title, state }) =>
        nested(state, "group").map((item) => ({ key: item.key, words: inWords(item.text), group: title })),
      );
    }
    if (kind === "choice") {
      const owner = entries("question").find(({ key }) => key === question);
      return nested(owner?.state ?? {}, "choice").map((item) => ({ key: item.key, words: inWords(item.text) }));
    }
    if (kind === "papers-field") {
      return entries("papers_topic").flatMap(({ title, state }) =>
        nested(state, "field").map((item) => ({ key: item.key, words: inWords(item.label), group: title })),
      );
    }
    if (kind === "kind") {
      const kinds = entries("procedure").flatMap(({ state }) => String(state.for ?? "").split(/\s+/));
      return [...new Set(kinds.filter(Boolean))].map((key) => ({ key, words: key }));
    }
    return entries(kind).filter(({ key }) => key).map(({ key, title }) => ({ key, words: title }));
  }

  function menu(select, options, value, strings) {
    const known = options.some((option) => option.key === value);
    const rest = value && !known ? [new Option(`${value} (${strings.missing})`, value)] : [];
    const list = options.map(({ key, words }) => new Option(words === key ? key : `${words} (${key})`, key));
    select.replaceChildren(new Option(strings.pick, ""), ...rest, ...list);
    select.value = value ?? "";
  }

  /** What every bound widget must offer to its block. */
  class Bound {
    constructor(input) {
      this.input = input;
      this.idForLabel = input.id;
    }

    getValue() {
      return this.input.value;
    }

    getState() {
      return this.input.value;
    }

    setState(value) {
      this.input.value = value ?? "";
    }

    setInvalid(isInvalid) {
      this.input.toggleAttribute("aria-invalid", isInvalid);
    }

    getTextLabel() {
      return this.input.value;
    }

    focus() {
      document.getElementById(this.idForLabel)?.focus();
    }
  }

  class BoundMenu extends Bound {
    constructor(select, kind, strings) {
      super(select);
      Object.assign(this, { kind, strings });
      for (const event of ["focus", "mousedown"]) select.addEventListener(event, () => this.setState(select.value));
    }

    setState(value) {
      const options = offers(this.kind);
      const shown = [...this.input.options].map((option) => option.value).filter(Boolean).join();
      if (shown === options.map(({ key }) => key).join() && this.input.value === (value ?? "")) return;
      menu(this.input, options, value, this.strings);
    }
  }

  class Key {
    constructor(kind, strings) {
      Object.assign(this, { kind, strings });
    }

    render(placeholder, name, id, state, _capabilities, options = {}) {
      const input = make(this.kind ? "select" : "input", { name, id });
      if (!this.kind) {
        input.type = "text";
        input.dataset.rulesetKey = "";
        input.autocapitalize = "none";
        input.spellcheck = false;
      }
      for (const [attribute, value] of Object.entries(options.attributes ?? {})) input.setAttribute(attribute, value);
      placeholder.replaceWith(input);
      const bound = this.kind ? new BoundMenu(input, this.kind, this.strings) : new Bound(input);
      bound.setState(state);
      return bound;
    }
  }

  /** Keys one a line in a hidden box; above it what they stand for, below it what may be added. */
  class BoundKeys extends Bound {
    constructor(root, input, { kind, strings }) {
      super(input);
      Object.assign(this, { root, kind, strings, isOpen: kind === "choice" });
      this.idForLabel = `${input.id}-pick`;
      this.chosen = make("ul", { className: "ruleset-chosen" });
      this.list = make("div", { className: "ruleset-offers" });
      this.root.append(this.chosen, this.kind === "choice" ? this.list : this.folded());
      if (this.kind === "choice") this.root.id = this.idForLabel;
      this.question?.addEventListener("change", () => this.draw());
      // What is drawn with the page may name entries that are drawn after it.
      if (document.readyState !== "complete") window.addEventListener("load", () => setTimeout(() => this.draw()), { once: true });
    }

    get question() {
      if (this.kind !== "choice") return null;
      return document.getElementsByName(this.input.name.replace(/-choices$/, "-question"))[0];
    }

    get keys() {
      return this.input.value.split(/\s+/).filter(Boolean);
    }

    folded() {
      const summary = make("summary", { id: this.idForLabel, textContent: this.strings.pick });
      const box = make("details", { className: "ruleset-pick" }, summary, this.list);
      box.addEventListener("toggle", () => {
        this.isOpen = box.open;
        this.draw();
      });
      return box;
    }

    setState(value) {
      this.input.value = value ?? "";
      this.draw();
    }

    change(keys) {
      this.input.value = keys.join("\n");
      this.draw();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    draw() {
      const options = offers(this.kind, this.question?.value);
      const words = new Map(options.map((option) => [option.key, option.words]));
      const missing = this.keys.filter((key) => !words.has(key));
      const shown = this.kind === "choice" ? missing : this.keys;
      this.chosen.replaceChildren(...shown.map((key) => this.chip(key, words.get(key))));
      if (this.isOpen) this.drawList(options);
    }

    chip(key, words) {
      const said = words ? `${words} ` : "";
      const remove = make("button", { type: "button", className: "button button-small button-secondary", textContent: "×" });
      remove.setAttribute("aria-label", `${this.strings.remove} ${said}${key}`);
      remove.addEventListener("click", () => {
        this.change(this.keys.filter((other) => other !== key));
        this.focus();
      });
      const label = make("span", {}, said, make("code", { textContent: key }), words ? "" : ` ${this.strings.missing}`);
      return make("li", { className: words ? "" : "ruleset-missing" }, label, remove);
    }

    drawList(options) {
      if (!options.length) {
        const isLost = this.kind === "choice" && !this.question?.value;
        this.list.replaceChildren(make("p", { className: "help", textContent: isLost ? this.strings.noQuestion : this.strings.none }));
        return;
      }
      const focused = this.list.contains(document.activeElement) && document.activeElement.value;
      const groups = grouped(options);
      const sets = [...groups].map(([group, items]) => {
        const boxes = items.map((item) => this.tick(item));
        return make("fieldset", {}, make("legend", { textContent: group ?? this.strings.pick, className: group ? "" : "w-sr-only" }), ...boxes);
      });
      this.list.replaceChildren(...sets);
      if (focused) this.list.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
    }

    tick({ key, words }) {
      const box = make("input", { type: "checkbox", value: key, checked: this.keys.includes(key) });
      box.addEventListener("change", (event) => {
        event.stopPropagation();
        const others = this.keys.filter((other) => other !== key);
        this.change(box.checked ? [...others, key] : others);
      });
      return make("label", {}, box, make("span", {}, words === key ? "" : `${words} `, make("code", { textContent: key })));
    }
  }

  function grouped(options) {
    const groups = new Map();
    for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
    return groups;
  }

  class Keys {
    constructor(kind, strings) {
      Object.assign(this, { kind, strings });
    }

    render(placeholder, name, id, state) {
      if (!this.kind) {
        const box = make("textarea", { name, id, rows: 2 });
        placeholder.replaceWith(box);
        const bound = new Bound(box);
        bound.setState(state);
        return bound;
      }
      const input = make("input", { type: "hidden", name, id });
      const root = make("div", { className: "ruleset-keys" }, input);
      placeholder.replaceWith(root);
      const bound = new BoundKeys(root, input, this);
      bound.setState(state);
      return bound;
    }
  }

  Object.assign(rules, { make, menu, offers, Bound });
  window.telepath.register("wizard.widgets.Key", Key);
  window.telepath.register("wizard.widgets.Keys", Keys);
})();
