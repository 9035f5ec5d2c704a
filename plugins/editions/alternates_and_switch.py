"""The links between the editions of a page: alternates for search engines, and the visible language switch.

One table says which editions have a page, and both are made from it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plugins.content.counterparts import Counterparts
from plugins.content.settings.site_config import Edition


@dataclass(frozen=True)
class Alternate:
    """A `<link rel="alternate" hreflang>`: `href` is absolute."""

    hreflang: str
    href: str


@dataclass(frozen=True)
class SwitchLink:
    """A link of the visible switch; `exact` is false where it leads to the other edition's front page because that
    edition lacks the page."""

    label: str
    tag: str
    direction: str
    path: str
    current: bool
    exact: bool


def alternates(found: Counterparts, editions: Collection[Edition], site_url: str) -> tuple[Alternate, ...]:
    """Self and every translated counterpart in the table's order, then x-default; empty where there is none."""
    translated = [
        Alternate(edition.tag, site_url + edition.path(found.address))
        for edition in editions
        if edition.name in found.translated
    ]
    return (*translated, Alternate("x-default", translated[0].href)) if translated else ()


def switch(found: Counterparts, editions: Collection[Edition], current: Edition) -> tuple[SwitchLink, ...]:
    """A link to each edition, the current one included, each leading to the same page where there is one."""
    return tuple(
        SwitchLink(
            label=edition.label,
            tag=edition.tag,
            direction=edition.direction,
            path=edition.path(found.address if edition.name in found.available else ""),
            current=edition.name == current.name,
            exact=edition.name in found.available,
        )
        for edition in editions
    )
