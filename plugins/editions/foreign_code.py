"""Code of a site's own that its settings bring: filters, globals, converters, functions that read fields.

What such code imports, reads or asks of the computer is not known, so no key can hold it: where there is any, a build
renders everything."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from plugins.editions.page_keys import NOT_IN_PAGES

# Modules whose functions and classes give the same for the same arguments, as long as their version is the same.
KNOWN = ("builtins.", "_operator.", "jinja2.", "markupsafe.", "markdown.", "pelican.", "plugins.")
UNKNOWN = ("pelican.plugins.", "plugins.site.")
PLAIN = (str, int, float, bytes, dt.date, dt.time, dt.timedelta, dt.tzinfo, PurePath, re.Pattern, type(None))


def find_foreign_code(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the settings that bring code of the site's own, in order."""
    seen = (name for name in settings if name.isupper() and name not in NOT_IN_PAGES)
    found = [name for name in seen if not _is_plain(settings[name])]
    named = [name for name, code in _named_code(settings) if not is_known(code.partition(":")[0])]
    return tuple(sorted({*found, *named}))


def _named_code(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The code that settings name, such as "package.module:function", with the names of the settings."""
    yield "READ_GOALS", str(settings.get("READ_GOALS", "plugins."))
    for row in settings.get("EDITIONS", {}).values():
        yield from (("EDITIONS", str(name)) for name in row.get("script", {}).values())
    for extension in settings.get("JINJA_ENVIRONMENT", {}).get("extensions", ()):
        yield "JINJA_ENVIRONMENT", extension if isinstance(extension, str) else "jinja2."


def is_known(module: str) -> bool:
    """Whether a module is this project's or a library's whose version is part of every key."""
    name = f"{module}."
    return name.startswith(KNOWN) and not name.startswith(UNKNOWN)


def _is_plain(value: object) -> bool:
    """Whether a value is data, or a function or class of known code."""
    if isinstance(value, PLAIN):
        return True
    if isinstance(value, Mapping):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_plain, value))
    # An object of a class of its own has the module of that class.
    return isinstance(value, type | type(is_known) | type(len)) and is_known(value.__module__ or "builtins")
