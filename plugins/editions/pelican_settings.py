"""Pelican's settings on this site: those that it sets itself, those that it refuses, and those that work.

The addresses of pages, the folders of content and the feeds are the site's own; docs/pelican.md lists what is
supported, replaced or refused. Every setting of Pelican's `DEFAULT_CONFIG` is in one of the tables here. A refused
setting may stand in a settings file with Pelican's default value, or with ours."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from plugins.content.addresses import category_address, goal_address, page_address, story_address
from plugins.diagnostics import SettingError
from plugins.editions.third_party import is_own

ADDRESSES = "nothing: the addresses of pages are the same on every site of Dvoglas"
PATHS = "nothing: articles lie in content/news/ and pages in content/pages/"
LISTS = "nothing: lists have pages by year, and each page its own address"
FEEDS = "nothing: each edition has feeds of its news, categories and goals in feeds/"
HEADER = "nothing: docs/editing.md lists the fields of a header"
CACHE = "nothing: plugins.build_cache keeps what builds can use again"
UNTRANSLATED = "nothing: UNTRANSLATED says what the other editions show"
REST = "nothing: texts are Markdown"
REPLACED = "nothing: a build replaces the output as a whole, and keeps the files that are the same"


def _address_settings(name: str, address: str) -> dict[str, str]:
    return {f"{name}_URL": address, f"{name}_SAVE_AS": f"{address}index.html"}


OURS: Mapping[str, Any] = {
    **_address_settings("ARTICLE", story_address("{slug}")),
    **_address_settings("ARTICLE_LANG", story_address("{slug}")),
    **_address_settings("PAGE", page_address("{slug}")), **_address_settings("PAGE_LANG", page_address("{slug}")),
    **_address_settings("CATEGORY", category_address("{slug}")), **_address_settings("TAG", goal_address("{slug}")),
    "AUTHOR_SAVE_AS": "", "ARTICLE_TRANSLATION_ID": "", "PAGE_TRANSLATION_ID": "",
    "ARTICLE_ORDER_BY": "reversed-date", "PAGE_ORDER_BY": "menu_order",
    "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "AUTHOR_FEED_ATOM": None, "AUTHOR_FEED_RSS": None,
    "TRANSLATION_FEED_ATOM": None, "FILENAME_METADATA": "(?!)", "I18N_UNTRANSLATED_ARTICLES": "keep",
    "I18N_UNTRANSLATED_PAGES": "keep",
}  # fmt: skip
"""What this site sets itself, whatever Pelican's defaults are."""
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "ARTICLE_URL ARTICLE_SAVE_AS ARTICLE_LANG_URL ARTICLE_LANG_SAVE_AS PAGE_URL PAGE_SAVE_AS PAGE_LANG_URL "
            "PAGE_LANG_SAVE_AS DRAFT_URL DRAFT_SAVE_AS DRAFT_LANG_URL DRAFT_LANG_SAVE_AS DRAFT_PAGE_URL "
            "DRAFT_PAGE_SAVE_AS DRAFT_PAGE_LANG_URL DRAFT_PAGE_LANG_SAVE_AS CATEGORY_URL CATEGORY_SAVE_AS TAG_URL "
            "TAG_SAVE_AS AUTHOR_URL AUTHOR_SAVE_AS YEAR_ARCHIVE_URL YEAR_ARCHIVE_SAVE_AS MONTH_ARCHIVE_URL "
            "MONTH_ARCHIVE_SAVE_AS DAY_ARCHIVE_URL DAY_ARCHIVE_SAVE_AS ARTICLE_PERMALINK_STRUCTURE INDEX_SAVE_AS "
            "RELATIVE_URLS SLUGIFY_SOURCE SLUGIFY_PRESERVE_CASE SLUGIFY_USE_UNICODE SLUG_REGEX_SUBSTITUTIONS "
            "AUTHOR_REGEX_SUBSTITUTIONS CATEGORY_REGEX_SUBSTITUTIONS TAG_REGEX_SUBSTITUTIONS I18N_SUBSITES"
        ).split(),
        ADDRESSES,
    ),
    **dict.fromkeys("ARTICLE_PATHS ARTICLE_EXCLUDES PAGE_PATHS PAGE_EXCLUDES USE_FOLDER_AS_CATEGORY".split(), PATHS),
    **dict.fromkeys("DEFAULT_PAGINATION DEFAULT_ORPHANS ARTICLE_ORDER_BY PAGE_ORDER_BY".split(), LISTS),
    **dict.fromkeys(
        (
            "FEED_ALL_ATOM FEED_ALL_ATOM_URL FEED_ALL_RSS FEED_ALL_RSS_URL CATEGORY_FEED_ATOM CATEGORY_FEED_ATOM_URL "
            "CATEGORY_FEED_RSS CATEGORY_FEED_RSS_URL AUTHOR_FEED_ATOM AUTHOR_FEED_ATOM_URL AUTHOR_FEED_RSS "
            "AUTHOR_FEED_RSS_URL TAG_FEED_ATOM TAG_FEED_ATOM_URL TAG_FEED_RSS TAG_FEED_RSS_URL TRANSLATION_FEED_ATOM "
            "TRANSLATION_FEED_ATOM_URL TRANSLATION_FEED_RSS TRANSLATION_FEED_RSS_URL"
        ).split(),
        FEEDS,
    ),
    **dict.fromkeys(
        (
            "FILENAME_METADATA PATH_METADATA DEFAULT_METADATA DEFAULT_DATE DEFAULT_CATEGORY ARTICLE_TRANSLATION_ID "
            "PAGE_TRANSLATION_ID TYPOGRIFY TYPOGRIFY_DASHES TYPOGRIFY_IGNORE_TAGS TYPOGRIFY_OMIT_FILTERS "
            "SUMMARY_MAX_LENGTH SUMMARY_MAX_PARAGRAPHS SUMMARY_END_SUFFIX FORMATTED_FIELDS AUTHOR"
        ).split(),
        HEADER,
    ),
    **dict.fromkeys("CHECK_MODIFIED_METHOD CONTENT_CACHING_LAYER GZIP_CACHE".split(), CACHE),
    **dict.fromkeys("DOCUTILS_SETTINGS PYGMENTS_RST_OPTIONS".split(), REST),
    **dict.fromkeys("OUTPUT_RETENTION STATIC_CHECK_IF_MODIFIED STATIC_CREATE_LINKS".split(), REPLACED),
    "DEFAULT_LANG": "nothing: each edition's run has the tag of EDITIONS, the root edition's first",
    "DELETE_OUTPUT_DIRECTORY": "False: a build replaces the output as a whole, and removes what no page made",
    "OUTPUT_SOURCES": "False: drafts and notes in the sources would be published",
    "OUTPUT_SOURCES_EXTENSION": "nothing: sources are not published",
    "CACHE_CONTENT": "False: plugins.build_cache keeps what builds can use again",
    "LOAD_CONTENT_CACHE": "False: plugins.build_cache keeps what builds can use again",
    "WITH_FUTURE_DATES": "True: a story whose date is to come waits for it by itself",
    "INTRASITE_LINK_REGEX": "nothing: docs/editing.md says how a text links to another",
    "READERS": "nothing: texts are Markdown files, and no other file is read as a text",
    **dict.fromkeys(("I18N_UNTRANSLATED_ARTICLES", "I18N_UNTRANSLATED_PAGES", "I18N_GENERATORS_INFO"), UNTRANSLATED),
    "PELICAN_CLASS": "nothing: plugins.project has the class of a build",
}
"""Settings of Pelican that are refused, with what is expected of each."""
OFF_BY_NOTHING = frozenset(
    name
    for name, expected in REFUSED.items()
    if expected == FEEDS
    or name.startswith(("DRAFT_", "AUTHOR", "CATEGORY_SAVE", "TAG_SAVE", "YEAR_", "MONTH_", "DAY_"))
) | {"ARTICLE_PATHS", "PAGE_PATHS"}
"""Of these, those that may be empty: Pelican's own pages and feeds are off in any case."""
ALSO_ACCEPTED: Mapping[str, tuple[Any, ...]] = {"READERS": ({"rst": None, "html": None, "htm": None},)}
"""Other values that change nothing here."""
HONOURED = frozenset(
    (
        "BIND CACHE_PATH DATE_FORMATS DEFAULT_DATE_FORMAT DIRECT_TEMPLATES EXTRA_PATH_METADATA FEED_APPEND_REF "
        "FEED_MAX_ITEMS IGNORE_FILES JINJA_ENVIRONMENT JINJA_FILTERS JINJA_GLOBALS JINJA_TESTS LOCALE LOG_FILTER "
        "MARKDOWN NEWEST_FIRST_ARCHIVES OUTPUT_PATH PAGINATED_TEMPLATES PAGINATION_PATTERNS PATH PLUGINS PLUGIN_PATHS "
        "PORT REVERSE_CATEGORY_ORDER RSS_FEED_SUMMARY_ONLY SITENAME SITEURL STATIC_EXCLUDES STATIC_EXCLUDE_SOURCES "
        "STATIC_PATHS STATIC_SAVE_AS STATIC_URL TEMPLATE_EXTENSIONS TEMPLATE_PAGES THEME THEME_STATIC_DIR "
        "THEME_STATIC_PATHS THEME_TEMPLATES_OVERRIDES"
    ).split()
)
"""Settings of Pelican that work as on any site, or for the part that docs/pelican.md names."""
FOR_TEMPLATES = frozenset("CSS_FILE DISPLAY_CATEGORIES_ON_MENU DISPLAY_PAGES_ON_MENU".split())
"""Settings that only themes read; templates of the site's own see them."""


