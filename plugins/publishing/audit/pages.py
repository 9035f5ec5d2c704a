"""What one HTML file of the output says, as facts that pass from process to process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A file that the page needs: `tag` is the element that asks, `path` is "" where the file is not this site's."""

    tag: str
    reference: str
    path: str


class Picture(NamedTuple):
    """An `<img>`: its source as written, and which of its duties are missing (alt, width, height)."""

    source: str
    missing: tuple[str, ...]


class SwitchLink(NamedTuple):
    """A link inside an element marked `data-switch`: the path that it leads to, its `lang` and its words."""

    path: str
    lang: str
    label: str


class Time(NamedTuple):
    """A `<time>`: its machine date, what the reader sees, and the language of the text around it."""

    datetime: str
    text: str
    lang: str


class Work(NamedTuple):
    """A node of structured data that has an `@id`."""

    id: str
    type: str
    language: str
    translations: tuple[str, ...]
    originals: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The facts of one page; links are `path#fragment` of this site, decoded, each once."""

    path: str
    lang: str = ""
    dir: str = ""
    title: str = ""
    og_type: str = ""
    robots: str = ""
    refresh: str = ""
    canonicals: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    climbing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    cards: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    switch: tuple[SwitchLink, ...] = ()
    has_switch: bool = False
    ids: frozenset[str] = frozenset()
    repeated_ids: tuple[str, ...] = ()
    headings: int = 0
    times: tuple[Time, ...] = ()
    works: tuple[Work, ...] = ()
    data_faults: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    unreadable: str = ""
    compressed: int = 0

    @property
    def noindex(self) -> bool:
        """Whether search engines are asked to leave the page out."""
        words = {word.strip().lower() for word in self.robots.split(",")}
        return not words.isdisjoint(("noindex", "none"))

    @property
    def not_found(self) -> bool:
        """Whether it is an edition's answer to an address that does not exist."""
        return self.path.endswith("/404.html")
