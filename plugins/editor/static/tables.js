// Tables as Markdown writes them. Pure functions, without a page.

/**
 * `rows` are texts of cells, the heading first; `sides` are the cells of the line below it, such as ":---".
 * @typedef {{ rows: string[][], sides: string[] }} Table
 */

const SIDES = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** @param {string} line @returns {string[]} */
function cellsOf(line) {
  const inside = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

// The table that a place of a text is in, and its range; null where it is in none.
/** @param {string} text @param {number} at @returns {(Table & { from: number, to: number }) | null} */
export function tableAt(text, at) {
  const lines = text.split("\n");
  let row = text.slice(0, at).split("\n").length - 1;
  let last = row;
  const isRow = (/** @type {number} */ number) => (lines[number] ?? "").includes("|") && lines[number].trim() !== "";
  if (!isRow(row)) return null;
  while (isRow(row - 1)) row -= 1;
  while (isRow(last + 1)) last += 1;
  if (last === row || !SIDES.test(lines[row + 1]) || !lines[row + 1].includes("-")) return null;
  const from = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  const to = lines.slice(row, last + 1).reduce((sum, line) => sum + line.length + 1, from) - 1;
  const rows = [lines[row], ...lines.slice(row + 2, last + 1)].map(cellsOf);
  const sides = cellsOf(lines[row + 1]);
  return { from, to, ...evened({ rows, sides }) };
}

// A table whose rows have the same number of cells.
/** @param {Table} table @returns {Table} */
function evened({ rows, sides }) {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const padded = (/** @type {string[]} */ row, /** @type {string} */ empty) => Array.from({ length: width }, (_, at) => row[at] ?? empty);
  return { rows: rows.map((row) => padded(row, "")), sides: padded(sides, "---") };
}

/** @param {number} rows without the heading @param {number} columns @returns {Table} */
export const emptyTable = (rows, columns) => ({ rows: Array.from({ length: rows + 1 }, () => Array(columns).fill("")), sides: Array(columns).fill("---") });

/** @param {Table} table @param {number} at the row before which one is added */
export const withRow = ({ rows, sides }, at) => ({ rows: [...rows.slice(0, at), Array(sides.length).fill(""), ...rows.slice(at)], sides });

// The heading stays, and one row below it.
/** @param {Table} table @param {number} at */
export const withoutRow = ({ rows, sides }, at) => (at < 1 || rows.length < 3 ? { rows, sides } : { rows: rows.filter((_, row) => row !== at), sides });

// Without the rows in which nothing was written; one stays below the heading.
/** @param {Table} table @returns {Table} */
export function withoutEmptyRows({ rows: [head, ...rest], sides }) {
  const written = rest.filter((row) => row.some((cell) => cell.trim()));
  return { rows: [head, ...(written.length ? written : rest.slice(0, 1))], sides };
}

/** @param {Table} table @param {number} at the column before which one is added */
export const withColumn = ({ rows, sides }, at) => ({ rows: rows.map((row) => [...row.slice(0, at), "", ...row.slice(at)]), sides: [...sides.slice(0, at), "---", ...sides.slice(at)] });

/** @param {Table} table @param {number} at */
export function withoutColumn({ rows, sides }, at) {
  const without = (/** @type {string[]} */ row) => row.filter((_, column) => column !== at);
  return sides.length < 2 ? { rows, sides } : { rows: rows.map(without), sides: without(sides) };
}

/** @param {Table} table @returns {string} */
export function writeTable(table) {
  const { rows, sides } = evened(table);
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const [head, ...rest] = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim().replace(/(?<!\\)\|/g, "\\|")));
  return [line(head), line(sides), ...rest.map(line)].join("\n");
}
