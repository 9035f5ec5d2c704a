/** The index of one edition, loaded in the parts that a search needs; `plugins/search/index.py` says how it is written. */

import { Words } from "./words.js";

const PART_LETTERS = 3;
const STEP = /(\d+)([A-J])/g;
const BEFORE_A = 64;

export class SearchIndex {
  #folder;
  #data;
  #loaded = new Map();

  /** The index in a folder of the site; `fresh` goes past the browser's cache. */
  static async load(folder, fresh = false) {
    return new SearchIndex(folder, await json(new URL("index.json", folder), fresh ? "reload" : "default"));
  }

  constructor(folder, data) {
    this.#folder = folder;
    this.#data = data;
    this.words = new Words(data.rules);
    this.size = data.category.length;
    this.years = data.years.flatMap(([year, count]) => Array(count).fill(year));
  }

  /** The stories that hold every word, best first, and the keys by which they were found. Without text, all from the newest;
   *  a text without a word, such as a sign, is found in none. */
  async find(text) {
    const terms = this.words.terms(text);
    if (!terms.length && text.trim()) return { stories: [], keys: new Set() };
    if (!terms.length) return { stories: Array.from({ length: this.size }, (_, at) => this.size - 1 - at), keys: new Set() };
    const found = await Promise.all(terms.map((term) => this.#stories(term)));
    const scores = found.map(({ weights }) => this.#scored(weights)).reduce(both);
    const stories = [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || other - one);
    return { stories, keys: new Set(found.flatMap(({ keys }) => keys)) };
  }

  /** What a story can be filtered by, as the filters name it. */
  facts(story) {
    return {
      goal: bits(this.#data.goals[story]).map(String),
      category: [this.#data.categories[this.#data.category[story]] ?? ""],
      year: [String(this.years[story])],
    };
  }

  /** A story's title, path, date, category and text. */
  story(number) {
    return this.#file(`stories/${number}.json?${this.#data.version}`);
  }

  /** The word itself; where no story has it, every word that begins so. */
  async #stories({ key, start }) {
    let part = await this.#part(key);
    let keys = Object.hasOwn(part, key) ? [key] : [];
    if (!keys.length && start.length >= PART_LETTERS) {
      part = await this.#part(start);
      keys = Object.keys(part).filter((other) => other.startsWith(start));
    }
    const weights = new Map();
    for (const one of keys) {
      for (const [story, weight] of steps(part[one])) weights.set(story, Math.max(weight, weights.get(story) ?? 0));
    }
    return { keys, weights };
  }

  #scored(weights) {
    const rarity = Math.log(1 + this.size / (weights.size || 1));
    for (const [story, weight] of weights) weights.set(story, weight * rarity);
    return weights;
  }

  #part(word) {
    let sum = 0;
    for (const letter of [...word].slice(0, PART_LETTERS)) sum = (sum * 31 + letter.codePointAt(0)) % 65521;
    return this.#file(`words/${sum % this.#data.parts}.${this.#data.version}.json`);
  }

  #file(name) {
    if (!this.#loaded.has(name)) this.#loaded.set(name, json(new URL(name, this.#folder)));
    return this.#loaded.get(name);
  }
}

function both(one, other) {
  return new Map([...one].filter(([story]) => other.has(story)).map(([story, score]) => [story, score + other.get(story)]));
}

function bits(mask) {
  return [...mask.toString(2)].reverse().flatMap((bit, at) => (bit === "1" ? [at] : []));
}

function* steps(written) {
  let story = 0;
  for (const [, step, letter] of written.matchAll(STEP)) yield [(story += Number(step)), letter.charCodeAt(0) - BEFORE_A];
}

async function json(address, cache = "default") {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}
