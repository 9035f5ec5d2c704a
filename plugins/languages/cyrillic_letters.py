"""The two Serbian alphabets, letter by letter, with no knowledge of words.

`fused` and `to_latin` are each other's inverse on words whose capitals are regular (`ljubav`, `Ljubav`, `LJUBAV`).
"""

from __future__ import annotations

import re
import unicodedata

LATIN = "abcčćdđefghijklmnoprsštuvzž"
CYRILLIC = "абцчћдђефгхијклмнопрсштувзж"
DIGRAPHS = {"dž": "џ", "lj": "љ", "nj": "њ"}
SEAM = "\0"
"""Stands inside `n|j`, `d|ž` where two letters meet and do not make one; gone from the result."""

FUSION = re.compile("dž|Dž|DŽ|lj|Lj|LJ|nj|Nj|NJ")
SINGLE_LETTERS = str.maketrans(LATIN + LATIN.upper(), CYRILLIC + CYRILLIC.upper()) | {ord(SEAM): None}
ONE_CODE_POINT = str.maketrans({
    "ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ",
})  # fmt: skip
ANY_ONE_CODE_POINT = re.compile("[Ǆ-ǌ]")
BACK = {cyrillic: latin for latin, cyrillic in zip(LATIN, CYRILLIC, strict=True)}
BACK |= {cyrillic: latin for latin, cyrillic in DIGRAPHS.items()}
BACK |= {cyrillic.upper(): latin.capitalize() for cyrillic, latin in BACK.items()}
TO_LATIN = str.maketrans(BACK)
CAPITAL_DIGRAPH = re.compile("[ЉЊЏ]")
TAGS = re.compile(r"(?:<[^<>]*>)*")
TAGS_BACKWARDS = re.compile(r"(?:>[^<>]*<)*")


def normal(text: str) -> str:
    """The text in NFC, with the nine one-code-point digraphs (`ǆ`, `ǈ`, `Ǌ` …) written as two letters."""
    text = unicodedata.normalize("NFC", text)
    return text.translate(ONE_CODE_POINT) if ANY_ONE_CODE_POINT.search(text) else text


def fused(word: str) -> str:
    """A Latin word in Cyrillic letters; digraphs become one letter unless a `SEAM` parts them."""
    return FUSION.sub(lambda pair: _one_letter(pair[0]), word).translate(SINGLE_LETTERS)


def _one_letter(pair: str) -> str:
    letter = DIGRAPHS[pair.lower()]
    return letter if pair[0].islower() else letter.upper()


def letters_to_latin(text: str) -> str:
    """Serbian Cyrillic letters in Latin; `Љ` is `LJ` between capitals and `Lj` elsewhere, looking through tags."""
    return CAPITAL_DIGRAPH.sub(_capital_digraph, text).translate(TO_LATIN)


def _capital_digraph(match: re.Match[str]) -> str:
    pair = BACK[match[0]]
    after = _letter_beside(match.string, match.end())
    before = _letter_beside(match.string[max(0, match.start() - 200) : match.start()][::-1], 0, TAGS_BACKWARDS)
    all_capitals = after.isupper() or (before.isupper() and not after.islower())
    return pair.upper() if all_capitals else pair


def _letter_beside(text: str, position: int, tags: re.Pattern[str] = TAGS) -> str:
    skipped = tags.match(text, position)
    end = skipped.end() if skipped else position
    return text[end : end + 1]
