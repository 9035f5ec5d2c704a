"""Interface strings: one TOML file for each edition that is written by hand; a derived edition derives its own.

A string is text with `{name}` places, or a table of plural forms under CLDR's names (`one`, `few`, `other` …). The
theme's file is `theme/strings/<edition>.toml`; what a site changes, or in a language of its own, is in
`theme/site/strings/<edition>.toml`, key by key. Below both, the tables `goals` and `goals_full` are the titles that
`plugins/sdg/languages` has. Where a string is missing, or still begins with `[English]`, the English one stands in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from plugins.diagnostics import Diagnostic, Message, SettingError
from plugins.diagnostics.errors import name_expected, nearest
from plugins.diagnostics.site_files import read_site_text
from plugins.diagnostics.toml_lines import Keys, TomlError, line_of, lines_of, parse_toml
from plugins.sdg.titles import title_tables
from plugins.system.digests import digest_of

# The edition whose strings replace missing ones, by its file, and the prefix of untranslated strings in a file.
REFERENCE = Path("en.toml").stem
STAND_IN = "[English] "
# Names that the settings require; a missing one is an error.
OWN_SECTION = "categories"
# Shorter names are endings of files, numbers of goals and forms of plurals, which are alike by nature.
SHORTEST = 5
# Tables in one another: a plural in a table of names.
DEEPEST = 2


@dataclass(frozen=True)
class MissingString:
    """A string that is replaced by the English one: its key ("goals.3" in a table), and the English text."""

    path: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: no words yet for {self.key!r}; until then it says {self.text!r}"


class Strings:
    """The strings of one edition: `strings("key")`, `strings("key", n=5)` for a plural, `strings("key", name="x")`.

    `missing` are those replaced by the English ones.
    """

    def __init__(
        self, name: str, cldr: str, entries: Mapping[str, Any], missing: tuple[MissingString, ...] = ()
    ) -> None:
        self.name, self.entries, self.missing = name, entries, missing
        self.cldr = cldr
        self._plural = Locale.parse(cldr).plural_form
        self._numbers: dict[float, str] = {}
        self._stand_ins = {string.key for string in missing}
        # Most of what pages name, as it is.
        self._plain = {key: self._mark(key, text) for key, text in entries.items() if isinstance(text, str)}

    @cached_property
    def digest(self) -> str:
        """What changes with any of the strings."""
        return digest_of(json.dumps([self.cldr, self.entries], sort_keys=True, ensure_ascii=False))

    def __call__(self, key: str, n: float | None = None, **values: object) -> str:
        """The string of that key with its places filled in; KeyError where there is none."""
        if n is None and not values and key in self._plain:
            return self._plain[key]
        return self._mark(key, self._text(key, n, values))

    def _mark(self, key: str, text: str) -> str:
        return StandIn(text) if key in self._stand_ins else text

    def _text(self, key: str, n: float | None, values: dict[str, object]) -> str:
        entry = self.entries.get(key)
        if isinstance(entry, Mapping) and n is not None:
            entry = entry.get(self._plural(n), entry.get("other"))
        if not isinstance(entry, str):
            raise KeyError(f"theme/strings/{self.name}.toml has no string {key!r}")
        if n is not None:
            values["n"] = self.number(n)
        return entry.format(**values) if values else entry

    def number(self, value: float) -> str:
        """A number as this edition writes it: 1.200 in Serbian, 1,200 in English."""
        if value not in self._numbers:
            self._numbers[value] = str(format_decimal(value, locale=self.cldr))
        return self._numbers[value]

    def section(self, key: str) -> Mapping[str, str]:
        """A table of names, such as `categories`; a missing name raises an error that names it."""
        return Section(self.name, key, self.entries.get(key, {}))


class StandIn(str):
    """A text in the language of the reference, where an edition has none of its own yet."""

    __slots__ = ()
    tag = REFERENCE
    direction = Locale.parse(tag).text_direction


class Section(dict[str, str]):
    """A table of names whose errors name the file that lacks a name."""

    def __init__(self, name: str, key: str, entries: Mapping[str, str]) -> None:
        super().__init__(entries)
        self.name, self.key = name, key

    def __missing__(self, name: str) -> str:
        raise SettingError(
            f"theme/site/strings/{self.name}.toml [{self.key}]", Message("a name for {name!r}", name=name), sorted(self)
        )


def convert_strings(value: Any, convert: Callable[[str], str]) -> Any:
    """Convert all texts of a table of strings; `{places}` keep their names."""
    if isinstance(value, Mapping):
        return {key: convert_strings(entry, convert) for key, entry in value.items()}
    parts = str(value).replace("}", "{").split("{")
    return "".join(convert(part) if at % 2 == 0 else f"{{{part}}}" for at, part in enumerate(parts))


@dataclass(frozen=True)
class StringTable:
    """The strings of an edition's files, and those that are missing there. It is kept: do not change it."""

    entries: Mapping[str, Any]
    missing: tuple[MissingString, ...]


