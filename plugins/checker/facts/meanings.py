"""Words that mean one thing in every language, from the section `meanings` of its data file: seasons, titles of people,
"at least", "before", "not"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Phrase(NamedTuple):
    """A word or some words, the pattern of the first of them, and all that they may mean, by kind."""

    first: re.Pattern[str]
    words: re.Pattern[str]
    kind: str
    keys: frozenset[str]


def find_meanings(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every word or phrase of the table, the longest first: its kind, and all that it may mean."""
    end = 0
    for word in WORD.finditer(text):
        for phrase in _phrases(word[0].casefold(), language) if word.start() >= end else ():
            if match := phrase.words.match(text, word.start()):
                end = match.end()
                yield Fact(phrase.kind, phrase.keys, match[0], *match.span(), optional=True)
                break


@lru_cache(maxsize=1 << 16)
def _phrases(word: str, language: LanguageData) -> tuple[Phrase, ...]:
    """The phrases that may begin with a word, the longest first."""
    return tuple(phrase for phrase in _table(language) if phrase.first.fullmatch(word))


@lru_cache(maxsize=64)
def _table(language: LanguageData) -> tuple[Phrase, ...]:
    """All phrases, the longest first; `*` in one stands for any letters."""
    rows = [
        (phrase.strip(), kind, frozenset(names.split()))
        for kind, table in language.file.section("meanings").items()
        for names, phrases in table.items()
        for phrase in phrases.split(",")
    ]
    rows.sort(key=lambda row: -len(row[0]))
    return tuple(Phrase(_pattern(words.split()[0]), _pattern(words), kind, keys) for words, kind, keys in rows)


def _pattern(words: str) -> re.Pattern[str]:
    written = re.escape(words).replace(r"\*", r"[^\W_]*").replace(r"\ ", r"\s+")
    return re.compile(rf"{written}(?![^\W_])", re.I)
