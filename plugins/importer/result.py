"""What an import gives: decided lines, files as texts, questions, and what is in no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.importer.asked import Question
from plugins.importer.document import Document, LeftOut, Picture
from plugins.importer.metadata.pair_fields import SharedFields
from plugins.importer.units import Role


@dataclass(frozen=True)
class DecidedBlock:
    """One line of the page as it was decided; `picture` is an image's."""

    id: str
    text: str
    kind: str
    language: str
    role: Role
    picture: Picture | None = None


@dataclass(frozen=True)
class ImportResult:
    """What became of one page. `files` are paths below the content folder with their texts, `pictures` those with
    bytes.

    `questions` are for the editor; `notes` say what was done and why; `facts` are the words that became fields or name
    one; `aside` are texts in other languages, by language; `left_out` are all other words that are in no file.
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
    facts: tuple[LeftOut, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
