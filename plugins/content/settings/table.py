"""Every setting, in one table: its type, its default, and what it is, in one sentence.

Defaults are filled in from it (`plugins.editions.pelican_settings`), types and misspelt names are checked by it
(`checks.py`), and the lists in docs/settings.md and docs/pelican.md are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import StrictUndefined

from plugins.content.links import attachments
from plugins.content.settings import setting_types as types
from plugins.content.settings.setting_types import SettingType


class Setting(NamedTuple):
    """One setting. `default` is `PELICANS` for Pelican's own; `topic` is the heading that docs/settings.md has it
    under, `PELICAN` for those that docs/pelican.md lists."""

    name: str
    type: SettingType
    default: Any
    sentence: str
    topic: str


PELICANS = object()
"""In the place of a default: that of Pelican, or of the plugin `sdg`."""
SITE, TEXTS, PICTURES, PAGES = "The site", "Texts and translations", "Pictures", "Pages, search and feeds"
GOALS, BUILDS, PUBLISHING, SET_UP = "The goals", "Builds", "Publishing", "How Pelican is set up"
PELICAN = "Settings that work"


def _several(names: str, type_: SettingType, default: Any, sentence: str, topic: str) -> Iterator[Setting]:
    """Settings that one sentence is about."""
    return (Setting(name, type_, default, sentence, topic) for name in names.split())


_ROWS = (
    Setting("SITENAME", types.TEXT, PELICANS,
        "the name that Pelican requires; readers see a `site_name`", SITE),
    Setting("SITEURL", types.ANYTHING, PELICANS,
        "the public address, without a path or a closing slash: the site needs a host name of its own", SITE),
    Setting("TIMEZONE", types.ZONE, PELICANS, "the zone that dates without one are in", SITE),
    Setting("LANGUAGES", types.LANGUAGE_TABLE, {}, "the languages that editors write in, see below", SITE),
    Setting("EDITIONS", types.EDITION_TABLE, {}, "the published versions of the whole site, see below", SITE),
    Setting("CATEGORIES", types.SLUGS, (),
        "slugs of the categories, in the order of the menu; their names stand in the strings, under `[categories]`",
        SITE),
    *_several("PATH OUTPUT_PATH THEME CACHE_PATH", types.FOLDER, PELICANS,
        "folders. Output, from which all is removed that no page made, and cache have a folder each, neither within "
        "nor around another of the four, `plugins/`, or a folder that [other settings](pelican.md) name; likewise "
        "`pelican -o`. The cache may be deleted at any time", SITE),
    Setting("PLUGINS", types.PLUGIN_NAMES, PELICANS,
        '`["plugins.newsroom"]`, which is all of the engine, and after it [plugins of others](pelican.md)', SITE),
    Setting("UNTRANSLATED", types.POLICY, "notice",
        "what the other editions show of a story without a translation: `hide`, `link` or `notice`; the story's own "
        "[`Untranslated`](editing.md#while-there-is-no-translation) goes before it", TEXTS),
    Setting("SHOW_OUTDATED", types.YES_OR_NO, True,
        "whether readers see that a translation is older than its original", TEXTS),
    Setting("PREVIEW_KEY", types.ANYTHING, "",
        "a secret of at least 16 characters, for the addresses of previews; it belongs in the environment", TEXTS),
    Setting("DIAGNOSTICS", types.ANYTHING, {},
        'levels by [rule](rules.md): `"off"`, `"advice"` or `"warning"`, such as `{"long-title": "off"}`', TEXTS),
    Setting("EXTRA_FIELDS", types.EXTRA_FIELDS, (),
        'further fields of a header, in small letters, such as `["series"]`; see [Pelican](pelican.md)', TEXTS),
    Setting("EXTRA_HTML", types.EXTRA_HTML, {},
        'further HTML that may remain in texts, such as `{"iframe": ["src", "title"]}`, but nothing that runs; the '
        "headers of `deploy/` forbid frames", TEXTS),
    Setting("ATTACHMENT_TYPES", types.ENDINGS, attachments.TYPES,
        "endings of files that texts may link to: no pictures, and nothing that a browser or a server runs. The "
        "strings name the kinds, under `[files]`", TEXTS),
    Setting("ATTACHMENT_MEGABYTES", types.MEGABYTES, attachments.MEGABYTES,
        "the largest of them, in millions of bytes, at most 1000", TEXTS),
    Setting("SOCIAL_CARDS", types.YES_OR_NO, True,
        "draw a card for each story; `False` uses the edition's own card for all stories", PICTURES),
    Setting("PICTURE_MEGAPIXELS", types.MEGAPIXELS, 64,
        "the largest picture, in millions of pixels, at most 170", PICTURES),
    Setting("PICTURE_MEGABYTES", types.MEGABYTES, 30,
        "and in millions of bytes", PICTURES),
    Setting("FRONT_TOP", types.COUNT, 3, "stories beside the first one of the front page", PAGES),
    Setting("FRONT_LATEST", types.COUNT, 9, "stories in the list below them", PAGES),
    Setting("FRONT_EVENTS", types.COUNT, 3, "events to come on the front page", PAGES),
    Setting("MARKDOWN_ALTERNATES", types.YES_OR_NO, True,
        "whether there are [Markdown files and an `llms.txt`](markdown-files.md)", PAGES),
    Setting("SHARE", types.SHARE, ("whatsapp", "viber", "telegram", "mail", "copy"),
        "with what readers pass a story on, in this order; `copy` copies the address or opens the system's sheet, the "
        "others are plain links; `()` for no row", PAGES),
    Setting("SEARCH", types.YES_OR_NO, True,
        "whether an index is made", PAGES),
    Setting("NEWSLETTER", types.TEXT, "",
        "the address of a form for subscribing to a newsletter, for the page *Follow*", PAGES),
    Setting("FEED_ID_START", types.DAY, "2023-01-01",
        "a day on which the host was yours; it is in the ids of all feeds: never change it", PAGES),
    Setting("WEBSUB_HUB", types.HUB, "", 'the address of a hub that tells readers of new stories, or `""`', PAGES),
    Setting("SITEMAP_LIMIT", types.SITEMAP_LIMIT, 50_000,
        "addresses in one sitemap file", PAGES),
    Setting("DIGEST_UNSUBSCRIBE", types.TEXT, "",
        "where readers of [the digest](digest.md) unsubscribe: an address, or a mark of the mailing service", PAGES),
    Setting("READ_GOALS", types.IMPORTED, "plugins.sdg.tagging:parse_goals",
        "the function that reads the `SDGs` field; it gets the text and, if it takes a second argument, the titles "
        "of each goal in the editions' strings", GOALS),
    Setting("SDG_TITLES", types.TABLE, {},
        "titles of goals in languages that no edition has; those of the editions stand in their strings", GOALS),
    *_several("SDG_URL SDGS_URL", types.GOAL_ADDRESS, PELICANS,
        "the addresses of a goal's page and of the page with all goals, within the edition", GOALS),
    *_several("SDG_SAVE_AS SDGS_SAVE_AS SDG_JSON_SAVE_AS", types.GOAL_FILE, "",
        "the files of the pages and data of the plugin `sdg`, which are off: every edition has its own", GOALS),
    *_several("SDG_FEED_ATOM SDG_FEED_ATOM_URL", types.GOAL_FILE, None,
        "the file of its feed of a goal, which is off too, and its address where it is another", GOALS),
    Setting("INCREMENTAL", types.YES_OR_NO, True,
        "use again what the last build made; the output is the same without it", BUILDS),
    Setting("WORKERS", types.WORKERS, 0, "processes that share the work; 0 for one on each processor", BUILDS),
    Setting("NOW", types.SECONDS, None,
        "the current time of a build, in seconds since 1970; `SOURCE_DATE_EPOCH` in the environment goes before it",
        BUILDS),
    Setting("TARGETS", types.ANYTHING, {},
        "[where](deploying.md) `./inv publish NAME` puts the site; the first is the default", PUBLISHING),
    Setting("MARKDOWN", types.MARKDOWN, {
        "extensions": ["markdown.extensions.extra", "markdown.extensions.sane_lists", "markdown.extensions.toc"],
        "extension_configs": {},
    },
        "Python-Markdown's extensions; without one of these its notation no longer works", SET_UP),
    Setting("JINJA_ENVIRONMENT", types.JINJA_ENVIRONMENT, {
        "autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True,
    },
        "a name that is not there is an error: a template of your own says `{% if article.series is defined %}`",
        SET_UP),
    Setting("TEMPLATE_EXTENSIONS", types.NAMES, [".html", ""],
        "endings of templates of your own, beside those of the theme", SET_UP),
    Setting("STATIC_PATHS", types.PATHS, [],
        "folders and files of the content folder for the root of the site, such as `favicon.ico` or "
        "`.well-known/security.txt`, once for all editions", SET_UP),
    Setting("THEME_STATIC_PATHS", types.PATHS, [],
        "further files of the theme; those that our templates use have names with their hash in `theme/`", SET_UP),
    Setting("DIRECT_TEMPLATES", types.NAMES, [],
        "templates of your own, in each edition. They may extend `base.html`. `NAME_SAVE_AS` and `NAME_URL` set the "
        "address of the direct template `name`", SET_UP),
    *_several("TEMPLATE_PAGES", types.TEMPLATE_FILES, PELICANS,
        'templates that lie in the content folder, each with its file: `{"src/about.html": "about.html"}`', PELICAN),
    *_several("THEME_TEMPLATES_OVERRIDES", types.PATHS, PELICANS,
        "further folders of your own templates, beside `theme/site/templates`", PELICAN),
    Setting("PLUGIN_PATHS", types.PATHS, PELICANS, "as in Pelican", PELICAN),
    Setting("STATIC_EXCLUDES", types.PATHS, PELICANS, "as in Pelican", PELICAN),
    Setting("STATIC_EXCLUDE_SOURCES", types.YES_OR_NO, PELICANS, "as in Pelican", PELICAN),
    Setting("EXTRA_PATH_METADATA", types.PATH_METADATA, PELICANS, "as in Pelican", PELICAN),
    Setting("STATIC_SAVE_AS", types.FILE, PELICANS, "as in Pelican", PELICAN),
    Setting("STATIC_URL", types.ADDRESS, PELICANS, "as in Pelican", PELICAN),
    Setting("IGNORE_FILES", types.NAMES, PELICANS, "as in Pelican", PELICAN),
    Setting("PAGINATED_TEMPLATES", types.PAGINATED, PELICANS, "as in Pelican", PELICAN),
    Setting("PAGINATION_PATTERNS", types.PATTERNS, PELICANS, "as in Pelican", PELICAN),
    Setting("THEME_STATIC_DIR", types.TEXT, PELICANS, "as in Pelican", PELICAN),
    *_several("JINJA_FILTERS JINJA_TESTS", types.FUNCTIONS, PELICANS, "as in Pelican", PELICAN),
    Setting("JINJA_GLOBALS", types.TABLE, PELICANS, "as in Pelican", PELICAN),
    *_several("FEED_ATOM FEED_RSS FEED_ATOM_URL FEED_RSS_URL", types.FEED, PELICANS,
        "a further feed of each edition, by Pelican's own writer; [our feeds](settings.md) have settings of their own",
        PELICAN),
    Setting("FEED_DOMAIN", types.WEB_ADDRESS, PELICANS, "of these feeds", PELICAN),
    Setting("FEED_MAX_ITEMS", types.COUNT_OR_NONE, PELICANS, "of these feeds", PELICAN),
    *_several("FEED_APPEND_REF RSS_FEED_SUMMARY_ONLY", types.YES_OR_NO, PELICANS, "of these feeds", PELICAN),
    *_several("NEWEST_FIRST_ARCHIVES REVERSE_CATEGORY_ORDER", types.YES_OR_NO, PELICANS,
        "the order of `dates` and `categories` in the context", PELICAN),
    Setting("DEFAULT_DATE_FORMAT", types.TEXT, PELICANS,
        "of `article.locale_date` and the filter `strftime`; dates of our templates follow the edition's `cldr`",
        PELICAN),
    Setting("DATE_FORMATS", types.DATE_FORMS, PELICANS, "the same by language, with keys such as `sr-latn`", PELICAN),
    Setting("LOCALE", types.LOCALES, PELICANS, "the locale of these dates", PELICAN),
    Setting("LOG_FILTER", types.LOG_MESSAGES, PELICANS,
        "messages that are not shown and stop no build; any other warning of Pelican's stops it", PELICAN),
    Setting("BIND", types.TEXT, PELICANS, "of `pelican --listen`; `./inv serve` has options", PELICAN),
    Setting("PORT", types.COUNT, PELICANS, "of `pelican --listen`; `./inv serve` has options", PELICAN),
    *_several("CSS_FILE SITESUBTITLE", types.TEXT, PELICANS, "in the context, for templates of your own", PELICAN),
    *_several("DISPLAY_PAGES_ON_MENU DISPLAY_CATEGORIES_ON_MENU", types.YES_OR_NO, PELICANS,
        "in the context, for templates of your own", PELICAN),
    *_several("MENUITEMS LINKS SOCIAL", types.MENU, PELICANS, "in the context, for templates of your own", PELICAN),
)  # fmt: skip
SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _ROWS}
"""Every setting that a site may have, by name."""
DEFAULTS: Mapping[str, Any] = {
    name: setting.default for name, setting in SETTINGS.items() if setting.default is not PELICANS
}
"""The engine's defaults."""
ROW_FIELDS: Mapping[str, tuple[str, ...]] = {
    "LANGUAGES": ("name", "cldr", "quotes", "site_name", "tagline"),
    "EDITIONS": ("language", "tag", "prefix", "label", "cldr", "og_locale", "derived_from", "script"),
}
"""The fields of a row of the two tables among the settings; all but `script` are texts."""

