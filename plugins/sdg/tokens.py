"""Words, numbers and signs of a text that names goals, and the folding that makes spellings comparable."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

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


# Written out, not taken from the transliterator: here any mixture of scripts must come out the same, wrong ones too.
_LATIN_OF = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "е": "e", "ж": "z", "з": "z", "и": "i",
        "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s",
        "đ": "dj", "ð": "dj",
    }
)  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_TOKEN = re.compile(
    r"""
      (?P<clock>(?:\b(?:u|at|у)\s+)?[0-9]{1,2}:[0-9]{2}(?![0-9]))
    | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]) | [0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}\b\.?)
    | (?P<number>[0-9]+(?:st|nd|rd|th)\b | [0-9]+(?:\.[0-9]+)+ | [0-9]+\.[^\W\d_](?!\w) | [0-9]+)
    | (?P<word>[^\W\d_]+ | &)
    | (?P<comma>[,;])
    | (?P<dash>[-‐‑–—−])
    | (?P<sign>[.:/()\[\]\#+*•·…|"'“”„«»’_])
    | (?P<space>\s+)
    | (?P<odd>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Not here, and left out of the tokens: white space, dates, times of day.
_KINDS: Mapping[str, Kind] = {
    "word": "word", "number": "number", "comma": "comma", "dash": "dash", "sign": "sign", "odd": "odd",
}  # fmt: skip


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """The word in lower-case Latin letters without diacritics, whatever script it is written in.

    >>> fold("Циљ"), fold("ODRŽIVOG"), fold("održivog")
    ('cilj', 'odrzivog', 'odrzivog')
    """
    latin = unicodedata.normalize("NFC", word).casefold().translate(_LATIN_OF)
    letters = unicodedata.normalize("NFD", latin)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def clean(text: str) -> str:
    """The text with composed letters and without invisible characters."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a text that went through `clean`; white space, dates and times of day are left out."""
    for match in _TOKEN.finditer(text):
        kind, raw = _KINDS.get(match.lastgroup or "odd"), match.group()
        if kind:
            yield Token(kind, raw, fold(raw), match.start())
