"""Context-dependent tokens: single letters, units and words in capitals."""

from __future__ import annotations

import re

from .letters import CAPITAL_DIGRAPH
from .rules import find_rule, find_words
from .word_rules import (
    ACRONYMS,
    ASK_NUMERAL,
    ASK_SPELLING,
    Conversion,
    convert_word,
    is_roman_numeral,
    is_word_in_capitals,
)

ALWAYS_UNITS = find_words("units", "always")
UNITS_AFTER_NUMBER = find_words("units", "after a number")
NUMBER_BEFORE = find_rule("units", "number before")
UNIT_BEFORE_SLASH = find_rule("units", "unit before a slash")
WORD_AFTER_UNIT = find_rule("units", "word after s and A")
ABBREVIATED_UNITS = find_words("units", "abbreviations before a full stop")

SENTENCE_START = find_rule("sentences", "sentence start")
PHRASE_END = find_rule("sentences", "phrase end")
LINE_OPENS = find_rule("sentences", "line that opens in capitals")
LINE_GOES_ON = find_rule("sentences", "what follows an opening in capitals")

INITIAL_BEFORE = find_rule("letters", "initial before")
INITIAL = find_rule("letters", "initial of a first name")
SURNAME = find_rule("letters", "initial of a surname")
FIRST_NAME = find_rule("letters", "first name before")
SYMBOL_AFTER = find_rule("letters", "symbol after a noun")
CLASS_WITH_PLUS = find_rule("letters", "class with a plus")
COMPASS_POINTS = find_words("letters", "compass points")
DEGREES_BEFORE = find_rule("letters", "degrees before")
DEGREES_AFTER = find_rule("letters", "degrees after")
COORDINATE_END = find_rule("letters", "end of a coordinate")
LATIN_CAPITALS_ALONE = find_words("letters", "capitals that stay Latin alone")
LATIN_SMALL_LETTERS_ALONE = find_words("letters", "small letters that stay Latin alone")
ABBREVIATION = find_rule("letters", "abbreviation or point of a list")
DIGRAPHS_ALONE = find_words("letters", "digraphs in capitals alone")

COUNTED_NOUN = find_rule("numerals", "noun that is counted")
NUMERALS_GO_ON = find_rule("numerals", "numerals after I")
ENDS_IN_CAPITALS = find_rule("numerals", "word in capitals before I")
BEGINS_IN_CAPITALS = find_rule("numerals", "word in capitals after I")

WORD = re.compile(r"[^\W\d_]+")


def convert_in_context(word: str, text: str, start: int, end: int) -> Conversion:
    """The conversion of the single letter, unit or word in capitals at `text[start:end]`."""
    if is_unit(word, text, start, end):
        return Conversion(word)
    if len(word) == 1:
        return _convert_letter(word, text, start, end)
    if word in DIGRAPHS_ALONE:
        return convert_word(word.capitalize())._replace(reason=ASK_SPELLING)
    return convert_word(word, is_all_caps(text, start, end)) if word.isupper() else convert_word(word)


def is_unit(word: str, text: str, start: int, end: int) -> bool:
    """True for a unit of measure, which keeps its Latin symbol: `5 m`, `km/h`, `°C`."""
    if word in ALWAYS_UNITS:
        return True
    before = text[max(0, start - 12) : start]
    if before.endswith("°"):
        return True
    if word not in UNITS_AFTER_NUMBER:
        return False
    return _follows_unit(before) or (
        bool(NUMBER_BEFORE.pattern.search(before)) and _is_measured(word, text[end : end + 12])
    )


def _follows_unit(before: str) -> bool:
    other = UNIT_BEFORE_SLASH.pattern.search(before)
    return other is not None and (other[1] in ALWAYS_UNITS | UNITS_AFTER_NUMBER or other[1][:1].isdigit())


def _is_measured(word: str, after: str) -> bool:
    if word in ABBREVIATED_UNITS:
        return not after.startswith(".") or after[1:2] in ("", "\n")
    return word not in ("s", "A") or not WORD_AFTER_UNIT.pattern.match(after)


