// Paragraphs of two texts, and which of them belong together. Pure functions, without a page.

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}#{1,6}\s*\S/;
const COMMENT = /<!--([\s\S]*?)-->/g;

// The paragraphs of a Markdown text: { from, to, kind, text, comment }. A comment counts with the paragraph below it,
// for that is how the source stands above the place of its translation; `comment` is its words.
/**
 * @typedef {{ from: number, to: number, kind: string, text: string, comment: string | null, marks: Set<string> }} Paragraph
 * @param {string} text @returns {Paragraph[]}
 */
export function paragraphsOf(text) {
  /** @type {Paragraph[]} */
  const paragraphs = [];
  const inComment = (/** @type {number} */ at) => comments.find((comment) => comment.from <= at && at < comment.to);
  const comments = [...text.matchAll(COMMENT)].map((match) => ({ from: match.index, to: match.index + match[0].length, text: match[1].trim() }));
  /** @type {{ from: number, start?: number, comment?: string } | null} */
  let block = null;
  let fence = "";
  const end = (/** @type {number} */ to) => {
    if (block) paragraphs.push(finish(block, text.slice(block.from, to), to));
    block = null;
  };
  for (let at = 0; at <= text.length; ) {
    let stop = text.indexOf("\n", at);
    if (stop < 0) stop = text.length;
    const comment = inComment(at);
    if (comment && !fence && comment.from === at) {
      end(at);
      block = { from: comment.from, comment: comment.text, start: comment.to };
      stop = text.indexOf("\n", comment.to);
      if (stop < 0) stop = text.length;
    } else {
      const line = text.slice(at, stop);
      const opening = line.match(FENCE);
      if (opening) fence = fence && opening[1].startsWith(fence) ? "" : fence || opening[1];
      const written = block && text.slice(block.start ?? block.from, at).trim();
      if (!fence && !line.trim() && written) end(at - 1);
      else if (!fence && HEADING.test(line) && written) end(at - 1);
      if (line.trim() && !block) block = { from: at };
      if (!fence && HEADING.test(line) && block && !text.slice(block.start ?? block.from, at).trim()) end(stop);
    }
    at = stop + 1;
  }
  end(text.length);
  return paragraphs;
}

// The source paragraphs that stand as comments in a translation: each from `from` to `to`, its words, the `place` where its
// translation is written, and whether that is an empty line yet.
/** @param {string} text @returns {{ from: number, to: number, words: string, place: number, isEmpty: boolean }[]} */
export function placesOf(text) {
  const comments = [...text.matchAll(COMMENT)].filter((match) => match[1].trim());
  return comments.map((match, at) => {
    const to = match.index + match[0].length;
    const place = to + (/^\n{0,2}/.exec(text.slice(to, to + 2))?.[0].length ?? 0);
    const below = text.slice(place, comments[at + 1]?.index);
    return { from: match.index, to, words: match[1].trim(), place, isEmpty: place > to && !below.trim() && (text[place] ?? "\n") === "\n" };
  });
}

/** @param {{ from: number, start?: number, comment?: string }} block @param {string} words @param {number} to */
function finish(block, words, to) {
  const own = (block.comment === undefined ? words : words.slice((block.start ?? block.from) - block.from)).trim();
  return { from: block.from, to, comment: block.comment ?? null, text: own, ...featuresOf(own) };
}

// What is compared of a paragraph; worked out once for each wording.
const known = new Map();

/** @param {string} text */
function featuresOf(text) {
  let features = known.get(text);
  if (!features) {
    if (known.size > 2000) known.clear();
    features = { kind: kindOf(text), marks: new Set(text.match(/\d[\d.,]*\d|\d|\p{Lu}{2,}|\]\([^)]*\)/gu) ?? []) };
    known.set(text, features);
  }
  return features;
}

/** @param {string} text */
function kindOf(text) {
  if (!text) return "empty";
  if (HEADING.test(text)) return `heading ${/#+/.exec(text)?.[0].length}`;
  if (/^([-*+]|\d+[.)])\s/.test(text)) return "list";
  if (text.startsWith(">")) return "quotation";
  if (text.startsWith("|")) return "table";
  if (text.startsWith("![")) return "picture";
  if (/^\*?\[[^\]]+\]:/.test(text)) return "definition";
  return "paragraph";
}

const plain = (/** @type {string} */ text) => text.replace(/--&gt;/g, "-->").replace(/\s+/g, " ").trim();

// How badly two runs of paragraphs fit, from -1 for a sure match.
/** @param {Paragraph[]} ours @param {Paragraph[]} theirs */
function misfit(ours, theirs) {
  const [our] = ours;
  const [their] = theirs;
  if (our.comment !== null && plain(our.comment) === plain(their.text)) return -2;
  if (their.comment !== null && plain(their.comment) === plain(our.text)) return -2;
  if (our.kind === "empty" || their.kind === "empty") return ours.length + theirs.length === 2 ? 0.3 : 3;
  const kinds = ours.length === 1 && theirs.length === 1 ? (our.kind === their.kind ? 0 : 2.5) : [...ours, ...theirs].some((part) => part.kind !== "paragraph") ? 4 : 0.9;
  const length = (/** @type {Paragraph[]} */ parts) => parts.reduce((sum, part) => sum + part.text.length, 0) + 8;
  const ratio = Math.abs(Math.log(length(ours) / length(theirs)));
  const numbers = sharedNumbers(ours, theirs);
  return kinds + ratio * 1.5 - numbers * 0.3;
}

// Numbers and names in both texts are a sign that they say the same.
/** @param {Paragraph[]} ours @param {Paragraph[]} theirs */
function sharedNumbers(ours, theirs) {
  let shared = 0;
  for (const part of ours) for (const mark of part.marks) if (theirs.some((other) => other.marks.has(mark))) shared += 1;
  return Math.min(3, shared);
}

const ALONE = 1.6;
// How far from its own place, beyond the difference of the counts, a paragraph is looked for.
const BAND = 12;
const STEPS = [[1, 1], [1, 0], [0, 1], [2, 1], [1, 2], [3, 1], [1, 3]];

// Which paragraphs belong together: rows of [first of ours, count, first of theirs, count], in order.
/** @param {Paragraph[]} ours @param {Paragraph[]} theirs */
export function alignedRows(ours, theirs) {
  const width = theirs.length + 1;
  const cost = new Float64Array((ours.length + 1) * width).fill(Infinity);
  const step = new Int8Array(cost.length).fill(-1);
  cost[0] = 0;
  const reach = BAND + Math.abs(ours.length - theirs.length);
  for (let a = 0; a <= ours.length; a += 1) {
    const middle = Math.round((a * theirs.length) / Math.max(1, ours.length));
    for (let b = Math.max(0, middle - reach); b <= Math.min(theirs.length, middle + reach); b += 1) {
      const here = cost[a * width + b];
      if (here === Infinity) continue;
      STEPS.forEach(([own, other], kind) => {
        if (a + own > ours.length || b + other > theirs.length) return;
        const alone = own === 0 || other === 0;
        const more = alone ? ALONE : misfit(ours.slice(a, a + own), theirs.slice(b, b + other)) + (own + other - 2) * 0.15;
        const there = (a + own) * width + b + other;
        if (here + more < cost[there]) {
          cost[there] = here + more;
          step[there] = kind;
        }
      });
    }
  }
  const rows = [];
  let a = ours.length;
  let b = theirs.length;
  while (a || b) {
    const [own, other] = STEPS[step[a * width + b]];
    a -= own;
    b -= other;
    rows.unshift([a, own, b, other]);
  }
  return rows;
}
