// Paragraphs of two texts that belong together.

import assert from "node:assert/strict";
import test from "node:test";

import { alignedRows, paragraphsOf, placesOf } from "../../../plugins/editor/static/align.js";

const rows = (one, other) => alignedRows(paragraphsOf(one), paragraphsOf(other));

test("paragraphs end at empty lines, headings stand alone, and a fence is one", () => {
  const text = "# A\nOne.\n\nTwo\nlines.\n\n```\na\n\nb\n```\n";
  assert.deepEqual(paragraphsOf(text).map((one) => one.text), ["# A", "One.", "Two\nlines.", "```\na\n\nb\n```"]);
});

test("a comment belongs to the paragraph below it", () => {
  const [one] = paragraphsOf("<!-- The source. -->\n\nThe text.\n");
  assert.equal(one.comment, "The source.");
  assert.equal(one.text, "The text.");
});

test("a paragraph that a translator divided stands beside both parts", () => {
  const sentence = "A sentence of some length that says what has happened. ";
  const english = `${sentence.repeat(6)}\n\n## Next\n\nThe end.\n`;
  const serbian = `${sentence.repeat(3)}\n\n${sentence.repeat(3)}\n\n## Dalje\n\nKraj.\n`;
  assert.deepEqual(rows(english, serbian), [[0, 1, 0, 2], [1, 1, 2, 1], [2, 1, 3, 1]]);
});

test("the place of a translation is found by the source above it", () => {
  assert.deepEqual(rows("One.\n\nTwo.\n", "<!-- One. -->\n\n\n\n<!-- Two. -->\n\n"), [[0, 1, 0, 1], [1, 1, 1, 1]]);
});

test("a paragraph that is not begun is an empty place below its source", () => {
  const text = "<!-- Title: A -->\n\n<!-- One. -->\n\n\n\n<!-- Two\nlines. -->\n\nDva.\n\n<!-- Three. -->\n\n\n\n";
  const places = placesOf(text);
  assert.deepEqual(places.map((one) => [one.words, one.isEmpty]), [["Title: A", false], ["One.", true], ["Two\nlines.", false], ["Three.", true]]);
  for (const one of places) {
    const written = placesOf(`${text.slice(0, one.place)}Reč${text.slice(one.place)}`);
    if (one.isEmpty) assert.deepEqual(written.map((each) => each.isEmpty), places.map((each) => each.isEmpty && each.words !== one.words));
  }
  assert.equal(text.slice(places[2].place, places[2].place + 4), "Dva.");
  assert.equal(placesOf("<!-- Last. -->\n")[0].isEmpty, true);
});
