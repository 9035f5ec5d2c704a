"""Words that mean one thing in every language, from the section `meanings` of its data file: seasons, titles of people,
"at least", "must", "before", "not"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
from plugins.locales.letters import look_alikes

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The name of what a word means that only looks like others of its kind.
LOOK_ALIKE = frozenset(["-"])


class Phrase(NamedTuple):
    """A word or some words, the pattern of the first of them, and all that they may mean, by kind."""

    first: re.Pattern[str]
    words: re.Pattern[str]
    kind: str
    keys: frozenset[str]


def find_meanings(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every word or phrase of the table, of each kind the longest first, and all that it may mean; marks that its
    letters lack are another rule's matter."""
    ends: defaultdict[str, int] = defaultdict(int)
    plain = text.translate(_typed_letters(language))
    for word in WORD.finditer(plain):
        for phrase in _phrases(word[0].casefold(), language):
            match = phrase.words.match(plain, word.start()) if word.start() >= ends[phrase.kind] else None
            if match:
                ends[phrase.kind] = max(match.end(), word.end())
                if phrase.keys != LOOK_ALIKE:
                    shown = text[match.start() : match.end()]
                    yield Fact(phrase.kind, phrase.keys, shown, *match.span(), optional=True)


@lru_cache(maxsize=1 << 16)
def _phrases(word: str, language: LanguageData) -> tuple[Phrase, ...]:
    """The phrases that may begin with a word, the longest first."""
    return tuple(phrase for phrase in _table(language) if phrase.first.fullmatch(word))


@lru_cache(maxsize=64)
def _table(language: LanguageData) -> tuple[Phrase, ...]:
    """All phrases, the longest first, and those with letters left open after others."""
    number = "|".join([*language.numbers, *language.scales, *language.shares])
    rows = [
        (phrase.strip(), kind, frozenset(names.split()))
        for kind, table in language.file.section("meanings").items()
        for names, phrases in table.items()
        for phrase in phrases.translate(_typed_letters(language)).split(",")
    ]
    rows.sort(key=lambda row: (-len(row[0].split()), "*" in row[0], -len(row[0])))
    return tuple(
        Phrase(pattern_of(words.split()[0]), pattern_of(words, number), kind, keys) for words, kind, keys in rows
    )


@lru_cache(maxsize=64)
def _typed_letters(language: LanguageData) -> dict[int, str]:
    """The letters of a language, and those that look like its letters, as they are typed without marks."""
    typed = {letter: plain for plain, letters in language.letters.items() for letter in letters if len(plain) == 1}
    return str.maketrans({**look_alikes(language.script), **typed})


@lru_cache(maxsize=1 << 12)
def pattern_of(words: str, number: str = "") -> re.Pattern[str]:
    """The pattern of a phrase: `*` stands for any letters, `..` for up to three words, and `#` at its end for a number
    behind it, in digits or as one of the words of a pattern."""
    written = re.escape(words.removesuffix(" #")).replace(r"\*", r"[^\W_]*")
    written = written.replace(r"\ \.\.\ ", r"\s+(?:[^\W_]+\s+){0,3}?").replace(r"\ ", r"\s+")
    behind = rf"(?=\W{{1,2}}\d|\s(?:{number})\b)" if words.endswith(" #") else ""
    return re.compile(rf"{written}(?![^\W_]){behind}", re.I)
