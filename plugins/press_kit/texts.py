"""What a press kit says: the story in the words of an edition, and the office that can be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The words of one edition that stand in the files."""

    contact: str
    about: str
    source: str
    pictures: str


@dataclass(frozen=True)
class Office:
    """The press office in one language: `about` is its paragraphs."""

    name: str
    contact: str
    phone: str
    email: str
    about: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """How to reach it, a line each."""
        return tuple(line for line in (self.contact, self.name, self.phone, self.email) if line)


@dataclass(frozen=True)
class KitText:
    """The story in the words of one edition. `name` stands in the files' names, `html` is the text, `address` that of
    the page."""

    name: str
    tag: str
    direction: str
    title: str
    lead: str
    date: str
    published: dt.datetime
    html: str
    address: str
    office: Office
    labels: Labels
