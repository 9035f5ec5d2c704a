"""Types of settings: what is expected, in words, and the type that msgspec holds a value against.

Pelican reports a setting of a wrong type by an exception of the place that uses it, or falls back to its default
without a message. What is accepted here of Pelican's settings is what its documentation allows.
"""

from __future__ import annotations

import datetime as dt
import inspect
import os
import re
import string
from collections.abc import Callable, Mapping, Set
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Path = str | os.PathLike[str]


class SettingType(NamedTuple):
    """What is expected of a setting: in words, as a type, and as a further test of a value of that type, which may
    raise an error for one that does not pass."""

    expected: str
    type: Any
    test: Callable[[Any], object] = lambda value: True

    def accepts(self, value: Any) -> bool:
        """Whether a value is of this type."""
        return has_type(value, self.type) and _passes(self.test, value)


def has_type(value: Any, type_: Any) -> bool:
    """Whether a value is of a type as msgspec knows them; a tuple passes for a list, a set has no order and does
    not."""
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError:
        return False
    return not isinstance(value, Set)


def _passes(test: Callable[[Any], object], value: Any) -> bool:
    try:
        return bool(test(value))
    except (ValueError, TypeError, KeyError, OSError):
        return False


def _is_path(value: Any) -> bool:
    return isinstance(value, Path)


def _is_pattern(value: Any) -> bool:
    """Whether it is a path whose places, such as `{slug}`, can be filled in."""
    return _is_path(value) and all(name != "" for _, name, _, _ in string.Formatter().parse(os.fspath(value)))


def _is_output_path(value: Any) -> bool:
    """Whether it is such a path, and leads to no place outside the output."""
    return _is_pattern(value) and not os.path.isabs(value) and ".." not in os.fspath(value).split("/")


def _is_output_path_or_nothing(value: Any) -> bool:
    return value is None or value is False or _is_output_path(value)


def _are_path_metadata(value: Mapping[Any, Mapping[str, Any]]) -> bool:
    paths = [row[name] for row in value.values() for name in ("path", "save_as") if name in row]
    return all(map(_is_path, value)) and all(map(_is_output_path, paths))


def _are_options_of_jinja(value: Mapping[str, Any]) -> bool:
    from jinja2 import Environment

    if not set(value) <= set(inspect.signature(Environment).parameters):
        return False
    try:
        # It imports the extensions.
        return isinstance(value.get("extensions", ()), list | tuple) and bool(Environment(**value))
    except Exception:
        return False


class _Markdown(msgspec.Struct):
    extensions: list[Any] = []
    extension_configs: dict[str, dict[str, Any]] = {}


Table = dict[str, Any]
Rows = Annotated[dict[str, Table], Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0)]
Pairs = list[tuple[str, str]]

