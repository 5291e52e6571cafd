/* One text in every language as one field of a rule set's form: the boxes side by side. */
(() => {
  class Texts {
    constructor(languages) {
      this.languages = languages;
    }

    render(placeholder, name, id, initialState) {
      const root = document.createElement("div");
      root.className = "ruleset-texts";
      const boxes = this.languages.map(([code, language], index) => {
        const label = document.createElement("label");
        const box = document.createElement("textarea");
        const caption = document.createElement("span");
        caption.textContent = language;
        box.name = `${name}-${code}`;
        box.id = index ? `${id}-${code}` : id;
        box.lang = code;
        box.rows = 2;
        box.value = initialState?.[code] ?? "";
        label.append(caption, box);
        root.append(label);
        return [code, box];
      });
      placeholder.replaceWith(root);
      return new BoundTexts(boxes, id);
    }
  }

  class BoundTexts {
    constructor(boxes, id) {
      this.boxes = boxes;
      this.idForLabel = id;
    }

    getValue() {
      return Object.fromEntries(this.boxes.map(([code, box]) => [code, box.value]));
    }

    getState() {
      return this.getValue();
    }

    setState(state) {
      for (const [code, box] of this.boxes) box.value = state?.[code] ?? "";
    }

    setInvalid(invalid) {
      for (const [, box] of this.boxes) box.toggleAttribute("aria-invalid", invalid);
    }

    getTextLabel(options) {
      const own = this.boxes.filter(([code]) => code === document.documentElement.lang.split("-")[0]);
      const text = [...own, ...this.boxes].map(([, box]) => box.value).find(Boolean) ?? "";
      const longest = options?.maxLength;
      return longest && text.length > longest ? `${text.slice(0, longest)}…` : text;
    }

    focus() {
      this.boxes[0]?.[1].focus();
    }
  }

  window.telepath.register("wizard.widgets.Texts", Texts);
})();
