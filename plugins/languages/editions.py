"""The table of languages and editions, read from `LANGUAGES` and `EDITIONS` in the settings.

Locale facts (direction, plural rules, dates) come from CLDR by way of Babel.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError

from plugins.languages.faults import SettingFault

PREFIX = re.compile(r"[a-z0-9-]*")


@dataclass(frozen=True)
class Language:
    """A language that editors write in."""

    code: str
    name: str
    direction: str
    cldr: str
    quotes: str
    site_name: str
    tagline: str


@dataclass(frozen=True)
class Edition:
    """One published version of the whole site.

    `tag` is its BCP 47 tag, `prefix` the folder of its addresses ("" at the root), `derived_from` the edition whose
    text it converts ("" where it is written by hand), `script` the functions that do so, by name (see `scripts.py`).
    """

    name: str
    language: str
    tag: str
    prefix: str
    label: str
    direction: str
    cldr: str
    og_locale: str
    derived_from: str
    script: Mapping[str, str]

    def path(self, address: str) -> str:
        """The root-relative path of an address of this edition: "news/x/" gives "/sr/news/x/"."""
        return f"/{self.prefix}/{address}" if self.prefix else f"/{address}"

    def save_as(self, address: str) -> str:
        """The file below this edition's own output folder that answers `address`."""
        return f"{address}index.html" if address == "" or address.endswith("/") else address


def read_languages(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Language]:
    """Languages by code, in the table's order; raises SettingFault."""
    if not isinstance(table, Mapping) or not table:
        raise SettingFault("LANGUAGES", "a table such as {'en': {'name': 'English'}}", table)
    return {code: _language(code, row) for code, row in table.items()}


def _language(code: str, row: Mapping[str, Any]) -> Language:
    cldr = str(row.get("cldr", code))
    locale = _locale(f"LANGUAGES[{code!r}]['cldr']", cldr)
    return Language(
        code=code,
        name=str(row.get("name", code)),
        direction=locale.text_direction,
        cldr=cldr,
        quotes=str(row.get("quotes", "“”")),
        site_name=str(row.get("site_name", "")),
        tagline=str(row.get("tagline", "")),
    )


def read_editions(table: Mapping[str, Mapping[str, Any]], languages: Mapping[str, Language]) -> tuple[Edition, ...]:
    """Editions in the table's order, the one at the root first; raises SettingFault."""
    if not isinstance(table, Mapping) or not table:
        raise SettingFault("EDITIONS", "a table such as {'en': {'language': 'en', 'tag': 'en', 'prefix': ''}}", table)
    editions = [_edition(name, row, table, languages) for name, row in table.items()]
    prefixes = [edition.prefix for edition in editions]
    if prefixes.count("") != 1 or len(set(prefixes)) != len(prefixes):
        raise SettingFault(
            "EDITIONS", "one edition with the prefix '' and all others with prefixes of their own", prefixes
        )
    return tuple(sorted(editions, key=lambda edition: edition.prefix != ""))


def _edition(
    name: str, row: Mapping[str, Any], table: Mapping[str, Mapping[str, Any]], languages: Mapping[str, Language]
) -> Edition:
    where = f"EDITIONS[{name!r}]"
    base = _base(where, row, table)
    language = str(row.get("language", table[base].get("language", base) if base else name))
    if language not in languages:
        raise SettingFault(f"{where}['language']", f"one of {', '.join(languages)}", language)
    prefix = str(row.get("prefix", name))
    if not PREFIX.fullmatch(prefix):
        raise SettingFault(f"{where}['prefix']", "small letters, digits and hyphens", prefix)
    tag = str(row.get("tag", language))
    cldr = str(row.get("cldr", languages[language].cldr))
    locale = _locale(f"{where}['cldr']", cldr)
    return Edition(
        name=name,
        language=language,
        tag=tag,
        prefix=prefix,
        label=str(row.get("label", languages[language].name)),
        direction=locale.text_direction,
        cldr=cldr,
        og_locale=str(row.get("og_locale", f"{locale.language}_{locale.territory or locale.language.upper()}")),
        derived_from=base,
        script=dict(row.get("script", {})),
    )


def _base(where: str, row: Mapping[str, Any], table: Mapping[str, Mapping[str, Any]]) -> str:
    base = str(row.get("derived_from", ""))
    if base and (base not in table or "derived_from" in table[base]):
        raise SettingFault(f"{where}['derived_from']", "the name of an edition that is written by hand", base)
    if base and not row.get("script"):
        expected = "a table of functions such as {'text': 'module:function'}"
        raise SettingFault(f"{where}['script']", expected, row.get("script"))
    return base


def _locale(name: str, cldr: str) -> Locale:
    try:
        return Locale.parse(cldr)
    except (ValueError, UnknownLocaleError):
        raise SettingFault(name, "a CLDR locale such as 'en_GB' or 'sr_Latn_RS'", cldr) from None


def named(setting: str, name: object) -> Any:
    """What a setting such as "package.module:function" names; raises SettingFault."""
    module, _, attribute = str(name).partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        raise SettingFault(
            setting, "the name of something to import, such as 'package.module:function'", name
        ) from None
