"""Words in capitals: Roman numerals, acronyms, and Serbian words set in capitals in a heading."""

from __future__ import annotations

import re
from enum import Enum

from .letters import fused
from .lists import sections

LISTS = sections("acronyms")
ROMAN = re.compile("(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
# Roman numerals only by their letters: mi, di, div, liv, vi, li, ci are words, and nobody counts to MI.
WORDS_LIKE_NUMERALS = frozenset({"MI", "DI", "DIV", "LIV", "VI", "LI", "CI"})
NEVER_NUMERALS = frozenset({"MI", "DI", "DIV", "CI"})
SHORT_WORDS = LISTS["short words"]
SYLLABIC_R = re.compile("(?<![AEIOU])R(?![AEIOU])")
ONSET = "(?:[^AEIOU]{0,2}|[SŠZŽ][^AEIOU]{2}|[^AEIOU]{0,2}R)"
CODA = "(?:[^AEIOU]?|[SŠ][TK]|[ZŽ]D|[NRLKPJ][TDSK]|KS|PS|R[MNV]|LM|NC|ŠT|ŠĆ|ŽĐ)"
READABLE = re.compile(f"{ONSET}(?:[AEIOU]+[^AEIOU]{{1,3}})*[AEIOU]+{CODA}")


class Decision(Enum):
    """What the list of acronyms says about one of them."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"
    ASK = "ask"


ACRONYMS = {word: decision for decision in Decision for word in LISTS[decision.value]}


def is_roman(word: str) -> bool:
    """True for a Roman numeral that is not also a Serbian word, in capitals or small letters (`XIV`, `iii`)."""
    if word.upper() in WORDS_LIKE_NUMERALS and word.islower():
        return False
    return bool(ROMAN.fullmatch(word)) and word.upper() not in NEVER_NUMERALS


def reads_as_word(word: str) -> bool:
    """True where the letters can be spoken as a Serbian word (`TANJUG`, `VRT`; not `UNHCR`)."""
    plain = fused(word).translate(str.maketrans("АЕИОУРЉЊЏСШЗЖНЛКПЈТДМВЦЋЂЧБГФХ", "AEIOURLNDSŠZŽNLKPJTDMVCĆĐČBGFH"))
    return bool(READABLE.fullmatch(SYLLABIC_R.sub("A", plain)))


def is_marked_serbian(word: str) -> bool:
    """True where a letter or digraph in it belongs to Serbian, as it does in few acronyms."""
    return bool(re.search("[ČĆĐŠŽ]|DŽ|LJ|NJ", word)) and reads_as_word(word)


def is_shouted_word(word: str) -> bool:
    """True for a word in capitals that shows its neighbours to be words in capitals too."""
    if not word.isupper() or len(word) < 2 or word in ACRONYMS or ROMAN.fullmatch(word):
        return word in SHORT_WORDS and word.isupper()
    return word in SHORT_WORDS or is_marked_serbian(word) or (len(word) > 3 and reads_as_word(word))
