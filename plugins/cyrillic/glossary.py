"""The editors' glossary: how a name or an acronym stands in the Cyrillic edition, one line each.

# content/glossary.txt
UNDP = УНДП
Facebook = Facebook
Human Rights Watch = Human Rights Watch
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .letters import fused, normal
from .phrases import KEPT, Phrases, searched
from .words import CASE_ENDING, CYRILLIC_LETTER, Verdict

WORDS = re.compile(r"\w+")
LATIN_LETTER = re.compile("[A-Za-zČčĆćĐđŠšŽž]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class GlossaryError(ValueError):
    """A line of the glossary that cannot be read; `line` counts from 1 and `message` says what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Glossary:
    """A compiled glossary: single words looked up as tokens, phrases, the site's before those kept everywhere.

    `verdicts` are those on words met so far that do not hang on what stands beside them: texts repeat their words.
    """

    words: Mapping[str, str]
    phrases: Phrases
    verdicts: dict[str, Verdict] = field(default_factory=dict, compare=False, repr=False)

    def decided(self, word: str) -> str | None:
        """What an entry, or an entry with a Serbian ending (`UNDP-a`, `Fejsbukom`), becomes; `None` if none fits."""
        if word in self.words:
            return self.words[word]
        if word.isupper() and (small := next((key for key in self.words if key.upper() == word), None)):
            return self.words[small].upper() if CYRILLIC_LETTER.search(self.words[small]) else word
        stem, joint, ending = word.rpartition("-")
        if joint and stem in self.words and CASE_ENDING.fullmatch(ending):
            return self.words[stem] + joint + fused(ending)
        return self._inflected(word)

    def _inflected(self, word: str) -> str | None:
        for cut in range(len(word) - 1, 2, -1):
            value = self.words.get(word[:cut])
            if value and CASE_ENDING.fullmatch(word, cut):
                return value + fused(word[cut:]) if CYRILLIC_LETTER.search(value) else word
        return None


def compiled(entries: Mapping[str, str] | None) -> Glossary:
    """The glossary ready for use; equal entries are compiled once."""
    return _compiled(tuple(sorted(entries.items())) if entries else ())


@lru_cache(maxsize=8)
def _compiled(entries: tuple[tuple[str, str], ...]) -> Glossary:
    entries = tuple((normal(key), normal(value)) for key, value in entries)
    words = {key: value for key, value in entries if key.replace("-", "").isalpha()}
    return Glossary(words, searched(KEPT | {key: value for key, value in entries if key not in words}))


def parse_glossary(text: str) -> dict[str, str]:
    """The entries of a glossary file, as written; raises `GlossaryError` for the first line that is not an entry."""
    entries: dict[str, str] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        line = line.strip()
        if line and not line.startswith("#"):
            key, value = _entry(number, line)
            if entries.get(key, value) != value:
                raise GlossaryError(number, f"“{key}” is already “{entries[key]}” in a line above; keep one of the two")
            entries[key] = value
    return entries


def _entry(number: int, line: str) -> tuple[str, str]:
    key, sign, value = (normal(part.strip()) for part in line.partition("="))
    if not sign:
        raise GlossaryError(number, f"“{line}” has no “=”; write it as “UNDP = УНДП” or “Facebook = Facebook”")
    if not key or not value:
        raise GlossaryError(number, "one side of “=” is empty; write it as “UNDP = УНДП” or “Facebook = Facebook”")
    if CYRILLIC_LETTER.search(key):
        raise GlossaryError(number, f"“{key}” is in Cyrillic; put the Latin form left of “=”, the Cyrillic right")
    if INVISIBLE.search(key + value):
        raise GlossaryError(number, f"“{key}” holds an invisible character; type the line again by hand")
    for word in WORDS.findall(value):
        if CYRILLIC_LETTER.search(word) and LATIN_LETTER.search(word):
            raise GlossaryError(number, f"“{word}” mixes Latin and Cyrillic letters; write it in one script")
    return key, value
