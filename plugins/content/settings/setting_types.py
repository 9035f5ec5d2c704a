"""Types of all settings, checked in one place before anything uses them: the name, what is expected, and what came.

What a value means is checked by whoever reads it; here a value of the wrong type is refused, and a folder that is not
there or that another use would destroy.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.content.settings.pelican_types import (
    PELICAN_TYPES,
    TABLE,
    TEXT,
    YES_OR_NO,
    SettingType,
    is_list_of,
    is_table,
    is_text,
    is_whole,
    or_none,
)
from plugins.diagnostics import Message, SettingError

PLUGINS = Path(__file__).parents[2]
# Settings that name folders of which the output may be a part, but which it may not hold.
HELD = ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS")

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def _is_path(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and str(value) != "" and "\0" not in str(value)


def _is_table_of_texts(value: Any) -> bool:
    return is_table(value) and all(map(is_text, value.values()))


def _is_table_of_tables(value: Any) -> bool:
    return is_table(value) and all(map(is_table, value.values()))


def _is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_markdown(value: Any) -> bool:
    return (
        is_table(value)
        and isinstance(value.get("extensions", []), list | tuple)
        and _is_table_of_tables(value.get("extension_configs", {}))
    )


def _is_jinja_environment(value: Any) -> bool:
    from jinja2 import Environment

    if not is_table(value) or not set(value) <= set(inspect.signature(Environment).parameters):
        return False
    try:
        # It imports the extensions.
        return isinstance(value.get("extensions", ()), list | tuple) and bool(Environment(**value))
    except Exception:
        return False


FOLDER = SettingType("the name of a folder", _is_path)
PATH_OR_NOTHING = SettingType("a path such as 'sdg/{number}/', or nothing", or_none(is_text))
TYPES: Mapping[str, SettingType] = {
    **PELICAN_TYPES,
    "SITENAME": TEXT,
    "DIGEST_UNSUBSCRIBE": TEXT,
    "TIMEZONE": SettingType("a zone such as 'Europe/Belgrade'", _is_zone),
    **dict.fromkeys(("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH"), FOLDER),
    "LANGUAGES": SettingType("a table such as {'xx': {'name': 'The name'}}", _is_table_of_tables),
    "EDITIONS": SettingType(
        "a table such as {'xx': {'language': 'xx', 'tag': 'xx', 'prefix': ''}}", _is_table_of_tables
    ),
    "CATEGORIES": SettingType(
        "a list of slugs such as ['local', 'global']",
        is_list_of(lambda value: is_text(value) and SLUG.fullmatch(value) is not None),
    ),
    "READ_GOALS": SettingType(
        "the name of something to import, such as 'package.module:function'", lambda value: is_text(value) and value
    ),
    "PLUGINS": SettingType(
        "a list of names such as ['plugins.search']",
        is_list_of(lambda value: (is_text(value) and value != "") or isinstance(value, ModuleType)),
    ),
    "MARKDOWN": SettingType("a table with 'extensions' and 'extension_configs'", _is_markdown),
    "JINJA_ENVIRONMENT": SettingType("a table of the options of Jinja's Environment", _is_jinja_environment),
    "SDG_TITLES": TABLE,
    "EXTRA_HTML": SettingType(
        "a table such as {'iframe': ['src', 'title']}",
        lambda value: is_table(value) and all(map(is_list_of(is_text), value.values())),
    ),
    "EXTRA_FIELDS": SettingType("a list of names such as ['series']", is_list_of(is_text)),
    **dict.fromkeys(("SHOW_OUTDATED", "SOCIAL_CARDS", "SEARCH", "MARKDOWN_ALTERNATES"), YES_OR_NO),
    "FEED_ID_START": SettingType("a day such as '2023-01-01'", is_text),
    "WEBSUB_HUB": SettingType("an address that begins with https://, or ''", is_text),
    "SITEMAP_LIMIT": SettingType("a number from 1 to 50000", is_whole),
    "WORKERS": SettingType(
        "a whole number of processes, or 0 for one on each processor", lambda value: is_whole(value) and value >= 0
    ),
    "NOW": SettingType("seconds since 1970", or_none(is_whole)),
    **dict.fromkeys(("SDG_URL", "SDGS_URL"), SettingType("a path such as 'sdg/{number}/'", is_text)),
    **dict.fromkeys(("SDG_SAVE_AS", "SDGS_SAVE_AS", "SDG_JSON_SAVE_AS"), PATH_OR_NOTHING),
    **dict.fromkeys(("SDG_FEED_ATOM", "SDG_FEED_ATOM_URL"), PATH_OR_NOTHING),
}
"""Settings by name, this project's and Pelican's. Those that are not here are checked where they are read."""
ROW_TEXTS = {
    "LANGUAGES": ("name", "cldr", "quotes", "site_name", "tagline"),
    "EDITIONS": ("language", "tag", "prefix", "label", "cldr", "og_locale", "derived_from"),
}


def check_types(settings: Mapping[str, Any]) -> None:
    """Refuse the first setting of a wrong type; raises SettingError."""
    for name, expected in TYPES.items():
        if name in settings and not expected.accepts(settings[name]):
            raise SettingError(name, expected.expected, settings[name])
    for name, fields in ROW_TEXTS.items():
        for code, row in settings.get(name, {}).items():
            _check_row(name, code, row, fields)


def _check_row(name: str, code: str, row: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    """Refuse a language or edition whose code could be no part of a file's name, or that has a field of a wrong
    type."""
    if not CODE.fullmatch(code):
        raise SettingError(name, "codes of letters, digits and hyphens, such as 'sr-cyrl'", code)
    for field in fields:
        if field in row and not isinstance(row[field], str):
            raise SettingError(f"{name}[{code!r}][{field!r}]", "a text", row[field])
    if "script" in row and row["script"] is not None and not _is_table_of_texts(row["script"]):
        raise SettingError(
            f"{name}[{code!r}]['script']", "a table of functions such as {'text': 'module:function'}", row["script"]
        )


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


def _own_folder(other: str, holds: bool) -> Message:
    """What is expected of a folder that holds another, or is within it."""
    if holds:
        return Message("a folder of its own (it would hold {folder})", folder=f"{other}/")
    return Message("a folder of its own (it is inside {folder})", folder=f"{other}/")


def _holds(outer: str, inner: str) -> bool:
    return f"{inner}/".startswith(f"{outer.rstrip('/')}/")
