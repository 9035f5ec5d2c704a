/** The list of results: title, date and the passage that holds most of the words, with the words marked. */

const WORDS_BEFORE = 8;
const WORDS_SHOWN = 40;

export class Results {
  #list;
  #template;

  constructor(list, template) {
    this.#list = list;
    this.#template = template;
  }

  /** The links, in their order. */
  get links() {
    return [...this.#list.querySelectorAll("a[data-title]")];
  }

  /** Whether a search is under way, for those who listen rather than look. */
  set busy(busy) {
    this.#list.ariaBusy = String(busy);
  }

  clear() {
    this.#list.replaceChildren();
  }

  /** Add stories at the end, their words marked by the keys of the search. */
  add(stories, words, keys) {
    this.#list.append(...stories.map((story) => this.#item(story, words, keys)));
  }

  #item(story, words, keys) {
    const item = this.#template.content.cloneNode(true);
    const link = item.querySelector("[data-title]");
    link.href = story.path;
    link.append(...marked(words.pieces(story.title), keys));
    item.querySelector("[data-category]").textContent = story.category;
    item.querySelector("[data-date]").textContent = story.date;
    item.querySelector("[data-excerpt]").append(...marked(passage(story.text, words, keys), keys));
    return item;
  }
}

/** Pieces of the paragraph with most of the words, from shortly before the first of them. */
function passage(text, words, keys) {
  const paragraphs = text.split("\n").map((line) => words.pieces(line));
  const held = paragraphs.map((pieces) => new Set(pieces.flatMap(([, found]) => found.filter((key) => keys.has(key)))).size);
  const pieces = paragraphs[held.indexOf(Math.max(...held))];
  const first = pieces.findIndex(([, found]) => found.some((key) => keys.has(key)));
  const from = Math.max(0, first - 2 * WORDS_BEFORE);
  const shown = pieces.slice(from, from + 2 * WORDS_SHOWN);
  if (from) shown.unshift(["… ", []]);
  if (from + 2 * WORDS_SHOWN < pieces.length) shown.push([" …", []]);
  return shown;
}

function marked(pieces, keys) {
  return pieces.map(([piece, found]) => {
    if (!found.some((key) => keys.has(key))) return document.createTextNode(piece);
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}
