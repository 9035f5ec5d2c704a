"""The facts of a text that every language must share: its numbers, amounts, dates, times and goals, however each writes
them. `rules/translation/same_facts.py` compares those of two texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.dates_and_times import find_dates, find_months_and_weekdays, find_times
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.meanings import find_meanings
from plugins.checker.facts.names import find_place_names
from plugins.checker.facts.number_words import find_halves, find_number_words, find_parts
from plugins.checker.facts.numbers import POWER, find_digits, find_fractions, find_roman_numerals
from plugins.content.markup.shown_text import BLANK
from plugins.sdg.phrases import items, spellings

__all__ = ["Fact", "find_facts"]


def _find_goals(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every number that follows a word for a goal in any language: "Goal 16", "ciljeva 5 i 17"."""
    follows = False
    for item in items(text, spellings({})) if any(map(str.isdigit, text)) else ():
        if item.role == "value" and follows and 1 <= item.goal <= 17:
            keys = frozenset([item.target or str(item.goal)])
            yield Fact("goal", keys, text[item.start : item.end], item.start, item.end)
        follows = item.role in ("goal", "target") or (follows and item.role in ("number", "value", "comma", "and"))


# What one finds is none of the next ones'.
SEARCHES = (
    _find_goals, find_dates, find_times, find_fractions, find_digits, find_roman_numerals, find_parts,
    find_halves, find_number_words, find_months_and_weekdays,
)  # fmt: skip


# While a story is written, all parts but one are those of the check before.
@lru_cache(maxsize=1 << 12)
def find_facts(text: str, language: LanguageData, year: int | None = None) -> tuple[Fact, ...]:
    """Every fact of a text but its names, in order; `year` is the story's own, which a date need not repeat."""
    text = POWER.sub(lambda match: " " * len(match[0]), text)
    facts = [*find_meanings(text, language), *find_place_names(text, language)]
    for search in SEARCHES:
        for fact in search(text, language):
            if fact.kind == "direction":
                facts.append(fact)
                continue
            # Behind a weekday, spaces are its date.
            blank = " " if fact.kind == "date" else BLANK
            text = text[: fact.start] + blank * (fact.end - fact.start) + text[fact.end :]
            own_year = fact.kind == "number" and year is not None and str(year) in fact.keys
            facts.append(replace(fact, optional=True) if own_year else fact)
    return tuple(sorted(facts, key=lambda fact: fact.start))
