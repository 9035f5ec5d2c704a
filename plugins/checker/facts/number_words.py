"""Numbers written as words; a translation may leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.measures import unit_behind
from plugins.checker.facts.numbers import plain, share_keys

TENS = range(20, 100, 10)
LETTERS = re.compile(r"[^\W\d_]+")
# A word between the parts of a number.
JOINER = -1


def _alternatives(words: Iterable[str]) -> str:
    """A pattern of any of these words, the longest first; of nothing where there are none."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def find_halves(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every amount in words with a half: "two and a half", "milion i po", "pola miliona"."""
    for match in _halves(language).finditer(text):
        word, scale = match["word"], language.scales.get((match["scale"] or "").casefold(), 0)
        whole = parse_number_word(word.casefold(), language) if word else 0
        if whole is None or not (word or scale):
            continue
        is_scale = bool(word) and word.casefold() in language.scales
        amount = Decimal("1.5") * whole if is_scale else (Decimal(whole) + Decimal("0.5")) * (scale or 1)
        yield Fact("number", frozenset([plain(amount)]), match[0], *match.span(), optional=True)


@lru_cache(maxsize=64)
def _halves(language: LanguageData) -> re.Pattern[str]:
    """How a language says that an amount has a half."""
    after, before = (_alternatives(language.words("numbers", name)) for name in ("and_half", "half_of"))
    scales = _alternatives(language.scales)
    pattern = rf"\b(?:(?P<word>[^\W\d_]+)\s+(?:{after})|(?:{before}))\b(?:\s+(?P<scale>{scales})\b)?"
    return re.compile(pattern, re.I)


def find_parts(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every "one in five" and "jedan od pet", which may be a share in the other text."""
    first = _alternatives(word for word, number in language.numbers.items() if number == 1)
    between = _alternatives(language.words("numbers", "out_of"))
    for match in re.finditer(rf"\b(?:{first})\s+(?:{between})\s+(?P<whole>[^\W\d_]+)\b", text, re.I):
        if whole := parse_number_word(match["whole"].casefold(), language):
            yield Fact("number", share_keys(1, whole) | {str(whole)}, match[0], *match.span(), optional=True)


def find_number_words(text: str, language: LanguageData) -> Iterator[Fact]:
    """Numbers and shares written as words, a row of them as one: "seventy-five", "sto dvadeset i pet", "two thirds"."""
    row: list[tuple[int, re.Match[str]]] = []
    for match in LETTERS.finditer(text):
        word = match[0].casefold()
        value = parse_number_word(word, language)
        if value is None:
            value = JOINER if row and word in language.joiners else 0 if word in language.shares else None
        if row and (value is None or text[row[-1][1].end() : match.start()].strip(" -\u00a0\n")):
            yield from _read_row(text, row, language)
            row = []
        if value is not None and (row or value != JOINER):
            row.append((value, match))
    yield from _read_row(text, row, language)


@lru_cache(maxsize=1 << 16)
def parse_number_word(word: str, language: LanguageData) -> int | None:
    """The number that a word in small letters means: a number, an ordinal, or the first part of a compound."""
    if word in language.scales or word in language.numbers:
        return language.scales.get(word) or language.numbers[word]
    if word in language.weekdays or word in language.shares:
        return None
    return (
        _ordinal(word, language)
        or _compound(word, language)
        or next(
            (
                value + unit
                for stem, value in language.stems.items()
                if value in TENS
                and word.startswith(stem)
                and (unit := _compound(word[len(stem) :], language))
                and unit < 10
            ),
            None,
        )
    )


def _ordinal(word: str, language: LanguageData) -> int | None:
    return next(
        (
            value
            for stem, value in language.stems.items()
            if word.startswith(stem) and word[len(stem) :] in language.endings
        ),
        None,
    )


def _compound(word: str, language: LanguageData) -> int | None:
    """The number that a word begins with and goes on after: "desetogodišnji"."""
    return next(
        (value for first, value in language.compounds.items() if word.startswith(first) and word != first), None
    )


def _read_row(text: str, row: list[tuple[int, re.Match[str]]], language: LanguageData) -> Iterator[Fact]:
    """The number, or the share, that a row of words means."""
    while row and row[-1][0] == JOINER:
        row.pop()
    if not row:
        return
    total, current = 0, 0
    values = [(value, match[0].casefold()) for value, match in row if value != JOINER]
    for value, word in values:
        if word in language.scales:
            current = max(current, 1) * value
            total, current = (total + current, 0) if value >= 1000 else (total, current)
        else:
            current += value
    keys = frozenset({str(total + current), *(str(value) for value, _ in values)}) - {"0"}
    value, word = values[-1]
    share = frozenset[str]()
    if word in language.shares:
        # "Third" is a share and an ordinal, "two thirds" a share alone.
        share = share_keys(total + current - value or 1, round(100 / language.shares[word]))
        keys = share | (keys if len(values) == 1 else frozenset()) if share else keys
    certain = bool(share) or (total + current > 1 and all(_is_certain(word, value, language) for value, word in values))
    start, end = row[0][1].start(), row[-1][1].end()
    unit, stop = unit_behind(text, end, language)
    if keys:
        yield Fact("number", keys, text[start:stop], start, stop, True, certain, unit)


def _is_certain(word: str, value: int, language: LanguageData) -> bool:
    """Whether a word is surely that number: no ordinal below the third, which may say that something is another one, no
    word for two numbers ("šesto"), no "hundreds", and no first part of a compound, which may be another word."""
    ordinal = _ordinal(word, language)
    return ordinal == value > 2 or (word in language.numbers and ordinal in (None, value))
