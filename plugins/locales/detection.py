"""Detects the language of a text from its common words, letters and script; returns several where it cannot decide.

For each word and language it computes how likely the word is, as one of the language's common words (by rank) or by its
letters (trigrams of a sample). The logarithms are added up; names count little, acronyms and numbers nothing. Languages
that share nearly all words (`Language.like`: Serbian, Croatian, Bosnian, Montenegrin) are distinguished by stems that
only some of them use."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from plugins.locales.language import CYRILLIC, Language, known_codes, load_language

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’][^\W\d_]+)*")
SCRIPTS = (
    ("latin", re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
)
# Limits of a word's score, in natural logarithms: no single word outweighs the rest, and letters count less than
# common words.
CAP = 5.0
CAP_LETTERS = 3.0
NO_SUCH_LETTER = 2.0
# A letter that a Cyrillic alphabet lacks is evidence of another language, not a typing mistake.
FOREIGN_LETTER = 10.0
# The share of words with such letters from which on a text is in none of the languages.
STRANGE_SHARE = 0.3
# The weight of one stem that only a related language uses, and the margin that distinguishes related languages.
MARK = 1.5
SURE_RELATED = 4.0
# The margin from which another language is excluded, in all and for each word.
SURE = 6.0
SURE_EACH = 0.12
NAME_WEIGHT = 0.25
LONG_TEXT = 400
# How many trigrams' probabilities are kept for each language.
MOST_TRIGRAMS = 50_000
# A text with so large a share of a language's commonest words, and so many times those of any other, needs no
# statistics.
PLAIN_WORDS, PLAIN_SHARE, PLAIN_TIMES = 6, 0.2, 2.0
# The same for the expected language.
EXPECTED_SHARE, EXPECTED_TIMES = 0.12, 1.25


@dataclass(frozen=True)
class Detection:
    """The language of a text.

    `code` is the likeliest language, "" where there is no evidence or many words have letters that none of the
    languages has; `margin` is its distance to the next one that was compared, in natural logarithms; `alternatives` are
    the languages that cannot be excluded, the likeliest first.
    """

    code: str
    margin: float = 0.0
    alternatives: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether every other language is excluded."""
        return bool(self.code) and not self.alternatives

    def excludes(self, code: str) -> bool:
        """Whether the text is surely not in that language."""
        return bool(self.code) and code != self.code and code not in self.alternatives


UNKNOWN = Detection("")


def detect_language(text: str, codes: Sequence[str] = ()) -> Detection:
    """The language of a text, among those of `codes` (all that have a data file by default)."""
    return detector(tuple(codes) or known_codes()).detect(text)


@cache
def detector(codes: tuple[str, ...]) -> Detector:
    """The detector for these languages; it caches the scores of words."""
    return Detector([load_language(code) for code in codes])


