"""Interface strings: one TOML file for each edition that is written by hand; a derived edition derives its own.

A string is text with `{name}` places, or a table of plural forms under CLDR's names (`one`, `few`, `other` …).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from plugins.diagnostics import SettingError


class Strings:
    """The strings of one edition: `strings("key")`, `strings("key", n=5)` for a plural, `strings("key", name="x")`."""

    def __init__(self, name: str, cldr: str, entries: Mapping[str, Any]) -> None:
        self.name, self.entries = name, entries
        self.cldr = cldr
        self._plural = Locale.parse(cldr).plural_form
        self._numbers: dict[float, str] = {}
        encoded = json.dumps([cldr, entries], sort_keys=True, ensure_ascii=False)
        self.digest = hashlib.blake2b(encoded.encode(), digest_size=16).hexdigest()

    def __call__(self, key: str, n: float | None = None, **values: object) -> str:
        """The string of that key with its places filled in; KeyError where there is none."""
        entry = self.entries.get(key)
        if type(entry) is str and n is None and not values:
            return entry
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
        """A table of names, such as `categories`; a name that is not there is an error that says so."""
        return Section(self.name, key, self.entries.get(key, {}))


class Section(dict[str, str]):
    """A table of names that says which file lacks a name."""

    def __init__(self, name: str, key: str, entries: Mapping[str, str]) -> None:
        super().__init__(entries)
        self.name, self.key = name, key

    def __missing__(self, name: str) -> str:
        raise SettingError(f"theme/strings/{self.name}.toml [{self.key}]", f"a name for {name!r}", sorted(self))


def converted(value: Any, convert: Callable[[str], str]) -> Any:
    """A table with all its texts converted; `{places}` keep their names."""
    if isinstance(value, Mapping):
        return {key: converted(entry, convert) for key, entry in value.items()}
    parts = str(value).replace("}", "{").split("{")
    return "".join(convert(part) if at % 2 == 0 else f"{{{part}}}" for at, part in enumerate(parts))


def read_table(folder: Path, name: str) -> dict[str, Any]:
    """The table of an edition's string file; raises SettingError."""
    file = folder / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingError(
            "EDITIONS", f"a file theme/strings/{name}.toml for the edition {name!r}", "no such file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"theme/strings/{name}.toml", "a TOML file", str(error)) from None
