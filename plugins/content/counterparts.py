"""Counterparts: which editions have a page for a pair, and in which form (own text, notice, link) each shows it. The
alternates for search engines, the visible language switch and the sitemap are all made from that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition, SiteConfig


class Form(StrEnum):
    """How an edition shows a pair: in its own words, in another language's with a notice, as a link, or not at all."""

    OWN = "own"
    NOTICE = "notice"
    LINK = "link"
    HIDE = "hide"


@dataclass(frozen=True)
class Counterparts:
    """Which editions have a page at an address: `available` in any form, `translated` in their own language."""

    address: str
    translated: tuple[str, ...]
    available: tuple[str, ...]

    def alternates(self, editions: Collection[Edition], site_url: str) -> tuple[Alternate, ...]:
        """Self and every translated counterpart in the table's order, then x-default; empty where there is none."""
        translated = [
            Alternate(edition.tag, site_url + edition.path(self.address))
            for edition in editions
            if edition.name in self.translated
        ]
        return (*translated, Alternate("x-default", translated[0].href)) if translated else ()


class Alternate(Struct, frozen=True):
    """A `<link rel="alternate" hreflang>`: `href` is absolute."""

    hreflang: str
    href: str


class SwitchLink(Struct, frozen=True):
    """A link of the visible switch; `exact` is false where it leads to the other edition's front page because that
    edition lacks the page."""

    label: str
    tag: str
    direction: str
    path: str
    current: bool
    exact: bool


def all_counterparts(address: str, editions: Collection[Edition]) -> Counterparts:
    """The counterparts of a page that every edition has."""
    names = tuple(edition.name for edition in editions)
    return Counterparts(address, names, names)


def form_of(pair: Pair, edition: Edition, config: SiteConfig) -> Form:
    """How an edition shows a pair."""
    is_own = edition.language in pair.published_texts
    return Form.OWN if is_own else Form(pair.shared.untranslated or config.policy)


def counterparts(pair: Pair, config: SiteConfig) -> Counterparts:
    """Which editions have a page for the pair, and which in their own language."""
    forms = {edition.name: form_of(pair, edition, config) for edition in config.editions}
    return Counterparts(
        pair.address,
        translated=tuple(name for name, form in forms.items() if form == Form.OWN),
        available=tuple(name for name, form in forms.items() if form in (Form.OWN, Form.NOTICE)),
    )


def text_in(pair: Pair, edition: Edition) -> Text:
    """The text that an edition shows: its own, else the original's, else the first that is published."""
    published = pair.published_texts
    return published.get(edition.language) or published.get(pair.original) or next(iter(published.values()))
