"""Numbers written as words or as Roman numerals; a translation may leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.measures import unit_behind, units

ROMAN = re.compile(r"\b(?=[IVXLC]{2})(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
TENS = range(20, 100, 10)
# Letters that an ending of an ordinal has at most, and from how many on a stem begins no other word.
LONGEST_ENDING, LONG_STEM = 4, 6
NEAR = 20
LETTERS = re.compile(r"[^\W\d_]+")


def find_roman_numerals(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every Roman numeral of two letters or more."""
    for match in filter(lambda match: match[0], ROMAN.finditer(text)):
        values = [ROMAN_VALUES[letter] for letter in match[0]]
        total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
        yield Fact("number", frozenset([str(total)]), match[0], match.start(), match.end(), optional=True)


def find_share_words(text: str, language: LanguageData) -> Iterator[Fact]:
    """Words for a share that may mean per cent: "a quarter" for 25%."""
    for match in LETTERS.finditer(text):
        share = language.shares.get(match[0].casefold())
        if share:
            yield Fact("number", frozenset([str(share)]), match[0], *match.span(), optional=True, certain=False)


def find_number_words(text: str, language: LanguageData) -> Iterator[Fact]:
    """Numbers written as words, a row of them as one: "seventy-five", "sto dvadeset i pet"."""
    row: list[tuple[int, re.Match[str]]] = []
    for match in LETTERS.finditer(text):
        word = match[0].casefold()
        value = None if word in language.weekdays else parse_number_word(word, language)
        near = not row or not text[row[-1][1].end() : match.start()].strip(" -\u00a0\n")
        if row and (not near or (value is None and word not in language.joiners)):
            yield _sum(text, row, language)
            row = []
        if value is not None:
            row.append((value, match))
        elif row and word in language.joiners:
            row.append((0, match))
    if row:
        yield _sum(text, row, language)


@lru_cache(maxsize=1 << 16)
def parse_number_word(word: str, language: LanguageData) -> int | None:
    """The number that a word in small letters means: a number, an ordinal, or the first part of a compound."""
    if word in language.scales or word in language.numbers:
        return language.scales.get(word) or language.numbers[word]
    for stem, value in language.stems.items():
        if word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING:
            return value
    return _compound(word, language) or next(
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


def _compound(word: str, language: LanguageData) -> int | None:
    """The number that a word begins with and goes on after: "desetogodišnji"."""
    return next(
        (value for first, value in language.compounds.items() if word.startswith(first) and word != first), None
    )


def _sum(text: str, row: list[tuple[int, re.Match[str]]], language: LanguageData) -> Fact:
    total, current = 0, 0
    for value, match in row:
        if match[0].casefold() in language.scales:
            current = max(current, 1) * value
            total, current = (total + current, 0) if value >= 1000 else (total, current)
        else:
            current += value
    keys = {str(total + current), *(str(value) for value, _ in row if value)}
    start, end = row[0][1].start(), row[-1][1].end()
    certain = total + current > 1 and not _is_of_clock(text, start, language)
    certain = certain and all(_is_certain(match[0].casefold(), language) for value, match in row if value)
    unit, stop = unit_behind(text, end, language)
    return Fact("number", frozenset(keys), text[start:stop], start, stop, True, certain, unit)


def _is_certain(word: str, language: LanguageData) -> bool:
    """Whether a word is surely a number: no share, no unit of time, and no other number that begins like it; or a long
    one with an ending."""
    if word in language.shares or word in units(language):
        return False
    value = parse_number_word(word, language)
    stems = [(stem, number) for stem, number in language.stems.items() if word.startswith(stem)]
    if word in language.numbers:
        return all(number == value or len(word) - len(stem) > LONGEST_ENDING for stem, number in stems)
    return any(number == value and len(stem) >= LONG_STEM for stem, number in stems)


def _is_of_clock(text: str, start: int, language: LanguageData) -> bool:
    """Whether a share stands right before a number, or one word before: "pola šest", "half past five"."""
    before = [match[0].casefold() for match in LETTERS.finditer(text, max(start - NEAR, 0), start)]
    return not language.shares.keys().isdisjoint(before[-2:])
