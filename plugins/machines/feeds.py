"""Atom feeds (RFC 4287): what a feed and its entries say, ready for the template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from plugins.languages.links import Alternate

ENTRIES = 20


@dataclass(frozen=True)
class FeedCategory:
    """What an entry is about: `term` within the vocabulary `scheme` (an address), `label` for people."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True)
class FeedEntry:
    """One story. `html` is its whole text with absolute addresses; `alternates` is the story in other editions."""

    id: str
    title: str
    address: str
    summary: str
    html: str
    author: str
    published: dt.datetime
    modified: dt.datetime | None = None
    categories: tuple[FeedCategory, ...] = ()
    alternates: tuple[Alternate, ...] = ()

    @property
    def updated(self) -> dt.datetime:
        """When the story last changed: never before it was published."""
        return max(self.published, self.modified or self.published)


@dataclass(frozen=True)
class Feed:
    """One feed of one edition; all addresses are absolute.

    `home` is the page that lists the same stories, `alternates` the same feed in other editions, `start` the moment
    that an empty feed was last updated, `hub` a WebSub hub or "".
    """

    id: str
    title: str
    subtitle: str
    language: str
    address: str
    home: str
    author: str
    icon: str
    hub: str
    start: dt.datetime
    alternates: tuple[Alternate, ...] = ()
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> dt.datetime:
        """When its newest change was made; not when it was built, so that the same stories give the same feed."""
        return max((entry.updated for entry in self.entries), default=self.start)


def tag_uri(site_url: str, start: dt.date, name: str, language: str) -> str:
    """A `tag:` URI (RFC 4151) that stays the same whatever is later changed in title, dates or text.

    `start` is a day since which the host of `site_url` has been the site's own.

    >>> tag_uri("https://example.org", dt.date(2023, 8, 22), "news/equipment", "sr-Latn")
    'tag:example.org,2023-08-22:news/equipment/sr-Latn'
    """
    host = urlsplit(site_url).hostname or "localhost"
    return f"tag:{host},{start.isoformat()}:{quote(name)}/{language}"
