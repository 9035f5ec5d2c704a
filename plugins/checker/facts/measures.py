"""The words and signs that stand after an amount in a language: units, currencies, scales, as CLDR has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.localedata import LocaleDataDict, load

from plugins.checker.engine.language_data import LanguageData

OF_TIME = "duration-"
NO_UNIT: frozenset[str] = frozenset()
PATTERN = re.compile(r"\{0\}(?P<gap>[ \u00a0\u202f]?)(?P<word>°?[^\W\d_]+|[%‰°])")
LAST_WORD = re.compile(r"(?P<gap>)(?P<word>[^\W\d_]+|[€$£])$")
WHOLE = re.compile(r"(?P<gap>)(?P<word>.+ .+)")
# One letter right behind a number may be its ending: "1990s".
MEASURE = re.compile(r"(?:[ \u00a0\u202f-]|(?![^\W\d_]\b))(?P<word>°?[^\W\d_]+|[%‰°€$£])")
BEFORE = re.compile(r"(?:[€$£¥]|\b[A-Z]{3})[ \u00a0]?$")
TWO_WORDS = re.compile(r"[ \u00a0-](?P<word>[^\W\d_]+ [^\W\d_]+)")
# Words as short may be a letter of something else.
SHORTEST_GLUED = 2


@lru_cache(maxsize=64)
def units(language: LanguageData) -> Mapping[str, frozenset[str]]:
    """Every word, in small letters, every sign and every code that is a unit or a currency of the number beside it, to
    the names that CLDR has for what it may mean; without other frequent words than those for times."""
    names_by_word: defaultdict[str, set[str]] = defaultdict(set)
    for word, _, name, is_whole in _written_units(language):
        if word not in language.file.words or (is_whole and name.startswith(OF_TIME)):
            names_by_word[word].add(name)
        if name.isupper():
            names_by_word[name].add(name)
    for name, words in language.file.section("numbers").get("measures", {}).items():
        for word in words:
            names_by_word[word].add(name)
    return {word: frozenset(names) for word, names in names_by_word.items()}


@lru_cache(maxsize=64)
def spaced_units(language: LanguageData) -> frozenset[str]:
    """The units of letters that the language writes with a space behind the number, however short."""
    spaced = {word for word, gap, _, _ in _written_units(language) if gap and len(word) >= SHORTEST_GLUED}
    suffixes = language.file.section("calendar").get("day_suffixes", ())
    return frozenset(spaced).difference(suffixes, language.afternoon)


def _written_units(language: LanguageData) -> Iterator[tuple[str, str, str, bool]]:
    """Each word of CLDR for a unit or a currency, the space before it, what CLDR calls it, and whether it is whole."""
    plain: Any = load(str(Locale.parse(language.cldr)))
    data = LocaleDataDict(plain)
    forms = [
        (PATTERN, name, pattern, width == "long")
        for name, widths in data["unit_patterns"].items()
        for width, patterns in widths.items()
        for pattern in patterns.values()
    ]
    for code, words in data["currency_names_plural"].items():
        names = (*words.values(), data["currency_symbols"].get(code, ""))
        forms += [(pattern, code, word, True) for word in names for pattern in (LAST_WORD, WHOLE)]
    for pattern, name, text, is_whole in forms:
        if match := pattern.search(str(text)):
            yield match["word"].casefold(), match["gap"], name, is_whole


def unit_behind(text: str, end: int, language: LanguageData) -> tuple[frozenset[str], int]:
    """What the unit right behind a number may be, and where it ends; nothing where no unit stands there."""
    for pattern in (TWO_WORDS, MEASURE):
        match = pattern.match(text, end)
        word = match["word"] if match else ""
        if match and (names := units(language).get(word) or units(language).get(word.casefold())):
            return names, match.end()
    return NO_UNIT, end


def unit_beside(text: str, start: int, end: int, language: LanguageData) -> tuple[frozenset[str], int, int]:
    """What the unit behind a number, or else the currency before it, may be, and where both together begin and end."""
    names, stop = unit_behind(text, end, language)
    before = None if names else BEFORE.search(text, max(start - 4, 0), start)
    if before and (names := units(language).get(before[0].strip(), NO_UNIT)):
        return names, before.start(), end
    return names, start, stop


def is_measured(text: str, end: int, language: LanguageData) -> bool:
    """Whether a measure or a scale stands behind a number; hours have minutes, with a full stop before them in some
    languages ("14.30")."""
    match = MEASURE.match(text, end)
    if match and match["word"].casefold() in language.scales.keys() | language.short_scales.keys():
        return True
    return any(not name.startswith(OF_TIME) for name in unit_behind(text, end, language)[0])
