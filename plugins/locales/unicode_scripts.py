"""Unicode scripts of letters, words with letters of two scripts, and misread letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Two letters of UTF-8 read as windows-1252: "Å¡" for "š".
MISREAD = re.compile(r"[ÃÄÅÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œ“”\u009d]|\ufffd")


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
