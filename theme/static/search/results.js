/** The list of results: title, date and the passage that holds most of the words, with the words marked. */

const WORDS_BEFORE = 8;
const WORDS_SHOWN = 40;

export class Results {
  #list;
  #template;
  #places;

  /** `places` is the list above the stories, of pages that the query names. */
  constructor(list, template, places) {
    this.#list = list;
    this.#template = template;
    this.#places = places;
  }

  /** The links, in their order. */
  get links() {
    return [...this.#places.querySelectorAll("a"), ...this.#list.querySelectorAll("a[data-title]")];
  }

  /** The number of stories that are shown. */
  get count() {
    return this.#list.childElementCount;
  }

  /** Whether a search is under way, for those who listen rather than look. */
  set busy(busy) {
    this.#list.ariaBusy = String(busy);
  }

  clear() {
    this.#list.replaceChildren();
    this.#places.replaceChildren();
  }

  /** Show the pages that the query names. */
  lead(places) {
    this.#places.append(...places.map(placeItem));
  }

  /** Add stories at the end, their words marked by the keys of the search; `lacks` has the typed words that each lacks. */
  add(stories, words, keys, lacks) {
    this.#list.append(...stories.map((story, at) => this.#item(story, words, keys, lacks[at])));
  }

  #item(story, words, keys, lacks) {
    const item = this.#template.content.cloneNode(true);
    const link = item.querySelector("[data-title]");
    link.href = story.path;
    link.append(...marked(words.pieces(story.title), keys));
    item.querySelector("[data-category]").textContent = story.category;
    item.querySelector("[data-date]").textContent = story.date;
    item.querySelector("[data-excerpt]").append(...marked(passage(story.text, words, keys), keys));
    const lacking = item.querySelector("[data-lacking]");
    if (lacks.length) lacking.textContent = lacking.dataset.lacking.replace("{name}", () => lacks.join(", "));
    else lacking.remove();
    return item;
  }
}

function placeItem({ title, path, facet, value }) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
  if (facet === "goal") link.dataset.goal = value;
  item.append(link);
  return item;
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
