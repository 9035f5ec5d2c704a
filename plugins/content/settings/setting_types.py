"""Types of settings: what is expected, in words, and a test of a value.

Pelican reports a setting of a wrong type by an exception of the place that uses it, or falls back to its default
without a message. What is accepted here of Pelican's settings is what its documentation allows.
"""

from __future__ import annotations

import datetime as dt
import inspect
import os
import re
import string
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SettingType(NamedTuple):
    """What is expected of a setting, in words and as a test of its value."""

    expected: str
    accepts: Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """Whether it is a text."""
    return isinstance(value, str)


def is_whole(value: Any) -> bool:
    """Whether it is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_list_of(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A test for a list or tuple whose entries all pass a test."""
    return lambda value: isinstance(value, list | tuple) and all(map(accepts, value))


def is_table(value: Any) -> bool:
    """Whether it is a table whose names are texts."""
    return isinstance(value, Mapping) and all(map(is_text, value))


def is_table_of(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A test for a table whose names are texts and whose values all pass a test."""
    return lambda value: is_table(value) and all(map(accepts, value.values()))


def or_none(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A test that lets None pass too."""
    return lambda value: value is None or accepts(value)


def _has_rows(value: Any) -> bool:
    return is_table_of(is_table)(value) and len(value) > 0


def number_up_to(most: float) -> Callable[[Any], bool]:
    """A test for a number above 0."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most


def _or_nothing(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or value is False or accepts(value)


def _is_folder(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and str(value) != "" and "\0" not in str(value)


def _is_path(value: Any) -> bool:
    return isinstance(value, str | os.PathLike)


def _is_pattern(value: Any) -> bool:
    """Whether it is a path whose places, such as `{slug}`, can be filled in."""
    try:
        return _is_path(value) and all(name != "" for _, name, _, _ in string.Formatter().parse(os.fspath(value)))
    except (ValueError, TypeError):
        return False


def _is_output_path(value: Any) -> bool:
    """Whether it is such a path, and leads to no place outside the output."""
    return _is_pattern(value) and not os.path.isabs(value) and ".." not in os.fspath(value).split("/")


def _is_pair_of(first: Callable[[Any], bool], second: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list | tuple) and len(value) == 2 and first(value[0]) and second(value[1])


def _is_rule(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and is_whole(value[0]) and all(map(is_text, value[1:]))


def _is_path_metadata(value: Any) -> bool:
    return is_table(value) and all(_is_output_path(value[name]) for name in ("path", "save_as") if name in value)


def _is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _is_markdown(value: Any) -> bool:
    return (
        is_table(value)
        and isinstance(value.get("extensions", []), list | tuple)
        and is_table_of(is_table)(value.get("extension_configs", {}))
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


ANYTHING = SettingType("anything", lambda value: True)
"""The type of a setting that is checked where it is read."""
TEXT = SettingType("a text", is_text)
YES_OR_NO = SettingType("True or False", lambda value: isinstance(value, bool))
NAMES = SettingType("a list of texts", is_list_of(is_text))
PATHS = SettingType("a list of paths such as ['images']", is_list_of(_is_path))
TABLE = SettingType("a table such as {'name': value}", is_table)
FUNCTIONS = SettingType("a table of functions such as {'name': function}", is_table_of(callable))
ADDRESS = SettingType("a path such as '{slug}/', with names in braces", _is_pattern)
FILE = SettingType(
    "a path such as '{slug}/index.html', with names in braces, or '' for none", _or_nothing(_is_output_path)
)
FEED = SettingType("a path such as 'feeds/all.atom.xml', or None for no feed", _or_nothing(_is_output_path))
SHARED_WITH = ("whatsapp", "viber", "telegram", "mail", "copy")
SHARE = SettingType(f"a list of {', '.join(SHARED_WITH)}", is_list_of(lambda value: value in SHARED_WITH))
COUNT = SettingType("a whole number, 0 or more", lambda value: is_whole(value) and value >= 0)
COUNT_OR_NONE = SettingType("a whole number, 0 or more, or None for no limit", or_none(COUNT.accepts))
FOLDER = SettingType("the name of a folder", _is_folder)
ZONE = SettingType("a zone such as 'Europe/Belgrade'", _is_zone)
DAY = SettingType("a day such as '2023-01-01'", _is_day)
SLUGS = SettingType(
    "a list of slugs such as ['local', 'global'], each once",
    lambda value: (
        is_list_of(lambda slug: is_text(slug) and SLUG.fullmatch(slug) is not None)(value)
        and len(set(value)) == len(value)
    ),
)
ENDINGS = SettingType(
    "a list of small endings without dots such as ['pdf', 'csv']",
    is_list_of(lambda value: is_text(value) and re.fullmatch("[a-z0-9]+", value) is not None),
)
MEGABYTES = SettingType("a number above 0 and up to 1000", number_up_to(1000))
LANGUAGE_TABLE = SettingType("a table such as {'xx': {'name': 'The name'}}", _has_rows)
EDITION_TABLE = SettingType("a table such as {'xx': {'language': 'xx', 'tag': 'xx', 'prefix': ''}}", _has_rows)
IMPORTED = SettingType(
    "the name of something to import, such as 'package.module:function'", lambda value: is_text(value) and value != ""
)
POLICY = SettingType("one of hide, link, notice", lambda value: value in ("hide", "link", "notice"))
HUB = SettingType(
    "an address that begins with https://, or ''",
    lambda value: is_text(value) and (value == "" or value.startswith(("https://", "http://"))),
)
PLUGIN_NAMES = SettingType(
    "a list of names such as ['plugins.newsroom']",
    is_list_of(lambda value: (is_text(value) and value != "") or isinstance(value, ModuleType)),
)
MARKDOWN = SettingType("a table with 'extensions' and 'extension_configs'", _is_markdown)
JINJA_ENVIRONMENT = SettingType("a table of the options of Jinja's Environment", _is_jinja_environment)
EXTRA_HTML = SettingType("a table such as {'iframe': ['src', 'title']}", is_table_of(is_list_of(is_text)))
EXTRA_FIELDS = SettingType("a list of names such as ['series']", is_list_of(is_text))
GOAL_ADDRESS = SettingType("a path such as 'sdg/{number}/'", is_text)
GOAL_FILE = SettingType("a path such as 'sdg/{number}/', or nothing", or_none(is_text))
WORKERS = SettingType("a whole number of processes, or 0 for one on each processor", COUNT.accepts)
LOCALES = SettingType(
    "a locale such as 'en_GB.UTF-8', or a list of them",
    lambda value: is_text(value) or (is_list_of(is_text)(value) and len(value) > 0),
)
PAGINATED = SettingType("a table such as {'index': None, 'tag': 10}", is_table_of(_or_nothing(is_whole)))
PATTERNS = SettingType(
    "a list of three values each, such as [(1, '{name}{extension}', '{name}{extension}')]", is_list_of(_is_rule)
)
WEB_ADDRESS = SettingType("an address such as 'https://news.example.org'", or_none(is_text))
PATH_METADATA = SettingType(
    "a table such as {'images/robots.txt': {'path': 'robots.txt'}}",
    lambda value: (
        isinstance(value, Mapping) and all(map(_is_path, value)) and all(map(_is_path_metadata, value.values()))
    ),
)
TEMPLATE_FILES = SettingType("a table such as {'src/about.html': 'about.html'}", is_table_of(_is_output_path))
DATE_FORMS = SettingType(
    "a table of languages with forms such as '%d %B %Y'",
    is_table_of(lambda value: is_text(value) or _is_pair_of(is_text, is_text)(value)),
)
LOG_MESSAGES = SettingType(
    "a list of pairs such as [(logging.WARN, 'text')]", is_list_of(_is_pair_of(is_whole, is_text))
)
MENU = SettingType("a list of pairs such as [('Home', '/')]", is_list_of(_is_pair_of(is_text, is_text)))
