"""Subjects: what stories are about, or by, beside their category and goals. Topics and places are those that editors
name in tables, each with a feed; an author is one too. Each has a page with its stories, and the search finds it by
name."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from plugins.locales.letters import fold


class SubjectKind(Enum):
    """The kinds of subjects; the value is the folder of their pages: `/topic/water/`."""

    TOPIC = "topic"
    PLACE = "place"
    AUTHOR = "author"

    @property
    def plural(self) -> str:
        """The name of the header's field, of the table and of the string for all of a kind: "topics"."""
        return f"{self.value}s"


# Kinds with a table and a field of the header; authors have a table and a field of their own.
IN_TABLES = (SubjectKind.TOPIC, SubjectKind.PLACE)


class SubjectName(NamedTuple):
    """Which subject is meant."""

    kind: SubjectKind
    slug: str

    @property
    def address(self) -> str:
        """Its page within an edition: "topic/water/"."""
        return f"{self.kind.value}/{self.slug}/"

    @property
    def feed(self) -> str:
        """The name of its feed: "topic-water"."""
        return f"{self.kind.value}-{self.slug}"


def author_subject(author: str) -> SubjectName | None:
    """The subject of an author's key; None for "", and for a name without a letter or digit that an address can
    have."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(author)))
    return SubjectName(SubjectKind.AUTHOR, slug) if slug else None
