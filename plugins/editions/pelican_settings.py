"""Pelican's settings on this site: those that it sets itself, and those that it refuses.

The addresses of pages, the folders of content and the feeds are the site's own; docs/pelican.md lists what is
supported, replaced or refused. A refused setting may stand in a settings file with Pelican's default value, or with
ours."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from plugins.diagnostics import SettingError

ADDRESSES = "nothing: the addresses of pages are the same on every site of Dvoglas"
PATHS = "nothing: articles lie in content/news/ and pages in content/pages/"
LISTS = "nothing: lists have pages by year, and each page its own address"
FEEDS = "nothing: each edition has feeds of its news, categories and goals in feeds/"
FIELDS = "nothing: docs/editing.md lists the fields of a header"

OURS: Mapping[str, Any] = {
    "ARTICLE_URL": "news/{slug}/", "ARTICLE_SAVE_AS": "news/{slug}/index.html",
    "ARTICLE_LANG_URL": "news/{slug}/", "ARTICLE_LANG_SAVE_AS": "news/{slug}/index.html",
    "PAGE_URL": "{slug}/", "PAGE_SAVE_AS": "{slug}/index.html",
    "PAGE_LANG_URL": "{slug}/", "PAGE_LANG_SAVE_AS": "{slug}/index.html",
    "CATEGORY_URL": "category/{slug}/", "CATEGORY_SAVE_AS": "category/{slug}/index.html",
    "TAG_URL": "sdg/{slug}/", "TAG_SAVE_AS": "sdg/{slug}/index.html",
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
            "DRAFT_PAGE_SAVE_AS CATEGORY_URL CATEGORY_SAVE_AS TAG_URL TAG_SAVE_AS AUTHOR_URL AUTHOR_SAVE_AS "
            "YEAR_ARCHIVE_URL YEAR_ARCHIVE_SAVE_AS MONTH_ARCHIVE_URL MONTH_ARCHIVE_SAVE_AS DAY_ARCHIVE_URL "
            "DAY_ARCHIVE_SAVE_AS RELATIVE_URLS SLUGIFY_SOURCE I18N_SUBSITES"
        ).split(),
        ADDRESSES,
    ),
    **dict.fromkeys("ARTICLE_PATHS ARTICLE_EXCLUDES PAGE_PATHS PAGE_EXCLUDES USE_FOLDER_AS_CATEGORY".split(), PATHS),
    **dict.fromkeys("DEFAULT_PAGINATION DEFAULT_ORPHANS ARTICLE_ORDER_BY PAGE_ORDER_BY".split(), LISTS),
    **dict.fromkeys(
        (
            "FEED_ALL_ATOM FEED_ALL_RSS CATEGORY_FEED_ATOM CATEGORY_FEED_RSS AUTHOR_FEED_ATOM AUTHOR_FEED_RSS "
            "TAG_FEED_ATOM TAG_FEED_RSS TRANSLATION_FEED_ATOM TRANSLATION_FEED_RSS"
        ).split(),
        FEEDS,
    ),
    **dict.fromkeys(
        (
            "FILENAME_METADATA PATH_METADATA DEFAULT_METADATA DEFAULT_DATE DEFAULT_CATEGORY ARTICLE_TRANSLATION_ID "
            "PAGE_TRANSLATION_ID TYPOGRIFY SUMMARY_MAX_LENGTH SUMMARY_MAX_PARAGRAPHS AUTHOR"
        ).split(),
        FIELDS,
    ),
    "DELETE_OUTPUT_DIRECTORY": "False: a build replaces the output as a whole, and removes what no page made",
    "OUTPUT_SOURCES": "False: drafts and notes in the sources would be published",
    "CACHE_CONTENT": "False: plugins.build_cache keeps what builds can use again",
    "LOAD_CONTENT_CACHE": "False: plugins.build_cache keeps what builds can use again",
    "WITH_FUTURE_DATES": "True: a story whose date is to come waits for it by itself",
}
"""Settings of Pelican that are refused, with what is expected of each."""
EMPTY: tuple[Any, ...] = (None, "", (), [], {}, False)


def use_pelican_settings(settings: MutableMapping[str, Any]) -> None:
    """Refuse what this site does not support, and set what it sets itself; raises SettingError."""
    for name, expected in REFUSED.items():
        value = settings.get(name)
        is_default = name in DEFAULT_CONFIG and value == DEFAULT_CONFIG[name]
        if not is_default and value not in EMPTY and value != OURS.get(name) and name in settings:
            raise SettingError(name, expected, value)
    settings.update(OURS)