class Detector:
    """Detects languages; those without common words of their own use the words of the one that they are like."""

    def __init__(self, languages: Iterable[Language]) -> None:
        given = list(languages)
        known = {language.code for language in given}
        # A language whose model is not among them is its own model, with the same words.
        self.models = [_model(language) for language in given if not language.like or language.like not in known]
        self.models = [model for model in self.models if model.words]
        self.families = {
            model.code: [model.language, *(other for other in given if other.like == model.code)]
            for model in self.models
        }
        self._users_of_common: dict[str, list[str]] = {}
        for model in self.models:
            for word in model.ranks:
                self._users_of_common.setdefault(word, []).append(model.code)
        self._second_scripts = [model for model in self.models if model.language.romanization]
        self._seen: dict[str, tuple[float, ...]] = {}
        self._stems: dict[str, dict[str, frozenset[str]]] = {model.code: {} for model in self.models}

    def detect(self, text: str, expected: str = "") -> Detection:
        """The language of a text of any length; the first 400 words count. If a text is clearly in the language that
        is `expected`, or in one like it, no other one is looked at."""
        words = WORD.findall(text)[:LONG_TEXT]
        folded = [_fold(word) for word in words]
        plain = self._plain(folded, expected)
        if plain:
            scores, weight = self._relatives(plain, 0.0, folded), float(len(words))
        else:
            scores, weight = self.evidence(words)
        if not scores or not weight:
            return UNKNOWN
        order = sorted(scores, key=lambda code: -scores[code])
        best = order[0]
        if not plain and self._is_strange(best, folded):
            return UNKNOWN
        relatives = self._family_of(best)
        needed = max(SURE, SURE_EACH * weight)
        leads = {code: scores[best] - scores[code] for code in order[1:]}
        close = (code for code, lead in leads.items() if lead < (SURE_RELATED if code in relatives else needed))
        return Detection(best, min(leads.values(), default=needed), tuple(close))

    def _plain(self, words: Sequence[str], expected: str) -> Model | None:
        """The language whose commonest words a text plainly has, if it is one; words are in small letters."""
        users = self._users_of_common
        counts = Counter(itertools.chain.from_iterable(users[word] for word in words if word in users))
        if self._second_scripts and any(map(CYRILLIC.match, words)):
            for model in self._second_scripts:
                romanized = (model.language.romanize(word) for word in words if CYRILLIC.match(word))
                counts[model.code] += sum(word in model.ranks for word in romanized)
        if len(words) < PLAIN_WORDS or not counts:
            return None
        (best, count), *others = counts.most_common(2)
        share, times = PLAIN_SHARE, PLAIN_TIMES
        if expected in {language.code for language in self.families[best]}:
            share, times = EXPECTED_SHARE, EXPECTED_TIMES
        is_plain = count >= share * len(words) and all(count >= times * other for _, other in others)
        return next(model for model in self.models if model.code == best) if is_plain else None

    def _is_strange(self, code: str, words: Sequence[str]) -> bool:
        """Whether so many words have letters which the language lacks that it is another one, which is not known
        here."""
        model = next(model for model in self.models if code in {one.code for one in self.families[model.code]})
        strange = sum(any(letter.isalpha() and letter not in model.alphabet for letter in word) for word in words)
        return strange > STRANGE_SHARE * len(words)

    def evidence(self, words: Sequence[str]) -> tuple[dict[str, float], float]:
        """The logarithm of the words' likelihood in each language of their script, and the words' weight."""
        models = self._find_by_script(" ".join(words))
        if not models:
            return {}, 0.0
        scores, weight = self.likelihoods(words, models)
        folded = [_fold(word) for word in words]
        for model in models:
            scores.update(self._relatives(model, scores[model.code], folded))
        return scores, weight

    def likelihoods(self, words: Sequence[str], models: Sequence[Model] = ()) -> tuple[dict[str, float], float]:
        """The logarithm of the words' likelihood in each language that has common words of its own, whatever its
        script, and the words' weight; `models` are the languages to look at, all by default."""
        weights = _weights(words)
        folded = [_fold(word) for word in words]
        scores = [self._scores(word) for word in folded]
        letters = Counter(CYRILLIC.findall("".join(folded)))
        totals: dict[str, float] = {}
        for at, model in enumerate(self.models):
            if models and model not in models:
                continue
            total = sum(weight * score[at] for score, weight in zip(scores, weights, strict=True) if weight)
            strange = sum(count for letter, count in letters.items() if letter not in model.alphabet)
            totals[model.code] = total - FOREIGN_LETTER * min(strange, 3)
        return totals, sum(weights)

    def _find_by_script(self, text: str) -> list[Model]:
        """Find the languages that are written in the script of most of the text's letters."""
        counts = {script: len(pattern.findall(text)) for script, pattern in SCRIPTS}
        script = max(counts, key=lambda name: counts[name])
        elsewhere = sum(letter.isalpha() for letter in text) - sum(counts.values())
        if elsewhere >= counts[script]:
            return []
        return [model for model in self.models if script in (model.language.script, model.language.also)]

    def _scores(self, word: str) -> tuple[float, ...]:
        """Logarithms of a word's probability in each language, none too far below the best."""
        known = self._seen.get(word)
        if known is None:
            raw = [model.score(word) for model in self.models]
            best = max(raw)
            cap = CAP if any(word in model.ranks for model in self.models) else CAP_LETTERS
            known = tuple(max(score - best, -cap) for score in raw)
            if len(self._seen) < 100_000:
                self._seen[word] = known
        return known

    def _relatives(self, model: Model, total: float, words: Sequence[str]) -> dict[str, float]:
        """The score of a language and of those like it: each is behind by the stems that speak for another."""
        family = self.families[model.code]
        if len(family) == 1:
            return {model.code: total}
        counts = dict.fromkeys((language.code for language in family), 0)
        known = self._stems[model.code]
        for word in set(words):
            users = known.get(word)
            if users is None:
                users = known[word] = _users(model.language.romanize(word), family)
            for code in users:
                counts[code] += 1
        most = max(counts.values())
        return {code: total - MARK * (most - count) for code, count in counts.items()}

    def _family_of(self, code: str) -> frozenset[str]:
        """The languages that share nearly all words with one."""
        families = (frozenset(language.code for language in family) for family in self.families.values())
        return next((family for family in families if code in family), frozenset())


