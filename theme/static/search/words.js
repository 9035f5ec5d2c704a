/** Words as the index has them, by the rules that the index brings along; `plugins/search/words.py` follows the same. */

const SPELLED = /[\p{L}\p{N}\p{M}]+/gu;
const MARKS = /\p{M}+/gu;

export class Words {
  #rules;
  #known = new Map();
  #stop;

  constructor(rules) {
    this.#rules = rules;
    this.#stop = new Set(rules.stop);
  }

  /** Small plain letters: "Заштита", "ZAŠTITA" and "zastita" are all "zastita". */
  folded(text) {
    const small = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
    const plain = Array.from(small, (letter) => this.#rules.letters[letter] ?? letter).join("");
    return Object.entries(this.#rules.pairs).reduce((left, [pair, letter]) => left.replaceAll(pair, letter), plain);
  }

  /** A folded word without its ending. */
  stemmed(word) {
    const known = Object.hasOwn(this.#rules.words, word) ? this.#rules.words[word] : undefined;
    if (known === word) return word;
    return this.#rules.steps.reduce(taken, known ?? word);
  }

  /** What to look for: `key` is the word without its ending, `start` the word as far as it is typed. */
  terms(text) {
    const starts = [...new Set(this.folded(text).match(SPELLED) ?? [])];
    const said = starts.filter((word) => !this.#stop.has(word));
    return (said.length ? said : starts).map((start) => ({ key: this.stemmed(start), start }));
  }

  /** The text in pieces [piece, its keys]; what stands between words has none. */
  pieces(text) {
    const found = [];
    let at = 0;
    for (const { 0: word, index } of text.matchAll(SPELLED)) {
      if (index > at) found.push([text.slice(at, index), []]);
      found.push([word, this.#keys(word)]);
      at = index + word.length;
    }
    if (at < text.length) found.push([text.slice(at), []]);
    return found;
  }

  #keys(word) {
    if (!this.#known.has(word)) {
      this.#known.set(word, (this.folded(word).match(SPELLED) ?? []).map((part) => this.stemmed(part)));
    }
    return this.#known.get(word);
  }
}

function taken(word, step) {
  for (const [ending, instead] of step.endings) {
    if (word.endsWith(ending) && [...word].length - [...ending].length >= step.keep) {
      const shorter = word.slice(0, word.length - ending.length) + instead;
      return step.again ? taken(shorter, step) : shorter;
    }
  }
  return word;
}