ANYTHING = SettingType("anything", Any)
"""The type of a setting that is checked where it is read."""
TEXT = SettingType("a text", str)
YES_OR_NO = SettingType("True or False", bool)
NAMES = SettingType("a list of texts", list[str])
PATHS = SettingType("a list of paths such as ['images']", list[Any], lambda value: all(map(_is_path, value)))
TABLE = SettingType("a table such as {'name': value}", Table)
FUNCTIONS = SettingType(
    "a table of functions such as {'name': function}", Table, lambda value: all(map(callable, value.values()))
)
ADDRESS = SettingType("a path such as '{slug}/', with names in braces", Any, _is_pattern)
FILE = SettingType(
    "a path such as '{slug}/index.html', with names in braces, or '' for none", Any, _is_output_path_or_nothing
)
FEED = SettingType("a path such as 'feeds/all.atom.xml', or None for no feed", Any, _is_output_path_or_nothing)
SHARE = SettingType(
    "a list of whatsapp, viber, telegram, mail, copy", list[Literal["whatsapp", "viber", "telegram", "mail", "copy"]]
)
COUNT = SettingType("a whole number, 0 or more", Count)
COUNT_OR_NONE = SettingType("a whole number, 0 or more, or None for no limit", Count | None)
FOLDER = SettingType(
    "the name of a folder", Any, lambda value: _is_path(value) and str(value) != "" and "\0" not in str(value)
)
ZONE = SettingType("a zone such as 'Europe/Belgrade'", str, ZoneInfo)
DAY = SettingType("a day such as '2023-01-01'", str, dt.date.fromisoformat)
SLUGS = SettingType(
    "a list of slugs such as ['local', 'global'], each once",
    list[str],
    lambda value: all(map(SLUG.fullmatch, value)) and len(set(value)) == len(value),
)
ENDINGS = SettingType(
    "a list of small endings without dots such as ['pdf', 'csv']", list[Annotated[str, Meta(pattern="^[a-z0-9]+$")]]
)
MEGABYTES = SettingType("a number above 0 and up to 1000", Annotated[float, Meta(gt=0, le=1000)])
MEGAPIXELS = SettingType("a number above 0 and up to 170", Annotated[float, Meta(gt=0, le=170)])
SITEMAP_LIMIT = SettingType("a number from 1 to 50000", Annotated[int, Meta(ge=1, le=50_000)])
SECONDS = SettingType("seconds since 1970", int | None)
LANGUAGE_TABLE = SettingType("a table such as {'xx': {'name': 'The name'}}", Rows)
EDITION_TABLE = SettingType("a table such as {'xx': {'language': 'xx', 'tag': 'xx', 'prefix': ''}}", Rows)
IMPORTED = SettingType("the name of something to import, such as 'package.module:function'", str, bool)
POLICY = SettingType("one of hide, link, notice", Literal["hide", "link", "notice"])
HUB = SettingType("an address that begins with https://, or ''", Annotated[str, Meta(pattern="^(https?://|$)")])
PLUGIN_NAMES = SettingType(
    "a list of names such as ['plugins.newsroom']",
    list[Any],
    lambda value: all(inspect.ismodule(one) or (isinstance(one, str) and one) for one in value),
)
MARKDOWN = SettingType("a table with 'extensions' and 'extension_configs'", _Markdown)
JINJA_ENVIRONMENT = SettingType("a table of the options of Jinja's Environment", Table, _are_options_of_jinja)
EXTRA_HTML = SettingType("a table such as {'iframe': ['src', 'title']}", dict[str, list[str]])
EXTRA_FIELDS = SettingType("a list of names such as ['series']", list[str])
GOAL_ADDRESS = SettingType("a path such as 'sdg/{number}/'", str)
GOAL_FILE = SettingType("a path such as 'sdg/{number}/', or nothing", str | None)
WORKERS = SettingType("a whole number of processes, or 0 for one on each processor", Count)
LOCALES = SettingType(
    "a locale such as 'en_GB.UTF-8', or a list of them", str | Annotated[list[str], Meta(min_length=1)]
)
PAGINATED = SettingType("a table such as {'index': None, 'tag': 10}", dict[str, int | Literal[False] | None])
PATTERNS = SettingType(
    "a list of three values each, such as [(1, '{name}{extension}', '{name}{extension}')]", list[tuple[int, str, str]]
)
WEB_ADDRESS = SettingType("an address such as 'https://news.example.org'", str | None)
PATH_METADATA = SettingType(
    "a table such as {'images/robots.txt': {'path': 'robots.txt'}}", dict[Any, Table], _are_path_metadata
)
TEMPLATE_FILES = SettingType(
    "a table such as {'src/about.html': 'about.html'}", Table, lambda value: all(map(_is_output_path, value.values()))
)
DATE_FORMS = SettingType("a table of languages with forms such as '%d %B %Y'", dict[str, str | tuple[str, str]])
LOG_MESSAGES = SettingType("a list of pairs such as [(logging.WARN, 'text')]", list[tuple[int, str]])
MENU = SettingType("a list of pairs such as [('Home', '/')]", Pairs)
