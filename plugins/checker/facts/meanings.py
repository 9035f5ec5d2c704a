"""Words that mean one thing in every language, from the section `meanings` of its data file: seasons, titles of people,
"at least", "before", "not"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
from plugins.locales.language import load_language

Meaning = tuple[str, frozenset[str]]


def find_meanings(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every word or phrase of the table, the longest first: its kind, and all that it may mean."""
    pattern, meanings = _table(language)
    for match in pattern.finditer(text):
        kind, keys = meanings[match.lastgroup or ""]
        yield Fact(kind, keys, match[0], *match.span(), optional=True)


@lru_cache(maxsize=64)
def _table(language: LanguageData) -> tuple[re.Pattern[str], Mapping[str, Meaning]]:
    """One pattern for all phrases, and what its groups mean; `*` in a phrase stands for any letters."""
    phrases = [
        (phrase.strip(), (kind, frozenset(names.split())))
        for kind, rows in load_language(language.code).section("meanings").items()
        for names, words in rows.items()
        for phrase in words.split(",")
    ]
    phrases.sort(key=lambda row: -len(row[0]))
    words = (re.escape(phrase).replace(r"\*", r"[^\W_]*").replace(r"\ ", r"\s+") for phrase, _ in phrases)
    groups = [f"(?P<w{number}>{word})" for number, word in enumerate(words)]
    pattern = re.compile(rf"\b(?:{'|'.join(groups) or '(?!)'})\b", re.I)
    return pattern, {f"w{number}": meaning for number, (_, meaning) in enumerate(phrases)}
