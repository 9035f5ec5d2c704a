// What the buttons above a text do, and tables.

import assert from "node:assert/strict";
import test from "node:test";

import { asBlock, fullAddress, HEADING, ITEM, linkAt, picturesOf, QUOTATION, toggleEmphasis, toggleLines, writeLink } from "../../../plugins/editor/static/formatting.js";
import { emptyTable, tableAt, withColumn, withoutColumn, withoutEmptyRows, withoutRow, withRow, writeTable } from "../../../plugins/editor/static/tables.js";

// "‹" and "›" are the ends of what is selected, "|" the cursor.
function read(marked) {
  const caret = marked.indexOf("¦");
  if (caret >= 0) return [marked.replace("¦", ""), caret, caret];
  return [marked.replace(/[‹›]/g, ""), marked.indexOf("‹"), marked.indexOf("›") - 1];
}

function apply(text, { changes, selection }) {
  let made = text;
  for (const { from, to, insert } of [...changes].sort((a, b) => b.from - a.from || b.to - a.to)) made = made.slice(0, from) + insert + made.slice(to);
  return [made, Math.min(selection.anchor, selection.head), Math.max(selection.anchor, selection.head)];
}

const shown = ([text, from, to]) => (from === to ? `${text.slice(0, from)}¦${text.slice(from)}` : `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`);
const bold = (marked) => shown(apply(read(marked)[0], toggleEmphasis(...read(marked), "**")));
const italic = (marked) => shown(apply(read(marked)[0], toggleEmphasis(...read(marked), "*")));
const lines = (marked, kind) => shown(apply(read(marked)[0], toggleLines(...read(marked), kind)));

test("bold is made of what is selected, without the spaces at its ends, and of the word at the cursor", () => {
  assert.equal(bold("A ‹new bridge ›here"), "A **‹new bridge›** here");
  assert.equal(bold("A new bri¦dge."), "A new **bri¦dge**.");
  assert.equal(bold("¦"), "**¦**");
  assert.equal(bold("**¦**"), "¦");
  assert.equal(bold("Novi mo¦st-1 čeka."), "Novi **mo¦st-1** čeka.");
});

test("bold again takes it away, however much of it is selected, and leaves what is italic", () => {
  for (const one of ["A **‹new›** day", "A ‹**new**› day", "A __‹new›__ day"]) assert.equal(bold(one), "A ‹new› day");
  assert.equal(bold("A ***‹new›*** day"), "A *‹new›* day");
  assert.equal(italic("A ***‹new›*** day"), "A **‹new›** day");
  assert.equal(italic("A **‹new›** day"), "A ***‹new›*** day");
  assert.equal(bold("A **n¦ew** day"), "A n¦ew day");
});

test("twice is as before, for every range of a text of paragraphs", () => {
  const text = "First one.\n\n- An *item*\n- Other\n\nLast **words** here.";
  const signs = (all) => all.replace(/[*_]/g, "");
  for (let from = 0; from <= text.length; from += 1) {
    for (let to = from; to <= text.length; to += 3) {
      for (const sign of ["*", "**"]) {
        const [made, start, end] = apply(text, toggleEmphasis(text, from, to, sign));
        assert.equal(signs(made), signs(text));
        assert.ok(start >= 0 && end <= made.length);
      }
      for (const kind of [HEADING, ITEM, QUOTATION]) {
        const [made, start, end] = apply(text, toggleLines(text, from, to, kind));
        assert.ok(start <= end && end <= made.length, `${from} ${to} ${kind}`);
        const words = (all) => all.replace(/^(?:#+ |- |> )+/gm, "").replace(/\n+/g, "\n");
        assert.equal(words(made), words(text));
      }
    }
  }
});

test("emphasis reaches over no empty line", () => {
  assert.equal(bold("‹One.\n\nTwo.›"), "**‹One.**\n\n**Two.›**");
  assert.equal(bold("‹**One.**\n\n**Two.**›"), "‹One.\n\nTwo.›");
});

test("headings, lists and quotations are toggled by lines, each apart from the text around it", () => {
  assert.equal(lines("The ne¦xt", HEADING), "## The ne¦xt");
  assert.equal(lines("## The ne¦xt", HEADING), "The ne¦xt");
  assert.equal(lines("Before\n‹One\nTwo›\nafter", ITEM), "Before\n\n‹- One\n- Two›\n\nafter");
  assert.equal(lines("‹1. One\n2. Two›", ITEM), "‹One\nTwo›");
  assert.equal(lines("He sa¦id", QUOTATION), "> He sa¦id");
  assert.equal(lines("> He sa¦id", QUOTATION), "He sa¦id");
  assert.equal(lines("¦", ITEM), "- ¦");
});

test("a link is found where it stands, and written with the address that people mean", () => {
  const text = "See [the report](https://x.org/a_(b)) and more";
  const { from, to, words, address, isThere } = linkAt(text, 8, 8);
  assert.deepEqual([text.slice(from, to), words, address, isThere], ["[the report](https://x.org/a_(b))", "the report", "https://x.org/a_(b)", true]);
  assert.equal(linkAt("See x.org", 4, 4).isThere, false);
  assert.deepEqual(linkAt("https://x.org", 0, 13).address, "https://x.org");
  assert.equal(fullAddress("www.iom.int"), "https://www.iom.int");
  assert.equal(fullAddress("iom.int/serbia"), "https://iom.int/serbia");
  assert.equal(fullAddress("press@iom.int"), "mailto:press@iom.int");
  assert.equal(fullAddress("bridge.en.md"), "bridge.en.md");
  assert.equal(writeLink("", "www.x.org/a b"), "[www.x.org/a b](https://www.x.org/a%20b)");
  assert.equal(writeLink("a [1]", "x/(b"), "[a \\[1\\]](<x/(b>)");
});

test("a table that was written is read again as it was, and changes by whole rows and columns", () => {
  const table = { rows: [["City", "People | km"], ["Niš", "260,000"], ["", "5"]], sides: ["---", "--:"] };
  const text = asBlock("Before.", writeTable(table), 7);
  const read = tableAt(`Before.${text}`, 30);
  assert.deepEqual({ rows: read.rows, sides: read.sides }, table);
  assert.equal(`Before.${text}`.slice(read.from, read.to), writeTable(table));
  assert.deepEqual(withoutRow(withRow(table, 2), 2), table);
  assert.deepEqual(withoutColumn(withColumn(table, 1), 1), table);
  assert.deepEqual(withoutRow(table, 0), table);
  assert.deepEqual(withoutEmptyRows(withRow(table, 3)), table);
  assert.deepEqual(withoutEmptyRows(emptyTable(3, 2)), emptyTable(1, 2));
  assert.equal(tableAt("a | b, no table", 3), null);
  assert.equal(writeTable(emptyTable(1, 2)), "|  |  |\n| --- | --- |\n|  |  |");
});

test("pictures of the site are found, and no others", () => {
  const text = "![A](images/a.jpg)\n\n![](</images/b c.png>) ![x](https://x.org/c.jpg) [d](images/d.jpg) ![e]({static}/images/e.jpg \"t\")";
  assert.deepEqual(picturesOf(text).map((one) => one.name), ["images/a.jpg", "images/b c.png", "images/e.jpg"]);
});