def read_strings(folder: Path, name: str) -> StringTable:
    """The strings of an edition: the theme's, those of the site instead of them, and English ones for what is missing.

    `folder` is the theme's `strings`. Raises SettingError where neither has a file for the edition.
    """
    texts = _texts(folder, name)
    if not texts:
        raise SettingError(
            "EDITIONS",
            Message("a file {file} for the edition {name!r}", file=f"theme/site/strings/{name}.toml", name=name),
            "no such file",
        )
    return _make_table(name, texts, _texts(folder, REFERENCE))


Texts = tuple[tuple[str, str], ...]
"""Files of strings: the path of each as a person knows it, and its text."""


# `serve` and the editor read them in each build and after each save.
@lru_cache(maxsize=16)
def _make_table(name: str, texts: Texts, reference_texts: Texts) -> StringTable:
    entries = _merge(name, texts)
    missing: dict[str, str] = {}
    last, text_of_last = texts[-1]
    reference = _merge(REFERENCE, reference_texts)
    of_theme, origin = _merge(REFERENCE, reference_texts[:1]), "".join(file for file, _ in reference_texts[:1])
    for file, text in texts:
        for keys, expected, value in _problems(_parse(file, text), of_theme, origin):
            place = f"{file}:{line_of(lines_of(text), keys)} [{'.'.join(keys)}]"
            raise SettingError(place, expected, value)
    for key, text in flat_strings(reference):
        section, _, entry = key.rpartition(".")
        if section == OWN_SECTION:
            continue
        table = entries.setdefault(section, {}) if section else entries
        present = table.get(entry)
        if present is None or _is_stand_in(present):
            table[entry] = _remove_mark(text)
            shown = text["other"] if isinstance(text, Mapping) else text
            missing[key] = str(shown).removeprefix(STAND_IN)
    for key, present in flat_strings(entries):
        section, _, entry = key.rpartition(".")
        if _is_stand_in(present):
            (entries[section] if section else entries)[entry] = _remove_mark(present)
    lines = lines_of(text_of_last) if missing else {}
    places = {key: line_of(lines, tuple(key.split("."))) for key in missing}
    return StringTable(entries, tuple(MissingString(last, places[key], key, text) for key, text in missing.items()))


def _problems(
    entries: Mapping[str, Any], reference: Mapping[str, Any], origin: str, section: Keys = ()
) -> Iterator[tuple[Keys, str, object]]:
    """What is neither a text nor a table of texts, or another of the two than in the reference; a key that is nearly
    one of the reference's, which `origin` is the file of, while those of a site's own are welcome; and a text with a
    place that nothing fills in: the keys of each, what is expected there, and what came."""
    # A language may have more forms of a plural than the reference, and a number is filled in in each.
    plural = reference.get("other")
    expected = "a text in quotation marks"
    for key, value in entries.items():
        keys, known = (*section, key), plural or reference.get(key)
        if len(section) == DEEPEST or not isinstance(value, str | Mapping):
            yield keys, expected, value
        elif known is None:
            is_own = section == (OWN_SECTION,) or len(key) < SHORTEST
            if not is_own and (near := nearest(key, reference)):
                # The mistake may be in either file.
                yield keys, name_expected(f"{near} ({origin})"), value
        elif isinstance(known, Mapping) != isinstance(value, Mapping):
            yield keys, "a table" if isinstance(known, Mapping) else expected, value
        elif isinstance(value, str):
            places = _places_of(f"{known}{{n}}" if plural else known)
            if not _places_of(value) <= places:
                yield keys, _braces_expected(places), value
        if isinstance(value, Mapping) and len(section) < DEEPEST:
            yield from _problems(value, known if isinstance(known, Mapping) else {}, origin, keys)


