"""Tables that are no tables: two languages side by side, or a layout with one cell."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.importer.detecting import Detector
from plugins.importer.model import Block

LONG_CELL = 60
SENTENCE_WORDS = 6


def side_by_side(table: Block, detector: Detector) -> list[list[Block]]:
    """The columns of a table as blocks, where two or more are surely in different languages; else nothing."""
    width = max((len(row) for row in table.rows), default=0)
    if width < 2:
        return []
    columns = [[block for row in table.rows if at < len(row) for block in row[at]] for at in range(width)]
    filled = [column for column in columns if any(block.text.strip() for block in column)]
    guesses = [detector.guess("\n".join(block.text for block in column)) for column in filled]
    codes = {guess.code for guess in guesses if guess.sure}
    if len(codes) < 2 or not all(guess.sure for guess in guesses):
        return []
    return filled


def unfolded(blocks: Sequence[Block], detector: Detector) -> tuple[list[Block], list[str]]:
    """The blocks with tables of two languages column by column and layout tables cell by cell; and what was done."""
    flat: list[Block] = []
    notes: list[str] = []
    for block in blocks:
        columns = side_by_side(block, detector) if block.kind == "table" else []
        if columns:
            notes.append("a table had its languages side by side: each column went to its own text")
            flat += [inner for column in columns for inner in column]
        elif block.kind == "table" and is_layout(block, detector):
            found, more = unfolded([inner for row in block.rows for cell in row for inner in cell], detector)
            flat += found
            notes += more
        else:
            flat.append(block)
    return flat, notes


def is_layout(table: Block, detector: Detector) -> bool:
    """Whether a table only places things: a cell of it holds headings, lists, images, other tables, long text, or
    paragraphs in two languages."""
    cells = [cell for row in table.rows for cell in row]
    kinds = {block.kind for cell in cells for block in cell}
    return bool(kinds & {"heading", "item", "image", "table", "quote"}) or any(
        sum(block.words for block in cell) > LONG_CELL or len(_languages(cell, detector)) > 1 for cell in cells
    )


def _languages(cell: Sequence[Block], detector: Detector) -> set[str]:
    """The languages of a cell's paragraphs, as far as they are sure."""
    paragraphs = [block for block in cell if block.words >= SENTENCE_WORDS]
    return {detector.guess(block.text).known for block in paragraphs if len(paragraphs) > 1} - {""}
