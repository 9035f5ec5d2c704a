"""Detects the language of a text from its common words, letters and script; returns several where it cannot decide.

For each word and language it computes how likely the word is, as one of the language's words (by rank) or by its
letters (groups of four, counted in its words, their forms and a sample). The logarithms are added up; names count
little, acronyms and numbers nothing. Words without the marks of their letters ("zivot" for "život") are known too.
Languages that share nearly all words (`Language.like`: Serbian, Croatian, Bosnian, Montenegrin) are distinguished by
stems that only some of them use."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from plugins.locales.language import CYRILLIC, SHARED, Language, load_language

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’][^\W\d_]+)*")
SCRIPTS = (
    ("latin", re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
)
MARKED = re.compile(r"[\u00aa\u00ba\u00c0-\u024f]")
# Limits of a word's score, in natural logarithms: no single word outweighs the rest, and letters count less than
# common words.
CAP = 5.0
CAP_LETTERS = 3.0
NO_SUCH_LETTER = 2.0
# A letter that a Cyrillic alphabet lacks is evidence of another language, not a typing mistake; so is, less, a Latin
# letter with a mark.
FOREIGN_LETTER = 10.0
MARKED_LETTER = 4.0
# The score of a word in a language that is not written in its script, before the limits.
IMPOSSIBLE = -1e9
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
# How often a word is written without the marks of its letters, for each time with them.
UNMARKED = 0.3
# How many letters count together, and the probabilities of how many such groups are kept for each language.
LETTERS_TOGETHER = 4
MOST_GROUPS = 50_000
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

    def excludes(self, code: str) -> bool:
        """Whether the text is surely not in that language."""
        return bool(self.code) and code != self.code and code not in self.alternatives


UNKNOWN = Detection("")


@lru_cache(maxsize=4)
def detector(languages: tuple[Language, ...]) -> Detector:
    """The detector for these languages; it caches the scores of words. No build asks it."""
    return Detector(languages)


class Detector:
    """Detects languages; those without common words of their own use the words of the one that they are like."""

    def __init__(self, languages: Iterable[Language]) -> None:
        given = list(languages)
        known = {language.code for language in given}
        # A language whose model is not among them is its own model, with the same words.
        self.models = [
            _model(language, tuple(other for other in given if other.like == language.code))
            for language in given
            if not language.like or language.like not in known
        ]
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
        if not plain and self._is_strange(best, words):
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
        here; names are left out where there are other words."""
        model = next(
            model for model in self.models if code in {language.code for language in self.families[model.code]}
        )
        plain = [_fold(word) for word in words if not word[0].isupper()] or [_fold(word) for word in words]
        strange = sum(any(letter.isalpha() and letter not in model.alphabet for letter in word) for word in plain)
        return strange > STRANGE_SHARE * len(plain)

    def evidence(self, words: Sequence[str]) -> tuple[dict[str, float], float]:
        """The logarithm of the words' likelihood in each language of their script, and the words' weight."""
        models = self._find_by_script(" ".join(words))
        if not models:
            return {}, 0.0
        scores, weight = self.likelihoods(words, models)
        folded = [_fold(word) for word in words]
        # Names keep the letters of their own language.
        marked = [letters for word in words if not word[0].isupper() and (letters := frozenset(MARKED.findall(word)))]
        for model in models:
            scores[model.code] -= MARKED_LETTER * sum(min(len(letters - model.alphabet), 2) for letters in marked)
            scores.update(self._relatives(model, scores[model.code], folded))
        return scores, weight

    def likelihoods(self, words: Sequence[str], models: Sequence[Model] = ()) -> tuple[dict[str, float], float]:
        """The logarithm of the words' likelihood in each language that has common words of its own, whatever its
        script, and the words' weight; `models` are the languages to look at, all by default."""
        weights = _weights(words)
        folded = [_fold(word) for word in words]
        if len(words) == 1 and words[0].istitle() and not any(folded[0] in model.ordinary for model in self.models):
            weights = [NAME_WEIGHT]  # A place or a person more often than a title of one word.
        weighed = [(weight, self._scores(word)) for word, weight in zip(folded, weights, strict=True) if weight]
        letters = Counter(CYRILLIC.findall("".join(folded)))
        totals: dict[str, float] = {}
        for at, model in enumerate(self.models):
            if models and model not in models:
                continue
            total = sum(weight * scores[at] for weight, scores in weighed)
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
        return [model for model in self.models if script in model.scripts]

    def _scores(self, word: str) -> tuple[float, ...]:
        """Logarithms of a word's probability in each language, none too far below the best."""
        known = self._seen.get(word)
        if known is None:
            raw = [model.score(word) if model.has_script_of(word) else IMPOSSIBLE for model in self.models]
            best = max(raw)
            cap = CAP if any(word in model.ordinary for model in self.models) else CAP_LETTERS
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
    """The statistics of one language: ranks of its words, and probabilities of its letters.

    `relatives` are languages like it, whose words count as its own.
    """

    def __init__(self, language: Language, relatives: Sequence[Language] = ()) -> None:
        self.language = language
        self.code = language.code
        source = language if language.words or not language.like else load_language(language.like)
        self.words = source.words
        self.ranks = {word: rank for rank, word in enumerate(source.words)}
        self.scripts = frozenset({language.script or source.script, language.also} - {""})
        self._letters = source.letters
        self._sources = (source, *(other for other in (language, *relatives) if other is not source))

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The language's letters in each of its scripts."""
        return self._letters | frozenset(self.language.romanization)

    @cached_property
    def ordinary(self) -> dict[str, int]:
        """The ranks of its common words and its other ordinary ones."""
        more = (word for source in self._sources for word in source.vocabulary)
        return {word: rank for rank, word in enumerate(dict.fromkeys((*self.words, *more)))}

    @cached_property
    def _unmarked_ranks(self) -> dict[str, int]:
        """The ranks of words whose letters have marks, by the words without them."""
        table = _find_bare_letters(self._letters)
        bare = ((word.translate(table), rank) for word, rank in reversed(self.ordinary.items()))
        return {word: rank for word, rank in bare if word not in self.ordinary}

    @cached_property
    def statistics(self) -> LetterStatistics:
        """Statistics of the letters of the samples, the ordinary words and all forms."""
        forms = {word for source in self._sources for word in source.list_forms()}
        sample = (word for source in self._sources for word in WORD.findall(source.sample.casefold()))
        return LetterStatistics([*sample, *self.ordinary, *forms], _find_bare_letters(self._letters))

    def has_script_of(self, word: str) -> bool:
        """Whether the language is written in the script of a word, Cyrillic or another."""
        is_cyrillic = CYRILLIC.search(word) is not None
        return "cyrillic" in self.scripts if is_cyrillic else self.scripts != {"cyrillic"}

    def score(self, word: str) -> float:
        """The logarithm of a word's probability."""
        if self.language.also and CYRILLIC.search(word):
            word = self.language.romanize(word)
        letters, groups = _spell(word)
        strange = len(letters - self._letters)
        common = 0.0
        if word in self.ordinary:
            common = 0.08 / (self.ordinary[word] + 3)
        elif word in self._unmarked_ranks:
            common = UNMARKED * 0.08 / (self._unmarked_ranks[word] + 3)
        chance = 0.5 * common + 0.5 * self.statistics.probability(groups)
        return math.log(max(chance, 1e-60)) - NO_SUCH_LETTER * strange


