"""Which pages the sitemap lists: those that were made, with the alternates that stand in their own heads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from plugins.languages.editions import Edition
from plugins.languages.links import Alternate
from plugins.languages.pairs import Pair
from plugins.machines.sitemaps import SitemapEntry, newest_of


class Head(Protocol):
    """What a page says of itself: root-relative `path`, absolute `canonical`, moments as ISO 8601 or ""."""

    @property
    def path(self) -> str:
        """Its address below the site's."""

    @property
    def canonical(self) -> str:
        """The address that search engines should keep."""

    @property
    def alternates(self) -> tuple[Alternate, ...]:
        """The page in each edition, self included."""

    @property
    def robots(self) -> str:
        """What search engines should not do."""

    @property
    def published(self) -> str:
        """When its story was published."""

    @property
    def modified(self) -> str:
        """When its story was changed after that."""


def sitemap_entries(
    heads: Iterable[Head], editions: Iterable[Edition], changes: Mapping[str, dt.datetime], site_url: str
) -> Iterator[SitemapEntry]:
    """An entry for each page that is its own canonical page and may be indexed; `changes` are those of lists."""
    # An edition's folder before the root, whose address is the start of all.
    prefixes = sorted((edition.path("") for edition in editions), key=len, reverse=True)
    for head in heads:
        if head.robots or head.canonical != site_url + head.path:
            continue
        told = head.modified or head.published
        prefix = next(prefix for prefix in prefixes if head.path.startswith(prefix))
        changed = dt.datetime.fromisoformat(told) if told else changes.get(head.path.removeprefix(prefix))
        yield SitemapEntry(head.canonical, changed, head.alternates)


def list_changes(pairs: Iterable[Pair]) -> dict[str, dt.datetime]:
    """When each list last changed, by its address within an edition: with the newest story, or change of one, in it."""
    changes: dict[str, dt.datetime] = {}
    for pair in pairs:
        changed = newest_of((pair.facts.date, *(text.modified for text in pair.texts.values())))
        if changed is not None:
            changes |= {address: max(changed, changes.get(address, changed)) for address in _lists_of(pair)}
    return changes


def _lists_of(pair: Pair) -> Iterator[str]:
    """The addresses of the lists that a story stands in."""
    date = pair.facts.date
    if date is None:
        return
    yield from ("", "archive/", f"archive/{date:%Y/%m}/", "sdg/")
    topics = [f"sdg/{tag.number}/" for tag in pair.facts.goals]
    topics += [f"category/{pair.facts.category}/"] if pair.facts.category else []
    for topic in topics:
        yield from (topic, f"{topic}{date:%Y}/")
