/** Words as the index has them, by the rules that the index brings along; `plugins/search/word_keys.py` follows the same. */

/* A word, or a number whose thousands are separated, which is one word without what separates them. */
const WORD = /\p{Nd}{1,3}(?:[.,'\u2019 \u00a0\u2009\u202f]\p{Nd}{3})+(?![\p{L}\p{N}\p{M}])|[\p{L}\p{N}\p{M}]+/gu;
const SEPARATOR = /[.,'\u2019 \u00a0\u2009\u202f]/g;
const WHOLE_WORD = /^[\p{L}\p{N}\p{M}]+$/u;
const MARKS = /\p{M}+/gu;
export const FUNCTION_WORD = "_";
/* Letters of a word; plugins/search/word_keys.py has the same number. */
const LONGEST = 80;

export class Words {
  #rules;
  #known = new Map();
  #stop;
  #functionWords = new Map();
  #capitals;

  constructor(rules) {
    this.#rules = rules;
    this.#stop = new Set(rules.stop);
    for (const word of rules.stop) {
      const plain = this.#plain(word);
      this.#functionWords.set(plain, [...(this.#functionWords.get(plain) ?? []), FUNCTION_WORD + word]);
    }
    this.#capitals = new Set(rules.capitals);
  }

  /** Small plain letters: "Заштита", "ZAŠTITA" and "zastita" are all "zastita". */
  folded(text) {
    return Object.entries(this.#rules.pairs).reduce((left, [pair, letter]) => left.replaceAll(pair, letter), this.#plain(text));
  }

  /** Small letters of the language's own script, with their marks: "ЗАШТИТА" is "zaštita". */
  spelling(word) {
    return mapped(word.normalize("NFKC").toLowerCase(), this.#rules.script);
  }

  /** A folded word without its ending. */
  stemmed(word) {
    if ([...word].length > LONGEST) return word;
    const known = Object.hasOwn(this.#rules.words, word) ? this.#rules.words[word] : undefined;
    if (known === word) return word;
    return this.#rules.steps.reduce(stripped, known ?? word);
  }

  /** What to look for: each `word` as it is typed, its `key` and `spelling`, and `start`, its plain letters as far as they are typed. Words that say
   *  little are left out, unless there are no others; one that is typed without its marks is meant by `instead`, the keys of
   *  function words that serve where no story has the spelling itself. */
  terms(text) {
    const words = text.match(WORD) ?? [];
    const telling = words.filter((word) => !this.#saysLittle(word));
    const alone = !telling.length;
    const terms = (alone ? words : telling).flatMap((word) => this.#terms(word, alone));
    return [...new Map(terms.map((term) => [`${term.key} ${term.spelling}`, term])).values()];
  }

  /** The text in pieces [piece, its keys]; what stands between words has none. */
  pieces(text) {
    const found = [];
    let at = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index > at) found.push([text.slice(at, index), []]);
      found.push([word, this.#forms(word).map(([key]) => key)]);
      at = index + word.length;
    }
    if (at < text.length) found.push([text.slice(at), []]);
    return found;
  }

  /** The first word of a text with one of the keys, as it is written there; "" where there is none. */
  written(text, keys) {
    return this.pieces(text).find(([, found]) => found.some((key) => keys.includes(key)))?.[0] ?? "";
  }

  #terms(typed, alone) {
    const word = typed.replace(SEPARATOR, "");
    const spelling = this.spelling(word);
    // A reader who asks for nothing but "who" asks for the organisation.
    if (alone && this.#capitals.has(spelling)) return [{ word: typed, key: this.stemmed(spelling), spelling, start: spelling }];
    const instead = alone && this.#saysLittle(word) ? this.#functionWords.get(spelling) : undefined;
    return this.#forms(word).map(([key, spelling]) => ({ word: typed, key, spelling, start: this.folded(spelling), instead }));
  }

  /** Whether it is a function word, as it is spelled or typed without its marks. */
  #saysLittle(word) {
    const spelling = this.spelling(word);
    return this.#isFunctionWord(word, spelling) || this.#functionWords.has(spelling);
  }

  #isFunctionWord(word, spelling) {
    return this.#stop.has(spelling) && !(this.#capitals.has(spelling) && isCapitals(word));
  }

  /** The keys and spellings of a word; a sign such as ½ is several. */
  #forms(word) {
    if (!this.#known.has(word)) this.#known.set(word, this.#made(word));
    return this.#known.get(word);
  }

  #made(written) {
    const word = written.replace(SEPARATOR, "");
    const spelling = this.spelling(word);
    if (this.#isFunctionWord(word, spelling)) return [[FUNCTION_WORD + spelling, spelling]];
    const parts = this.folded(word).match(WORD) ?? [];
    if (parts.length === 1 && WHOLE_WORD.test(spelling)) return [[this.stemmed(parts[0]), spelling]];
    return parts.map((part) => [this.stemmed(part), part]);
  }

  #plain(text) {
    return mapped(text.normalize("NFKD").replace(MARKS, "").toLowerCase(), this.#rules.letters);
  }
}

function mapped(text, letters) {
  return Array.from(text, (letter) => letters[letter] ?? letter).join("");
}

function isCapitals(word) {
  return word === word.toUpperCase() && word !== word.toLowerCase();
}

function stripped(word, step) {
  let shorter = strippedOnce(word, step);
  while (step.again && shorter !== word) {
    word = shorter;
    shorter = strippedOnce(word, step);
  }
  return shorter;
}

function strippedOnce(word, step) {
  for (const [ending, instead] of step.endings) {
    if (word.endsWith(ending) && [...word].length - [...ending].length >= step.keep) {
      return word.slice(0, word.length - ending.length) + instead;
    }
  }
  return word;
}
