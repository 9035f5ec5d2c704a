"""Names of people and places that are spelled the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.segments import WORD, begins_sentence
from plugins.checker.facts.fact import Fact
from plugins.search.word_keys import Words, read_rules

SHORTEST = 3
# A shorter one without letters of its language may be another word.
LONG_NAME = 5


@cache
def words_of(code: str) -> Words:
    """What the search knows of a language's words: their stems."""
    return Words(read_rules(code))


def find_names(text: str, own: Speller, other: Speller, has_endings: bool) -> Iterator[Fact]:
    """Every name that the one dictionary has and the other one has not: it is of the first language, whose letters have
    marks, and the second writes it as it is. Acronyms of the site's lists are the same in both languages.

    Only the first language, which the text is in where it `has_endings`, makes adjectives of a name. A short one
    without such letters, one that begins a sentence, or one that is a word of the text's language too, may be another
    word.
    """
    marked = frozenset("".join(own.language.letters.values()))
    if not (marked and own.is_available and other.is_available):
        return
    for match in WORD.finditer(text):
        word = re.split("['’-]", match[0])[0]
        end = match.start() + len(word)
        if len(word) > 1 and word.isupper() and word.casefold() in own.words:
            yield Fact("name", frozenset([word]), word, match.start(), end, optional=True)
        elif len(word) >= SHORTEST and word.istitle() and own.accepts(word) and not other.accepts(word):
            is_long = len(word) >= LONG_NAME or not marked.isdisjoint(word.lower())
            certain = is_long and not begins_sentence(text, match.start())
            certain = certain and not (has_endings and own.accepts_in_small(word))
            keys = _keys(word, own.language.code, has_endings)
            yield Fact("name", keys, word, match.start(), end, optional=True, certain=certain)


def _keys(name: str, code: str, has_endings: bool) -> frozenset[str]:
    """The stem of a name and, where it may be that of an adjective, each beginning that may be the name's."""
    words = words_of(code)
    plain = words.fold(name)
    beginnings = (plain[:end] for end in range(SHORTEST, len(plain) + 1)) if has_endings else ()
    return frozenset([words.stem(plain), *beginnings])
