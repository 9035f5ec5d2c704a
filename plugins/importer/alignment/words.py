"""The words of a line, as keys that are the same in both languages: a number, a sound, a translation.

A table of translations is data, learned for two languages by `tests.tools.word_tables`. Any other two have names,
numbers, sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from plugins.locales.letters import fold as plain_letters

DATA = Path(__file__).parent / "data"
WORD_OR_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
STEM, SOUND = 5, 4
# Letters that are written in several ways for one sound, as names and words of Latin and Greek origin travel.
SAME_SOUND = (
    ("ph", "f"), ("th", "t"), ("sh", "s"), ("ch", "c"), ("qu", "kv"), ("x", "ks"), ("w", "v"), ("y", "i"), ("k", "c"),
    ("z", "s"),
)  # fmt: skip
# What a word weighs that no table knows, a short one, and a number: in natural logarithms, as the table's weights.
UNKNOWN_WEIGHT, SMALL_WEIGHT, NUMBER_WEIGHT, SMALL_WORD = 6.0, 1.5, 5.0, 3


@dataclass(frozen=True, eq=False)
class WordTable:
    """Translations of stems, in both directions, with what each common stem weighs, and the factors of `features`.
    Each table is only like itself, so that it can be part of a key."""

    translations: tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]] = field(default=({}, {}))
    weights: tuple[Mapping[str, float], Mapping[str, float]] = field(default=({}, {}))
    factors: tuple[float, ...] = ()
    length_ratio: float = 0.0

    def reverse(self) -> WordTable:
        """The same table for the two languages in the other order."""
        return WordTable(self.translations[::-1], self.weights[::-1], self.factors, -self.length_ratio)


@dataclass(frozen=True)
class LineWords:
    """A line as `words`, each its weight and its keys; `keys` are all of them, `numbers` the numbers of two digits or
    more, `letters` how long the line is."""

    words: tuple[tuple[float, frozenset[str]], ...]
    keys: frozenset[str]
    numbers: frozenset[str]
    letters: int

    @cached_property
    def weight(self) -> float:
        """What all its words weigh."""
        return sum(weight for weight, _ in self.words)


def sound_of(word: str) -> str:
    """How a plain word sounds, roughly: the same for a name or a borrowed word in two spellings."""
    for written, sounds in SAME_SOUND:
        word = word.replace(written, sounds)
    return re.sub(r"(.)\1", r"\1", word)


@lru_cache(maxsize=5_000)
def words_of_line(text: str, table: WordTable, side: int) -> LineWords:
    """The words of a line in the language of one side (0 or 1) of a table; one that stands twice counts once."""
    by_letters: dict[str, tuple[float, frozenset[str]]] = {}
    numbers = set()
    for word in WORD_OR_NUMBER.findall(text):
        if word[0].isdigit():
            digits = re.sub(r"\D", "", word)
            by_letters[digits] = (NUMBER_WEIGHT if len(digits) > 1 else SMALL_WEIGHT, frozenset(("#" + digits,)))
            numbers |= {digits} if len(digits) > 1 else set()
            continue
        letters = plain_letters(word)
        stem = letters[:STEM]
        usual = SMALL_WEIGHT if len(letters) <= SMALL_WORD and not word.isupper() else UNKNOWN_WEIGHT
        # Both sides name a translation by the stem of the second language.
        meanings: Iterable[str] = (stem,) if side else table.translations[0].get(stem, ())
        heard = ("~" + sound_of(letters)[:SOUND],) if len(letters) > SMALL_WORD or word.isupper() else ()
        by_letters[letters] = (
            table.weights[side].get(stem, usual),
            frozenset((*heard, *("=" + meaning for meaning in meanings))),
        )
    words = tuple(by_letters.values())
    keys = frozenset[str]().union(*(keys for _, keys in words))
    return LineWords(words, keys, frozenset(numbers), sum(map(str.isalnum, text)))


@cache
def table_of(code: str, other: str) -> WordTable:
    """The table for two languages; an empty one where none was learned."""
    for first, second in ((code, other), (other, code)):
        file = DATA / f"{first}-{second}.txt"
        if file.is_file():
            table = read_table(file.read_text("utf-8"))
            return table if first == code else table.reverse()
    return WordTable()


def read_table(text: str) -> WordTable:
    """A table from its file: `factors` and `ratio` first, then lines `stem translation …` of translations, and lines
    `0 stem weight` or `1 stem weight` of common stems."""
    translations: dict[str, tuple[str, ...]] = {}
    weights: tuple[dict[str, float], dict[str, float]] = ({}, {})
    factors: tuple[float, ...] = ()
    ratio = 0.0
    for line in text.split("\n"):
        name, *rest = line.split() or ["#"]
        if name == "factors":
            factors = tuple(map(float, rest))
        elif name == "ratio":
            ratio = float(rest[0])
        elif name in ("0", "1"):
            weights[int(name)][rest[0]] = float(rest[1])
        elif not name.startswith("#"):
            translations[name] = tuple(rest)
    return WordTable((translations, reverse(translations)), weights, factors, ratio)


def reverse(translations: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The stems of the first language by those of the second."""
    reversed_stems: dict[str, tuple[str, ...]] = {}
    for stem, others in translations.items():
        for other in others:
            reversed_stems[other] = (*reversed_stems.get(other, ()), stem)
    return reversed_stems
