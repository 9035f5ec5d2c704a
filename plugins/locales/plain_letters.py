"""Plain Latin letters, for addresses and for words that are compared; the letters are data, in `shared.toml`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from plugins.locales.language import SHARED, load_language

# A title as an address has so many letters at most.
LONGEST_SLUG = 70


@cache
def _table(name: str) -> dict[int, str]:
    return str.maketrans(dict(load_language(SHARED).section("plain")[name]))


def address_letters(text: str) -> str:
    """A text with the letters that addresses have in place of those that would lose their sound with their mark."""
    return text.translate(_table("addresses"))


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """The word in lower-case Latin letters without diacritics, whatever script it is written in."""
    latin = unicodedata.normalize("NFC", word).casefold().translate(_table("letters"))
    letters = unicodedata.normalize("NFD", latin)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def slug_of(title: str) -> str:
    """A title as an address: small Latin letters without accents, digits, hyphens; cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(re.sub(r"['’]", "", title))).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug
