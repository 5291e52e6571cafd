/* The form of a table: its cells side by side, a column changed everywhere at once.

   The data stay lists of cells, each with its id, as translations know them; Wagtail's own buttons
   are used. Those of a heading act on its whole column, a new row has as many cells as there are
   headings, and what is copied from a spreadsheet fills the cells from where it is pasted. */

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const QUIETLY = { animate: false };
  // A cell as spreadsheets copy it: quoted where it holds a tab, a line or a quotation mark.
  const QUOTED = /^"(?:[^"]|"")*"$/;
  const CELL = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|\r|$)/y;

  /** The cells of a text that was copied from a spreadsheet, row by row. */
  function copied(text) {
    const rows = [[]];
    CELL.lastIndex = 0;
    while (CELL.lastIndex < text.length) {
      const [whole, cell, end] = CELL.exec(text) ?? [];
      if (whole === undefined) return [[text]];
      rows.at(-1).push(QUOTED.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
      if (end && end !== "\t" && CELL.lastIndex < text.length) rows.push([]);
      if (end === "\t" && CELL.lastIndex === text.length) rows.at(-1).push("");
    }
    return rows;
  }

  class TableForm {
    constructor(block) {
      this.header = block.childBlocks.header;
      this.rows = block.childBlocks.rows;
      this.known = [...this.header.children];
      const [header] = this.header.sequenceContainer;
      const [rows] = this.rows.sequenceContainer;
      // What is deleted stays in the page, hidden, for the server to be told.
      const changes = { childList: true, subtree: true, attributeFilter: ["aria-hidden"] };
      new MutationObserver(() => this.follow()).observe(header, changes);
      new MutationObserver(() => this.pad()).observe(rows, { childList: true });
      header.addEventListener("paste", (event) => this.pasteHeadings(event));
      rows.addEventListener("paste", (event) => this.pasteCells(event));
    }

    get lists() {
      return this.rows.children.map((row) => row.block);
    }

    /** Give every row as many cells as there are headings. */
    pad() {
      for (const row of this.lists) {
        while (row.children.length < this.header.children.length) {
          row.insert("", row.children.length, QUIETLY);
        }
      }
    }

    /** Do with each row what was done with the headings. */
    follow() {
      const now = this.header.children;
      // All of them are new: the whole form was filled anew, its rows as well.
      if (!now.some((heading) => this.known.includes(heading))) this.known = [...now];
      for (let at = this.known.length - 1; at >= 0; at -= 1) {
        if (now.includes(this.known[at])) continue;
        this.known.splice(at, 1);
        for (const row of this.lists) if (at < row.children.length) row.deleteBlock(at, QUIETLY);
      }
      now.forEach((heading, at) => {
        const before = this.known.indexOf(heading);
        if (before === at) return;
        if (before === -1) {
          for (const row of this.lists) row.insert("", Math.min(at, row.children.length), QUIETLY);
        } else {
          this.known.splice(before, 1);
          for (const row of this.lists) if (before < row.children.length) row.moveBlock(before, at);
        }
        this.known.splice(at, 0, heading);
      });
      this.pad();
    }

    /** What is pasted is a part of a spreadsheet; nothing where it is the text of one cell. */
    part(event) {
      const table = copied(event.clipboardData.getData("text/plain"));
      return table.length < 2 && table[0].length < 2 ? null : table;
    }

    /** The first row of what is pasted into a heading are headings, the others the first rows. */
    pasteHeadings(event) {
      const table = this.part(event);
      const left = this.header.children.findIndex((cell) => cell.element.contains(event.target));
      if (!table || left === -1) return;
      const [headings, ...rows] = table;
      this.fill(event, 0, left, rows, headings);
      headings.forEach((text, right) => this.header.children[left + right].block.setState(text));
    }

    pasteCells(event) {
      const table = this.part(event);
      const top = this.rows.children.findIndex((row) => row.element.contains(event.target));
      const cells = this.rows.children[top]?.block.children ?? [];
      const left = cells.findIndex((cell) => cell.element.contains(event.target));
      if (table && left !== -1) this.fill(event, top, left, table);
    }

    /** Fill the cells from where a part of a spreadsheet is pasted; make what is not there. */
    fill(event, top, left, table, headings = []) {
      event.preventDefault();
      const width = Math.max(headings.length, ...table.map((row) => row.length));
      while (this.header.children.length < left + width) {
        this.header.insert("", this.header.children.length, QUIETLY);
      }
      while (this.rows.children.length < top + table.length) {
        this.rows.insert([], this.rows.children.length, QUIETLY);
      }
      this.follow();
      table.forEach((row, down) => {
        const list = this.rows.children[top + down].block;
        row.forEach((text, right) => list.children[left + right].block.setState(text));
      });
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  class TableBlockDefinition extends StructBlockDefinition {
    render(...given) {
      const block = super.render(...given);
      new TableForm(block);
      return block;
    }
  }
  window.telepath.register("guidance.blocks.TableBlock", TableBlockDefinition);
})();
