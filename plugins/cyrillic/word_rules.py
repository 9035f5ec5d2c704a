"""Converts one word to Cyrillic, or reports that an editor should decide.

`convert_word` tries in this order: a letter that Serbian does not have, words in capitals (numerals, acronyms), mixed
capitals, words and groups of letters that are not Serbian, and at last Serbian spelling (`dj` for `đ`, and where `nj`
and `dž` are two letters). The rules are in `data/rules.toml`.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .letters import (
    CYRILLIC_LETTER,
    ETH,
    MORPHEME_BOUNDARY,
    SERBIAN_LETTERS,
    SERBIAN_MARKS,
    in_one_script,
    letters_to_cyrillic,
    letters_to_latin,
)
from .rules import any_rule, find_rule, find_rules, find_words, read_sections

ASK_ACRONYM = "acronym"
ASK_NUMERAL = "a numeral or a word"
ASK_BOUNDARY = "two letters or one"
ASK_SPELLING = "spelling"
ASK_SCRIPTS = "mixed scripts"
ASK_CAPITALS = "mixed capitals"


class Conversion(NamedTuple):
    """The conversion of a word.

    `reason` says why an editor should decide, and is empty where the rules are sure. `foreign` is true for a word of
    another language, `evidence` how much the word's letters speak for one.
    """

    text: str
    reason: str = ""
    foreign: bool = False
    evidence: float = 0.0


JOINT = re.compile("([-‐‑'’])")
CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@lru_cache(maxsize=1 << 17)
def convert_word(word: str, all_caps: bool = False) -> Conversion:
    """A word, or a chain of them with hyphens; `all_caps` says that the words beside it are in capitals."""
    if not JOINT.search(word):
        return _convert_part(word, all_caps)
    if is_listed_foreign(word) or ENGLISH_ENDING.pattern.fullmatch(word):
        return Conversion(word, foreign=True)
    return _convert_with_ending(word) or _convert_chain(word, all_caps)


def _convert_with_ending(word: str) -> Conversion | None:
    """The conversion of a foreign chain with a Serbian ending after its last hyphen (`McDonald's-u`); None for any
    other word."""
    at = max(word.rfind(hyphen) for hyphen in "-‐‑")
    head, ending = word[:at], word[at + 1 :]
    if at < 0 or not CHAIN_ENDING.pattern.fullmatch(ending) or not JOINT.search(head):
        return None
    is_foreign = is_listed_foreign(head) or ENGLISH_ENDING.pattern.fullmatch(head)
    stem = Conversion(head, foreign=True) if is_foreign else _convert_chain(head, False)
    if stem.text != head or not stem.foreign:
        return None
    return Conversion(word[: at + 1] + letters_to_cyrillic(ending), stem.reason, True)


def with_own_letters(word: str) -> str:
    """A word of another language as it is, but for a Serbian ending after a hyphen (`Google Maps-u`)."""
    head, hyphen, ending = word.rpartition("-")
    return head + hyphen + letters_to_cyrillic(ending) if head and CHAIN_ENDING.pattern.fullmatch(ending) else word


def _convert_chain(word: str, all_caps: bool) -> Conversion:
    parts = JOINT.split(word)
    if _is_designation(parts):
        return Conversion(word)
    # A Serbian word in capitals shows that the others are words too, and no acronyms.
    all_caps = all_caps or any(part.isupper() and is_word_by_its_marks(part) for part in parts[::2])
    results = [_convert_part(part, all_caps) if part else Conversion("") for part in parts]
    if any(result.foreign for result in results) and _is_foreign_chain(parts[::2], results[::2]):
        return Conversion(word, foreign=True)
    if _is_small_word_in_serbian(parts[::2], results[::2]):
        results = [
            _convert_serbian(part) if result.foreign else result for part, result in zip(parts, results, strict=True)
        ]
    if parts[0] in CAPITALS and parts[2].isupper() and len(parts[2]) > 1 and results[2].text == parts[2]:
        results[0] = Conversion(parts[0])
    reason = next((result.reason for result in results if result.reason), "")
    return Conversion("".join(result.text for result in results), reason, any(result.foreign for result in results))


def _is_designation(parts: list[str]) -> bool:
    """True for a model (`F-16`, `COVID-19`) and for numerals (`I-III`); a listed acronym is converted (`ЕУ-27`)."""
    if all(part.isdigit() or (part.isupper() and is_roman_numeral(part)) for part in parts[::2]):
        return True
    head, tail = parts[0], parts[2]
    if not tail[:1].isdigit() or not (head.isupper() and head.isalpha()):
        return False
    return len(head) == 1 or ACRONYMS.get(head) is not AcronymScript.CYRILLIC


def _is_foreign_chain(parts: list[str], results: list[Conversion]) -> bool:
    """True where the other parts belong to the foreign one (`Wi-Fi`), and are not Serbian words or endings."""
    pairs = list(zip(parts, results, strict=True))
    others = [part for part, result in pairs if not result.foreign]
    if all(part.lower() in FOREIGN_PREFIXES for part, result in pairs if result.foreign):
        return False
    if any(_is_english_beside_foreign(part.lower()) for part in others):
        return True
    # A lone letter is a symbol (`x-osa`).
    shortest = 4 if any(result.foreign and len(part) > 1 for part, result in pairs) else 0
    return any(part[:1].isupper() or (len(part) < shortest and not _is_ending(part)) for part in others)


def _is_english_beside_foreign(word: str) -> bool:
    """True for a listed word and for its forms with a Serbian ending (`wild-carda`)."""
    return word in BESIDE_FOREIGN or any(
        word[:cut] in BESIDE_FOREIGN and FORM_ENDING.pattern.fullmatch(word, cut) for cut in range(4, len(word))
    )


def _is_ending(part: str) -> bool:
    return bool(CASE_ENDING.pattern.fullmatch(part) or CHAIN_ENDING.pattern.fullmatch(part))


def _is_small_word_in_serbian(parts: list[str], results: list[Conversion]) -> bool:
    """True for a chain whose only foreign part is spelled as in Serbian too (`plej-of`)."""
    foreign = [part.lower() for part, result in zip(parts, results, strict=True) if result.foreign]
    return bool(foreign) and SERBIAN_IN_CHAINS.issuperset(foreign)


FOREIGN_PREFIXES = find_words("chains", "foreign prefix of any word")
BESIDE_FOREIGN = find_words("chains", "English words beside a foreign one")
SERBIAN_IN_CHAINS = find_words("chains", "foreign words that are Serbian beside Serbian ones")
CHAIN_ENDING = find_rule("chains", "case ending after a foreign chain")
NUMBER_WITH_ENDING = find_rule("endings", "number with an ending")
CASE_ENDING = find_rule("endings", "case ending")
ENGLISH_ENDING = find_rule("endings", "English ending after an apostrophe")


def _convert_part(word: str, all_caps: bool) -> Conversion:
    if not SERBIAN_LETTERS.fullmatch(word):
        return _convert_other_letters(word)
    if len(word) > 1 and word.isupper():
        return _convert_capitals(word, all_caps)
    if not (word.islower() or word[1:].islower()) and len(word) > 1:
        return _convert_mixed_capitals(word)
    if is_roman_numeral(word) and len(word) > 1 and word.islower():
        return Conversion(word)
    if is_listed_foreign(word) or has_foreign_group(word):
        return Conversion(word, foreign=True)
    return _convert_serbian(word)


def _convert_other_letters(word: str) -> Conversion:
    counted = NUMBER_WITH_ENDING.pattern.fullmatch(word)
    if counted:
        return Conversion(counted[1] + letters_to_cyrillic(counted[2]))
    if CYRILLIC_LETTER.search(word) and SERBIAN_LETTERS.search(word):
        whole = in_one_script(word)
        return Conversion(whole if CYRILLIC_LETTER.search(whole) else _convert_part(whole, False).text, ASK_SCRIPTS)
    return Conversion(word, foreign=word.isalpha() and not word.isupper() and not CYRILLIC_LETTER.search(word))


def _convert_serbian(word: str) -> Conversion:
    spelling = correct_dj(word.translate(ETH))
    text = letters_to_cyrillic(mark_morpheme_boundaries(spelling))
    if letters_to_latin(text) != word or has_doubtful_dj(spelling):
        return Conversion(text, ASK_SPELLING)
    return Conversion(text, ASK_BOUNDARY if has_doubtful_boundary(spelling) else "")


# Capitals: Roman numerals, acronyms, and Serbian words set in capitals in a heading.


class AcronymScript(Enum):
    """The script of an acronym by the list of acronyms."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"
    ASK = "ask"


