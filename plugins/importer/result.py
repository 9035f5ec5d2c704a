"""What an import gives: decided lines, files as texts, questions, and what is in no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.importer.document import Document, LeftOut, Picture
from plugins.importer.metadata.pair_fields import SharedFields
from plugins.importer.units import Role


@dataclass(frozen=True)
class DecidedBlock:
    """One line of the page as it was decided: `margin` is the lead over `second`, the next best role that
    would put the line in another place; `reasons` are the votes that won; `picture` is an image's."""

    id: str
    text: str
    kind: str
    language: str
    language_margin: float
    role: Role
    margin: float
    second: str
    reasons: str
    picture: Picture | None = None


@dataclass(frozen=True)
class Question:
    """What only a person can know; `block` is the id of the line that it is about, "" where it is about the page;
    `advice` is what to do on the command line, where the message does not say it; `beside` is what the other text says
    in that place, "" where it says nothing."""

    message: str
    topic: str
    block: str = ""
    advice: str = ""
    beside: str = ""

    def __str__(self) -> str:
        return f"{self.message}: {self.advice}" if self.advice else self.message


@dataclass(frozen=True)
class ImportResult:
    """What became of one page. `files` are paths below the content folder with their texts, `pictures` those with
    bytes.

    `questions` are for the editor; `notes` say what was done and why; `facts` are the lines that became fields; `aside`
    are texts in other languages, by language; `left_out` are words that are in no file.
    """

    document: Document
    blocks: tuple[DecidedBlock, ...]
    slug: str
    original: str
    fields: SharedFields
    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    files: Mapping[str, str]
    pictures: Mapping[str, bytes]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def margins(self) -> Mapping[str, tuple[float, float]]:
        """For each line by id the margins of its role and its language."""
        return {block.id: (block.margin, block.language_margin) for block in self.blocks}
