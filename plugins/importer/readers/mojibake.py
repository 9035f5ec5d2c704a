"""Puts right a text that was once read in a wrong encoding and then saved: "naÅ¡e" for "naše", "Saviæ" for "Savić".

Only what can be read back is changed: where a byte was lost, the text stays as it is, and the report asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

# In each of these a byte is one letter.
SINGLE_BYTE = ("cp1252", "cp1250", "cp1251", "latin-1")
# How a text was written and how it was read.
WRONG_PAIRS = (("cp1250", "cp1252"), ("iso8859-2", "latin-1"), ("cp1251", "cp1252"), ("iso8859-5", "latin-1"))
# How many letters must be wrong, by whether the text is in Cyrillic, where all are.
FEWEST_DIFFERENT = {"cp1250": 2, "iso8859-2": 2, "cp1251": 9, "iso8859-5": 9}
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
ENCODED_TWICE = 2
# The first byte of a letter whose second one is lost, as in "GrnÄari".
LOST_BYTE = re.compile(r"(?<=[^\W\d_A-Z])[ÃÄÅ]")
FEWEST_OWN, FEWEST_WRONG, SHARE_RIGHT = 2, 4, 0.95
# Letters of Europe, and signs.
ORDINARY = re.compile(r"[\x20-\x7e\u00a0-\u024f\u0400-\u04ff\u2000-\u22ff]+")


def repair(text: str, letters: Collection[str]) -> tuple[str, str]:
    """The text put right, and a note that says so ("" where nothing was changed); `letters` are those of the site's
    languages beyond ASCII, in small."""
    repaired = _repair_utf8(text, letters)
    if repaired != text:
        return repaired, "letters that were UTF-8 read in another encoding were put right"
    counts = Counter(text)
    for right, wrong in WRONG_PAIRS:
        if (found := _reread(text, counts, right, wrong, letters)) is not None:
            return found, f"letters of a text in {right} that had been read as {wrong} were put right"
    return text, ""


def _repair_utf8(text: str, letters: Collection[str]) -> str:
    """Each run of letters that are the bytes of UTF-8, as the text that these are; the text as it was where that does
    not make letters of the site's languages in some places."""
    found, own = text, 0

    def decode_run(match: re.Match[str]) -> str:
        nonlocal own
        for encoding in SINGLE_BYTE:
            better = _decode_pieces(_bytes_of(match[0], encoding))
            if better is not None and ORDINARY.fullmatch(better):
                own += any(letter.casefold() in letters for letter in better)
                return better
        return match[0]

    for _ in range(ENCODED_TWICE):
        found = BEYOND_ASCII.sub(decode_run, found)
    return found if own >= FEWEST_OWN and not LOST_BYTE.search(found) else text


def _decode_pieces(data: bytes | None) -> str | None:
    """The text of bytes that are UTF-8 throughout; None for others."""
    if data is None:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _bytes_of(text: str, encoding: str) -> bytes | None:
    """The bytes that a text was read from; None where it cannot have been. A byte without a letter stays a control
    character."""
    found = bytearray()
    for letter in text:
        try:
            found += letter.encode(encoding)
        except UnicodeEncodeError:
            if not "\x80" <= letter <= "\x9f":
                return None
            found.append(ord(letter))
    return bytes(found)


def _reread(text: str, counts: Mapping[str, int], right: str, wrong: str, letters: Collection[str]) -> str | None:
    """The text as it is in another encoding, where that makes letters of the site's languages of all that are none;
    None where it does not, or where the text has such letters already; `counts` are those of its characters."""
    table: dict[int, str] = {}
    good = bad = own = 0
    for letter, count in counts.items():
        data = _bytes_of(letter, wrong) if letter >= "\x80" and (letter.isprintable() or letter <= "\x9f") else None
        other = data.decode(right, "replace") if data else letter
        if other == letter:
            continue
        if other.casefold() in counts and not other.isascii():
            return None
        own += count * (letter.casefold() in letters)
        # Of signs such as « and ½ a text may have many.
        good += count * (other.casefold() in letters and letter.isalpha())
        bad += count * (other.casefold() not in letters)
        table[ord(letter)] = other
    right_before = own > (1 - SHARE_RIGHT) * good
    sure = (
        len({other.casefold() for other in table.values()}) >= FEWEST_DIFFERENT[right]
        and good >= FEWEST_WRONG
        and good >= SHARE_RIGHT * (good + bad)
        and not right_before
    )
    return text.translate(table) if sure else None
