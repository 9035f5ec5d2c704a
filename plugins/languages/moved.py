"""Moved pages: where the old addresses of stories, their `Aliases`, lead."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.languages.aliases import old_paths
from plugins.languages.editions import Edition
from plugins.languages.newsroom import Newsroom
from plugins.languages.pairs import Pair
from plugins.languages.stories import counterparts


def redirects(newsroom: Newsroom) -> dict[str, str]:
    """Old path -> new path, both root-relative."""
    found: dict[str, str] = {}
    for pair in newsroom.published:
        for alias in pair.facts.aliases:
            found |= dict(_of_alias(alias, pair, newsroom))
    return found


def _of_alias(alias: str, pair: Pair, newsroom: Newsroom) -> Iterator[tuple[str, str]]:
    shown = counterparts(pair, newsroom.desk).shown
    for edition, old in old_paths(alias, newsroom.desk.editions):
        yield old, _now_at(pair, edition, shown, newsroom)


def _now_at(pair: Pair, edition: Edition, shown: tuple[str, ...], newsroom: Newsroom) -> str:
    if edition.name in shown:
        return edition.path(pair.address)
    return newsroom.desk.home_of(pair.original).path(pair.address)