ACRONYMS = {word: script for script in AcronymScript for word in find_words("acronyms", script.value)}
SHORT_WORDS = find_words("acronyms", "short words")
ROMAN_NUMERAL = find_rule("numerals", "roman numeral")
WORDS_LIKE_NUMERALS = find_words("numerals", "words in small letters")
NEVER_NUMERALS = find_words("numerals", "words in any letters")
WORDS_AMONG_CAPITALS = find_words("numerals", "words among words in capitals")
SYLLABIC_R = find_rule("capitals", "syllabic r")
PRONOUNCEABLE = find_rule("capitals", "pronounceable word")
SERBIAN_CAPITALS = find_rule("capitals", "letters of Serbian")
HALF_CAPITALS = find_rule("capitals", "half capitals")
ACRONYM_WITH_ENDING = find_rule("capitals", "acronym with an ending")
PLAIN_LATIN = str.maketrans("АЕИОУРЉЊЏСШЗЖНЛКПЈТДМВЦЋЂЧБГФХ", "AEIOURLNDSŠZŽNLKPJTDMVCĆĐČBGFH")


def is_roman_numeral(word: str) -> bool:
    """True for a Roman numeral that is not also a Serbian word, in capitals or small letters (`XIV`, `iii`)."""
    if word.islower() and word.upper() in WORDS_LIKE_NUMERALS:
        return False
    return bool(ROMAN_NUMERAL.pattern.fullmatch(word)) and word.upper() not in NEVER_NUMERALS