_REFUSED = {
    "nothing: the addresses of pages are the same on every site of Dvoglas":
        "ARTICLE_URL ARTICLE_SAVE_AS ARTICLE_LANG_URL ARTICLE_LANG_SAVE_AS PAGE_URL PAGE_SAVE_AS PAGE_LANG_URL "
        "PAGE_LANG_SAVE_AS DRAFT_URL DRAFT_SAVE_AS DRAFT_LANG_URL DRAFT_LANG_SAVE_AS DRAFT_PAGE_URL "
        "DRAFT_PAGE_SAVE_AS DRAFT_PAGE_LANG_URL DRAFT_PAGE_LANG_SAVE_AS CATEGORY_URL CATEGORY_SAVE_AS TAG_URL "
        "TAG_SAVE_AS AUTHOR_URL AUTHOR_SAVE_AS YEAR_ARCHIVE_URL YEAR_ARCHIVE_SAVE_AS MONTH_ARCHIVE_URL "
        "MONTH_ARCHIVE_SAVE_AS DAY_ARCHIVE_URL DAY_ARCHIVE_SAVE_AS ARTICLE_PERMALINK_STRUCTURE INDEX_SAVE_AS "
        "RELATIVE_URLS SLUGIFY_SOURCE SLUGIFY_PRESERVE_CASE SLUGIFY_USE_UNICODE SLUG_REGEX_SUBSTITUTIONS "
        "AUTHOR_REGEX_SUBSTITUTIONS CATEGORY_REGEX_SUBSTITUTIONS TAG_REGEX_SUBSTITUTIONS I18N_SUBSITES",
    "nothing: articles lie in content/news/ and pages in content/pages/":
        "ARTICLE_PATHS ARTICLE_EXCLUDES PAGE_PATHS PAGE_EXCLUDES USE_FOLDER_AS_CATEGORY",
    "nothing: lists have pages by year, and each page its own address":
        "DEFAULT_PAGINATION DEFAULT_ORPHANS ARTICLE_ORDER_BY PAGE_ORDER_BY",
    "nothing: each edition has feeds of its news, categories and goals in feeds/":
        "FEED_ALL_ATOM FEED_ALL_ATOM_URL FEED_ALL_RSS FEED_ALL_RSS_URL CATEGORY_FEED_ATOM CATEGORY_FEED_ATOM_URL "
        "CATEGORY_FEED_RSS CATEGORY_FEED_RSS_URL AUTHOR_FEED_ATOM AUTHOR_FEED_ATOM_URL AUTHOR_FEED_RSS "
        "AUTHOR_FEED_RSS_URL TAG_FEED_ATOM TAG_FEED_ATOM_URL TAG_FEED_RSS TAG_FEED_RSS_URL TRANSLATION_FEED_ATOM "
        "TRANSLATION_FEED_ATOM_URL TRANSLATION_FEED_RSS TRANSLATION_FEED_RSS_URL",
    "nothing: docs/editing.md lists the fields of a header":
        "FILENAME_METADATA PATH_METADATA DEFAULT_METADATA DEFAULT_DATE DEFAULT_CATEGORY ARTICLE_TRANSLATION_ID "
        "PAGE_TRANSLATION_ID TYPOGRIFY TYPOGRIFY_DASHES TYPOGRIFY_IGNORE_TAGS TYPOGRIFY_OMIT_FILTERS "
        "SUMMARY_MAX_LENGTH SUMMARY_MAX_PARAGRAPHS SUMMARY_END_SUFFIX FORMATTED_FIELDS AUTHOR",
    "nothing: plugins.build_cache keeps what builds can use again":
        "CHECK_MODIFIED_METHOD CONTENT_CACHING_LAYER GZIP_CACHE",
    "nothing: texts are Markdown": "DOCUTILS_SETTINGS PYGMENTS_RST_OPTIONS",
    "nothing: a build replaces the output as a whole, and keeps the files that are the same":
        "OUTPUT_RETENTION STATIC_CHECK_IF_MODIFIED STATIC_CREATE_LINKS",
    "nothing: each edition's run has the tag of EDITIONS, the root edition's first": "DEFAULT_LANG",
    "False: a build replaces the output as a whole, and removes what no page made": "DELETE_OUTPUT_DIRECTORY",
    "False: drafts and notes in the sources would be published": "OUTPUT_SOURCES",
    "nothing: sources are not published": "OUTPUT_SOURCES_EXTENSION",
    "False: plugins.build_cache keeps what builds can use again": "CACHE_CONTENT LOAD_CONTENT_CACHE",
    "True: a story whose date is to come waits for it by itself": "WITH_FUTURE_DATES",
    "nothing: docs/editing.md says how a text links to another": "INTRASITE_LINK_REGEX",
    "nothing: UNTRANSLATED says what the other editions show":
        "I18N_UNTRANSLATED_ARTICLES I18N_UNTRANSLATED_PAGES I18N_GENERATORS_INFO",
    "nothing: texts are Markdown files, and no other file is read as a text": "READERS",
    "nothing: plugins.project has the class of a build": "PELICAN_CLASS",
}  # fmt: skip
REFUSED: Mapping[str, str] = {name: sentence for sentence, names in _REFUSED.items() for name in names.split()}
"""Settings of Pelican that are refused, with what is expected of each."""
