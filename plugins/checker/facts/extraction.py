"""The facts of a text that are the same in every language, however each writes them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.engine.segments import BLANK
from plugins.checker.facts.dates_and_times import find_dates, find_months_and_weekdays, find_times
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.meanings import find_meanings
from plugins.checker.facts.number_words import find_halves, find_number_words
from plugins.checker.facts.numbers import POWER, find_digits, find_fractions, find_roman_numerals

# What one finds is none of the next ones'.
SEARCHES = (
    find_dates, find_times, find_fractions, find_digits, find_roman_numerals, find_halves, find_number_words,
    find_months_and_weekdays,
)  # fmt: skip


# While a story is written, all parts but one are those of the check before.
@lru_cache(maxsize=1 << 12)
def find_facts(text: str, language: LanguageData, year: int | None = None) -> tuple[Fact, ...]:
    """Every fact of a text but its names, in order; `year` is the story's own, which a date need not repeat."""
    text = POWER.sub(lambda match: " " * len(match[0]), text)
    found = list(find_meanings(text, language))
    for search in SEARCHES:
        for fact in search(text, language):
            if fact.kind == "direction":
                found.append(fact)
                continue
            # Behind a weekday, spaces are its date.
            blank = " " if fact.kind == "date" else BLANK
            text = text[: fact.start] + blank * (fact.end - fact.start) + text[fact.end :]
            own_year = fact.kind == "number" and year is not None and str(year) in fact.keys
            found.append(replace(fact, optional=True) if own_year else fact)
    return tuple(sorted(found, key=lambda fact: fact.start))