def is_pronounceable(word: str) -> bool:
    """True where the letters of a word in capitals can be spoken as a Serbian word (`TANJUG`, `VRT`; not `UNHCR`)."""
    letters = letters_to_cyrillic(word).translate(PLAIN_LATIN)
    return bool(PRONOUNCEABLE.pattern.fullmatch(SYLLABIC_R.pattern.sub("A", letters)))


def is_serbian_by_letters(word: str) -> bool:
    """True for a pronounceable word with a letter or digraph that few acronyms have (`MEĐU`, `LJUDI`)."""
    return bool(SERBIAN_CAPITALS.pattern.search(word)) and is_pronounceable(word)


def is_word_by_its_marks(word: str) -> bool:
    """True for a word in capitals that no acronym is: pronounceable, of more than three letters, and with a letter that
    only Serbian has."""
    return len(word) > 3 and word not in ACRONYMS and SERBIAN_MARKS.search(word) is not None and is_pronounceable(word)


def is_word_in_capitals(word: str) -> bool:
    """True for a Serbian word in capitals, which shows that the words beside it are in capitals too."""
    if not word.isupper() or len(word) < 2 or word in ACRONYMS or ROMAN_NUMERAL.pattern.fullmatch(word):
        return word in SHORT_WORDS and word.isupper()
    return word in SHORT_WORDS or is_serbian_by_letters(word) or (len(word) > 3 and is_pronounceable(word))


def _convert_capitals(word: str, all_caps: bool) -> Conversion:
    if word in ACRONYMS:
        return _convert_acronym(word)
    if is_roman_numeral(word) and not (all_caps and word in WORDS_AMONG_CAPITALS):
        return Conversion(word, ASK_NUMERAL if all_caps and word == "VI" else "")
    if len(word) > 3 and (is_listed_foreign(word) or has_foreign_group(word)):
        return Conversion(word, foreign=True)
    pronounceable = is_pronounceable(word)
    if pronounceable and (all_caps or word in SHORT_WORDS or is_serbian_by_letters(word)):
        return _convert_serbian(word)
    if SERBIAN_MARKS.search(word):
        return Conversion(letters_to_cyrillic(word))
    if all_caps:
        return Conversion(word, ASK_ACRONYM)
    is_long_word = len(word) > 4 and pronounceable
    return Conversion(letters_to_cyrillic(mark_morpheme_boundaries(word)) if is_long_word else word, ASK_ACRONYM)


def _convert_acronym(acronym: str) -> Conversion:
    script = ACRONYMS[acronym]
    if script is AcronymScript.CYRILLIC:
        return Conversion(letters_to_cyrillic(acronym))
    return Conversion(acronym, ASK_ACRONYM if script is AcronymScript.ASK else "")


def _convert_mixed_capitals(word: str) -> Conversion:
    if word in ACRONYMS:
        return _convert_acronym(word)
    if HALF_CAPITALS.pattern.fullmatch(word) and is_pronounceable(word.upper()):
        return _convert_serbian(word.upper())._replace(reason=ASK_SPELLING)
    inflected = ACRONYM_WITH_ENDING.pattern.fullmatch(word)
    if inflected and inflected[1] in ("LJ", "NJ", "DŽ"):
        return Conversion(letters_to_cyrillic(mark_morpheme_boundaries(word)), ASK_SPELLING)
    is_ending = inflected and CASE_ENDING.pattern.fullmatch(inflected[2])
    if inflected and is_ending and ACRONYMS.get(inflected[1]) is AcronymScript.CYRILLIC:
        return Conversion(letters_to_cyrillic(word))
    if is_listed_foreign(word) or has_foreign_group(word):
        return Conversion(word, foreign=True)
    return Conversion(word, ASK_CAPITALS)


# Words of other languages: by name, or by groups of letters that Serbian spelling does not have.

FOREIGN_WORDS = read_sections("foreign")[""]
FOREIGN_BEGINNINGS = frozenset(word[:4].lower() for word in FOREIGN_WORDS)
FOREIGN_GROUP = any_rule("foreign")
FORM_ENDING = find_rule("endings", "ending of a foreign word")


