"""Words, numbers and signs of a text that names goals, and the folding that makes spellings comparable."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from .titles import language_tables

Kind = Literal["word", "number", "comma", "dash", "sign", "odd"]


@dataclass(frozen=True)
class Token:
    """One piece of the text: `raw` as written, at `start`, and `folded` for comparison."""

    kind: Kind
    raw: str
    folded: str
    start: int

    @property
    def end(self) -> int:
        """The end of the token in the text."""
        return self.start + len(self.raw)


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# `hour` is to be filled in.
_TOKEN = r"""
      (?P<clock>(?:\b(?:{hour})\s+)?[0-9]{{1,2}}:[0-9]{{2}}(?![0-9]))
    | (?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]) | [0-9]{{1,2}}\.\s?[0-9]{{1,2}}\.\s?[0-9]{{4}}\b\.?)
    | (?P<number>[0-9]+(?:st|nd|rd|th)\b | [0-9]+(?:\.[0-9]+)+ | [0-9]+\.[^\W\d_](?!\w) | [0-9]+)
    | (?P<word>[^\W\d_]+ | &)
    | (?P<comma>[,;])
    | (?P<dash>[-‐‑–—−])
    | (?P<sign>[.:/()\[\]\#+*•·…|"'“”„«»’_])
    | (?P<space>\s+)
    | (?P<odd>.)
    """

# Not here, and left out of the tokens: white space, dates, times of day.
_KINDS: Mapping[str, Kind] = {
    "word": "word", "number": "number", "comma": "comma", "dash": "dash", "sign": "sign", "odd": "odd",
}  # fmt: skip


@cache
def _token_pattern() -> re.Pattern[str]:
    hour = "|".join(re.escape(word) for table in language_tables().values() for word in table.get("hour", ()))
    return re.compile(_TOKEN.format(hour=hour), re.VERBOSE | re.IGNORECASE)


@cache
def _letters() -> dict[int, str]:
    """The plain letters for those of the languages that Unicode does not take apart."""
    tables = (table.get("letters", {}) for table in language_tables().values())
    return str.maketrans({letter: plain for table in tables for letter, plain in table.items()})


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """The word in lower-case Latin letters without diacritics, whatever script it is written in."""
    latin = unicodedata.normalize("NFC", word).casefold().translate(_letters())
    letters = unicodedata.normalize("NFD", latin)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def clean(text: str) -> str:
    """The text with composed letters and without invisible characters."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a text that went through `clean`; white space, dates and times of day are left out."""
    for match in _token_pattern().finditer(text):
        kind, raw = _KINDS.get(match.lastgroup or "odd"), match.group()
        if kind:
            yield Token(kind, raw, fold(raw), match.start())
