"""Sheets that were saved as text: cells parted by commas, semicolons or tabs, with several paragraphs in each."""

from __future__ import annotations

import csv
import io
import re

from plugins.importer.document import Block
from plugins.importer.readers.text import read_plain

SUFFIXES = (".csv", ".tsv")
# A cell in quotation marks that goes on in the next line.
LONG_CELL = re.compile(r"(?:^|\t)\"(?:[^\"\n]|\"\")*\n(?:[^\"]|\"\")*\"(?:\t|\n|\Z)", re.MULTILINE)
LARGEST_CELL = 4_000_000


def is_sheet(text: str, name: str) -> bool:
    """Whether a text is a sheet: by its name, or since its first row has tabs and a cell has several lines."""
    first = text.lstrip("\ufeff\n").partition("\n")[0]
    return name.lower().endswith(SUFFIXES) or ("\t" in first and LONG_CELL.search(text) is not None)


def read_sheet(text: str) -> list[Block]:
    """The table in a text."""
    csv.field_size_limit(LARGEST_CELL)
    first = text.lstrip("\ufeff\n").split("\n")[0]
    joint = max("\t;,", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=joint) if any(map(str.strip, row))]
    width = max(map(len, rows), default=0)
    cells = tuple(tuple(tuple(read_plain(cell)) for cell in (*row, *[""] * (width - len(row)))) for row in rows)
    return [Block("table", rows=cells, headed=True)] if cells else []
