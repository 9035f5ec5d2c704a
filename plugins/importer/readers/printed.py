"""Lines of a printed page, each with its place, into paragraphs: those of a PDF, and those that a program which takes
one apart writes as elements of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from bs4 import BeautifulSoup, Tag

from plugins.importer.document import ENDED, Block, Run, goes_on
from plugins.importer.readers.broken_words import join_runs, rows_of
from plugins.importer.readers.text import make_items

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
        runs = reduce(join_runs, (line.runs for line in row))
        blocks.append(Block("heading" if larger else "paragraph", runs, level=int(larger)))
    return make_items(blocks)


def _paragraphs_of(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines of each paragraph."""
    steps = Counter(round(b.top - a.top) for a, b in pairwise(lines) if a.page == b.page and b.top > a.top)
    # Where each paragraph is a line or two, those between paragraphs are as many.
    step = min((one for one, count in steps.items() if 2 * count >= max(steps.values())), default=0)
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
    placed = [one for one in soup.find_all(["p", "div", "span"], style=PLACED) if not one.find(["p", "div", "table"])]
    sizes = {match["name"]: float(match["size"]) for match in SIZE.finditer(styles)}
    found = [(one, line) for one in placed if (line := _line_of(one, sizes, read)) is not None]
    words = sum(len(line.text.split()) for _, line in found)
    if len(found) < FEWEST_LINES or words < SHARE_PLACED * len(soup.get_text(" ").split()):
        return []
    for element, _ in found:
        element.extract()
    return [line for _, line in found]


def _line_of(element: Tag, sizes: dict[str, float], read: Callable[[Tag], Sequence[Block]]) -> PrintedLine | None:
    """The line that an element is; None where it does not say its place, or is empty."""
    style = str(element.get("style") or "")
    top, left = TOP.search(style), LEFT.search(style)
    runs = tuple(run for block in read(element) for run in block.runs)
    if top is None or left is None or not runs:
        return None
    font = " ".join(element.get("class") or [])
    return PrintedLine(runs, id(element.parent), float(top[1]), float(left[1]), font, sizes.get(font, 0.0))