@lru_cache(maxsize=64)
def _model(language: Language, relatives: tuple[Language, ...]) -> Model:
    """The statistics of a language, which all detectors share."""
    return Model(language, relatives)


@cache
def _find_bare_letters(letters: frozenset[str]) -> dict[int, str]:
    """Find the Latin letters with a mark, each with the one without it."""
    shared = load_language(SHARED).section("search")["letters"]
    bare = {letter: shared.get(letter, unicodedata.normalize("NFD", letter)[0]) for letter in letters}
    return {ord(letter): plain for letter, plain in bare.items() if plain != letter and plain.isascii()}


class LetterStatistics:
    """How likely a letter is after the three before it; `bare` are the letters that are also written without a mark."""

    def __init__(self, words: Iterable[str], bare: Mapping[int, str]) -> None:
        counts: defaultdict[str, float] = defaultdict(float)
        for group, times in Counter(itertools.chain.from_iterable(map(_group_letters, words))).items():
            counts[group] += times
            plain = group.translate(bare)
            if plain != group:
                counts[plain] += UNMARKED * times
        for group, count in list(counts.items()):
            for start in range(1, LETTERS_TOGETHER):
                counts[group[start:]] += count
        self._counts = dict(counts)
        # By the letters before a letter: how many letters follow in all, and how many different ones.
        self._followers: dict[str, tuple[float, int]] = {}
        for group, count in counts.items():
            total, kinds = self._followers.get(group[:-1], (0.0, 0))
            self._followers[group[:-1]] = (total + count, kinds + 1)
        self._chances: dict[str, float] = {}

    def probability(self, groups: Iterable[str]) -> float:
        """The probability of a word's letters, each given with the three before it."""
        total, known = 1.0, self._chances
        for group in groups:
            chance = known.get(group)
            total *= self._chance(group) if chance is None else chance
        return total

    def _chance(self, group: str) -> float:
        """The probability of the last letter; the less is known of the letters before it, the more the shorter groups
        count (after Witten and Bell)."""
        shorter = group[1:]
        chance = self._chances.get(shorter) or (self._chance(shorter) if shorter else 1 / 60)
        total, kinds = self._followers.get(group[:-1], (0.0, 0))
        if kinds:
            chance = (self._counts.get(group, 0.0) + kinds * chance) / (total + kinds)
        if len(self._chances) < MOST_GROUPS:
            self._chances[group] = chance
        return chance


def _group_letters(word: str) -> list[str]:
    """Group each letter of a word, and its end, with the three letters before it."""
    padded = f"^^^{word}$"
    return [padded[at : at + LETTERS_TOGETHER] for at in range(len(padded) - LETTERS_TOGETHER + 1)]


@lru_cache(maxsize=1024)
def _spell(word: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Spell a word: its letters, and each letter of its beginning with the three before it, for all languages alike."""
    return frozenset(filter(str.isalpha, word)), tuple(_group_letters(word[:30]))


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _weights(words: Sequence[str]) -> list[float]:
    """The weight of each word: low for names, 0 for acronyms and for a word that stands again, which says nothing new
    ("14 meters, 8 meters, 6 meters"); in a text all in capitals 1 for every other word."""
    capitals = bool(words) and all(word.isupper() for word in words)
    capitals = capitals and (len(words) > 3 or max(map(len, words)) > 6)
    first = {_fold(word): at for at, word in reversed([*enumerate(words)])}
    return [_weight(word, at == 0, capitals) if first[_fold(word)] == at else 0.0 for at, word in enumerate(words)]


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
