/** The table of a goods list: sorted and filtered in place, copied without a reload, pasted into from a spreadsheet. */
const form = document.querySelector("[data-goods-lines]");
const body = form?.querySelector("tbody");
const find = document.querySelector("[data-goods-find]");
const CELL = ":is(input[type=text], textarea, select)";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
const cells = (row) => [...row.querySelectorAll(CELL)];
const rows = () => [...body.rows];
const column = (cell) => cell.name.slice(cell.name.indexOf("-") + 1);
const shown = (cell) => `${cell.value} ${cell.selectedOptions?.[0]?.text ?? ""}`;
const changed = (cell) => cell.dispatchEvent(new Event("input", { bubbles: true }));

/** A row like another, as a new one: under a number of its own, in every name and id. */
function copy(row, isEmpty) {
  const number = form.elements.rows.value;
  form.elements.rows.value = Number(number) + 1;
  const made = row.cloneNode(true);
  const old = row.querySelector("[type=hidden]").name.split("-")[0];
  const renew = (text) => text.replace(new RegExp(`(^|cell-|row-|wrong-)${old}(?=-|$|\\s)`, "g"), `$1${number}`);
  for (const element of [made, ...made.querySelectorAll("*")]) {
    for (const name of ["id", "name", "aria-labelledby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, renew(element.getAttribute(name)));
    }
    element.removeAttribute("aria-invalid");
    element.removeAttribute("aria-describedby");
  }
  made.querySelectorAll(".error-message").forEach((said) => said.remove());
  made.querySelector("[type=hidden]").value = "";
  const button = made.querySelector("button");
  button.value = number;
  form.dataset.last = Number(form.dataset.last) + 1;
  made.querySelector("th > span").textContent = button.querySelector("span").textContent = form.dataset.last;
  made.querySelector("[type=checkbox]").checked = false;
  cells(made).forEach((cell, place) => (cell.value = isEmpty ? "" : cells(row)[place].value));
  return made;
}

/** What was copied from a spreadsheet: rows of cells, a cell with line breaks or tabs in quotes. */
function grid(text) {
  const found = [[""]];
  let isQuoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const [letter, row] = [text[place], found.at(-1)];
    if (isQuoted && letter === '"' && text[place + 1] === '"') row[row.length - 1] += text[(place += 1)];
    else if (letter === '"' && (isQuoted || row.at(-1) === "")) isQuoted = !isQuoted;
    else if (!isQuoted && letter === "\t") row.push("");
    else if (!isQuoted && letter === "\n") found.push([""]);
    else if (letter !== "\r") row[row.length - 1] += letter === "\n" ? " " : letter;
  }
  if (found.at(-1).join("") === "") found.pop();
  return found;
}

function paste(event) {
  const cell = event.target.closest(CELL);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !body.contains(cell) || !/\t|\n./.test(text.trim())) return;
  event.preventDefault();
  const first = cells(cell.closest("tr")).indexOf(cell);
  let row = cell.closest("tr");
  for (const texts of grid(text)) {
    if (!row) body.append((row = copy(body.rows[body.rows.length - 1], true)));
    cells(row).slice(first).forEach((target, place) => {
      if (place >= texts.length) return;
      const said = texts[place].trim();
      // What is not on offer is not lost in silence: the server says what it thinks of it.
      if (target.tagName === "SELECT" && ![...target.options].some((option) => option.value === said)) target.add(new Option(said, said));
      target.value = said;
      changed(target);
    });
    do row = row.nextElementSibling; while (row?.hidden);
  }
}

/** Up and down a column; in a text of several lines, and in a choice, with the Control key. */
function move(event) {
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  const cell = event.target.closest(CELL);
  if (!step || !cell || !body.contains(cell) || (cell.tagName !== "INPUT" && !event.ctrlKey)) return;
  const place = cells(cell.closest("tr")).indexOf(cell);
  let row = cell.closest("tr")[step];
  while (row?.hidden) row = row[step];
  if (!row) return;
  event.preventDefault();
  cells(row)[place].focus();
}

function show() {
  const wanted = fold(find.elements.words.value.trim());
  const by = find.elements.sort.value;
  const number = (row) => Number(row.querySelector("th > span").textContent);
  const text = (row) => fold(cells(row).find((cell) => column(cell) === by)?.value ?? "");
  const isNew = (row) => row.querySelector("[type=hidden]").value === "";
  const ordered = rows().sort((one, other) => isNew(one) - isNew(other) || (by ? text(one).localeCompare(text(other)) : 0) || number(one) - number(other));
  body.append(...ordered);
  let count = 0;
  for (const row of ordered) {
    row.hidden = !isNew(row) && !fold(cells(row).map(shown).join(" ")).includes(wanted);
    count += !row.hidden && !isNew(row);
  }
  const status = find.querySelector("[data-goods-count]");
  status.textContent = `${status.dataset.words} ${count}`;
}

if (form) {
  form.addEventListener("paste", paste);
  form.addEventListener("keydown", move);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("tr");
    if (row) {
      event.preventDefault();
      row.after(copy(row, false));
      cells(row.nextElementSibling)[0].focus();
      changed(cells(row.nextElementSibling)[0]);
    } else if (button?.name === "more") {
      event.preventDefault();
      const made = Array.from({ length: 10 }, () => {
        const empty = copy(body.rows[body.rows.length - 1], true);
        body.append(empty);
        return empty;
      });
      cells(made[0])[0].focus();
    }
  });
  // A finding leads into its cell.
  form.parentElement.querySelector("[role=alert]")?.focus();
}
if (find) {
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  find.addEventListener("input", show);
}
