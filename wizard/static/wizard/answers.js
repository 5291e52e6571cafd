/* The answers of an expected situation: a row each, in words; stored as question=answer lines. */
(() => {
  const { make, menu, offers, entries, Bound } = window.wizardRules;
  const DONT_KNOW = "unknown";
  const NOT_ANSWERS = new Set(["v", "on", "province", "both", "left-out"]);
  let lists = 0;

  /** Read lines of question=answer, or the address of a result. */
  function read(text) {
    const query = text.includes("?") ? text.slice(text.indexOf("?") + 1) : text.trim().split(/\s+/).join("&");
    return [...new URLSearchParams(query)].filter(([question]) => question && !NOT_ANSWERS.has(question));
  }

  class BoundAnswers extends Bound {
    constructor(root, input, { strings, products }) {
      super(input);
      Object.assign(this, { root, strings, products });
      this.idForLabel = `${input.id}-paste`;
      this.rows = make("div", { className: "ruleset-answers" });
      const add = make("button", { type: "button", className: "button button-small button-secondary", textContent: strings.addAnswer });
      add.addEventListener("click", () => this.add("", "").querySelector("select").focus());
      const paste = make("input", { type: "text", id: this.idForLabel });
      paste.setAttribute("aria-label", strings.paste);
      paste.placeholder = strings.paste;
      paste.addEventListener("change", () => {
        const found = read(paste.value);
        if (!found.length) return;
        this.draw(found);
        this.write();
        paste.value = "";
      });
      this.goods = make("datalist", { id: `ruleset-products-${(lists += 1)}` });
      this.goods.append(...Object.entries(products).map(([key, name]) => make("option", { value: key, textContent: name })));
      root.append(this.rows, add, paste, this.goods);
    }

    setState(value) {
      this.input.value = value ?? "";
      this.draw(read(this.input.value));
    }

    draw(pairs) {
      this.rows.replaceChildren();
      for (const [question, answer] of pairs) this.add(question, answer);
    }

    write() {
      const pairs = [...this.rows.children].map((row) => [...row.querySelectorAll("[data-part]")].map((part) => part.value.trim()));
      const lines = pairs.filter(([question, answer]) => question && answer).map((pair) => pair.join("="));
      this.input.value = lines.join("\n");
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    add(question, answer) {
      const asked = make("select");
      asked.dataset.part = "question";
      asked.setAttribute("aria-label", this.strings.question);
      menu(asked, offers("question"), question, this.strings);
      const place = make("span");
      const remove = make("button", { type: "button", className: "button button-small button-secondary", textContent: "×" });
      remove.setAttribute("aria-label", this.strings.remove);
      const row = make("div", {}, asked, place, remove);
      remove.addEventListener("click", () => {
        row.remove();
        this.write();
        this.focus();
      });
      asked.addEventListener("change", () => {
        place.replaceChildren(this.answer(asked.value, ""));
        this.write();
      });
      place.append(this.answer(question, answer));
      this.rows.append(row);
      return row;
    }

    answer(question, answer) {
      const kind = entries("question").find(({ key }) => key === question)?.state.kind;
      const isGoods = [kind].flat()[0] === "goods";
      const part = make(isGoods ? "input" : "select");
      part.dataset.part = "answer";
      part.setAttribute("aria-label", isGoods ? this.strings.goods : this.strings.answer);
      if (isGoods) {
        part.setAttribute("list", this.goods.id);
        part.placeholder = this.strings.goods;
        part.value = answer;
      } else {
        menu(part, [...offers("choice", question), { key: DONT_KNOW, words: this.strings.dontKnow }], answer, this.strings);
      }
      part.addEventListener("change", () => this.write());
      return part;
    }
  }

  class Answers {
    constructor(_kind, strings, products) {
      Object.assign(this, { strings, products });
    }

    render(placeholder, name, id, state) {
      const input = make("input", { type: "hidden", name, id });
      const root = make("div", {}, input);
      placeholder.replaceWith(root);
      const bound = new BoundAnswers(root, input, this);
      bound.setState(state);
      return bound;
    }
  }

  window.telepath.register("wizard.widgets.Answers", Answers);
})();
