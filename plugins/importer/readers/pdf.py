"""A PDF into blocks: its lines with their places, without what stands on each page."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from plugins.diagnostics import Message
from plugins.importer.document import Block, Document, ImportFailure, LeftOut, Run, clean, tidy
from plugins.importer.readers.printed import PrintedLine, join_words, paragraphs_of
from plugins.importer.readers.text import make_items

MAGIC = b"%PDF"
MOST_PAGES = 200
# Pieces of text whose places differ by less than this, in points, stand on one line.
SAME_LINE = 2.5
DIGITS = re.compile(r"\d+")
# A line stands on each page if it does so on so many pages at least.
FEWEST_PAGES = 2
RUNNING = "comes back on each page"


def read_pdf(raw: bytes, origin: str) -> Document:
    """The document in a PDF; raises ImportFailure where it is locked, or holds pictures of pages and no text."""
    # Few pages are a PDF, and it takes long to load.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        lines = [line for at, page in enumerate(reader.pages[:MOST_PAGES]) for line in _lines_of(page, at)]
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise ImportFailure(
            Message(
                "{origin}: this PDF cannot be read: open it, and save its text as a .txt or .docx file", origin=origin
            )
        ) from None
    if not lines:
        raise ImportFailure(
            Message(
                "{origin}: this PDF has pictures of pages and no text, as scans have: read it with a program that "
                "recognises letters, and save what it reads as a .txt or .docx file",
                origin=origin,
            )
        )
    running = _find_running(lines)
    kept = [line for at, line in enumerate(lines) if at not in running]
    usual = Counter(line.size for line in kept for _ in line.text.split()).most_common(1)[0][0]
    blocks = make_items([_block_of([kept[at] for at in row], usual) for row in paragraphs_of(kept)])
    left_out = tuple(LeftOut(lines[at].text, RUNNING) for at in running)
    return Document(origin, tuple(blocks), left_out=left_out, source="\n".join(line.text for line in lines))


def _lines_of(page: Any, number: int) -> Iterator[PrintedLine]:
    """The lines of a page, in the order in which it was written."""
    pieces: list[tuple[float, float, float, str]] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], font: object, size: float) -> None:
        x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        if text.strip():
            pieces.append((y, x, round(abs(size * place[3] * matrix[3]), 1), text))

    page.extract_text(visitor_text=visit)
    row: list[tuple[float, float, float, str]] = []
    for piece in pieces:
        if row and abs(piece[0] - row[-1][0]) > SAME_LINE:
            yield _line_of(row, number)
            row = []
        row.append(piece)
    if row:
        yield _line_of(row, number)


def _line_of(row: Sequence[tuple[float, float, float, str]], number: int) -> PrintedLine:
    text = " ".join(clean("".join(text for _, _, _, text in row)).split())
    size = max(size for _, _, size, _ in row)
    return PrintedLine(text, number, -row[0][0], row[0][1], str(size), size)


def _find_running(lines: Sequence[PrintedLine]) -> list[int]:
    """The places of the lines that stand at one height on several pages, and say the same but for their numbers."""
    found: dict[tuple[int, str], list[int]] = {}
    for at, line in enumerate(lines):
        found.setdefault((round(line.top), DIGITS.sub("0", line.text)), []).append(at)
    rows = [row for row in found.values() if len({lines[at].page for at in row}) >= FEWEST_PAGES]
    return sorted(at for row in rows for at in row)


def _block_of(lines: Sequence[PrintedLine], usual: float) -> Block:
    """A paragraph of some lines, or a heading where its letters are larger than most."""
    runs = tidy([Run(reduce(join_words, (line.text for line in lines)))])
    return Block("heading", runs, level=1) if lines[0].size > usual else Block("paragraph", runs)
