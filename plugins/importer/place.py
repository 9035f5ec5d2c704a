"""Where in a page the walk over its elements is, and what a piece of text becomes there."""

from __future__ import annotations

from collections.abc import Sequence
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


def one_block(blocks: Sequence[Block], place: Place) -> list[Block]:
    """The blocks of one list item or note, its paragraphs as lines of it and not each by itself."""
    kind = (place.kind, place.level, place.number)
    kinds = [(block.kind, block.level, block.number) for block in blocks]
    end = next((at for at, other in enumerate(kinds) if other != kind), len(blocks))
    if end < 2:
        return list(blocks)
    runs = [run for at, block in enumerate(blocks[:end]) for run in ((Run("\n"),) if at else ()) + block.runs]
    return [blocks[0].with_runs(tidy(runs)), *blocks[end:]]
