"""Addresses from titles."""

from __future__ import annotations

import re
import unicodedata

from plugins.cyrillic import to_latin

LONGEST = 60
# Letters that do not come apart into a plain letter and a mark.
PLAIN = str.maketrans(
    {"đ": "dj", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "", "'": ""}
)


def slug_of(title: str) -> str:
    """The title in small plain letters, digits and hyphens, cut between words; "" where it has no letters of the kind.

    >>> slug_of("Đaci iz Niša: „Čuvamo reku“")
    'djaci-iz-nisa-cuvamo-reku'
    """
    latin = to_latin(unicodedata.normalize("NFC", title)).casefold().translate(PLAIN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
