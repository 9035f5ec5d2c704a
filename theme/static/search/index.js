/** The index of one edition, loaded in the parts that a search needs; `plugins/search/index.py` says how it is written. */

import { distance, forgiven, nearest, unpacked } from "./distance.js";
import { FUNCTION_WORD, Words } from "./word-keys.js";

const PART_LETTERS = 3;
const STEP = /(\d+)([A-P])/g;
const LETTER_A = 65;
const [IN_TITLE, IN_SUMMARY, HOW_OFTEN] = [8, 4, 3];
const [EXACT, PLAIN, INFLECTED, DATED] = [16, 4, 1, 0.25];
/* Words like one that no story has: those whose stories are counted, and those whose stories are shown. */
const [COMPARED, OFFERED] = [8, 3];
/* A story with some of the words is shown if it has so much of what the best one has; a page if so much of its name is typed in
   two words or more, or the whole of it. */
const [ENOUGH, MOST] = [0.6, 0.5];
const NUMBER = /^\p{N}+$/u;
/* A letter and a digit that are written together, as in "sdg16". */
const TOGETHER = /(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu;

/**
 * What was found: `stories`, best first; `keys` of the words in them; `places`, the pages that the query names; `meant`,
 * for each typed word that no story has, [{ typed, keys }], the keys of the words like it, nearest first; `lacking`, by story,
 * the typed words that it lacks, where no story has them all. `exact` is true where nothing was forgiven.
 */
function answer({ stories = [], keys = [], places = [], meant = [], lacking = new Map() }) {
  return { stories, keys: new Set(keys), places, meant, lacking, exact: stories.length > 0 && !meant.length && !lacking.size };
}

export class SearchIndex {
  #read;
  #data;
  #loaded = new Map();
  #plain;

  /** The index in a folder of the site; `fresh` goes past the browser's cache. */
  static async load(folder, fresh = false) {
    const read = (name, cache = "default") => json(new URL(name, folder), cache);
    return new SearchIndex(await read("index.json", fresh ? "reload" : "default"), read);
  }

  /** The index with the content of `index.json`; `read(name)` gives that of another of its files. */
  constructor(data, read) {
    this.#read = read;
    this.#data = data;
    this.words = new Words(data.rules);
    this.size = data.category.length;
    this.months = data.months.flatMap(([month, count]) => Array(count).fill(month));
  }

  /** The answer to a query; `forgiving` where a word may be another one, or be left out. Without text, all stories from the newest;
   *  a text without a word, such as a sign, is found in none. */
  async find(text, forgiving = true) {
    const terms = this.words.terms(text);
    if (!terms.length) return answer(text.trim() ? {} : { stories: this.#newest() });
    const { places, stories: named } = this.#named(terms);
    const found = await Promise.all(terms.map((term) => this.#stories(term, terms)));
    const keys = found.flatMap((one) => one.keys);
    const whole = ranked(found.map(({ weights }) => weights).reduce(both));
    if (whole.length || named.length) return answer({ stories: [...new Set([...whole, ...named])], keys, places });
    const apart = text.replace(TOGETHER, "$& ");
    if (apart !== text) return this.find(apart, forgiving);
    if (!forgiving) return answer({ places });
    return { ...(await this.#forgiven(terms, found)), places };
  }

  /** What a story can be filtered by, as the filters name it. */
  facts(story) {
    return {
      goal: bits(this.#data.goals[story]).map(String),
      category: [this.#data.categories[this.#data.category[story]] ?? ""],
      year: [this.months[story].slice(0, -3)],
      month: [this.months[story]],
      ...Object.fromEntries(this.#data.kinds.map((kind) => [kind, this.#subjects(story, kind)])),
    };
  }

  #subjects(story, kind) {
    return this.#data.subject[story].map((at) => this.#data.subjects[at]).flatMap(([one, slug]) => (one === kind ? [slug] : []));
  }

  /** A story's title, path, date, category and text. */
  story(number) {
    return this.#file(`stories/${number}.json?${this.#data.version}`);
  }

  #newest() {
    return Array.from({ length: this.size }, (_, at) => this.size - 1 - at);
  }

  /** With the words that the unknown ones are like; where no story has all of those either, the stories that have most of them. */
  async #forgiven(terms, found) {
    const like = await Promise.all(found.map(({ weights }, at) => (weights.size ? null : this.#like(terms[at]))));
    const used = found.map((one, at) => like[at] ?? one);
    const keys = used.flatMap((one) => one.keys);
    const meant = like.flatMap((one, at) => (one ? [{ typed: terms[at].word, keys: one.keys }] : []));
    const whole = ranked(used.map(({ weights }) => weights).reduce(both));
    if (whole.length) return answer({ stories: whole, keys, meant });
    return answer({ ...this.#partly(terms, used), keys, meant });
  }

  /** The stories that have the words that say most, and what each lacks. */
  #partly(terms, used) {
    const said = new Map();
    const scores = new Map();
    for (const { weights } of used) {
      for (const [story, weight] of weights) {
        said.set(story, (said.get(story) ?? 0) + this.#rarity(weights.size));
        scores.set(story, (scores.get(story) ?? 0) + weight);
      }
    }
    const enough = ENOUGH * Math.max(0, ...said.values());
    const order = (one, other) => said.get(other) - said.get(one) || scores.get(other) - scores.get(one) || other - one;
    const stories = [...said.keys()].filter((story) => said.get(story) >= enough).sort(order);
    const lacks = (story) => [...new Set(terms.filter((_, at) => !used[at].weights.has(story)).map(({ word }) => word))];
    return { stories, lacking: new Map(stories.map((story) => [story, lacks(story)])) };
  }

  /** The word itself; where no story has it, every word that begins so. `weights` are by story. */
  async #stories(term, terms) {
    let part = await this.#part(term.key);
    if (term.instead && !spellings(part[term.key], term.key).some(([spelling]) => spelling === term.spelling)) {
      const parts = await Promise.all(term.instead.map((key) => this.#part(key)));
      const found = term.instead.flatMap((key, at) => spellings(parts[at][key], key));
      return { keys: term.instead, weights: this.#weighed(found, term) };
    }
    const dated = this.#dated(term, terms);
    let keys = Object.hasOwn(part, term.key) ? [term.key] : [];
    if (!keys.length && !dated.length && term.start.length >= PART_LETTERS) {
      part = await this.#part(term.start);
      keys = Object.keys(part).filter((other) => other.startsWith(term.start));
    }
    const weights = this.#weighed(keys.flatMap((key) => spellings(part[key], key)), term);
    for (const story of dated.filter((one) => !weights.has(one))) weights.set(story, DATED);
    return { keys, weights };
  }

  /** The stories of a month or a year that the word names, or of a day, where it is a number beside the name of a month. */
  #dated(term, terms) {
    const values = new Set(this.#monthsOf(term));
    const day = NUMBER.test(term.key) && terms.some((other) => !NUMBER.test(other.key) && this.#monthsOf(other).length) ? Number(term.key) : 0;
    return this.months.flatMap((month, story) => (values.has(month) || this.#data.days[story] === day ? [story] : []));
  }

  #monthsOf(term) {
    return this.#data.places.filter((place) => place.facet === "month" && place.keys.some((keys) => keys.includes(term.key))).map(({ value }) => value);
  }

  /** The words of the index that are like one that no story has, as if the reader had typed them: those with the fewest wrong
   *  letters, and of these the ones that most stories have. */
  async #like(term) {
    if (/\p{N}/u.test(term.start)) return null;
    for (let away = 1; away <= forgiven(term.start.length); away += 1) {
      const known = await this.#spelled(term.start.length, away);
      const near = nearest(known, term.start, away, (word) => this.words.stemmed(word)).slice(0, COMPARED);
      if (near.length) return this.#meant(near);
    }
    return null;
  }

  /** The words of the index in plain letters, all of a single part, else those whose number of letters differs by at most so many. */
  async #spelled(letters, away) {
    if (this.#data.words) return (this.#plain ??= this.#plainWords(this.#data.words));
    const [shortest, longest] = this.#data.meant;
    const lengths = Array.from({ length: 2 * away + 1 }, (_, at) => letters - away + at);
    const known = lengths.filter((length) => length >= shortest && length <= longest);
    return (await Promise.all(known.map((length) => this.#file(`meant/${length}.${this.#data.version}.json`)))).flatMap(unpacked);
  }

  async #meant(words) {
    const keys = words.map((word) => this.words.stemmed(word));
    const parts = await Promise.all(keys.map((key) => this.#part(key)));
    const found = words.map((start, at) => {
      const known = spellings(parts[at][keys[at]], keys[at]);
      const spelling = known.find(([one]) => this.words.folded(one) === start)?.[0];
      return { key: keys[at], weights: this.#weighed(known, { spelling, start }) };
    });
    found.sort((one, other) => other.weights.size - one.weights.size);
    const best = found.slice(0, OFFERED);
    return { keys: [...new Set(best.map(({ key }) => key))], weights: best.map(({ weights }) => weights).reduceRight(either) };
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
    const rarity = this.#rarity(found.size);
    const total = (weight) => [EXACT, PLAIN, INFLECTED].reduce((sum, kind) => sum + kind * weight[kind], Math.min(weight.often, 9) / 10);
    return new Map([...found].map(([story, weight]) => [story, rarity * total(weight)]));
  }

  #rarity(stories) {
    return Math.log(1 + this.size / (stories || 1));
  }

  /** The pages whose names the query consists of, those that it names wholly first, and the stories of these; else the pages with
   *  a whole name of two words or more in it. */
  #named(terms) {
    const typed = new Set(terms.map(({ key }) => key));
    const found = this.#data.places.map((place) => ({ place, part: this.#namedPart(place, typed) })).filter(({ part }) => part === 1 || (part >= MOST && typed.size > 1));
    if (!found.length) {
      const isTyped = (name) => name.length > 1 && name.every((key) => typed.has(key));
      return { places: this.#data.places.filter((place) => this.#names(place).some(isTyped)).slice(0, OFFERED), stories: [] };
    }
    const wholly = found.filter(({ part }) => part === 1).map(({ place }) => place);
    const belongs = (story, { facet, value }) => facet && this.facts(story)[facet].includes(value);
    return {
      places: [...new Set([...wholly, ...found.map(({ place }) => place)])].slice(0, OFFERED),
      stories: this.#newest().filter((story) => wholly.some((place) => belongs(story, place))),
    };
  }

  /** The names of a page, each as the keys of its words; a goal is also called by its number. */
  #names(place) {
    const labelled = place.facet === "goal" ? this.#data.labels.map((label) => [...label, place.value]) : [];
    return [...place.keys, ...labelled];
  }

  /** How much of one of the page's names is typed, if all that is typed is in its names: 1 is a whole name, 0 none. Its numbers
   *  have to be typed. */
  #namedPart(place, typed) {
    const names = this.#names(place);
    const known = new Set(names.flat());
    if (![...typed].every((key) => known.has(key))) return 0;
    return Math.max(...names.map((name) => {
      const words = name.filter((key) => !NUMBER.test(key));
      if (name.some((key) => NUMBER.test(key) && !typed.has(key))) return 0;
      return words.filter((key) => typed.has(key)).length / (words.length || 1);
    }));
  }

  /** The words of a part, but for function words and numbers. */
  #plainWords(part) {
    const words = Object.entries(part).filter(([key]) => !key.startsWith(FUNCTION_WORD) && !/\p{N}/u.test(key));
    return [...new Set(words.flatMap(([key, written]) => spellings(written, key).map(([spelling]) => this.words.folded(spelling))))];
  }

  #part(word) {
    if (this.#data.words) return this.#data.words;
    let sum = 0;
    for (const letter of [...word].slice(0, PART_LETTERS)) sum = (sum * 31 + letter.codePointAt(0)) % 65521;
    return this.#file(`words/${sum % this.#data.parts}.${this.#data.version}.json`);
  }

  #file(name) {
    if (!this.#loaded.has(name)) this.#loaded.set(name, this.#read(name));
    return this.#loaded.get(name);
  }
}

function ranked(scores) {
  return [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || other - one);
}

function both(one, other) {
  return new Map([...one].filter(([story]) => other.has(story)).map(([story, score]) => [story, score + other.get(story)]));
}

function either(one, other) {
  return new Map([...one, ...other]);
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

async function json(address, cache) {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}
