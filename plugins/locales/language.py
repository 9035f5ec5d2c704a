"""The data of one language: one file a language, `data/<code>.toml`, and one class, `Language`.

A site may have data files of its own in `plugins/site/languages/`: their sections replace those here. Each
section is parsed when it is first used:

    (top)        name in English, script, the second script that is stored in the first, quotation marks, yes and no
    detection    letters, words and their forms, a sample of ordinary prose, stems that distinguish related languages
    calendar     forms of the months' names that CLDR lacks, endings of days, words beside hours, words in dates
    numbers      number words, scales, shares, and the words between them
    spelling     dictionary, letters that keyboards lack, words that may be repeated, vague words of links
    meanings     words that mean one thing in every language: seasons, titles, "at least", "not"
    friends      words of another language, by its code, with those of this one that only look like them
    search       stop words, endings, irregular forms, letters folded into others
    importing    headings, labels, and the words of menus and mail programs around an article

What CLDR has (names of months, signs of numbers, names of thousands and millions) is not written down again. The
spellings of the Sustainable Development Goals stay in `plugins/sdg`, which works alone on any Pelican site. The strings
of the interface are in the theme: `theme/strings/`.

A section with `unreviewed = true` was made by `./inv language` and no speaker has read it: rules that use it only give
advice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.diagnostics.errors import SettingError
from plugins.diagnostics.site_files import read_site_text, shown_path
from plugins.diagnostics.toml_lines import TomlError, parse_toml
from plugins.system.digests import status_of

if TYPE_CHECKING:
    from babel import Locale

DATA = Path(__file__).parent / "data"
SITE_DATA = Path(__file__).parents[1] / "site" / "languages"
# Data for every language.
SHARED = "shared"
# A line that opens a table; its first name is that of the section.
TABLE = re.compile(r"^\[{1,2}\s*([\w-]+)[^\n]*\]{1,2}\s*$", re.M)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
Read = TypeVar("Read")


class _DetectionText(cached_property[Read]):
    """A text of the section `detection` by its name, as `read` gives it; "" where the file has none."""

    def __init__(self, read: Callable[[str], Read]) -> None:
        super().__init__(lambda language: read(str(language.section("detection").get(str(self.attrname), ""))))


@dataclass(frozen=True, eq=False)
class Language:
    """One language, from its data file; one without a file has empty sections.

    `name` is its name in English; `script` and `also` are "latin", "cyrillic" or "arabic". `parts` are the texts of the
    sections, by name.
    """

    code: str
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def _sections(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def section(self, name: str) -> Mapping[str, Any]:
        """The table of a section, parsed once; empty where the file has none."""
        if name not in self._sections:
            table = tomllib.loads(self.parts.get(name, ""))
            self._sections[name] = table.get(name, {}) if name else table
        return self._sections[name]

    def is_reviewed(self, name: str) -> bool:
        """Whether the language has that section, and a speaker has read it."""
        table = self.section(name)
        return bool(table) and not table.get("unreviewed", False)

    @cached_property
    def name(self) -> str:
        """Its name in English, or its code."""
        return str(self.section("").get("name", self.code))

    @cached_property
    def script(self) -> str:
        """The script that it is stored in; "" where no file says so."""
        return str(self.section("").get("script", ""))

    @cached_property
    def also(self) -> str:
        """A second script, which is stored in the first; "" where there is none."""
        return str(self.section("").get("also", ""))

    @cached_property
    def quotes(self) -> str:
        """The opening and the closing quotation mark."""
        return str(self.section("").get("quotes", "“”"))

    @cached_property
    def answers(self) -> tuple[str, str]:
        """The words for yes and for no; "" where no file says so."""
        top = self.section("")
        return str(top.get("yes", "")), str(top.get("no", ""))

    letters = _DetectionText(lambda text: frozenset(text))
    """The small letters of its alphabet."""
    words = _DetectionText(lambda text: tuple(text.split()))
    """Its most frequent words, the commonest first."""
    vocabulary = _DetectionText(lambda text: tuple(text.split()))
    """Other ordinary words, roughly the commonest first."""
    sample = _DetectionText(str)
    """Ordinary prose, for statistics of its letters."""
    like = _DetectionText(str)
    """The language that it shares nearly all words with, and whose words and sample it uses; or ""."""
    marks = _DetectionText(lambda text: frozenset(text.split()))
    """Stems that distinguish it from languages that are `like` it; one that ends with a full stop is a whole word."""
    hints = _DetectionText(lambda text: frozenset(text.split()))
    """Stems, as `marks`, that are much commoner in it than in the language that it is `like`, which has them too."""
    false_marks = _DetectionText(lambda text: frozenset(text.split()))
    """Stems, as `marks`, of words of its own that begin like the marks of languages that are `like` it."""
    adjectives = _DetectionText(lambda text: tuple(text.split()))
    """Endings of adjectives that are no names though they open one, as in "Svetska banka"."""

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """Endings, with "-" for none, to the stems that take them."""
        return dict(self.section("detection").get("forms", {}))

    @cached_property
    def near_languages(self) -> frozenset[str]:
        """Languages that single words cannot distinguish from it."""
        return frozenset(self.section("detection").get("near", ()))

    def list_forms(self) -> Iterator[str]:
        """Every form of the words that the data file writes as stems and endings."""
        for endings, stems in self.forms.items():
            for ending in endings.replace("-", "").split(" "):
                yield from (stem + ending for stem in stems.split())

    @cached_property
    def romanization(self) -> Mapping[str, str]:
        """The letters of the second script in those of the first."""
        return dict(self.section("detection").get("romanization", {}))

    def romanize(self, text: str) -> str:
        """The text with the letters of the second script in those of the first, in small letters."""
        return text.casefold().translate(self._table) if self._table else text.casefold()

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(dict(self.romanization))

    def months(self, cldr: str = "", abbreviated: bool = True) -> dict[str, int]:
        """Every form of a month's name, small and without a closing full stop, to 1-12: those of CLDR in the locale
        `cldr` (the language's own by default), with or without abbreviated ones, their inflected forms, and those that
        the data file adds."""
        calendar = self.section("calendar")
        endings: Mapping[str, list[str]] = calendar.get("endings", {})
        forms: dict[str, int] = {}
        for name, number, is_whole in _names(self.locale(cldr), "months"):
            if is_whole or abbreviated:
                forms[name] = number
            for ending, others in endings.items() if is_whole else ():
                stem = name.removesuffix(ending) if ending else name
                if stem != name or not ending:
                    forms.update({stem + other: number for other in others})
        for number, names in enumerate(calendar.get("month_forms", ()), 1):
            forms.update({name.casefold().rstrip("."): number for name in names})
        return forms

    def days(self, cldr: str = "") -> frozenset[str]:
        """The names of the days in CLDR, small and without a closing full stop."""
        return frozenset(name for name, _, _ in _names(self.locale(cldr), "days"))

    def weekdays(self, cldr: str = "") -> dict[str, int]:
        """Every form of a day's whole name, in small letters, to 0 (Monday) up to 6: those of CLDR, and those that the
        data file adds."""
        forms = {name: number for name, number, is_whole in _names(self.locale(cldr), "days") if is_whole}
        for number, names in enumerate(self.section("calendar").get("day_forms", ())):
            forms.update({name.casefold(): number for name in names})
        return forms

    def scales(self, cldr: str = "") -> dict[str, int]:
        """The words for thousands, millions and so on, to the number: the data file's, or else those of CLDR."""
        written = words_by_number(self.section("numbers").get("scales", {}))
        return written or _compact_names(self.locale(cldr), "long")

    def short_scales(self, cldr: str = "") -> dict[str, int]:
        """The abbreviated words ("m", "mlrd"), without a full stop."""
        written = words_by_number(self.section("numbers").get("short_scales", {}))
        return written or _compact_names(self.locale(cldr), "short")

    def locale(self, cldr: str = "") -> Locale | None:
        """The locale of CLDR by that name, or of the language's code; None where CLDR has none."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse((cldr or self.code).replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            return None


def load_language(code: str) -> Language:
    """The language of a code such as "sr": the engine's data file, with the sections of the site's own instead. It is
    the same object for as long as both files are."""
    return _load_language(code, tuple(_state(folder / f"{code}.toml") for folder in (DATA, SITE_DATA)))


def _state(file: Path) -> tuple[int, ...]:
    """What is another one when a file is; () where there is none."""
    try:
        return status_of(file)
    except OSError:
        return ()


@lru_cache(maxsize=64)
def _load_language(code: str, states: tuple[tuple[int, ...], ...]) -> Language:
    parts: dict[str, str] = {}
    for folder, state in zip((DATA, SITE_DATA), states, strict=True):
        file = folder / f"{code}.toml"
        if state:
            text = read_site_text(file)
            if file.parent == SITE_DATA:
                _check_toml(file, text)
            sections = split_sections(text)
            parts.update({name: text for name, text in sections.items() if name or tomllib.loads(text)})
    return Language(code, parts)


def _check_toml(file: Path, text: str) -> None:
    try:
        parse_toml(text)
    except TomlError as error:
        raise SettingError(f"{shown_path(file)}:{error.line}", "a TOML file", str(error)) from None


def known_codes() -> tuple[str, ...]:
    """The codes of all languages that have a data file, in order."""
    codes = {file.stem for folder in (DATA, SITE_DATA) for file in folder.glob("*.toml")}
    return tuple(sorted(codes - {SHARED}))


def split_sections(text: str) -> dict[str, str]:
    """The text of a data file by section, "" for what stands above the first; no line of a value may look like a
    table."""
    parts: dict[str, str] = {}
    begin, name = 0, ""
    for match in TABLE.finditer(text):
        parts[name] = parts.get(name, "") + text[begin : match.start()]
        begin, name = match.start(), match[1]
    parts[name] = parts.get(name, "") + text[begin:]
    return parts


def words_by_number(table: Mapping[str, str]) -> dict[str, int]:
    """The inverse of a table of words by number ("2": "two both")."""
    return {word: int(number) for number, words in table.items() for word in words.split()}


def _names(locale: Locale | None, kind: str) -> Iterator[tuple[str, int, bool]]:
    """Names of months or days in every use and width, their number, and whether they are whole."""
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in getattr(locale, kind)[use][width].items() if locale else ():
                yield name.casefold().rstrip("."), number, width == "wide"


def _compact_names(locale: Locale | None, width: str) -> dict[str, int]:
    """The words that CLDR puts after a number for its thousands, millions and so on."""
    numbers: dict[str, int] = {}
    for forms in (locale.compact_decimal_formats.get(width, {}) if locale else {}).values():
        for number, pattern in forms.items():
            word = re.sub(r"[0¤\s\u00a0'\u200f.]+", " ", str(getattr(pattern, "pattern", pattern))).strip().casefold()
            # "0" stands for one figure, "000" for three: only the pattern of the first names the scale itself.
            if word and " " not in word and str(getattr(pattern, "pattern", pattern)).count("0") == 1:
                numbers.setdefault(word, int(number))
    return numbers
