/** The index of one edition, loaded in the parts that a search needs; `plugins/search/index.py` says how it is written. */

import { Words } from "./stemming.js";

const PART_LETTERS = 3;
const STEP = /(\d+)([A-P])/g;
const LETTER_A = 65;
const [IN_TITLE, IN_SUMMARY, HOW_OFTEN] = [8, 4, 3];
const [EXACT, PLAIN, INFLECTED] = [16, 4, 1];

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
    const scores = found.map(({ weights }) => weights).reduce(both);
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

  /** The word itself; where no story has it, every word that begins so. `weights` are by story. */
  async #stories(term) {
    let part = await this.#part(term.key);
    if (term.instead && !spellings(part[term.key], term.key).some(([spelling]) => spelling === term.spelling)) {
      const parts = await Promise.all(term.instead.map((key) => this.#part(key)));
      const found = term.instead.flatMap((key, at) => spellings(parts[at][key], key));
      return { keys: term.instead, weights: this.#weighed(found, term) };
    }
    let keys = Object.hasOwn(part, term.key) ? [term.key] : [];
    if (!keys.length && term.start.length >= PART_LETTERS) {
      part = await this.#part(term.start);
      keys = Object.keys(part).filter((other) => other.startsWith(term.start));
    }
    return { keys, weights: this.#weighed(keys.flatMap((key) => spellings(part[key], key)), term) };
  }

  /** By story: where the word stands as it is typed, then where with other marks only, then where with another ending; of two
   *  that are equal in this the one that has the word oftener is above. A word that few stories have weighs more. */
  #weighed(spellings, term) {
    const found = new Map();
    for (const [spelling, written] of spellings) {
      const kind = spelling === term.spelling ? EXACT : this.words.folded(spelling) === term.start ? PLAIN : INFLECTED;
      for (const [story, places] of steps(written)) {
        const weight = found.get(story) ?? { [EXACT]: 0, [PLAIN]: 0, [INFLECTED]: 0, often: 0 };
        weight[kind] = Math.max(weight[kind], place(places));
        weight.often += places & HOW_OFTEN;
        found.set(story, weight);
      }
    }
    const rarity = Math.log(1 + this.size / (found.size || 1));
    const total = (weight) => [EXACT, PLAIN, INFLECTED].reduce((sum, kind) => sum + kind * weight[kind], Math.min(weight.often, 9) / 10);
    return new Map([...found].map(([story, weight]) => [story, rarity * total(weight)]));
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

/** What stands under a key, as pairs of a spelling and its stories; an empty spelling is the key. */
function spellings(written, key) {
  const parts = written?.split(" ") ?? [];
  return Array.from({ length: parts.length / 2 }, (_, at) => [parts[2 * at] || key, parts[2 * at + 1]]);
}

/** The best place of those where a word stands: 3 for the title, 2 for the summary, 1 for the text. */
function place(places) {
  return places & IN_TITLE ? 3 : places & IN_SUMMARY ? 2 : 1;
}

function* steps(written) {
  let story = 0;
  for (const [, step, letter] of written.matchAll(STEP)) yield [(story += Number(step)), letter.charCodeAt(0) - LETTER_A];
}

async function json(address, cache = "default") {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}
