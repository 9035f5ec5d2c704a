"""Tokens whose fate hangs on what stands beside them: single letters, units and words in capitals."""

from __future__ import annotations

import re

from .capitals import ACRONYMS, is_roman, is_shouted_word
from .letters import CAPITAL_DIGRAPH
from .lists import sections
from .words import ASK_NUMERAL, ASK_SPELLING, Verdict, verdict

UNITS = sections("units")
ALWAYS_UNITS = UNITS["always"]
UNITS_AFTER_NUMBER = UNITS["after a number"]
NUMBER_BEFORE = re.compile(r"\d[ \u00a0\u202f]?$")
UNIT_BEFORE_SLASH = re.compile(r"([^\W²³]+)[²³]?/$")
UNIT_AFTER_SLASH = re.compile(r"/(\w+)")
SENTENCE_START = re.compile("(?:^|[.!?:;…\n>]|[„“”»«\"'(\\[–—*#-])[\\s„“”»«\"'(\\[*_#-]*$")
INITIAL_BEFORE = re.compile(r"(?:^|[^\w.])(?:[A-ZČĆĐŠŽ]|Dž|Lj|Nj)\.[ \u00a0]?$")
INITIAL = re.compile(r"\.(?:[ \u00a0]?[A-ZČĆĐŠŽ]|[ \u00a0]?[a-zčćđšž]\.)")
# „Osumnjičeni Miloš C. priznaje” and „Ana V. (34)”, but not „Glava V. Uvod”.
SURNAME = re.compile(r"\.(?:[,)]| [(a-zčćđšž])")
FIRST_NAME = re.compile(r"(?<!\w)(?!Glava|Deo|Tačka|Poglavlje|Knjiga|Tom|Član|Sala)[A-ZČĆĐŠŽ][a-zčćđšž]+ $")
# The letters of vitamins, kinds of hepatitis and generations are symbols, as in B12.
SYMBOL_AFTER = re.compile(r"(?:[Vv]itamin|[Hh]epatitis|[Gg]eneracij)[a-z]{0,3} (?:[A-Z]\d{0,2}(?:, | i | ili |/))*$")
ABBREVIATION = re.compile(r"[.)]")
SIDES = frozenset("NSEW")
DEGREES = ("° ", "°\u00a0", "′", "′ ", "″", "″ ")
DEGREES_AFTER = re.compile(r" \d{1,3}(?:[.,]\d+)?°")
ENDS = re.compile(r"[\s,.;)]*(?:$|i |[NSEW]|\d|[,.;)])")
ONLY_LATIN_ALONE = frozenset("C V L")
LOWER_LATIN_ALONE = frozenset("c v l")
# Nouns that follow an ordinal: „I svetski rat“ is the first one, „I svetski lideri“ is a sentence with and.
COUNTED = re.compile(
    r"\s+(?:(?:svetski|balkanski|srpski|međunarodni)\s+(?:rat|ustanak|kongres|festival)|razred|stepen|kolo|deo|dio|faza|liga|zona"
    r"|kategorij|poglavlj|armij|korpus|mesn|krug|grup|kongres|odeljenj|kvartal|polugodišt|tromesečj|sprat|proletersk)"
)
NUMERALS_GO_ON = re.compile("(?:[–/]|, | i | ili | do )(?:[IVX]{2,}|[VX])(?!\\w)")
BREAK = re.compile(r"(?<!\d)\.|[!?:;„“”»«()|\n]")
ENDS_IN_CAPITALS = re.compile(r"(?<!\w)([A-ZČĆĐŠŽ]{2,}) $")
BEGINS_IN_CAPITALS = re.compile(r" ([A-ZČĆĐŠŽ]{2,})(?!\w)")
WORD = re.compile(r"[^\W\d_]+")
# „BEOGRAD, 28. maj – …“ and „HITNO: …“ open a line in capitals.
LINE_OPENS = re.compile(r"[*_>#\s„“\"]*(?:[A-ZČĆĐŠŽ]+ )*")
LINE_GOES_ON = re.compile(r"(?: [A-ZČĆĐŠŽ]{2,})*(?:, \d| [–—-] |: )")
DIGRAPH_ALONE = frozenset({"LJ", "NJ", "DŽ"})


def in_context(word: str, text: str, start: int, end: int) -> Verdict:
    """The verdict on a single letter, a unit or a word in capitals that stands at `text[start:end]`."""
    if is_unit(word, text, start, end):
        return Verdict(word)
    if len(word) == 1:
        return _single_letter(word, text, start, end)
    if word in DIGRAPH_ALONE:
        return verdict(word.capitalize())._replace(reason=ASK_SPELLING)
    return verdict(word, is_shouted(text, start, end)) if word.isupper() else verdict(word)


