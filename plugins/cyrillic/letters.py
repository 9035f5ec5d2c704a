"""The two Serbian alphabets, letter by letter, with no knowledge of words.

`fused` and `to_latin` are each other's inverse on words whose capitals are regular (`ljubav`, `Ljubav`, `LJUBAV`).
"""

from __future__ import annotations

import re
import unicodedata

from .lists import sections

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
HTML = sections("html")
# Tags within a word: what they hold is read on with what stands beside them.
WITHIN = "|".join(sorted(HTML["inline"] - HTML["code"] - HTML["void"] - {"sup"}))
TAG = re.compile(rf"</?(?:{WITHIN})(?:\s[^<>]*)?>|<!--(?:[^-<>]|-(?!->))*-->", re.IGNORECASE)
TAGS = re.compile(rf"(?:{TAG.pattern})*", re.IGNORECASE)
# Nobody writes longer tags within a word.
LONGEST_TAG = 200


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
    """Serbian Cyrillic letters in Latin; `Љ` is `LJ` between capitals and `Lj` elsewhere, looking through tags
    such as stand within a word: what is in another paragraph, or beyond a picture, says nothing of it."""
    return CAPITAL_DIGRAPH.sub(_capital_digraph, text).translate(TO_LATIN)


def _capital_digraph(match: re.Match[str]) -> str:
    pair = BACK[match[0]]
    after, before = _letter_after(match.string, match.end()), _letter_before(match.string, match.start())
    all_capitals = after.isupper() or (before.isupper() and not after.islower())
    return pair.upper() if all_capitals else pair


def _letter_after(text: str, position: int) -> str:
    tags = TAGS.match(text, position)
    end = tags.end() if tags else position
    return _cyrillic(text[end : end + 1])


def _letter_before(text: str, position: int) -> str:
    while text[position - 1 : position] == ">":
        start = text.rfind("<", max(0, position - LONGEST_TAG), position)
        if start < 0 or not TAG.fullmatch(text, start, position):
            break
        position = start
    return _cyrillic(text[position - 1 : position] if position else "")


def _cyrillic(letter: str) -> str:
    """The letter, where it can be one of the same word; a Latin one belongs to what was kept as it is."""
    return letter if "\u0400" <= letter <= "\u04ff" else ""
