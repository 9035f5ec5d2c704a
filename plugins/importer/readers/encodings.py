"""Bytes to text, by byte order marks, declarations and letters; and a text put right that was read in a wrong encoding
and then saved, as "naÅ¡e" for "naše" and "Saviæ" for "Savić": what cannot be read back stays, and is asked about."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Collection

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from plugins.importer.document import CONTROLS
from plugins.locales.letters import scripts_of

CANDIDATES = ("cp1250", "cp1252", "iso8859-2", "cp1251")
NAMES = {"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "iso8859-2": "ISO-8859-2"}
WORD_BEYOND_ASCII = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
SAMPLE = 200_000


def decode(raw: bytes, letters: Collection[str]) -> tuple[str, str]:
    """The text and the encoding's name; `letters` are those of the site's languages, which weigh in its favour."""
    rest, marked = EncodingDetector.strip_byte_order_mark(raw)
    if marked:
        return rest.decode(marked, "replace"), "UTF-8 with a mark" if marked == "utf-8" else marked[:6].upper()
    for encoding in ("utf-16-le", "utf-16-be"):
        if _looks_wide(raw, encoding):
            return raw.decode(encoding, "replace"), "UTF-16"
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if _nearly_utf8(raw, error):
            return raw.decode("utf-8", "replace"), "UTF-8"
    declared = _declared_encoding(raw)
    names = (*CANDIDATES, declared) if declared else CANDIDATES
    best = max(names, key=lambda name: (_likelihood(raw, name, letters), name == declared))
    if _likelihood(raw, best, letters) <= 0:
        # No letter is one of the languages'.
        guess = from_bytes(raw[:SAMPLE]).best()
        best = guess.encoding if guess else "cp1252"
    return raw.decode(best, "replace"), NAMES.get(best, best)


def _declared_encoding(raw: bytes) -> str:
    name = EncodingDetector.find_declared_encoding(raw[:4096], is_html=True) or ""
    try:
        encoding = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    # A page that was saved in the author's own encoding often still declares UTF-8.
    return "" if encoding.startswith("utf") else encoding


def _looks_wide(raw: bytes, encoding: str) -> bool:
    """UTF-16 without a mark: every second byte of ordinary text is zero, or one of the same few values."""
    sample = raw[:2000]
    zeros = sample[1::2].count(0) if encoding == "utf-16-le" else sample[0::2].count(0)
    if len(raw) % 2 or len(sample) <= 8 or zeros <= 0.3 * len(sample) / 2 or sample.count(0) > zeros * 1.1:
        return False
    text = sample.decode(encoding, "replace")
    return sum(letter < "\u0800" or "\u2000" <= letter < "\u2100" for letter in text) > 0.95 * len(text)


def _nearly_utf8(raw: bytes, error: UnicodeDecodeError) -> bool:
    """UTF-8 with a few broken bytes, as when a page was cut off, rather than another encoding."""
    text = raw.decode("utf-8", "replace")
    good = sum(1 for letter in text if ord(letter) > 127 and letter != "\ufffd")
    return good > 3 * text.count("\ufffd") or (error.start >= len(raw) - 3 and good > 0)


def _likelihood(raw: bytes, encoding: str, letters: Collection[str]) -> float:
    """How many letters beyond ASCII are those of the languages, less the others: those of a word in two scripts, which
    the wrong code page makes, and control characters, are others too."""
    try:
        text = raw[:SAMPLE].decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return -1e9
    score = -2.0 * len(CONTROLS.findall(text))
    for word, count in Counter(WORD_BEYOND_ASCII.findall(text)).items():
        own = sum(letter in letters for letter in word.casefold() if not letter.isascii())
        others = sum(not letter.isascii() for letter in word) - own
        score += count * (own - others if len(scripts_of(word)) == 1 else -own - others)
    return score


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
        reread = _reread(text, right, wrong)
        if reread == text:
            continue
        before, after = Counter(text), Counter(reread)
        gained, lost = after - before, before - after
        own = sum(count for letter, count in gained.items() if letter.casefold() in letters)
        if right == "utf-8":
            if own >= FEWEST_OWN and not LOST_BYTE.search(reread):
                # Some texts were encoded twice.
                return repair(reread, letters)[0], "letters that were UTF-8 read in another encoding were put right"
        elif (
            own >= max(FEWEST_WRONG, SHARE_RIGHT * gained.total())
            and len({letter.casefold() for letter in gained}) >= FEWEST_DIFFERENT[right]
            # A text that has such letters already was read rightly.
            and not any(letter.casefold() in before for letter in gained)
            and sum(lost[letter] for letter in lost if letter.casefold() in letters) <= (1 - SHARE_RIGHT) * own
        ):
            return reread, f"letters of a text in {right} that had been read as {wrong} were put right"
    return text, ""


def _reread(text: str, right: str, wrong: str) -> str:
    """The text as it is in another encoding; each run of letters beyond ASCII that cannot have been in it stays."""
    # In UTF-8 a letter is several bytes, in the others one.
    letters = BEYOND_ASCII if right == "utf-8" else re.compile(BEYOND_ASCII.pattern.rstrip("+"))
    return letters.sub(lambda match: _decode(match[0], right, wrong), text)


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
    decoded = data.decode(right, "replace")
    return decoded if ORDINARY.fullmatch(decoded) else text
