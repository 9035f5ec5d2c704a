"""Types of Pelican's own settings; `settings` checks them together with this project's.

Pelican reports a setting of a wrong type by an exception of the place that uses it, or falls back to its default
without a message. What is accepted here is what Pelican's documentation allows.
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


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


def _or_nothing(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or value is False or accepts(value)


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


def _is_expression(value: Any) -> bool:
    try:
        return is_text(value) and bool(re.compile(value))
    except re.error:
        return False


def _is_pair_of(first: Callable[[Any], bool], second: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list | tuple) and len(value) == 2 and first(value[0]) and second(value[1])


def _is_rule(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and is_whole(value[0]) and all(map(is_text, value[1:]))


def _is_path_metadata(value: Any) -> bool:
    return is_table(value) and all(_is_output_path(value[name]) for name in ("path", "save_as") if name in value)


def _is_metadata(value: Any) -> bool:
    return is_table(value) or is_list_of(_is_pair_of(is_text, lambda _: True))(value)


def _is_date(value: Any) -> bool:
    return value is None or is_text(value) or is_list_of(is_whole)(value)


def _is_count(value: Any) -> bool:
    return is_whole(value) and value >= 0


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
EXPRESSION = SettingType("a regular expression", _is_expression)
IDENTIFIER = SettingType("the name of a field, a list of such names, or None", _or_nothing(
    lambda value: is_text(value) or is_list_of(is_text)(value)
))  # fmt: skip
ORDER = SettingType("the name of a field, such as 'reversed-date', or a function", or_none(
    lambda value: is_text(value) or callable(value)
))  # fmt: skip
COUNT = SettingType("a whole number, 0 or more", _is_count)
SUBSTITUTIONS = SettingType(
    "a list of pairs such as [('[^a-z]', '-')], a regular expression and a text",
    is_list_of(_is_pair_of(_is_expression, is_text)),
)
PAGES = ("ARTICLE", "ARTICLE_LANG", "DRAFT", "DRAFT_LANG", "PAGE", "PAGE_LANG", "DRAFT_PAGE", "DRAFT_PAGE_LANG")
LISTS = ("STATIC", "CATEGORY", "TAG", "AUTHOR", "YEAR_ARCHIVE", "MONTH_ARCHIVE", "DAY_ARCHIVE")
FEEDS = ("FEED", "FEED_ALL", "CATEGORY_FEED", "AUTHOR_FEED", "TAG_FEED", "TRANSLATION_FEED")

PELICAN_TYPES: Mapping[str, SettingType] = {
    **dict.fromkeys(("DEFAULT_CATEGORY", "DEFAULT_LANG", "CSS_FILE", "OUTPUT_SOURCES_EXTENSION", "BIND"), TEXT),
    **dict.fromkeys(("DEFAULT_DATE_FORMAT", "THEME_STATIC_DIR", "SUMMARY_END_SUFFIX", "TYPOGRIFY_DASHES"), TEXT),
    **dict.fromkeys(("SLUGIFY_SOURCE", "CHECK_MODIFIED_METHOD", "CONTENT_CACHING_LAYER"), TEXT),
    "ARTICLE_PERMALINK_STRUCTURE": SettingType("'', since ARTICLE_URL has taken its place", lambda value: value == ""),
    "LOCALE": SettingType("a locale such as 'en_GB.UTF-8', or a list of them", lambda value: is_text(value)
                          or (is_list_of(is_text)(value) and len(value) > 0)),
    **dict.fromkeys(("FILENAME_METADATA", "PATH_METADATA", "INTRASITE_LINK_REGEX"), EXPRESSION),
    **dict.fromkeys(("ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID"), IDENTIFIER),
    **dict.fromkeys(("ARTICLE_ORDER_BY", "PAGE_ORDER_BY"), ORDER),
    **dict.fromkeys(("STATIC_EXCLUDE_SOURCES", "RSS_FEED_SUMMARY_ONLY", "FEED_APPEND_REF"), YES_OR_NO),
    **dict.fromkeys(("DISPLAY_PAGES_ON_MENU", "DISPLAY_CATEGORIES_ON_MENU", "OUTPUT_SOURCES"), YES_OR_NO),
    **dict.fromkeys(("USE_FOLDER_AS_CATEGORY", "WITH_FUTURE_DATES", "NEWEST_FIRST_ARCHIVES"), YES_OR_NO),
    **dict.fromkeys(("REVERSE_CATEGORY_ORDER", "DELETE_OUTPUT_DIRECTORY", "STATIC_CREATE_LINKS"), YES_OR_NO),
    **dict.fromkeys(("STATIC_CHECK_IF_MODIFIED", "RELATIVE_URLS", "TYPOGRIFY"), YES_OR_NO),
    **dict.fromkeys(("SLUGIFY_USE_UNICODE", "SLUGIFY_PRESERVE_CASE", "CACHE_CONTENT", "GZIP_CACHE"), YES_OR_NO),
    "LOAD_CONTENT_CACHE": YES_OR_NO,
    **dict.fromkeys(("DEFAULT_ORPHANS", "PORT"), COUNT),
    **dict.fromkeys(("FEED_MAX_ITEMS", "SUMMARY_MAX_LENGTH"), SettingType(
        "a whole number, 0 or more, or None for no limit", or_none(_is_count)
    )),
    "DEFAULT_PAGINATION": SettingType(
        "a whole number, 1 or more, or False for no pages", _or_nothing(lambda value: is_whole(value) and value > 0)
    ),
    "PAGINATED_TEMPLATES": SettingType(
        "a table such as {'index': None, 'tag': 10}", is_table_of(_or_nothing(is_whole))
    ),
    "PAGINATION_PATTERNS": SettingType(
        "a list of three values each, such as [(1, '{name}{extension}', '{name}{extension}')]", is_list_of(_is_rule)
    ),
    **{f"{name}_URL": ADDRESS for name in (*PAGES, *LISTS)},
    **{f"{name}_SAVE_AS": FILE for name in (*PAGES, *LISTS, "INDEX", "ARCHIVES", "AUTHORS", "CATEGORIES", "TAGS")},
    **{f"{name}_{kind}": FEED for name in FEEDS for kind in ("ATOM", "RSS", "ATOM_URL", "RSS_URL")},
    "FEED_DOMAIN": SettingType("an address such as 'https://news.example.org'", or_none(is_text)),
    **dict.fromkeys(("STATIC_PATHS", "THEME_STATIC_PATHS", "ARTICLE_PATHS", "PAGE_PATHS"), PATHS),
    **dict.fromkeys(("STATIC_EXCLUDES", "ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "PLUGIN_PATHS"), PATHS),
    **dict.fromkeys(("THEME_TEMPLATES_OVERRIDES", "OUTPUT_RETENTION"), PATHS),
    **dict.fromkeys(("IGNORE_FILES", "FORMATTED_FIELDS", "TEMPLATE_EXTENSIONS", "DIRECT_TEMPLATES"), NAMES),
    **dict.fromkeys(("TYPOGRIFY_IGNORE_TAGS", "TYPOGRIFY_OMIT_FILTERS"), NAMES),
    **dict.fromkeys(("JINJA_FILTERS", "JINJA_TESTS"), FUNCTIONS),
    **dict.fromkeys(("JINJA_GLOBALS", "DOCUTILS_SETTINGS", "PYGMENTS_RST_OPTIONS"), TABLE),
    "READERS": SettingType("a table such as {'html': None}, a reader or None for each ending", is_table_of(
        or_none(callable)
    )),
    "EXTRA_PATH_METADATA": SettingType(
        "a table such as {'images/robots.txt': {'path': 'robots.txt'}}", lambda value: isinstance(value, Mapping)
        and all(map(_is_path, value)) and all(map(_is_path_metadata, value.values())),
    ),
    "TEMPLATE_PAGES": SettingType("a table such as {'src/about.html': 'about.html'}", is_table_of(_is_output_path)),
    "DATE_FORMATS": SettingType(
        "a table of languages with forms such as '%d %B %Y'",
        is_table_of(lambda value: is_text(value) or _is_pair_of(is_text, is_text)(value)),
    ),
    "DEFAULT_DATE": SettingType("'fs', a day such as (2026, 9, 3), or None", _is_date),
    "DEFAULT_METADATA": SettingType("a table such as {'author': 'The office'}", _is_metadata),
    "LOG_FILTER": SettingType("a list of pairs such as [(logging.WARN, 'text')]", is_list_of(
        _is_pair_of(is_whole, is_text)
    )),
    "PELICAN_CLASS": SettingType("a class, or the name of one such as 'pelican.Pelican'", lambda value: is_text(value)
                                 or isinstance(value, type)),
    **{f"{name}_REGEX_SUBSTITUTIONS": SUBSTITUTIONS for name in ("SLUG", "AUTHOR", "CATEGORY", "TAG")},
    **dict.fromkeys(("MENUITEMS", "LINKS", "SOCIAL"), SettingType(
        "a list of pairs such as [('Home', '/')]", is_list_of(_is_pair_of(is_text, is_text))
    )),
}  # fmt: skip
