"""Sheets that were saved as text: cells parted by commas, semicolons or tabs, with several paragraphs in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from plugins.importer.document import Block, LeftOut
from plugins.importer.readers.text import read_plain
from plugins.importer.reasons import Reason

SUFFIXES = (".csv", ".tsv")
LARGEST_CELL = 4_000_000


def read_sheet(text: str, names_title: Callable[[str], bool]) -> tuple[list[Block], list[LeftOut]]:
    """The text of each cell, row by row, and the names of fields in the first row, where one of these, and
    none in the first column, is that of a title (`names_title`); else the table."""
    csv.field_size_limit(LARGEST_CELL)
    first = text.lstrip("\ufeff\n").split("\n")[0]
    joint = max("\t;,", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=joint) if any(map(str.strip, row))]
    if rows[1:] and any(map(names_title, rows[0])) and not any(names_title(row[0]) for row in rows[1:]):
        blocks = [block for row in rows[1:] for cell in row for block in read_plain(cell)]
        return blocks, [LeftOut(" · ".join(filter(None, rows[0])), Reason.COLUMN_NAMES)]
    width = max(map(len, rows), default=0)
    cells = tuple(tuple(tuple(read_plain(cell)) for cell in (*row, *[""] * (width - len(row)))) for row in rows)
    return [Block("table", rows=cells, headed=True)] if cells else [], []
