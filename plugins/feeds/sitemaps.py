"""Sitemaps of the pages that search engines should index, with their alternates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from plugins.content.counterparts import Alternate
from plugins.content.settings.site_config import Edition
from plugins.editions.page_writer import ListedPage, PageSpec
from plugins.system.digests import key_of

ADDRESSES = 50_000
# How long a story stands in the news sitemap: what Google News takes.
RECENT = dt.timedelta(hours=48)
NEWS_ITEMS = 1_000


@dataclass(frozen=True)
class SitemapEntry:
    """One page: its absolute address, when it last changed (None: not known), and its alternates, self included."""

    address: str
    modified: dt.datetime | None = None
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True)
class Sitemap:
    """One file; `entries` of pages, or of further files in an index."""

    file: str
    entries: tuple[SitemapEntry, ...]
    index: bool = False

    @property
    def modified(self) -> dt.datetime | None:
        """When the newest of its pages changed."""
        return max((entry.modified for entry in self.entries if entry.modified), default=None)


@dataclass(frozen=True)
class NewsEntry:
    """One story for a news sitemap; `language` is an ISO 639 code, which has no script."""

    address: str
    title: str
    language: str
    publication: str
    published: dt.datetime


def sitemaps(entries: Iterable[SitemapEntry], site_url: str, limit: int = ADDRESSES) -> tuple[Sitemap, ...]:
    """The files to write: `sitemap.xml` alone, or as an index of `sitemap-1.xml` and so on past `limit` addresses."""
    rows = sorted(set(entries), key=lambda entry: entry.address)
    first, *files = sitemap_files(len(rows), limit)
    if not files:
        return (Sitemap(first, tuple(rows)),)
    chunks = (tuple(rows[start : start + limit]) for start in range(0, len(rows), limit))
    parts = tuple(Sitemap(file, chunk) for file, chunk in zip(files, chunks, strict=True))
    index = tuple(SitemapEntry(f"{site_url}/{part.file}", part.modified) for part in parts)
    return (Sitemap(first, index, index=True), *parts)


def sitemap_files(count: int, limit: int = ADDRESSES) -> list[str]:
    """The names of the files for `count` addresses; the first is the one listed in robots.txt."""
    parts = -(-count // limit)
    return ["sitemap.xml", *(f"sitemap-{number}.xml" for number in range(1, parts + 1) if parts > 1)]


def newest_news(entries: Iterable[NewsEntry]) -> tuple[NewsEntry, ...]:
    """The newest stories first, at most 1,000: what Google News takes."""
    return tuple(sorted(entries, key=lambda entry: (-entry.published.timestamp(), entry.address))[:NEWS_ITEMS])


def iso_639(tag: str) -> str:
    """The language of a BCP 47 tag alone: `sr` of `sr-Latn`."""
    return tag.partition("-")[0].lower()


def sitemap_entries(
    listed: Iterable[ListedPage], editions: Collection[Edition], site_url: str
) -> Iterator[SitemapEntry]:
    """An entry for each page, from the same table as the alternates in the page itself."""
    for edition, spec in _own_pages(listed):
        if spec.counterparts:
            address = site_url + edition.path(spec.address)
            yield SitemapEntry(address, spec.lastmod, spec.counterparts.alternates(editions, site_url))


@dataclass(frozen=True)
class SitemapPages:
    """The pages of a site's sitemaps; `digest` stands for all their entries, which are not made for it."""

    listed: Collection[ListedPage]

    @cached_property
    def digest(self) -> str:
        """The digest of the entries."""
        return key_of(sorted(self._entries))

    @property
    def count(self) -> int:
        """The number of entries."""
        return len(self._entries)

    @cached_property
    def _entries(self) -> frozenset[str]:
        return frozenset(
            f"{edition.name} {spec.address} {spec.lastmod} {spec.counterparts.translated if spec.counterparts else ()}"
            for edition, spec in _own_pages(self.listed)
        )


def _own_pages(listed: Iterable[ListedPage]) -> Iterator[tuple[Edition, PageSpec]]:
    """The pages that are in the words of their edition."""
    for page in listed:
        if page.spec.counterparts and page.edition.name in page.spec.counterparts.translated:
            yield page.edition, page.spec