def _braces_expected(places: Set[str]) -> Message:
    shown = ", ".join(sorted(map("{{{}}}".format, places)))
    return Message("a text with no braces but {places}", places=shown) if shown else Message("a text without braces")


def _places_of(text: str) -> Set[str]:
    """The names in braces of a text; the text itself where one has more than a name, or the braces are in disorder."""
    try:
        parts = [part[1:] for part in Formatter().parse(text)]
    except ValueError:
        return {text}
    return {text if form or conversion else name for name, form, conversion in parts if name is not None}


def _texts(folder: Path, name: str) -> Texts:
    files = (folder / f"{name}.toml", site_strings(folder, name))
    return tuple((_name_of(file), read_site_text(file)) for file in files if file.exists())


def _merge(name: str, texts: Texts) -> dict[str, Any]:
    entries: dict[str, Any] = dict(title_tables(name) if texts else {})
    for file, text in texts:
        entries = merge_strings(entries, _parse(file, text))
    return entries


def _name_of(file: Path) -> str:
    """The path of a file of strings as a person knows it: `theme/strings/…` or `theme/site/strings/…`."""
    return "/".join(("theme", *file.parts[-3 if file.parent.parent.name == "site" else -2 :]))


def site_strings(folder: Path, name: str) -> Path:
    """The file of a site's own strings of an edition, beside the theme's folder `strings`."""
    return folder.parent / "site" / "strings" / f"{name}.toml"


def unread_strings(folder: Path, editions: Collection[str]) -> tuple[Diagnostic, ...]:
    """A warning for each file of a site's own strings that none of the editions reads which have a file; the English
    one is the reference."""
    files = sorted(site_strings(folder, REFERENCE).parent.glob("*.toml"))
    message = Message(
        "no edition has the words of this file: move them to that of one that people write ({names}), or delete it",
        names=", ".join(editions),
    )
    unread = (_name_of(file) for file in files if file.stem not in {*editions, REFERENCE})
    return tuple(Diagnostic(path, 1, 1, message, "unused-file", "warning") for path in unread)


def flat_strings(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each string with its key, those of a table of names as "table.name"; a plural is one string."""
    for key, value in table.items():
        if isinstance(value, Mapping) and "other" not in value:
            yield from ((f"{key}.{name}", text) for name, text in value.items())
        else:
            yield key, value


def merge_strings(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """The strings of both tables; where both have one, that of `above`, unless that is untranslated."""
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and "other" not in value:
            under = merged.get(key)
            merged[key] = merge_strings(under if isinstance(under, Mapping) else {}, value)
        elif key not in merged or not _is_stand_in(value):
            merged[key] = value
    return merged


def _is_stand_in(value: Any) -> bool:
    texts = value.values() if isinstance(value, Mapping) else [value]
    return any(str(text).startswith(STAND_IN) for text in texts)


def _remove_mark(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {form: _remove_mark(text) for form, text in value.items()}
    return str(value).removeprefix(STAND_IN)


_parse_toml = lru_cache(maxsize=32)(parse_toml)


def read_toml(file: Path) -> Mapping[str, Any]:
    """The table of a file of strings; do not change it, since it is kept. Raises SettingError."""
    return _parse(_name_of(file), read_site_text(file))


def _parse(file: str, text: str) -> Mapping[str, Any]:
    try:
        return _parse_toml(text)
    except TomlError as error:
        raise SettingError(f"{file}:{error.line}", "a TOML file", str(error)) from None
