"""Redirects from the old addresses of stories, their `Aliases`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.content.counterparts import counterparts
from plugins.content.library import ContentLibrary
from plugins.content.links.aliases import old_paths
from plugins.content.pairs import PARALLEL, Pair
from plugins.content.settings.site_config import Edition

# An address that a story of this site had; below it stood the page with both languages, if there were two.
STORY = re.compile(r"(?:/[\w-]+)?/news/[^/]+/")


def redirects(library: ContentLibrary) -> dict[str, str]:
    """Old path -> new path, both root-relative. An alias has precedence over addresses derived from another one."""
    targets: dict[str, str] = {}
    for pair in library.published_pairs:
        for alias in pair.shared.aliases:
            targets |= dict(_of_alias(alias, pair, library))
    for pair in library.published_pairs:
        for alias in filter(STORY.fullmatch, pair.shared.aliases):
            targets = dict(_of_both(alias, pair, library)) | targets
    return targets


def _of_alias(alias: str, pair: Pair, library: ContentLibrary) -> Iterator[tuple[str, str]]:
    shown = counterparts(pair, library.config).available
    for edition, old in old_paths(alias, library.config.editions):
        yield old, _now_at(pair, edition, shown, library)


def _of_both(alias: str, pair: Pair, library: ContentLibrary) -> Iterator[tuple[str, str]]:
    """Redirects of pages with both languages below an alias: to such a page, or to the story."""
    languages = pair.published_texts if len(pair.published_texts) > 1 else ()
    stories = dict(_of_alias(alias, pair, library))
    for edition, old in old_paths(alias, library.config.editions):
        both = edition.path(f"{pair.address}{PARALLEL}")
        yield f"{old}{PARALLEL}", both if edition.language in languages else stories[old]


def _now_at(pair: Pair, edition: Edition, shown: tuple[str, ...], library: ContentLibrary) -> str:
    if edition.name in shown:
        return edition.path(pair.address)
    return library.config.home_of(pair.original).path(pair.address)