def _convert_letter(letter: str, text: str, start: int, end: int) -> Conversion:
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if letter == "I":
        return _convert_capital_i(text, start, after)
    if letter.isupper() and (SYMBOL_AFTER.pattern.search(before) or _is_sign(letter, before, after)):
        return Conversion(letter)
    if letter in LATIN_CAPITALS_ALONE and not _is_initial(before, after):
        return Conversion(letter)
    if letter in LATIN_SMALL_LETTERS_ALONE and not ABBREVIATION.pattern.match(after):
        return Conversion(letter)
    return convert_word(letter)


def _is_sign(letter: str, before: str, after: str) -> bool:
    """True for a compass point at a coordinate (`44° N`, `E 20°`) and for a class with its plus (`A+`)."""
    if letter in COMPASS_POINTS and (
        DEGREES_AFTER.pattern.match(after)
        or (DEGREES_BEFORE.pattern.search(before) and COORDINATE_END.pattern.match(after))
    ):
        return True
    return bool(CLASS_WITH_PLUS.pattern.match(after))


def _is_initial(before: str, after: str) -> bool:
    if INITIAL.pattern.match(after) or (after.startswith(".") and INITIAL_BEFORE.pattern.search(before)):
        return True
    return bool(SURNAME.pattern.match(after)) and bool(FIRST_NAME.pattern.search(before))


def _convert_capital_i(text: str, start: int, after: str) -> Conversion:
    """`I` is an initial, the conjunction (`и`) at the start of a sentence or among capitals, or else a numeral."""
    before = text[max(0, start - 60) : start]
    ends_phrase = not WORD.match(PHRASE_END.pattern.split(after, maxsplit=1)[0].strip(" \u00a0,–-"))
    if _is_initial(before, after):
        return convert_word("I")
    if NUMERALS_GO_ON.pattern.match(after):
        return Conversion("I")
    if SENTENCE_START.pattern.search(before) and not ends_phrase:
        return convert_word("I")._replace(reason=ASK_NUMERAL if COUNTED_NOUN.pattern.match(after) else "")
    if ends_phrase or after.startswith(","):
        return Conversion("I")
    if is_all_caps(text, start, start + 1) or _joins_capitals(before, after):
        return convert_word("I")
    return Conversion("I")


def _joins_capitals(before: str, after: str) -> bool:
    """True between two words in capitals that are no numerals: `EU I UN`."""
    ends, begins = ENDS_IN_CAPITALS.pattern.search(before), BEGINS_IN_CAPITALS.pattern.match(after)
    return bool(ends and begins and not is_roman_numeral(ends[1]) and not is_roman_numeral(begins[1]))


def is_all_caps(text: str, start: int, end: int) -> bool:
    """True where the nearest word before or after, within the phrase, is a Serbian word in capitals."""
    before = PHRASE_END.pattern.split(text[max(0, start - 60) : start])[-1]
    after = PHRASE_END.pattern.split(text[end : end + 60], maxsplit=1)[0]
    near = _find_telling_words(before)[-1:] + _find_telling_words(after)[:1]
    # The initial Lj. is not in capitals, although it is one capital letter in Cyrillic.
    is_alone_with_numeral = not near and (before + after).isupper() and not CAPITAL_DIGRAPH.search(before + after)
    return is_alone_with_numeral or any(map(is_word_in_capitals, near)) or _opens_line(text, start, end)


def _opens_line(text: str, start: int, end: int) -> bool:
    line = text[max(0, start - 60) : start].rpartition("\n")[2]
    return end - start > 3 and bool(LINE_OPENS.pattern.fullmatch(line)) and bool(LINE_GOES_ON.pattern.match(text, end))


def _find_telling_words(phrase: str) -> list[str]:
    """The words of a phrase that show whether it is in capitals: no acronyms, numerals and single letters."""
    return [
        word for word in WORD.findall(phrase) if len(word) > 1 and word not in ACRONYMS and not is_roman_numeral(word)
    ]