def is_listed_foreign(word: str) -> bool:
    """True for a word of `data/foreign.txt` and for its forms with a Serbian ending (`Facebooka`, `Viberom`)."""
    lower = word.lower()
    if lower[:4] not in FOREIGN_BEGINNINGS:
        return False
    if lower in FOREIGN_WORDS or word in FOREIGN_WORDS:
        return True
    cuts = range(max(5, len(lower) - 4), len(lower))
    return any(
        (lower[:cut] in FOREIGN_WORDS or word[:cut] in FOREIGN_WORDS) and FORM_ENDING.pattern.fullmatch(lower, cut)
        for cut in cuts
    )


def has_foreign_group(word: str) -> bool:
    """True where the letters are Serbian ones and their order is not."""
    return not SERBIAN_MARKS.search(word) and bool(FOREIGN_GROUP.pattern.search(word.lower()))


# `dj`: a misspelt `đ` (`medju`, `Djordje`), or `d` and `j` (`odjednom`, ijekavian `djelo`).

DJ = re.compile("[dD][jJ]")
MISSPELT_DJ = any_rule("dj")
TWO_LETTERS_DJ = any_rule("dj-two-letters")
PREFIX_BEFORE_J = find_rule("dj-two-letters", "prefix in d before j")
KNOWN_AFTER_PREFIX = find_rule("dj-questions", "stems after a prefix in d")


def correct_dj(word: str) -> str:
    """The word with `đ` for each `dj` that can be nothing else; other words come back as they are."""
    if not DJ.search(word):
        return word
    lower = word.lower()
    if TWO_LETTERS_DJ.pattern.match(lower):
        return word
    parts: list[str] = []
    position = 0
    for match in MISSPELT_DJ.pattern.finditer(lower):
        start = match.start()
        parts += (word[position:start], "đ" if word[start].islower() else "Đ")
        position = start + 2
    return "".join(parts) + word[position:]


def has_doubtful_dj(word: str) -> bool:
    """True where `dj` follows what may be a prefix and no known stem comes after (`nadju`: nađu or nad|j…?)."""
    lower = word.lower()
    return bool(PREFIX_BEFORE_J.pattern.match(lower)) and not KNOWN_AFTER_PREFIX.pattern.match(lower)


# Morpheme boundaries: where `n` + `j` and `d` + `ž` meet between two parts of a word and stay two letters.
#
# A digraph is one letter inside a stem, and two where a prefix meets it: `nad|živeti`, `in|jekcija`. A prefix alone
# proves little (`od|žaliti`, but `odžak`), so a rule names the prefix and the kind of stem that may follow.

BOUNDARY_RULES = find_rules("morpheme-boundaries")
GUESSED_BOUNDARY = find_rule("morpheme-boundaries-questions", "unknown stem after a prefix that makes new words")
PREFIX_BEFORE_DZ = find_rule("morpheme-boundaries-questions", "prefix in d before ž")
KNOWN_DZ = find_rule("morpheme-boundaries-questions", "known words in dž")
PREFIX_BEFORE_NJ = find_rule("morpheme-boundaries-questions", "prefix in n before j")
KNOWN_NJ = find_rule("morpheme-boundaries-questions", "known words in nj")


def mark_morpheme_boundaries(word: str) -> str:
    """The word with a `MORPHEME_BOUNDARY` wherever two of its letters look like a digraph and are not one."""
    lower = word.lower()
    if not _may_have_boundary(lower):
        return word
    places = {match.start(1) for rule in (*BOUNDARY_RULES, GUESSED_BOUNDARY) for match in rule.pattern.finditer(lower)}
    cuts = [0, *sorted(places), len(word)]
    return MORPHEME_BOUNDARY.join(word[start:end] for start, end in pairwise(cuts))


def has_doubtful_boundary(word: str) -> bool:
    """True where a prefix may end inside a digraph and no rule knows the stem that follows."""
    lower = word.lower()
    if not _may_have_boundary(lower) or any(rule.pattern.search(lower) for rule in BOUNDARY_RULES):
        return False
    at_d = bool(PREFIX_BEFORE_DZ.pattern.match(lower)) and not KNOWN_DZ.pattern.match(lower)
    at_n = bool(PREFIX_BEFORE_NJ.pattern.match(lower)) and not KNOWN_NJ.pattern.match(lower)
    return at_d or at_n


def _may_have_boundary(lower: str) -> bool:
    return "nj" in lower or "dž" in lower


def suggest_spelling(word: str, conversion: str) -> str:
    """How to write a word that is spelled wrong or in letters of two scripts."""
    if CYRILLIC_LETTER.search(word):
        return in_one_script(word)
    spelling = letters_to_latin(conversion)
    return spelling if spelling != word else word.replace("dj", "đ")
