"""The parts of pages as templates see them; docs/architecture.md is the contract of what a template may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from plugins.languages.dates import Moment
from plugins.languages.editions import Edition
from plugins.languages.links import Alternate, SwitchLink
from plugins.languages.strings import Strings
from plugins.pictures.picture import Picture
from plugins.sdg.cards import GoalCard, GoalTag


@dataclass(frozen=True)
class Link:
    """A link: `path` is root-relative; `count` is shown where it is not None; `current` marks the page itself.

    `tag` and `direction` are those of the title, where that may be in another language than the page."""

    title: str
    path: str
    count: int | None = None
    current: bool = False
    tag: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Term:
    """A category."""

    slug: str
    title: str
    path: str


@dataclass(frozen=True)
class Frame:
    """What all pages of an edition share."""

    edition: Edition
    site_name: str
    tagline: str
    site_url: str
    home: str
    t: Strings
    categories: tuple[Term, ...]
    goals: tuple[GoalCard, ...]
    menu: tuple[Link, ...]
    feed: Link
    search_path: str
    archive_path: str
    goals_path: str
    css: str
    script: str
    font_preloads: tuple[str, ...]
    icon: str
    icon_path: str
    publisher: str

    @cached_property
    def places(self) -> frozenset[str]:
        """The paths that the navigation of every page leads to."""
        lists: list[Term | GoalCard | Link] = [*self.categories, *self.goals, *self.menu]
        services = (self.home, self.goals_path, self.archive_path, self.search_path)
        return frozenset((*services, *(one.path for one in lists)))


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says; paths are root-relative, `canonical`, `image` and alternates absolute. `here` is
    the path if the navigation leads to it, else ""."""

    kind: str
    title: str
    heading: str
    description: str
    path: str
    here: str
    canonical: str
    alternates: tuple[Alternate, ...]
    switch: tuple[SwitchLink, ...]
    robots: str
    feeds: tuple[Link, ...]
    image: str
    image_alt: str
    og_type: str
    jsonld: Markup
    crumbs: tuple[Link, ...]
    og_locales: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""


@dataclass(frozen=True)
class Card:
    """A story in a list; `foreign` where its words are in another language than the edition's."""

    slug: str
    title: str
    summary: str
    path: str
    date: Moment
    category: Term | None
    goals: tuple[GoalTag, ...]
    picture: Picture | None
    tag: str
    direction: str
    foreign: bool
    language_label: str
    minutes: int


@dataclass(frozen=True)
class StoryView:
    """A story on its own page."""

    title: str
    lead: str
    html: Markup
    date: Moment | None
    modified: Moment | None
    author: str
    minutes: int
    category: Term | None
    goals: tuple[GoalTag, ...]
    picture: Picture | None
    tag: str
    direction: str
    notice: str
    behind: str
