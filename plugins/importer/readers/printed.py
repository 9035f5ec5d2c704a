"""Lines of a printed page, each with its place, into paragraphs: those of a PDF, and those that a program which takes
one apart writes as elements of a page."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup, Tag

from plugins.diagnostics import Message
from plugins.importer.boilerplate.dom import attribute
from plugins.importer.document import ENDED, Block, Document, ImportFailure, Run, clean, goes_on
from plugins.importer.readers.broken_words import join_runs, rows_of
from plugins.importer.readers.text import make_items

MAGIC = b"%PDF"
MOST_PAGES = 200
# Pieces of text whose places differ by less than this, in points, stand on one line.
SAME_LINE = 2.5
PLACED = re.compile(r"position:\s*absolute", re.IGNORECASE)
TOP, LEFT = (re.compile(rf"(?:^|[;\s]){side}:\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE) for side in ("top", "left"))
SIZE = re.compile(r"\.(?P<name>[\w-]+)\s*\{[^{}]*font-size:\s*(?P<size>\d+)", re.IGNORECASE)
# A page has so many lines at least, which have this share of its words; two of one paragraph are at most so many times
# as far apart as most lines are, and begin at most so far from each other, in points. A line that ends a paragraph has
# less than this share of the letters of the longest.
FEWEST_LINES, SHARE_PLACED, APART, INDENTED, FULL = 6, 0.8, 1.35, 40.0, 0.75


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page: the page that it is on, how far from the top and the left side it begins, the name of its font,
    and how large its letters are, if that is known."""

    runs: tuple[Run, ...]
    page: int
    top: float
    left: float
    font: str = ""
    size: float = 0.0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


def read_lines(lines: Sequence[PrintedLine]) -> list[Block]:
    """The paragraphs of some lines, those in larger letters than most as headings."""
    sizes = Counter(line.size for line in lines for _ in line.text.split())
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    blocks = []
    for row in _paragraphs_of(lines):
        larger = row[0].size > usual
        runs = join_runs(line.runs for line in row)
        blocks.append(Block("heading" if larger else "paragraph", runs, level=int(larger)))
    return make_items(blocks)


def _paragraphs_of(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines of each paragraph."""
    steps = Counter(round(b.top - a.top) for a, b in pairwise(lines) if a.page == b.page and b.top > a.top)
    # Where each paragraph is a line or two, those between paragraphs are as many.
    step = min((step for step, count in steps.items() if 2 * count >= max(steps.values())), default=0)
    widest = max((len(line.text) for line in lines), default=0)
    return rows_of(lines, lambda line, below: _goes_on(line, below, step, widest))


def _goes_on(line: PrintedLine, below: PrintedLine, step: float, widest: int) -> bool:
    """Whether a line is of the paragraph of the line above it."""
    within = goes_on(line.text, below.text)
    if line.font != below.font or abs(below.left - line.left) > INDENTED:
        return False
    if line.page != below.page:
        return within
    near = 0 < below.top - line.top <= APART * step
    return near and (within or len(line.text) >= FULL * widest or not ENDED.search(line.text))


def find_placed_lines(soup: BeautifulSoup, styles: str, read: Callable[[Tag], Sequence[Block]]) -> list[PrintedLine]:
    """Take out of a page the elements that are lines at a place of their own, if nearly all of its words stand in such;
    `styles` are the page's rules, and `read` gives the blocks of an element."""
    placed = [
        element
        for element in soup.find_all(["p", "div", "span"], style=PLACED)
        if not element.find(["p", "div", "table"])
    ]
    sizes = {match["name"]: float(match["size"]) for match in SIZE.finditer(styles)}
    lines = [(element, line) for element in placed if (line := _line_of(element, sizes, read)) is not None]
    words = sum(len(line.text.split()) for _, line in lines)
    if len(lines) < FEWEST_LINES or words < SHARE_PLACED * len(soup.get_text(" ").split()):
        return []
    for element, _ in lines:
        element.extract()
    return [line for _, line in lines]


def _line_of(element: Tag, sizes: dict[str, float], read: Callable[[Tag], Sequence[Block]]) -> PrintedLine | None:
    """The line that an element is; None where it does not say its place, or is empty."""
    style = attribute(element, "style")
    top, left = TOP.search(style), LEFT.search(style)
    runs = tuple(run for block in read(element) for run in block.runs)
    if top is None or left is None or not runs:
        return None
    font = attribute(element, "class")
    return PrintedLine(runs, id(element.parent), float(top[1]), float(left[1]), font, sizes.get(font, 0.0))


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
    return [_printed_line(row, number) for row in rows]


def _printed_line(row: Sequence[tuple[float, float, float, str]], number: int) -> PrintedLine:
    text = " ".join(clean("".join(text for _, _, _, text in row)).split())
    size = max(size for _, _, size, _ in row)
    return PrintedLine((Run(text),), number, -row[0][0], row[0][1], str(size), size)
