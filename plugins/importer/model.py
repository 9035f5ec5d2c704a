"""What the rooms of the importer hand to one another: a page as blocks of text, before and after it is parted.

A block is one paragraph, heading, list item, line of a quotation, table, image, rule or footnote. Its words are `runs`:
stretches of text of one style, so that a block can be cut between any two letters and never nests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Kind = Literal["paragraph", "heading", "item", "quote", "table", "image", "rule", "note"]


@dataclass(frozen=True)
class Run:
    """Text in one style; "\\n" in it is a line break. `shift` is "sup", "sub", "note" for a footnote's mark, or ""."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    shift: str = ""


@dataclass(frozen=True)
class Picture:
    """An image as the page names it: an address, a path beside the page, or a `data:` address."""

    src: str
    alt: str


@dataclass(frozen=True)
class Block:
    """One piece of a page.

    `level` is a heading's (1-6) or an item's depth (from 0); `number` an ordered item's (0 for a bullet) or a
    footnote's; `rows` the cells of a table, each a tuple of blocks; `language` what the page itself says ("" mostly);
    `place` counts the page's blocks from 1.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    headed: bool = False
    picture: Picture | None = None
    language: str = ""
    place: int = 0

    @property
    def text(self) -> str:
        """The words, without style; cells of a table are parted by line breaks."""
        if self.rows:
            return "\n".join(block.text for block in self.parts)
        return "".join(run.text for run in self.runs)

    @property
    def parts(self) -> tuple[Block, ...]:
        """The blocks that hold its runs: those of its cells, or itself."""
        return tuple(block for row in self.rows for cell in row for block in cell) if self.rows else (self,)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def label(self) -> str:
        """How messages call it, such as "paragraph 7"."""
        return f"{'list item' if self.kind == 'item' else self.kind} {self.place}" if self.place else f"a {self.kind}"

    def with_runs(self, runs: tuple[Run, ...]) -> Block:
        """The same block with other words."""
        return replace(self, runs=runs)


@dataclass(frozen=True)
class PageFacts:
    """What the page says of itself to machines: `date` as `2023-08-22` or with a time; "" where it says nothing."""

    title: str = ""
    date: str = ""
    section: str = ""
    image: str = ""


AROUND = "menus and links around the article"
"""The reason for what is the same on many pages of a site; a report of many pages says it once."""


@dataclass(frozen=True)
class LeftOut:
    """Words that are no part of the article, and why they were taken to be none."""

    text: str
    reason: str


@dataclass(frozen=True)
class Page:
    """A page that was read: its blocks in order, `origin` for messages and `folder` for the images beside it."""

    origin: str
    blocks: tuple[Block, ...]
    facts: PageFacts = PageFacts()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True)
class Facts:
    """Shared facts found in the page or given by the editor; "" where unknown. `folder_year` is where the files go."""

    date: str = ""
    category: str = ""
    goals: str = ""
    folder_year: str = ""


@dataclass(frozen=True)
class Draft:
    """A page made ready to be written: for each language its title ("" if unknown) and its Markdown.

    `questions` are for the editor and make the pair a draft; `notes` only say what was done and why; `taken` are the
    lines that became facts; `aside` are texts in other languages, by language.
    """

    origin: str
    slug: str
    original: str
    facts: Facts
    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class ImportFault(ValueError):
    """A page that cannot be imported; the message says what, where and the cure."""
