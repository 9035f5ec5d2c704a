"""Atom feeds, sitemaps, robots.txt, stories as Markdown, llms.txt, and the goals as JSON.

Writes in each edition a feed of its news, of each category and of each goal, and `sdg/index.json`; unless
`MARKDOWN_ALTERNATES` is False, each story and fixed page as Markdown beside its page, and `llms.txt`; at the root
`sitemap.xml` (with alternates; an index of several files where the pages are too many for one), `news-sitemap.xml` and
`robots.txt`. Structured data in pages is made by `plugins.pages.json_ld`.

Settings: those in `DEFAULTS`.
Reads `edition_site`, `site_context` and `builder` in the context.
Signals: `initialized`, `get_generators`, `all_generators_finalized` (to run last).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pelican import signals

from plugins.diagnostics import Message, SettingError
from plugins.feeds.generator import FeedGenerator
from plugins.feeds.sitemaps import ADDRESSES

DEFAULTS: dict[str, Any] = {
    "FEED_ID_START": "2023-01-01",  # a day on which the host was yours; it is in all feeds' ids: never change it
    "WEBSUB_HUB": "",  # the address of a WebSub hub that tells readers of new stories
    "SITEMAP_LIMIT": ADDRESSES,  # addresses in one sitemap file
}


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: fill in and check the settings; raises SettingError."""
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    try:
        dt.date.fromisoformat(settings["FEED_ID_START"])
    except (TypeError, ValueError):
        raise SettingError("FEED_ID_START", "a day such as '2023-01-01'", settings["FEED_ID_START"]) from None
    limit = settings["SITEMAP_LIMIT"]
    if not isinstance(limit, int) or not 1 <= limit <= ADDRESSES:
        raise SettingError("SITEMAP_LIMIT", Message("a number from 1 to {most}", most=ADDRESSES), limit)
    hub = settings["WEBSUB_HUB"]
    if hub and not str(hub).startswith(("https://", "http://")):
        raise SettingError("WEBSUB_HUB", "an address that begins with https://, or ''", hub)


def feed_generator(pelican: Any) -> type[FeedGenerator]:
    """Handler of `get_generators`."""
    return FeedGenerator


def run_last(generators: list[Any]) -> None:
    """Handler of `all_generators_finalized`: the sitemap is made when all pages are."""
    generators.sort(key=lambda generator: isinstance(generator, FeedGenerator))


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(feed_generator)
    signals.all_generators_finalized.connect(run_last)
