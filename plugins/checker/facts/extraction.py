"""The facts of a text that are the same in every language: its numbers and dates, however each writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.amounts import POWER, find_fractions, find_halves, read_short_scale
from plugins.checker.facts.dates_and_times import find_dates, find_months_and_weekdays, find_times
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.measures import unit_beside
from plugins.checker.facts.number_words import find_number_words, find_roman_numerals, find_share_words

LIST_MARK = re.compile(r"^[ \t>]*\d{1,3}[.)](?=[ \t])")


def find_facts(text: str, language: LanguageData, year: int | None = None) -> list[Fact]:
    """Every date and number of a segment's text, in order; `year` is the story's own, which a date need not repeat."""
    return list(_find_facts(text, language, year))


# While a story is written, all paragraphs but one are those of the check before.
@lru_cache(maxsize=1 << 12)
def _find_facts(text: str, language: LanguageData, year: int | None) -> tuple[Fact, ...]:
    text = _blank_list_marks(text)
    found: list[Fact] = []
    text = POWER.sub(lambda match: " " * len(match[0]), text)
    searches = (
        find_dates, find_times, find_fractions, _find_numbers,
        find_roman_numerals, find_halves, find_number_words, find_share_words, find_months_and_weekdays,
    )  # fmt: skip
    for search in searches:
        for fact in search(text, language):
            # A word may be a number and a share both ("third"), so words stay for the next search.
            if search is not find_number_words:
                text = text[: fact.start] + " " * (fact.end - fact.start) + text[fact.end :]
            own_year = fact.kind == "number" and year is not None and str(year) in fact.keys
            found.append(replace(fact, optional=True) if own_year else fact)
    return tuple(sorted(found, key=lambda fact: fact.start))


def _blank_list_marks(text: str) -> str:
    """Blank the numbers of lists in a text; a number alone at the start of a line is no list."""
    lines = text.split("\n")
    marks = [LIST_MARK.match(line) for line in lines]
    for place, mark in enumerate(marks):
        if mark and any(marks[max(place - 1, 0) : place] + marks[place + 1 : place + 2]):
            lines[place] = " " * mark.end() + lines[place][mark.end() :]
    return "\n".join(lines)


def _find_numbers(text: str, language: LanguageData) -> Iterator[Fact]:
    decimal, group = re.escape(language.decimal), re.escape(language.group)
    grouped = rf"\d{{1,3}}(?:(?:{group}|[ \u00a0\u202f\u2009])\d{{3}}(?!\d))+(?:{decimal}\d+(?!\d))?"
    # A decimal with the sign of another language, which another rule finds; "3,5 and 7" is a list.
    joiners = "|".join(map(re.escape, language.joiners | language.between)) or "(?!)"
    other = rf"\d{{1,3}}{group}\d{{1,2}}(?!\d)(?=%|[ \u00a0](?!(?:{joiners})\b)[^\W\d_]{{2}})"
    pattern = re.compile(rf"(?<!\d)(?<!\d[.,])(?:{grouped}|{other}|\d+{decimal}\d+(?![\d.,]\d)|\d+(?:\.\d+)+|\d+)")
    for match in pattern.finditer(text):
        keys = _meanings(match[0], language)
        scale = re.match(r"[ \u00a0-](?P<word>[^\W\d_]+)", text[match.end() :])
        times = language.scales.get(scale["word"].casefold(), 0) if scale else 0
        end, unit = match.end() + (scale.end() if scale else 0), False
        if not times:
            times, end, unit = read_short_scale(text, match.end(), language)
        if times:
            scaled = frozenset(_plain(Decimal(key) * times) for key in keys if re.fullmatch(r"\d+(\.\d+)?", key))
            fact = Fact("number", scaled | keys if unit else scaled, text[match.start() : end], match.start(), end)
        else:
            fact = _add_ending(text, match, keys)
        measure, start, stop = unit_beside(text, fact.start, fact.end, language)
        yield replace(fact, unit=measure, shown=text[start:stop], end=stop) if measure else fact


def _add_ending(text: str, match: re.Match[str], keys: frozenset[str]) -> Fact:
    """A number with what is written right beside it: a fraction (1½), the ending of a decade (1990s, 1990-ih), the year
    that begins a season (2021/22), or the name that it is part of (COVID-19)."""
    fraction = re.match("[½¼¾⅓⅔]", text[match.end() : match.end() + 1])
    if fraction and match[0].isdigit():
        whole = Decimal(match[0]) + Decimal(str(round(unicodedata.numeric(fraction[0]), 2)))
        return Fact(
            "number", frozenset([_plain(whole), *keys]), match[0] + fraction[0], match.start(), match.end(), True
        )
    decade = re.fullmatch(r"(?:19|20)\d0", match[0]) and re.match(r"[’']?s\b|-\w", text[match.end() : match.end() + 3])
    before = text[max(match.start() - 5, 0) : match.start()]
    century = re.fullmatch(r"(19|20)\d\d[/–-]", before) if len(match[0]) == 2 else None
    keys |= {match[0][2:]} if decade else {century[1] + match[0]} if century else set()
    named = re.search(r"[^\W\d_]-$", before) is not None
    return Fact("number", keys, match[0], match.start(), match.end(), optional=named)


def _meanings(written: str, language: LanguageData) -> frozenset[str]:
    """The possible meanings of a number: as its language writes it and, with one dot, as a target or a time (16.2,
    14.30)."""
    plain = re.sub(rf"[{re.escape(language.group)}\s]", "", written).replace(language.decimal, ".")
    keys = {_decimal(plain)}
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
        return _plain(Decimal(text))
    except InvalidOperation:
        return text


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