def is_unit(word: str, text: str, start: int, end: int) -> bool:
    """True for a unit of measure, which keeps its Latin symbol: `5 m`, `km/h`, `°C`."""
    if word in ALWAYS_UNITS:
        return True
    before = text[max(0, start - 12) : start]
    if before.endswith("°"):
        return True
    if word not in UNITS_AFTER_NUMBER:
        return False
    return _after_unit(before) or (bool(NUMBER_BEFORE.search(before)) and _is_measured(word, text[end : end + 12]))


def _after_unit(before: str) -> bool:
    other = UNIT_BEFORE_SLASH.search(before)
    return other is not None and (other[1] in ALWAYS_UNITS | UNITS_AFTER_NUMBER or other[1][:1].isdigit())


def _is_measured(word: str, after: str) -> bool:
    if word == "s":
        return not re.match(r"[ \u00a0][^\W\d_]", after)
    if word in ("g", "min", "t", "h"):
        return not after.startswith(".") or after[1:2] in ("", "\n")
    slashed = UNIT_AFTER_SLASH.match(after)
    return word != "A" or bool(slashed) or not re.match(r"[ \u00a0][^\W\d_]", after)


def _single_letter(letter: str, text: str, start: int, end: int) -> Verdict:
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if letter == "I":
        return _and_or_first(text, start, after)
    if letter.isupper() and (SYMBOL_AFTER.search(before) or _is_sign(letter, before, after)):
        return Verdict(letter)
    if letter in ONLY_LATIN_ALONE and not _is_initial(before, after):
        return Verdict(letter)
    if letter in LOWER_LATIN_ALONE and not ABBREVIATION.match(after):
        return Verdict(letter)
    return verdict(letter)


def _is_sign(letter: str, before: str, after: str) -> bool:
    """True for a side of the world at a coordinate (`44° N`, `E 20°`) and for a class with its plus (`A+`)."""
    if letter in SIDES and (DEGREES_AFTER.match(after) or (before.endswith(DEGREES) and ENDS.match(after))):
        return True
    return after.startswith("+")


def _is_initial(before: str, after: str) -> bool:
    if INITIAL.match(after) or (after.startswith(".") and INITIAL_BEFORE.search(before)):
        return True
    return bool(SURNAME.match(after)) and bool(FIRST_NAME.search(before))


def _and_or_first(text: str, start: int, after: str) -> Verdict:
    before = text[max(0, start - 60) : start]
    ends = not WORD.match(BREAK.split(after, maxsplit=1)[0].strip(" \u00a0,–-"))
    if _is_initial(before, after):
        return verdict("I")
    if NUMERALS_GO_ON.match(after):
        return Verdict("I")
    if SENTENCE_START.search(before) and not ends:
        return verdict("I")._replace(reason=ASK_NUMERAL if COUNTED.match(after) else "")
    if not ends and not after.startswith(",") and (is_shouted(text, start, start + 1) or _joins(before, after)):
        return verdict("I")
    return Verdict("I")


def _joins(before: str, after: str) -> bool:
    """True between two words in capitals that are no numerals: `EU I UN`."""
    ends, begins = ENDS_IN_CAPITALS.search(before), BEGINS_IN_CAPITALS.match(after)
    return bool(ends and begins and not is_roman(ends[1]) and not is_roman(begins[1]))


def is_shouted(text: str, start: int, end: int) -> bool:
    """True where the nearest word before or after, within the phrase, is a Serbian word in capitals."""
    before = BREAK.split(text[max(0, start - 60) : start])[-1]
    after = BREAK.split(text[end : end + 60], maxsplit=1)[0]
    near = _words(before)[-1:] + _words(after)[:1]
    # The initial Lj. is in no capitals, though its one Cyrillic letter looks so.
    alone_with_numeral = not near and (before + after).isupper() and not CAPITAL_DIGRAPH.search(before + after)
    return alone_with_numeral or any(map(is_shouted_word, near)) or _opens_line(text, start, end)


def _opens_line(text: str, start: int, end: int) -> bool:
    line = text[max(0, start - 60) : start].rpartition("\n")[2]
    return end - start > 3 and bool(LINE_OPENS.fullmatch(line)) and bool(LINE_GOES_ON.match(text, end))


def _words(phrase: str) -> list[str]:
    """The words of a phrase that can show whether it is set in capitals: no acronyms, numerals and single letters."""
    return [word for word in WORD.findall(phrase) if len(word) > 1 and word not in ACRONYMS and not is_roman(word)]
