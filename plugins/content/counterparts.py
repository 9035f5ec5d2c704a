"""Counterparts: which editions have a page for a pair, and in which form (own text, notice, link) each shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition, SiteConfig


@dataclass(frozen=True)
class Counterparts:
    """Which editions have a page at an address: `available` in any form, `translated` in their own language."""

    address: str
    translated: tuple[str, ...]
    available: tuple[str, ...]


def all_counterparts(address: str, editions: Collection[Edition]) -> Counterparts:
    """The counterparts of a page that every edition has."""
    names = tuple(edition.name for edition in editions)
    return Counterparts(address, names, names)


def form_of(pair: Pair, edition: Edition, config: SiteConfig) -> str:
    """How an edition shows a pair: `own`, `notice`, `link` or `hide`."""
    if edition.language in pair.published_texts:
        return "own"
    return pair.shared.untranslated or config.policy


def counterparts(pair: Pair, config: SiteConfig) -> Counterparts:
    """Which editions have a page for the pair, and which in their own language."""
    forms = {edition.name: form_of(pair, edition, config) for edition in config.editions}
    return Counterparts(
        pair.address,
        translated=tuple(name for name, form in forms.items() if form == "own"),
        available=tuple(name for name, form in forms.items() if form in ("own", "notice")),
    )


def shown_text(pair: Pair, edition: Edition) -> Text:
    """The text that an edition shows: its own, else the original's, else the first that is published."""
    published = pair.published_texts
    return published.get(edition.language) or published.get(pair.original) or next(iter(published.values()))
