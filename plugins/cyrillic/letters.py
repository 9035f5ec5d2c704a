"""The two Serbian alphabets, letter by letter, independent of words.

`letters_to_cyrillic` and `letters_to_latin` are each other's inverse on words whose capitals are regular (`ljubav`,
`Ljubav`, `LJUBAV`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from .rules import read_sections

LATIN = "abcčćdđefghijklmnoprsštuvzž"
CYRILLIC = "абцчћдђефгхијклмнопрсштувзж"
DIGRAPHS = {"dž": "џ", "lj": "љ", "nj": "њ"}
MORPHEME_BOUNDARY = "\0"
"""Stands inside `n|j`, `d|ž` where the two are separate letters; it is not in any result."""

DIGRAPH = re.compile("dž|Dž|DŽ|lj|Lj|LJ|nj|Nj|NJ")
# The Icelandic eth, and a letter of African languages, look like đ in capitals: old fonts and keyboards have them.
ETH = str.maketrans("ðÐƉ", "đĐĐ")
SINGLE_LETTERS = str.maketrans(LATIN + LATIN.upper() + "ðÐ", CYRILLIC + CYRILLIC.upper() + "ђЂ") | {
    ord(MORPHEME_BOUNDARY): None
}
# As Unicode takes them apart: dž, lj and nj in small letters, in capitals, and with a capital first.
ONE_CODE_POINT = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(ord("Ǆ"), ord("ǌ") + 1)}
ANY_ONE_CODE_POINT = re.compile("[Ǆ-ǌ]")
LATIN_OF = {cyrillic: latin for latin, cyrillic in zip(LATIN, CYRILLIC, strict=True)}
LATIN_OF |= {cyrillic: latin for latin, cyrillic in DIGRAPHS.items()}
LATIN_OF |= {cyrillic.upper(): latin.capitalize() for cyrillic, latin in LATIN_OF.items()}
TO_LATIN = str.maketrans(LATIN_OF)
CAPITAL_DIGRAPH = re.compile("[ЉЊЏ]")

CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
SERBIAN_LETTERS = re.compile(f"[{LATIN}ð{LATIN.upper()}Ð]+")
SERBIAN_MARKS = re.compile("[ćčđšžĆČĐŠŽ]")

# Letters that look alike in the two scripts, but for `у`, which no Serbian word has for `y`. In a word with both
# scripts, the rarer ones are taken as typing mistakes.
LOOKS_LATIN = str.maketrans("аеорсхјѕіАВЕКМНОРСТХЈЅІ", "aeopcxjsiABEKMHOPCTXJSI")
# Those that also mean the same, in small letters too: in a word of Latin letters they are slips of the keyboard.
SLIPS = {
    ord(cyrillic): latin
    for cyrillic, latin in LATIN_OF.items()
    if LOOKS_LATIN.get(ord(cyrillic.upper())) == ord(latin[0].upper())
}
LOOKS_CYRILLIC = str.maketrans("aeopcyxjABEKMHOPCTYXJ", "аеорсухјАВЕКМНОРСТУХЈ")

# The longest tag within a word.
LONGEST_TAG = 200


class _TagsInWords:
    """Tags within a word: their text is read together with the text beside them."""

    @cached_property
    def single(self) -> re.Pattern[str]:
        lists = read_sections("html")
        names = "|".join(sorted(lists["inline"] - lists["code"] - lists["void"] - {"sup"}))
        return re.compile(rf"</?(?:{names})(?:\s[^<>]*)?>|<!--(?:[^-<>]|-(?!->))*-->", re.IGNORECASE)

    @cached_property
    def any_number(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.single.pattern})*", re.IGNORECASE)


TAGS = _TagsInWords()


def normalize(text: str) -> str:
    """The text in NFC, with the nine one-code-point digraphs (`ǆ`, `ǈ`, `Ǌ` …) written as two letters."""
    text = unicodedata.normalize("NFC", text)
    return text.translate(ONE_CODE_POINT) if ANY_ONE_CODE_POINT.search(text) else text


def letters_to_cyrillic(word: str) -> str:
    """A Latin word in Cyrillic letters; digraphs become one letter unless a `MORPHEME_BOUNDARY` separates them."""
    return DIGRAPH.sub(_digraph_to_cyrillic, word).translate(SINGLE_LETTERS)


def _digraph_to_cyrillic(match: re.Match[str]) -> str:
    letter = DIGRAPHS[match[0].lower()]
    return letter if match[0][0].islower() else letter.upper()


def letters_to_latin(text: str) -> str:
    """Serbian Cyrillic letters in Latin; `Љ` is `LJ` between capitals and `Lj` elsewhere.

    The neighbours of a letter are looked for beyond tags that can stand within a word, and no further: another
    paragraph or what is beyond a picture does not count.
    """
    # To look each letter up takes ten times as long as to find that none is Cyrillic.
    if not CYRILLIC_LETTER.search(text):
        return text
    return CAPITAL_DIGRAPH.sub(_digraph_to_latin, text).translate(TO_LATIN)


def _digraph_to_latin(match: re.Match[str]) -> str:
    pair = LATIN_OF[match[0]]
    after, before = _letter_after(match.string, match.end()), _letter_before(match.string, match.start())
    all_capitals = after.isupper() or (before.isupper() and not after.islower())
    return pair.upper() if all_capitals else pair


def _letter_after(text: str, position: int) -> str:
    if text[position : position + 1] == "<" and (tags := TAGS.any_number.match(text, position)):
        position = tags.end()
    return _cyrillic_or_empty(text[position : position + 1])


def _letter_before(text: str, position: int) -> str:
    while text[position - 1 : position] == ">":
        start = text.rfind("<", max(0, position - LONGEST_TAG), position)
        if start < 0 or not TAGS.single.fullmatch(text, start, position):
            break
        position = start
    return _cyrillic_or_empty(text[position - 1 : position] if position else "")


def _cyrillic_or_empty(letter: str) -> str:
    """The letter if it can be one of the same word; a Latin one is part of unconverted text."""
    return letter if "\u0400" <= letter <= "\u04ff" else ""


def in_one_script(word: str) -> str:
    """A word of Latin and Cyrillic letters, typed again in the script that most of its letters have.

    A letter of the other script becomes the one that looks like it, or else the one it stands for.
    """
    if len(CYRILLIC_LETTER.findall(word)) > len(LATIN_LETTER.findall(word)):
        return letters_to_cyrillic(word.translate(LOOKS_CYRILLIC))
    return letters_to_latin(word.translate(LOOKS_LATIN))
