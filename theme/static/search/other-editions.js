/** What the other editions have for a question that has no answer in this one, as links that carry the question. */

import { SearchIndex } from "./index.js";

/** A plural form that the page holds as data: `data-results-one`, `data-results-few` … */
export function chosen(dataset, name, form) {
  return dataset[`${name}${form[0].toUpperCase()}${form.slice(1)}`] ?? dataset[`${name}Other`];
}

/** The links of the language switcher that lead to other editions' search pages. */
export function editionLinks() {
  return [...document.querySelectorAll("[data-switch] a:not([aria-current])")];
}

export class Elsewhere {
  #list;
  #number;
  #plural;
  #indexes = new Map();

  constructor(list, { number, plural }) {
    this.#list = list;
    this.#number = number;
    this.#plural = plural;
  }

  clear() {
    this.#list.replaceChildren();
  }

  /** The links to other editions, each with what `count` makes of its index, if that is not 0. */
  async count(count) {
    const links = editionLinks();
    const counts = await Promise.all(links.map((link) => this.#index(link.origin + link.pathname).then(count).catch(() => 0)));
    return links.map((link, at) => [link, counts[at]]).filter(([, stories]) => stories);
  }

  show(found, question) {
    this.#list.replaceChildren(...found.map(([link, stories]) => this.#item(link, stories, question)));
  }

  #index(folder) {
    if (!this.#indexes.has(folder)) {
      this.#indexes.set(folder, SearchIndex.load(new URL(folder)));
      this.#indexes.get(folder).catch(() => this.#indexes.delete(folder));
    }
    return this.#indexes.get(folder);
  }

  #item(link, stories, question) {
    const item = document.createElement("li");
    const target = document.createElement("a");
    const name = document.createElement("span");
    Object.assign(name, { lang: link.lang, dir: link.dir, textContent: link.textContent });
    target.href = new URL(question, link.href);
    const text = chosen(this.#list.dataset, "stories", this.#plural.select(stories));
    const [before, after] = text.replace("{n}", this.#number.format(stories)).split("{name}");
    target.append(before, name, after);
    item.append(target);
    return item;
  }
}