def use_pelican_settings(settings: MutableMapping[str, Any]) -> None:
    """Refuse what this site does not support, and set what it sets itself; raises SettingError."""
    for name, expected in REFUSED.items():
        if name in settings and not _is_accepted(name, settings[name], settings):
            raise SettingError(name, expected, settings[name])
    settings.update(OURS)
    # Every article has an author; plugins that want one of the whole site find its name.
    settings["AUTHOR"] = settings["SITENAME"]
    # The templates of pages have names that end with .html, those of other files whole names.
    settings["TEMPLATE_EXTENSIONS"] = list(dict.fromkeys((*settings["TEMPLATE_EXTENSIONS"], ".html", "")))


def _is_accepted(name: str, value: Any, settings: Mapping[str, Any]) -> bool:
    """Whether a value changes nothing: Pelican's default, ours, or nothing at all."""
    if name in DEFAULT_CONFIG and value == DEFAULT_CONFIG[name]:
        return True
    if name in OURS and value == OURS[name]:
        return True
    if not value and (name in OFF_BY_NOTHING or name not in DEFAULT_CONFIG):
        return True
    if name == "DEFAULT_LANG":
        return value in {str(row.get("tag", "")).lower() for row in settings["EDITIONS"].values()}
    if name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        # Pelican itself adds the folders of the other kind.
        return set(value) <= set(settings["PAGE_PATHS" if name == "ARTICLE_EXCLUDES" else "ARTICLE_PATHS"])
    if name == "AUTHOR":
        return bool(value == settings["SITENAME"])
    if name == "PELICAN_CLASS":
        return is_own(getattr(value, "__module__", None) or "")
    return value in ALSO_ACCEPTED.get(name, ())
