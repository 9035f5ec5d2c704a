// What the buttons above a text do to its Markdown. Pure functions: each gives the changes of a text in which a range is
// selected, and what is selected afterwards, as CodeMirror takes them; done again, each takes away what it has made.

/**
 * @typedef {{ from: number, to: number, insert: string }} Change
 * @typedef {{ changes: Change[], selection: { anchor: number, head: number } }} Edit
 */

const WORD = /[\p{L}\p{N}][\p{L}\p{N}’'‑-]*/gu;
const SIGNS = { "**": "*_", "*": "*_" };
const LINK = /(?<!!)\[((?:[^[\]\\]|\\.)*)\]\(<?((?:[^()\s<>]|\([^()\s]*\))*)>?(?:\s+"[^"]*")?\)/g;
export const HEADING = "## ";
export const ITEM = "- ";
export const QUOTATION = "> ";
// What a line may begin with that is one of the kinds of lines.
const BEGINNINGS = { [HEADING]: /^ {0,3}#{1,6}[ \t]+/, [ITEM]: /^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+/, [QUOTATION]: /^ {0,3}>[ \t]?/ };

/** @param {string} text @param {number} from @param {number} to @returns {[number, number]} the range without spaces at its ends; of an empty one, the word there */
function wordsIn(text, from, to) {
  if (from === to) {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const line = text.slice(start, endOf(text, from));
    const word = [...line.matchAll(WORD)].find((match) => start + match.index <= from && from <= start + match.index + match[0].length);
    return word ? [start + word.index, start + word.index + word[0].length] : [from, to];
  }
  const inside = text.slice(from, to);
  return [from + inside.length - inside.trimStart().length, Math.max(from, to - (inside.length - inside.trimEnd().length))];
}

/** @param {string} text @param {number} at */
const endOf = (text, at) => (text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at));

// The signs of emphasis on both sides of a range: "***" is both kinds.
/** @param {string} text @param {number} from @param {number} to */
function signsAround(text, from, to) {
  let many = 0;
  while (SIGNS["*"].includes(text[from - 1 - many] ?? " ") && text[from - 1 - many] === text[to + many]) many += 1;
  return Math.min(many, 3);
}

const hasSign = (/** @type {number} */ many, /** @type {string} */ sign) => (sign.length === 2 ? many >= 2 : many % 2 === 1);

// Bold ("**") or italic ("*"), for each paragraph of the range by itself: the signs reach over no empty line.
/** @param {string} text @param {number} from @param {number} to @param {"*" | "**"} sign @returns {Edit} */
export function toggleEmphasis(text, from, to, sign) {
  const [start, end] = wordsIn(text, from, to);
  /** @type {[number, number][]} */
  const parts = [];
  for (let at = start; at <= end; ) {
    const gap = /\n[ \t]*\n/.exec(text.slice(at, end));
    const stop = gap ? at + gap.index : end;
    const [head, tail] = stop > at ? innerOf(text, at, stop) : [at, stop];
    if (tail > head || (start === end && at === start)) parts.push([head, tail]);
    if (!gap) break;
    at = stop + gap[0].length;
  }
  const isOn = parts.length > 0 && parts.every(([head, tail]) => hasSign(signsAround(text, head, tail), sign));
  const { length } = sign;
  const changes = parts.flatMap(([head, tail]) => {
    if (isOn) {
      return [
        { from: head - length, to: head, insert: "" },
        { from: tail, to: tail + length, insert: "" },
      ];
    }
    if (hasSign(signsAround(text, head, tail), sign)) return [];
    return [
      { from: head, to: head, insert: sign },
      { from: tail, to: tail, insert: sign },
    ];
  });
  if (!parts.length) return { changes: [], selection: { anchor: from, head: to } };
  const first = parts[0][0];
  const last = parts[parts.length - 1][1];
  const moved = (/** @type {number} */ at, /** @type {boolean} */ isEnd) =>
    changes.reduce((sum, change) => sum + (change.to < at || (change.to <= at && !(isEnd && change.insert)) ? change.insert.length - (change.to - change.from) : 0), at);
  // Between two signs that were just written, or where the word was written at.
  const caret = first === last ? first + (isOn ? -length : length) : from === to ? moved(from, from === end) : null;
  return { changes, selection: caret === null ? { anchor: moved(first, false), head: moved(last, true) } : { anchor: caret, head: caret } };
}

// A range without the signs that it begins and ends with itself.
/** @param {string} text @param {number} from @param {number} to @returns {[number, number]} */
function innerOf(text, from, to) {
  const signs = /^([*_]{1,3})[\s\S]*\1$/.exec(text.slice(from, to));
  return signs && to - from > 2 * signs[1].length ? [from + signs[1].length, to - signs[1].length] : [from, to];
}

// Headings, items of a list, lines of a quotation: all lines of the range become ones, or stop being ones where all are.
/** @param {string} text @param {number} from @param {number} to @param {string} kind @returns {Edit} */
export function toggleLines(text, from, to, kind) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = endOf(text, Math.max(from, to > from && text[to - 1] === "\n" ? to - 1 : to));
  const lines = text.slice(start, end).split("\n");
  const own = BEGINNINGS[kind];
  const written = lines.filter((line) => line.trim());
  const isOn = written.length > 0 && written.every((line) => own.test(line));
  const made = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    if (isOn) return line.replace(own, "");
    // A heading or an item becomes the other; what is quoted stays what it is.
    const bare = kind === QUOTATION ? line : line.replace(BEGINNINGS[HEADING], "").replace(BEGINNINGS[ITEM], "");
    return own.test(line) && kind !== HEADING ? line : `${kind}${bare}`;
  });
  // A list or a quotation begins and ends at an empty line, or it is none.
  const above = text.slice(0, start).split("\n").at(-2);
  const below = text.slice(end + 1).split("\n")[0];
  const isApart = (/** @type {string | undefined} */ line) => line === undefined || !line.trim() || own.test(line);
  const before = isOn || isApart(above) ? "" : "\n";
  const after = isOn || end === text.length || isApart(below) ? "" : "\n";
  const insert = before + made.join("\n") + after;
  const first = before.length + start + Math.max(0, made[0].length - (lines[0].length - (from - start)));
  const last = start + insert.length - after.length - (end - Math.min(to, end));
  const anchor = lines.length > 1 ? start + before.length : first;
  return { changes: [{ from: start, to: end, insert }], selection: { anchor, head: Math.max(anchor, last) } };
}

