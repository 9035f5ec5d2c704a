"""The data of a language for the rules, from its file in `plugins/locales/data/` and from CLDR.

A language without a data file still has what CLDR says: names of months, signs of numbers, words for thousands and
millions, script. Rules that compare numbers and dates give only advice in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale

from plugins.content.settings.site_config import SiteLanguage
from plugins.locales.language import Language, load_language, words_by_number
from plugins.locales.letters import script_code

UNICODE_NAMES = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW"}

# Tables of words by number that only a data file has.
TABLES = ("stems", "compounds", "shares")


# Compared by identity, so that what is found out about a word or a paragraph in a language can be kept.
@dataclass(frozen=True, eq=False)
class LanguageData:
    """One language as the rules need it, from its data `file`; `name` is its name in English, the language of messages.

    `script` is how Unicode names its letters ("LATIN"); `letters` what is typed for a letter that a keyboard lacks
    (`dj` for `đ`); `numbers`, `scales`, `stems` with `endings`, `compounds` and `shares` what words stand for which
    numbers, with `joiners` between their parts; `months` every form of a month's name, `whole_months` without the
    abbreviated ones, `weekdays` of a day's, from 0 for Monday, `has_capital_days` whether these begin with a capital,
    `date_pattern` how CLDR writes a date; `variants` the letters of the language's other standard form with those of
    its own; `decimal` and `group` a number's signs.
    """

    file: Language
    name: str
    script: str
    months: Mapping[str, int]
    decimal: str
    group: str
    afternoon: frozenset[str]
    cldr: str = ""
    weekdays: Mapping[str, int] = field(default_factory=dict)
    whole_months: Mapping[str, int] = field(default_factory=dict)
    has_capital_days: bool = False
    date_pattern: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    dictionary: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    stems: Mapping[str, int] = field(default_factory=dict)
    compounds: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    short_scales: Mapping[str, int] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)
    endings: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()

    def words(self, section: str, name: str) -> frozenset[str]:
        """A list of words in a section of the language's data file; empty where it has none."""
        return frozenset(self.file.section(section).get(name, ()))


def read_language_data(languages: Iterable[SiteLanguage]) -> dict[str, LanguageData]:
    """The data of every language of the site, by its code."""
    return {language.code: _language_data(load_language(language.code), language.cldr) for language in languages}


@lru_cache(maxsize=64)
def _language_data(language: Language, cldr: str) -> LanguageData:
    locale = Locale.parse(cldr)
    numbers, spelling = language.section("numbers"), language.section("spelling")
    # A wrongly restored letter would be an error in every text, so this needs a reviewed section.
    letters = spelling.get("letters", {}) if language.is_reviewed("spelling") else {}
    signs = locale.number_symbols.get("latn", {})
    return LanguageData(
        file=language,
        name=str(locale.get_language_name("en")),
        script=UNICODE_NAMES.get(script_code(cldr), script_code(cldr).upper()),
        months=language.months(cldr),
        decimal=str(signs.get("decimal", ".")),
        group=str(signs.get("group", ",")),
        afternoon=_afternoon(locale),
        cldr=cldr,
        weekdays=language.weekdays(cldr),
        whole_months=language.months(cldr, abbreviated=False),
        date_pattern=str(locale.date_formats["long"].pattern),
        has_capital_days=str(locale.months["format"]["wide"][1]).istitle(),
        variants=dict(spelling.get("variants", {})),
        dictionary=str(spelling.get("dictionary", "")),
        joiners=frozenset(numbers.get("joiners", ())),
        endings=frozenset(numbers.get("endings", ())),
        letters=dict(letters),
        numbers=words_by_number(numbers.get("words", {})),
        scales=language.scales(cldr),
        short_scales=language.short_scales(cldr),
        **{name: words_by_number(numbers.get(name, {})) for name in TABLES},
    )


def _afternoon(locale: Locale) -> frozenset[str]:
    names = (period.get("pm", "") for widths in locale.day_periods.values() for period in widths.values())
    return frozenset(name.casefold().replace(".", "") for name in names if len(name) > 1)