class Model:
    """The statistics of one language: ranks of its common words, and probabilities of its letters."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.code = language.code
        source = language if language.words or not language.like else load_language(language.like)
        self.words = source.words
        self.ranks = {word: rank for rank, word in enumerate(source.words)}
        self._letters = source.letters
        self._sample = source.sample

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The language's letters in each of its scripts."""
        return self._letters | frozenset(self.language.romanization)

    @cached_property
    def trigrams(self) -> Trigrams:
        """Statistics of the letters of the sample and the common words."""
        return Trigrams([*WORD.findall(self._sample.casefold()), *self.words])

    def score(self, word: str) -> float:
        """The logarithm of a word's probability."""
        if self.language.also and CYRILLIC.search(word):
            word = self.language.romanize(word)
        letters, trigrams = _spell(word)
        strange = len(letters - self._letters)
        rank = self.ranks.get(word)
        common = 0.08 / (rank + 3) if rank is not None else 0.0
        chance = 0.5 * common + 0.5 * self.trigrams.probability(trigrams)
        return math.log(max(chance, 1e-60)) - NO_SUCH_LETTER * strange


@cache
def _model(language: Language) -> Model:
    """The statistics of a language, which all detectors share."""
    return Model(language)


class Trigrams:
    """How likely a letter is after the two before it."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        self._chances: dict[str, float] = {}
        for word in words:
            padded = f"^^{word}$"
            for at in range(2, len(padded)):
                for size in (0, 1, 2):
                    self.counts[padded[at - size : at + 1]] += 1
                    self.counts[padded[at - size : at] + "*"] += 1

    def probability(self, trigrams: Iterable[str]) -> float:
        """The probability of a word's letters, each given with the two before it."""
        total, known = 1.0, self._chances
        for trigram in trigrams:
            chance = known.get(trigram)
            if chance is None:
                chance = self._chance(trigram)
                if len(known) < MOST_TRIGRAMS:
                    known[trigram] = chance
            total *= chance
        return total

    def _chance(self, trigram: str) -> float:
        """The probability of the last letter; shorter contexts are used where a longer one is unknown."""
        chance, counts = 1 / 60, self.counts
        for start in (2, 1, 0):
            seen = counts.get(trigram[start:], 0)
            chance = (seen + 3 * chance) / (counts.get(trigram[start:2] + "*", 0) + 3)
        return chance


@lru_cache(maxsize=1024)
def _spell(word: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Spell a word: its letters, and each letter of its beginning with the two before it, for all languages alike."""
    padded = f"^^{word[:30]}$"
    trigrams = tuple(padded[at - 2 : at + 1] for at in range(2, len(padded)))
    return frozenset(filter(str.isalpha, word)), trigrams


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _weights(words: Sequence[str]) -> list[float]:
    """The weight of each word: low for names, 0 for acronyms; in a text all in capitals 1 for every word."""
    capitals = bool(words) and all(word.isupper() for word in words)
    capitals = capitals and (len(words) > 3 or max(map(len, words)) > 6)
    return [_weight(word, at == 0, capitals) for at, word in enumerate(words)]


def _weight(word: str, is_first: bool, all_capitals: bool) -> float:
    if all_capitals:
        return 1.0 if len(word) > 1 else 0.0
    if len(word) > 1 and word.isupper():
        return 0.0
    if word[0].isupper() and not is_first:
        return NAME_WEIGHT
    return 0.6 if is_first and word[0].isupper() else 1.0


def _users(word: str, family: Sequence[Language]) -> frozenset[str]:
    """The languages of a family that use a stem of the word, where the others do not; none for most words."""
    users = frozenset(language.code for language in family if _has_stem(word, language.marks))
    return users if len(users) < len(family) else frozenset()


def _has_stem(word: str, stems: frozenset[str]) -> bool:
    """Whether a word begins with one of the stems, or is one that ends with a full stop."""
    return f"{word}." in stems or any(word[:length] in stems for length in range(2, len(word) + 1))
