"""Numbers in digits, with all that belongs to them: fractions, scales, units, endings; and Roman numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import NUMBER, Fact
from plugins.checker.facts.measures import unit_beside

# The 2 of "m2" and "CO2" is no number; others write "m²".
POWER = re.compile(r"(?<![^\W_])(?:[kdcm]?m[23]|CO2)(?!\w)")
FRACTION = re.compile(r"(?<![\w/.,])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\w/]|[.,]\d)")
SCALE = re.compile(r"[ \u00a0-]?(?P<word>[^\W\d_]+)")
# One letter may also be a unit: 450m is an amount of money or a length.
SHORT_SCALE = re.compile(r"(?P<gap>[ \u00a0]?)(?P<word>[^\W\d_]{1,5})\b")
RANGE = re.compile(r"[ \u00a0]?(?:[–-]|[^\W\d_]{1,3})[ \u00a0]?(?=\d)")
DECADE = re.compile(r"[’']?s\b|-\w")
ROMAN = re.compile(r"\b(?=[IVXLC]{2})(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def find_fractions(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every part of a whole such as 1/3."""
    for match in FRACTION.finditer(text):
        if keys := share_keys(int(match["part"]), int(match["whole"])):
            yield Fact("number", keys, match[0], match.start(), match.end())


def share_keys(part: int, whole: int) -> frozenset[str]:
    """What a part of a whole may be in the other language: the same in words, or per cent; nothing where it is none."""
    share = Decimal(100 * part) / whole
    return frozenset({f"{part}/{whole}", str(int(share)), str(round(share))}) if part < whole else frozenset()


def find_roman_numerals(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every Roman numeral of two letters or more."""
    for match in filter(lambda match: match[0], ROMAN.finditer(text)):
        values = [ROMAN_VALUES[letter] for letter in match[0]]
        total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
        yield Fact("number", frozenset([str(total)]), match[0], match.start(), match.end(), optional=True)


def find_digits(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every number in digits, with its scale and its unit."""
    for match in _pattern(language).finditer(text):
        keys = _meanings(match[0], language)
        times, end, may_be_unit = _scale_behind(text, match.end(), language)
        if times:
            scaled = frozenset(plain(Decimal(key) * times) for key in keys if NUMBER.fullmatch(key))
            fact = Fact("number", scaled | (keys if may_be_unit else set()), match[0], match.start(), end)
        else:
            fact = _add_ending(text, match, keys)
        unit, start, stop = unit_beside(text, fact.start, fact.end, language)
        start, stop = (start, stop) if unit else (fact.start, fact.end)
        last = RANGE.match(text, stop)
        if last and (second := _pattern(language).match(text, last.end())):
            # "2 to 4 inches": both are of one unit, and the second is more.
            unit = unit or unit_beside(text, *second.span(), language)[0]
            yield from _direction(text, fact, second, _meanings(second[0], language))
        yield replace(fact, unit=unit, shown=text[start:stop] if unit or times else fact.shown, end=stop)


def _direction(text: str, first: Fact, second: re.Match[str], keys: frozenset[str]) -> Iterator[Fact]:
    """Whether what goes from one number to another, in any words, goes up or down."""
    values = [min((Decimal(key) for key in some if NUMBER.fullmatch(key)), default=None) for some in (first.keys, keys)]
    if values[0] is not None and values[1] is not None and values[0] != values[1]:
        way = frozenset(["up" if values[0] < values[1] else "down"])
        yield Fact("direction", way, text[first.start : second.end()], first.start, second.end(), optional=True)


@lru_cache(maxsize=64)
def _pattern(language: LanguageData) -> re.Pattern[str]:
    decimal, group = re.escape(language.decimal), re.escape(language.group)
    grouped = rf"\d{{1,3}}(?:(?:{group}|[ \u00a0\u202f\u2009])\d{{3}}(?!\d))+(?:{decimal}\d+(?!\d))?"
    # A decimal with the sign of another language, which another rule finds; "3,5 and 7" is a list.
    joiners = "|".join(map(re.escape, language.joiners | language.words("spelling", "between"))) or "(?!)"
    other = rf"\d{{1,3}}{group}\d{{1,2}}(?!\d)(?=%|[ \u00a0](?!(?:{joiners})\b)[^\W\d_]{{2}})"
    return re.compile(rf"(?<!\d)(?<!\d[.,])(?:{grouped}|{other}|\d+{decimal}\d+(?![\d.,]\d)|\d+(?:\.\d+)+|\d+)")


def _scale_behind(text: str, end: int, language: LanguageData) -> tuple[int, int, bool]:
    """The scale behind a number ("2 million", "€450m", "2,5 mlrd."), where it ends, and whether it may be a unit; 0
    where there is none."""
    if (whole := SCALE.match(text, end)) and (times := language.scales.get(whole["word"].casefold(), 0)):
        return times, whole.end(), False
    short = SHORT_SCALE.match(text, end)
    times = language.short_scales.get(short["word"].casefold(), 0) if short else 0
    if short is None or not times or (short["gap"] and len(short["word"]) == 1):
        return 0, end, False
    return times, short.end(), len(short["word"]) == 1


def _add_ending(text: str, match: re.Match[str], keys: frozenset[str]) -> Fact:
    """A number with what is written right beside it: a fraction (1½), the ending of a decade (1990s, 1990-ih), the year
    that begins a season (2021/22), or the name that it is part of (COVID-19)."""
    fraction = re.match("[½¼¾⅓⅔]", text[match.end() : match.end() + 1])
    if fraction and match[0].isdigit():
        whole = Decimal(match[0]) + Decimal(str(round(unicodedata.numeric(fraction[0]), 2)))
        return Fact("number", keys | {plain(whole)}, match[0] + fraction[0], match.start(), match.end(), True)
    decade = re.fullmatch(r"(?:19|20)\d0", match[0]) and DECADE.match(text, match.end())
    before = text[max(match.start() - 5, 0) : match.start()]
    century = re.fullmatch(r"(19|20)\d\d[/–-]", before) if len(match[0]) == 2 else None
    keys |= {match[0][2:]} if decade else {century[1] + match[0]} if century else set()
    keys |= {f"19{match[0]}", f"20{match[0]}"} if before[-1:] in ("'", "’") and len(match[0]) == 2 else set()
    named = re.search(r"[^\W\d_]-$", before) is not None
    return Fact("number", keys, match[0], match.start(), match.end(), optional=named)


def _meanings(written: str, language: LanguageData) -> frozenset[str]:
    """The possible meanings of a number: as its language writes it and, with one dot, as a target or a time (16.2,
    14.30)."""
    keys = {_decimal(re.sub(rf"[{re.escape(language.group)}\s]", "", written).replace(language.decimal, "."))}
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", written):
        keys = {written, _decimal(written)}
    elif re.fullmatch(rf"\d{{1,3}}{re.escape(language.group)}\d{{1,2}}", written):
        keys = {_decimal(written.replace(language.group, "."))}
    elif written.count(".") > 1 and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        keys = {written}
    if 13 <= int(re.sub(r"\D", "", written)[:4] or 0) <= 24 and written.isdigit():
        keys.add(f"{written}:00")
    return frozenset(keys - {""})


def _decimal(text: str) -> str:
    try:
        return plain(Decimal(text))
    except InvalidOperation:
        return text


def plain(value: Decimal) -> str:
    """A number in digits, without zeros at the end of its decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
