"""Sheets that were saved as text: cells parted by commas, semicolons or tabs, with several paragraphs in each."""

from __future__ import annotations

import csv
import io

from plugins.importer.document import Block
from plugins.importer.readers.text import read_plain

SUFFIXES = (".csv", ".tsv")
LARGEST_CELL = 4_000_000


def is_sheet(text: str, name: str) -> bool:
    """Whether a text is a sheet, by its name."""
    return name.lower().endswith(SUFFIXES)


def read_sheet(text: str) -> list[Block]:
    """The table in a text."""
    csv.field_size_limit(LARGEST_CELL)
    first = text.lstrip("\ufeff\n").split("\n")[0]
    joint = max("\t;,", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=joint) if any(map(str.strip, row))]
    width = max(map(len, rows), default=0)
    cells = tuple(tuple(tuple(read_plain(cell)) for cell in (*row, *[""] * (width - len(row)))) for row in rows)
    return [Block("table", rows=cells, headed=True)] if cells else []
