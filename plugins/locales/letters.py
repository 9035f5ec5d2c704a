"""Letters: plain Latin ones, for addresses and for words that are compared; and Unicode scripts, words with letters of
two scripts, and misread letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from plugins.locales.language import SHARED, load_language

# The last bytes of letters in UTF-8, as windows-1252 shows them.
LAST_BYTES = bytes(range(0x80, 0xC0)).decode("windows-1252", "ignore")
# Two letters of UTF-8 read as windows-1252, such as an A with a ring and an exclamation mark for an s with a caron.
MISREAD = re.compile(rf"[ÃÄÅÂ][\u0080-\u00bf{LAST_BYTES}]|â€[\u0080-\u00bf™œ“”\u009d]|\ufffd")


def script_code(cldr: str) -> str:
    """The script of a locale of CLDR, as ISO 15924 has it: "Latn", "Cyrl"; CLDR leaves out the usual one."""
    # Imported here: few commands need it, and it is slow to import.
    from babel import Locale
    from babel.core import get_global

    locale = Locale.parse(cldr)
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    return locale.script or next((part for part in likely.split("_") if len(part) == len("Latn")), "")


@cache
def look_alikes(script: str) -> Mapping[str, str]:
    """The letters of other scripts that look like one of this script in common fonts, with that letter."""
    latin: Mapping[str, str] = load_language(SHARED).section("plain")["look_alikes"]
    return {"LATIN": latin, "CYRILLIC": {letter: other for other, letter in latin.items()}}.get(script, {})


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """How Unicode names a letter's script, such as "CYRILLIC"; "" for a letter of no script."""
    name = unicodedata.name(letter, "").split(" ")[0]
    return name if letter.isalpha() and name in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN") else ""


@lru_cache(maxsize=1 << 16)
def scripts_of(word: str) -> frozenset[str]:
    """The scripts of a word's letters."""
    return frozenset(map(script_of, word)) - {""}


def odd_letters(word: str, own: str) -> list[tuple[int, str]]:
    """The letters of a word that are of another script than its own; parts joined by hyphens are words of their own."""
    odd = []
    for part in re.finditer(r"[^-‑]+", word):
        scripts = {script_of(letter) for letter in part[0]} - {""}
        if len(scripts) > 1:
            base = own if own in scripts else max(scripts, key=[script_of(letter) for letter in part[0]].count)
            odd += [
                (part.start() + at, letter) for at, letter in enumerate(part[0]) if script_of(letter) not in ("", base)
            ]
    return odd


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
