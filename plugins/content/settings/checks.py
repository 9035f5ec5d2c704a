"""Names and types of all settings, checked in one place before anything uses them: the name, what is expected, and what
came.

What a value means beyond that is checked by whoever reads it; here a misspelt name is refused, a value of the wrong
type, and a folder that is not there or that another use would destroy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.content.settings.setting_types import has_type
from plugins.content.settings.table import REFUSED, ROW_FIELDS, SETTINGS
from plugins.diagnostics import Message, SettingError
from plugins.diagnostics.errors import name_expected, nearest

PLUGINS = Path(__file__).parents[2]
# Settings that name folders of which the output may be a part, but which it may not hold.
HELD = ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS")
CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
# What another theme has not: a feed is made by a template, and words are in files.
OF_THEME = ("templates/feed.xml", "templates/base.html", "strings")
# Characters of a secret that cannot be guessed.
LONG_ENOUGH = 16
# How like a row's field, which no template reads, a name is that is taken for it misspelt.
LIKE_A_FIELD = 0.6


def check_names(settings: Mapping[str, Any]) -> None:
    """Refuse the first name that is nearly that of a setting; those of a site's own are welcome, since templates and
    plugins read them. Raises SettingError."""
    of_templates = {f"{name.upper()}_{end}" for name in _direct_templates(settings) for end in ("SAVE_AS", "URL")}
    known = {*SETTINGS, *REFUSED}
    for name in settings:
        if name.isupper() and name not in known | of_templates and (near := nearest(name, SETTINGS)):
            raise SettingError(name, name_expected(near), settings[name])
    for name, fields in ROW_FIELDS.items():
        for code, row in settings.get(name, {}).items():
            for field in row:
                if field not in fields and (near := nearest(field, fields, LIKE_A_FIELD)):
                    raise SettingError(f"{name}[{code!r}][{field!r}]", name_expected(near), row[field])


def _direct_templates(settings: Mapping[str, Any]) -> Iterable[str]:
    names = settings.get("DIRECT_TEMPLATES", ())
    return names if has_type(names, list[str]) else ()


SCRIPT = "a module that has SCRIPT, such as 'plugins.cyrillic', or such a table"
"""What is expected of the `script` of an edition."""


def check_types(settings: Mapping[str, Any]) -> None:
    """Refuse the first setting of a wrong type; raises SettingError."""
    for name, setting in SETTINGS.items():
        if name in settings and not setting.type.accepts(settings[name]):
            raise SettingError(name, setting.type.expected, settings[name])
    for name, fields in ROW_FIELDS.items():
        for code, row in settings.get(name, {}).items():
            _check_row(name, code, row, fields)


def _check_row(name: str, code: str, row: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    """Refuse a language or edition whose code could be no part of a file's name, or that has a field of a wrong
    type."""
    if not CODE.fullmatch(code):
        raise SettingError(name, "codes of letters, digits and hyphens, such as 'sr-cyrl'", code)
    for field in fields:
        if field != "script" and field in row and not isinstance(row[field], str):
            raise SettingError(f"{name}[{code!r}][{field!r}]", "a text", row[field])
    script = row.get("script")
    if not has_type(script, str | dict[str, str] | None):
        raise SettingError(f"{name}[{code!r}]['script']", SCRIPT, script)


def check_folders(settings: Mapping[str, Any], base: Path) -> None:
    """Refuse folders that are not there, and a cache or an output within what the site is made from or holding it: a
    build removes from the output what it did not write. Raises SettingError; `base` is where relative names begin."""
    places = {
        name: base / settings[name] for name in ("PATH", "THEME", "OUTPUT_PATH", "CACHE_PATH") if name in settings
    }
    for name, file in (("PATH", "."), ("THEME", "templates")):
        if name in places and not os.path.isdir(places[name] / file):
            needed = Message("a folder that is there, with {folder} in it", folder=f"{file}/")
            raise SettingError(name, needed if file != "." else "a folder that is there", str(settings[name]))
    real = {name: os.path.realpath(place) for name, place in places.items()}
    for name, others in (("OUTPUT_PATH", ("PATH", "THEME")), ("CACHE_PATH", ("PATH", "THEME", "OUTPUT_PATH"))):
        if name in real:
            apart = [*(real[other] for other in others if other in real), os.path.realpath(PLUGINS)]
            above = [os.path.realpath(base / str(folder)) for names in HELD for folder in settings.get(names) or ()]
            for other in apart + above:
                holds = _holds(real[name], other)
                if holds or (other in apart and _holds(other, real[name])):
                    raise SettingError(name, _own_folder(os.path.basename(other), holds), str(settings[name]))
    if "THEME" in places:
        _check_theme(places["THEME"])


def _check_theme(theme: Path) -> None:
    """Refuse a theme that is no copy of this one: its templates read names that no page has."""
    if not all((theme / name).exists() for name in OF_THEME):
        raise SettingError(
            "THEME", "Dvoglas's own theme; templates of your own lie in theme/site/templates", str(theme)
        )


def _own_folder(other: str, holds: bool) -> Message:
    """What is expected of a folder that holds another, or is within it."""
    if holds:
        return Message("a folder of its own (it would hold {folder})", folder=f"{other}/")
    return Message("a folder of its own (it is inside {folder})", folder=f"{other}/")


def _holds(outer: str, inner: str) -> bool:
    return f"{inner}/".startswith(f"{outer.rstrip('/')}/")


def check_secret(key: Any) -> None:
    """Refuse a PREVIEW_KEY that can be guessed; the error does not contain it."""
    if not isinstance(key, str) or 0 < len(key) < LONG_ENOUGH:
        came = f"one of {len(key)}" if isinstance(key, str) else type(key).__name__
        expected = Message("a secret word of at least {n} characters, or ''", n=LONG_ENOUGH)
        raise SettingError("PREVIEW_KEY", expected, came)


def check_address(url: Any) -> None:
    """Refuse a SITEURL with a path: the site's own links are root-relative."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        whole = f"{parts.scheme}://{parts.netloc}" == url and not re.search(r"\s", parts.netloc)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and whole
    except ValueError:
        good = False
    if not good:
        raise SettingError(
            "SITEURL", "an address without a path or a closing slash, such as 'https://news.example.org'", url
        )
