"""Amounts that are written in more than one way: fractions, halves in words, scales cut short, units with a power."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.number_words import parse_number_word

# The 2 of "m2" and "CO2" is no number; others write "m²".
POWER = re.compile(r"(?<![^\W_])(?:[kdcm]?m[23]|CO2)(?!\w)")
FRACTION = re.compile(r"(?<![\w/.,])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\w/]|[.,]\d)")
# One letter may also be a unit: 450m is an amount of money or a length.
SHORT = re.compile(r"(?P<gap>[ \u00a0]?)(?P<word>[^\W\d_]{1,5})\b")


def find_fractions(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every part of a whole such as 1/3, which may be "a third" or as per cent in the other language."""
    for match in FRACTION.finditer(text):
        part, whole = int(match["part"]), int(match["whole"])
        if part < whole:
            share = Decimal(100 * part) / whole
            keys = {match[0], str(int(share)), str(round(share)), *([str(part)] if part > 1 else [])}
            yield Fact("number", frozenset(keys), match[0], match.start(), match.end())


def find_halves(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every amount in words with a half: "two and a half", "milion i po", "pola miliona"."""
    if not (language.and_half and language.half_of):
        return
    scales = "|".join(map(re.escape, language.scales)) or "(?!)"
    after, before = ("|".join(map(re.escape, words)) for words in (language.and_half, language.half_of))
    pattern = rf"\b(?:(?P<word>[^\W\d_]+)\s+(?:{after})|(?:{before}))\b(?:\s+(?P<scale>{scales})\b)?"
    for match in re.finditer(pattern, text, re.I):
        word, scale = match["word"], language.scales.get((match["scale"] or "").casefold(), 0)
        whole = parse_number_word(word.casefold(), language) if word else 0
        if whole is None or not (word or scale):
            continue
        is_scale = bool(word) and word.casefold() in language.scales
        amount = Decimal("1.5") * whole if is_scale else (Decimal(whole) + Decimal("0.5")) * (scale or 1)
        plain = f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"
        yield Fact("number", frozenset([plain]), match[0], match.start(), match.end(), optional=True)


def read_short_scale(text: str, end: int, language: LanguageData) -> tuple[int, int, bool]:
    """The scale that is cut short after a number ("€450m", "2,5 mlrd."), where it ends, and whether it may be a unit;
    0 where there is none."""
    match = SHORT.match(text, end)
    scale = language.short_scales.get(match["word"].casefold(), 0) if match else 0
    if match is None or not scale or (match["gap"] and len(match["word"]) == 1):
        return 0, end, False
    return scale, match.end(), len(match["word"]) == 1
