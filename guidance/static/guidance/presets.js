/** Answers that a link to a self-assessment gives beforehand: a menu of questions and one of answers, a row each.

    What is stored and sent stays one line, question=answer&…; without an answer from the server, the line itself is shown. */
let asked;

/** What may be answered, fetched once a page. */
function offered(url) {
  asked ??= fetch(url, { credentials: "same-origin" }).then((response) => {
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  });
  return asked;
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A menu; what is chosen but not offered stays, and says that it does not exist. */
function menu(name, options, chosen, words) {
  const select = make("select", {}, make("option", { value: "", textContent: words.choose }));
  select.setAttribute("aria-label", name);
  select.append(...options.map(([value, text]) => make("option", { value, textContent: text })));
  if (chosen && !options.some(([value]) => value === chosen)) {
    select.append(make("option", { value: chosen, textContent: `${chosen} (${words.gone})` }));
  }
  select.value = chosen;
  return select;
}

/** The menu of self-assessments nearest above: in the same block, or in that which holds its list. */
function chooser(input) {
  const parts = input.name.split("-");
  while (parts.length) {
    parts.pop();
    const found = input.form?.elements[[...parts, "assessment"].join("-")];
    if (found) return found;
  }
  return null;
}

class Preset extends window.StimulusModule.Controller {
  static values = { url: String };

  async connect() {
    if (this.root) return;
    try {
      Object.assign(this, await offered(this.urlValue));
    } catch {
      asked = undefined;
      return;
    }
    const input = this.element;
    this.assessment = chooser(input);
    if (!this.assessment || this.root) return;
    this.rows = make("div");
    this.note = make("p", { className: "help", textContent: this.words.first });
    this.add = make("button", { type: "button", className: "button button-small button-secondary", textContent: this.words.add });
    this.add.addEventListener("click", () => this.row("", "").querySelector("select").focus());
    this.root = make("div", { className: "guidance-preset" }, this.rows, this.note, this.add);
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
    input.after(this.root);
    input.hidden = true;
    this.draw();
    this.redraw = () => this.draw();
    this.assessment.addEventListener("change", this.redraw);
  }

  disconnect() {
    this.assessment?.removeEventListener("change", this.redraw);
  }

  get questions() {
    return this.assessments[this.assessment.value] ?? [];
  }

  draw() {
    const given = [...new URLSearchParams(this.element.value)];
    this.rows.replaceChildren();
    for (const [question, answer] of given) this.row(question, answer);
    this.note.hidden = Boolean(this.assessment.value);
    this.add.hidden = !this.questions.length;
  }

  row(question, answer) {
    const { words } = this;
    const place = make("span");
    const about = menu(words.question, this.questions.map(({ key, label }) => [key, label]), question, words);
    const remove = make("button", { type: "button", className: "button button-small button-secondary", textContent: "×" });
    remove.setAttribute("aria-label", words.remove);
    const row = make("div", { className: "guidance-preset__row" }, about, place, remove);
    about.addEventListener("change", () => {
      place.replaceChildren(this.answer(about.value, ""));
      this.write();
    });
    remove.addEventListener("click", () => {
      row.remove();
      this.write();
      this.add.focus();
    });
    place.append(this.answer(question, answer));
    this.rows.append(row);
    return row;
  }

  answer(question, chosen) {
    const { words } = this;
    const found = this.questions.find(({ key }) => key === question);
    const part = found?.is_open
      ? make("input", { type: "text", value: chosen })
      : menu(words.answer, found?.answers ?? [], chosen, words);
    part.dataset.part = "answer";
    part.setAttribute("aria-label", words.answer);
    part.addEventListener("change", () => this.write());
    if (!found?.is_open) return part;
    const list = make("datalist", { id: `${this.element.id}-${question}` });
    list.append(...found.answers.map(([value, text]) => make("option", { value, label: text })));
    part.setAttribute("list", list.id);
    return make("span", {}, part, list);
  }

  write() {
    const pairs = [...this.rows.querySelectorAll(".guidance-preset__row")].map((row) => [
      row.querySelector("select").value,
      row.querySelector("[data-part]").value.trim(),
    ]);
    this.element.value = new URLSearchParams(pairs.filter(([question, answer]) => question && answer)).toString();
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

window.wagtail.app.register("preset", Preset);
