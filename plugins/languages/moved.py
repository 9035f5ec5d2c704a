"""Moved pages: where the old addresses of stories, their `Aliases`, lead."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.languages.editions import Edition
from plugins.languages.newsroom import Newsroom
from plugins.languages.pairs import Pair
from plugins.languages.stories import counterparts


def redirects(newsroom: Newsroom) -> dict[str, str]:
    """Old path -> new path, both root-relative. An alias is an address of the root edition and of each other below its
    prefix; one that begins with an edition's prefix is that edition's alone."""
    found: dict[str, str] = {}
    for pair in newsroom.published:
        for alias in pair.facts.aliases:
            found |= dict(_of_alias(alias, pair, newsroom))
    return found


def _of_alias(alias: str, pair: Pair, newsroom: Newsroom) -> Iterator[tuple[str, str]]:
    editions = newsroom.desk.editions
    shown = counterparts(pair, newsroom.desk).shown
    own = next((edition for edition in editions if edition.prefix and alias.startswith(f"/{edition.prefix}/")), None)
    for edition in [own] if own else editions:
        old = alias if own else f"/{edition.prefix}{alias}" if edition.prefix else alias
        yield old, _now_at(pair, edition, shown, newsroom)


def _now_at(pair: Pair, edition: Edition, shown: tuple[str, ...], newsroom: Newsroom) -> str:
    if edition.name in shown:
        return edition.path(pair.address)
    return newsroom.desk.home_of(pair.original).path(pair.address)
