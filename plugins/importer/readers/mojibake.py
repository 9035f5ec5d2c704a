"""Puts right a text that was once read in a wrong encoding and then saved: "naÅ¡e" for "naše", "Saviæ" for "Savić".

Only what can be read back is changed: where a byte was lost, the text stays as it is, and the report asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

# How a text was written and how it was read; in each of the latter a byte is one letter.
WRONG_PAIRS = (
    *(("utf-8", wrong) for wrong in ("cp1252", "cp1250", "cp1251", "latin-1")),
    ("cp1250", "cp1252"), ("iso8859-2", "latin-1"), ("cp1251", "cp1252"), ("iso8859-5", "latin-1"),
)  # fmt: skip
# How many letters must be wrong, by whether the text is in Cyrillic, where all are.
FEWEST_DIFFERENT = {"cp1250": 2, "iso8859-2": 2, "cp1251": 9, "iso8859-5": 9}
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# The first byte of a letter whose second one is lost, as in "GrnÄari".
LOST_BYTE = re.compile(r"(?<=[^\W\d_A-Z])[ÃÄÅ]")
FEWEST_OWN, FEWEST_WRONG, SHARE_RIGHT = 2, 4, 0.95
# Letters of Europe, and signs.
ORDINARY = re.compile(r"[\x20-\x7e\u00a0-\u024f\u0400-\u04ff\u2000-\u22ff]+")


def repair(text: str, letters: Collection[str]) -> tuple[str, str]:
    """The text put right, and a note that says so ("" where nothing was changed); `letters` are those of the site's
    languages beyond ASCII, in small."""
    for right, wrong in WRONG_PAIRS if not text.isascii() else ():
        found = _reread(text, right, wrong)
        if found == text:
            continue
        before, after = Counter(text), Counter(found)
        gained, lost = after - before, before - after
        own = sum(count for letter, count in gained.items() if letter.casefold() in letters)
        if right == "utf-8":
            if own >= FEWEST_OWN and not LOST_BYTE.search(found):
                # Some texts were encoded twice.
                return repair(found, letters)[0], "letters that were UTF-8 read in another encoding were put right"
        elif (
            own >= max(FEWEST_WRONG, SHARE_RIGHT * gained.total())
            and len({letter.casefold() for letter in gained}) >= FEWEST_DIFFERENT[right]
            # A text that has such letters already was read rightly.
            and not any(letter.casefold() in before for letter in gained)
            and sum(lost[letter] for letter in lost if letter.casefold() in letters) <= (1 - SHARE_RIGHT) * own
        ):
            return found, f"letters of a text in {right} that had been read as {wrong} were put right"
    return text, ""


def _reread(text: str, right: str, wrong: str) -> str:
    """The text as it is in another encoding; each run of letters beyond ASCII that cannot have been in it stays."""

    def decode(match: re.Match[str]) -> str:
        pieces = match[0] if right != "utf-8" else [match[0]]
        return "".join(_decode(piece, right, wrong) for piece in pieces)

    return BEYOND_ASCII.sub(decode, text)


def _decode(text: str, right: str, wrong: str) -> str:
    data = bytearray()
    for letter in text:
        try:
            data += letter.encode(wrong)
        except UnicodeEncodeError:
            # A byte without a letter stays a control character.
            if not "\x80" <= letter <= "\x9f":
                return text
            data.append(ord(letter))
    found = data.decode(right, "replace")
    return found if ORDINARY.fullmatch(found) else text
