"""Where in a page the walk over its elements is, and what a piece of text becomes there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugins.importer.cleaning import tidy
from plugins.importer.model import Block, Kind, Run
from plugins.importer.plaintext import SEPARATOR


@dataclass(frozen=True)
class Place:
    """Where in the page the walk is: what kind of block its text becomes."""

    kind: Kind = "paragraph"
    level: int = 0
    number: int = 0
    depth: int = -1
    language: str = ""

    def block(self, runs: tuple[Run, ...]) -> Block:
        """The block that a piece of text becomes in this place."""
        if SEPARATOR.fullmatch("".join(run.text for run in runs)):
            return Block("rule")
        if self.kind == "heading":
            # A heading is bold by itself.
            runs = tidy(replace(run, bold=False) for run in runs)
        return Block(self.kind, runs, level=self.level, number=self.number, language=self.language)
