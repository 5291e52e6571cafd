/* Entries of a rule set that are a row until somebody opens them, and always one field of the form.
 *
 * A closed entry keeps its state; opening it makes Wagtail's own form of it. Whenever the form's
 * data are collected (saving, autosave, preview, the watch for unsaved changes), an open entry
 * answers with its state as well, so that looking at an entry changes nothing.
 */
(() => {
  const { StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const NAMING = ["label", "title", "name", "text", "value"];
  const entries = new Set();
  const language = () => document.documentElement.lang.split("-")[0];

  /** A text in the editor's language, else in the first that has one. */
  function inWords(texts) {
    if (typeof texts === "string") return texts;
    return texts?.[language()] || Object.values(texts ?? {}).find(Boolean) || "";
  }

  class Collapsed {
    constructor(blockDef, placeholder, prefix, state, error) {
      this.blockDef = blockDef;
      this.type = blockDef.name;
      this.prefix = prefix;
      this.section = prefix.replace(/-\d+-value$/, "");
      this.state = state ?? {};
      this.form = null;
      this.root = document.createElement("div");
      this.root.className = "ruleset-collapsed";
      this.field = document.createElement("input");
      this.field.type = "hidden";
      this.field.name = `${prefix}-collapsed`;
      this.field.value = JSON.stringify(this.state);
      this.shell = document.createElement("div");
      this.root.append(this.field, this.shell);
      placeholder.replaceWith(this.root);
      entries.add(this);
      watcher.observe(this.root);
      if (error) this.setError(error);
      // The row around it is drawn by whoever drew the entry.
      queueMicrotask(() => this.root.dispatchEvent(new CustomEvent("ruleset:row", { bubbles: true })));
    }

    /** Make the form of the entry, once. */
    open() {
      if (this.form) return this.form;
      watcher.unobserve(this.root);
      this.form = new StructBlock(this.blockDef, this.shell, this.prefix, this.state);
      this.untouched = JSON.stringify(this.form.getState());
      this.root.dispatchEvent(new CustomEvent("ruleset:open", { bubbles: true }));
      return this.form;
    }

    /** What the one field says: as it came for as long as nobody changed it. */
    sent() {
      const state = this.form && JSON.stringify(this.form.getState());
      return !this.form || state === this.untouched ? this.field.value : state;
    }

    /** What Wagtail keeps beside the entry: whether it is deleted, and its place in the order. */
    stored(what) {
      const name = this.prefix.replace(/-value$/, `-${what}`);
      return this.root.closest("[data-streamfield-child]")?.querySelector(`:scope > [name="${name}"]`);
    }

    isDeleted() {
      return !this.root.isConnected || this.stored("deleted")?.value === "1";
    }

    getState() {
      return this.form ? this.form.getState() : this.state;
    }

    getValue() {
      return this.form ? this.form.getValue() : this.state;
    }

    /** A copy has a key of its own: no two entries may share one. */
    getDuplicatedState() {
      const state = this.open().getDuplicatedState();
      return state.key ? { ...state, key: freeKey(this.section, state.key) } : state;
    }

    setState(state) {
      this.open().setState(state);
    }

    setError(error) {
      if (error) this.open().setError(error);
    }

    focus(options) {
      this.open().focus(options);
    }

    getTextLabel(options) {
      const state = this.getState();
      const title = titleOf(state);
      const longest = options?.maxLength ?? title.length;
      const short = title.length > longest ? `${title.slice(0, longest - 1)}…` : title;
      return [short, keyOf(state), ...countsOf(this.blockDef, state)].filter(Boolean).join(" · ");
    }
  }

  class CollapsedDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new Collapsed(this, placeholder, prefix, state, error);
    }
  }

  /** An entry is opened when it comes into view, whoever unfolded its panel. */
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting) entryOf(target)?.open();
    }
  });

  function entryOf(root) {
    return [...entries].find((entry) => entry.root === root);
  }

  function keyOf(state) {
    return Array.isArray(state.key) ? state.key[0] : state.key;
  }

  function titleOf(state) {
    const field = NAMING.find((name) => inWords(state[name]));
    return field ? inWords(state[field]) : "";
  }

  /** How many answers a question has, rows a case, provisions a source: the first list of each. */
  function countsOf(blockDef, state) {
    const list = blockDef.childBlockDefs.find((child) => child.childBlockDef);
    return list ? [`${list.meta.label} (${state[list.name]?.length ?? 0})`] : [];
  }

  function freeKey(section, key) {
    const taken = new Set(window.wizardRules.entries(section).map((entry) => entry.key));
    const stem = key.replace(/-\d+$/, "");
    for (let number = 2; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }

  document.addEventListener("formdata", ({ formData }) => {
    const open = [...entries].filter((entry) => entry.form && formData.has(entry.field.name));
    if (!open.length) return;
    for (const name of [...formData.keys()]) {
      if (open.some((entry) => name.startsWith(`${entry.prefix}-`) && name !== entry.field.name)) formData.delete(name);
    }
    for (const entry of open) formData.set(entry.field.name, entry.sent());
  });

  window.wizardRules = {
    inWords,
    titleOf,
    entryOf,
    /** The entries of a section as they stand in the form, in their order. */
    entries(section) {
      // The order is asked for once an entry, not once a comparison.
      return [...entries]
        .filter((entry) => entry.section === section && !entry.isDeleted())
        .map((entry) => [Number(entry.stored("order")?.value ?? 0), entry])
        .sort(([one], [other]) => one - other)
        .map(([, entry]) => {
          const state = entry.getState();
          return { key: keyOf(state), title: titleOf(state), state, entry };
        });
    },
  };
  window.telepath.register("wizard.drafts.blocks.Collapsed", CollapsedDefinition);
})();