// The link that a range is in, or what one would be made of: `from` and `to` are replaced.
/** @param {string} text @param {number} from @param {number} to */
export function linkAt(text, from, to) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  for (const link of text.slice(start, endOf(text, to)).matchAll(LINK)) {
    const at = start + link.index;
    if (at <= from && to <= at + link[0].length) return { from: at, to: at + link[0].length, words: link[1], address: link[2], isThere: true };
  }
  const [first, last] = wordsIn(text, from, to);
  const words = text.slice(first, last).replace(/\s*\n\s*/g, " ");
  const isAddress = /^(?:https?:\/\/|mailto:|www\.)\S+$/.test(words);
  return { from: first, to: last, words: isAddress ? "" : words, address: isAddress ? words : "", isThere: false };
}

// An address as people write one: with the "https://" or "mailto:" that they leave out.
/** @param {string} address */
export function fullAddress(address) {
  const plain = address.trim().replace(/\s/g, "%20");
  if (/^[\w.+-]+@[\w-]+\.[\w.-]+$/.test(plain)) return `mailto:${plain}`;
  return /^www\.|^[\w-]+(\.[\w-]+)*\.(?:com|org|net|int|rs|eu|info|gov|edu)(?:\/|$)/i.test(plain) ? `https://${plain}` : plain;
}

/** @param {string} words @param {string} address */
export function writeLink(words, address) {
  const full = fullAddress(address);
  const target = /[()<>]/.test(full) ? `<${full.replace(/[<>]/g, (sign) => encodeURIComponent(sign))}>` : full;
  return `[${(words.trim() || address.trim()).replace(/(?<!\\)[[\]]/g, "\\$&")}](${target})`;
}

// A part with the empty lines that make a paragraph of it at a place of a text.
/** @param {string} text @param {string} part @param {number} place */
export function asBlock(text, part, place) {
  const before = text.slice(0, place);
  const after = text.slice(place);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return `${above}${part}${below}`;
}

const PICTURE = /!\[(?:[^\]\\]|\\.)*\]\((?:<([^<>\n]+)>|([^()\s<>]+))[^)\n]*\)/g;

// The pictures of the site that a text has: where each is written, and the name of its file.
/** @param {string} text */
export function picturesOf(text) {
  const pictures = [...text.matchAll(PICTURE)].map((match) => ({ at: match.index, target: match[1] ?? match[2] }));
  const own = pictures.filter(({ target }) => !/^[a-z][a-z0-9+.-]*:|^\/\/|^#/i.test(target));
  return own.map(({ at, target }) => ({ at, name: target.replace(/^(?:\{static\})?\//, "").replace(/^\{static\}/, "") }));
}
