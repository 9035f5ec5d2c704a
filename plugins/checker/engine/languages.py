"""What a language's own rules are, from the file of its code in `facts/`; a language without a file has none.

Names of months, signs of numbers and scripts are not written there: they come from CLDR.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global

from plugins.content.config import Language

UNICODE_NAMES = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW"}

# Tables of words by number.
TABLES = ("numbers", "stems", "compounds", "scales", "short_scales", "shares")


@dataclass(frozen=True)
class Tongue:
    """One language as the rules need it; `name` is its name in English, the language of messages.

    `script` is how Unicode names its letters ("LATIN"); `common` its most frequent small words; `letters` what is
    typed for a letter that a keyboard lacks (`dj` for `đ`), `typed` short words so typed; `numbers`, `scales`,
    `stems`, `compounds` and `shares` what words stand for which numbers, with `joiners` between their parts;
    `between` what may follow a hanging hyphen, `doubled` what may stand twice in a row; `closing` signs that close
    a quotation besides the site's own; `months` every form of a month's name; `decimal` and `group` a number's
    signs.
    """

    code: str
    name: str
    script: str
    months: Mapping[str, int]
    decimal: str
    group: str
    afternoon: frozenset[str]
    dictionary: str = ""
    common: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    letters: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    stems: Mapping[str, int] = field(default_factory=dict)
    compounds: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    short_scales: Mapping[str, int] = field(default_factory=dict)
    and_half: tuple[str, ...] = ()
    half_of: tuple[str, ...] = ()
    shares: Mapping[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    doubled: frozenset[str] = frozenset()
    closing: str = ""
    typed: frozenset[str] = frozenset()


def read_tongues(languages: Iterable[Language]) -> dict[str, Tongue]:
    """The tongue of every language of the site, by its code."""
    return {language.code: _tongue(language.code, language.cldr) for language in languages}


@lru_cache(maxsize=64)
def _tongue(code: str, cldr: str) -> Tongue:
    written = _written(code)
    locale = Locale.parse(cldr)

    def words(name: str) -> frozenset[str]:
        return frozenset(written.get(name, ()))

    signs = locale.number_symbols.get("latn", {})
    return Tongue(
        code=code,
        name=str(locale.get_language_name("en")),
        script=UNICODE_NAMES.get(_script(locale), _script(locale).upper()),
        months=_months(locale, written.get("month_endings", {})),
        decimal=str(signs.get("decimal", ".")),
        group=str(signs.get("group", ",")),
        afternoon=_afternoon(locale),
        dictionary=str(written.get("dictionary", "")),
        common=words("common"),
        vague=words("vague"),
        closing=str(written.get("closing", "")),
        typed=words("typed"),
        joiners=words("joiners"),
        between=words("between"),
        doubled=words("doubled"),
        letters=dict(written.get("letters", {})),
        **{name: _by_word(written.get(name, {})) for name in TABLES},
        and_half=tuple(written.get("and_half", ())),
        half_of=tuple(written.get("half_of", ())),
    )


def _written(code: str) -> dict[str, Any]:
    file = files("plugins.checker.engine").joinpath("facts", f"{code}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _by_word(table: Mapping[str, str]) -> dict[str, int]:
    """A table of words by number ("2": "two both") turned round."""
    return {word: int(number) for number, words in table.items() for word in words.split()}


def _script(locale: Locale) -> str:
    """The ISO code of a locale's script; CLDR leaves it out where it is the usual one."""
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    return locale.script or next((part for part in likely.split("_") if len(part) == 4), "")


def _months(locale: Locale, endings: Mapping[str, list[str]]) -> dict[str, int]:
    """Every name that CLDR has for a month, and its inflected forms: an ending and what may stand in its place."""
    forms: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                name = name.casefold().rstrip(".")
                forms[name] = number
                for ending, others in endings.items() if width == "wide" else ():
                    stem = name.removesuffix(ending) if ending else name
                    if stem != name or not ending:
                        forms.update({stem + other: number for other in others})
    return forms


def _afternoon(locale: Locale) -> frozenset[str]:
    names = (period.get("pm", "") for widths in locale.day_periods.values() for period in widths.values())
    return frozenset(name.casefold().replace(".", "") for name in names if len(name) > 1)
