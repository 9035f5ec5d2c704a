"""A PDF into blocks: its lines with their places."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from plugins.diagnostics import Message
from plugins.importer.document import Document, ImportFailure, Run, clean
from plugins.importer.readers.broken_words import rows_of
from plugins.importer.readers.printed import PrintedLine, read_lines

MAGIC = b"%PDF"
MOST_PAGES = 200
# Pieces of text whose places differ by less than this, in points, stand on one line.
SAME_LINE = 2.5


def read_pdf(raw: bytes, origin: str) -> Document:
    """The document in a PDF; raises ImportFailure where it is locked, or holds pictures of pages and no text."""
    # Few pages are a PDF, and it takes long to load.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        lines = [line for at, page in enumerate(reader.pages[:MOST_PAGES]) for line in _lines_of(page, at)]
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        damaged = Message(
            "{origin}: this PDF cannot be read: open it, and save its text as a .txt or .docx file", origin=origin
        )
        raise ImportFailure(damaged) from None
    if not lines:
        scanned = Message(
            "{origin}: this PDF has pictures of pages and no text, as scans have: read it with a program that "
            "recognises letters, and save what it reads as a .txt or .docx file",
            origin=origin,
        )
        raise ImportFailure(scanned)
    return Document(origin, tuple(read_lines(lines)), source="\n".join(line.text for line in lines))


def _lines_of(page: Any, number: int) -> list[PrintedLine]:
    """The lines of a page, in the order in which it was written."""
    pieces: list[tuple[float, float, float, str]] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], font: object, size: float) -> None:
        x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        if text.strip():
            pieces.append((y, x, round(abs(size * place[3] * matrix[3]), 1), text))

    page.extract_text(visitor_text=visit)
    rows = rows_of(pieces, lambda piece, after: abs(after[0] - piece[0]) <= SAME_LINE)
    return [_line_of(row, number) for row in rows]


def _line_of(row: Sequence[tuple[float, float, float, str]], number: int) -> PrintedLine:
    text = " ".join(clean("".join(text for _, _, _, text in row)).split())
    size = max(size for _, _, size, _ in row)
    return PrintedLine((Run(text),), number, -row[0][0], row[0][1], str(size), size)
