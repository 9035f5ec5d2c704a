// The dialog in which a table is filled: a grid of cells, the heading first.

import { goOn, show, stateLeft } from "./dialogs.js";
import { button, draw, hint, html, live, made } from "./drawing.js";
import { t } from "./strings.js";
import { emptyTable, withColumn, withoutColumn, withoutEmptyRows, withoutRow, withRow } from "./tables.js";

// Asks for a table, made of one or of an empty one; `take` gets what a person makes of it. `form` is kept, and may have
// what was left of it.
/** @param {import("./tables.js").Table | null} there @param {{ tag: string, direction: string }} language @param {any} form @param {(table: import("./tables.js").Table) => void} take */
export async function askTable(there, language, form, take) {
  let table = stateLeft(form) ?? there ?? emptyTable(2, 2);
  const at = { row: 0, column: 0 };
  const labelOf = (row, column) => (row ? t("cell_of", { row, column: column + 1 }) : t("heading_of", { column: column + 1 }));
  const inputAt = (row, column) => grid.rows[row]?.cells[column]?.firstElementChild;

  function redraw() {
    const cell = (value, row, column) => {
      const input = html`<input aria-label=${labelOf(row, column)} lang=${language.tag} dir=${language.direction} spellcheck="true" autocomplete="off" .value=${live(value)}
        @input=${({ target }) => (table.rows[row][column] = target.value)} @focus=${() => Object.assign(at, { row, column })}>`;
      return row ? html`<td>${input}</td>` : html`<th>${input}</th>`;
    };
    draw(grid, table.rows.map((cells, row) => html`<tr>${cells.map((value, column) => cell(value, row, column))}</tr>`));
  }

  function change(next, row, column) {
    table = next;
    redraw();
    const last = table.rows.length - 1;
    inputAt(Math.min(row, last), Math.min(column, table.sides.length - 1)).focus();
  }

  // Enter and arrow keys lead from row to row; Enter in the last one begins another.
  const walk = (event) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.key === "Enter" && at.row === table.rows.length - 1) change(withRow(table, at.row + 1), at.row + 1, 0);
    else inputAt(at.row + step, at.column)?.focus();
  };
  const grid = made(html`<table class="table-grid" @keydown=${walk}></table>`);
  redraw();
  const changes = {
    add_row: () => change(withRow(table, at.row + 1), at.row + 1, at.column),
    remove_row: () => change(withoutRow(table, at.row), at.row, at.column),
    add_column: () => change(withColumn(table, at.column + 1), at.row, at.column + 1),
    remove_column: () => change(withoutColumn(table, at.column), at.row, at.column),
  };
  const content = html`
    <div class="table-room">${grid}</div>
    <div class="table-buttons">${Object.entries(changes).map(([name, run]) => button(t(name), run))}</div>
    ${hint(t("table_hint"))}`;
  const finished = () => take(there ? table : withoutEmptyRows(table));
  return show(t("table"), content, goOn(t(there ? "table_change" : "table_put")), { size: "wide", take: finished, form: { ...form, read: () => table } });
}
