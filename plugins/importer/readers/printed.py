"""Lines of a printed page, each with its place, into paragraphs: what a program that takes a PDF apart writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bs4 import BeautifulSoup, Tag

from plugins.importer.document import ENDED, SMALL, clean

PLACED = re.compile(r"position:\s*absolute", re.IGNORECASE)
TOP, LEFT = (re.compile(rf"(?:^|[;\s]){side}:\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE) for side in ("top", "left"))
SIZE = re.compile(r"\.(?P<name>[\w-]+)\s*\{[^{}]*font-size:\s*(?P<size>\d+)", re.IGNORECASE)
BROKEN_WORD = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
BEGINS_SMALL = re.compile(rf"[\"'„“«‘(]?[{SMALL}]")
# A page has so many lines at least; two of one paragraph are at most so many times as far apart as most lines are, and
# begin at most so far from each other, in points. A line that ends a paragraph has less than this share of the letters
# of the longest.
FEWEST_LINES, APART, INDENTED, FULL = 6, 1.35, 40.0, 0.75


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page: its text, the page that it is on, how far from the top and the left side it begins, the name of
    its font, and how large its letters are, if that is known."""

    text: str
    page: int
    top: float
    left: float
    font: str = ""
    size: float = 0.0


def join_words(text: str, line: str) -> str:
    """A text with one more line of it; the hyphen of a word that the end of a line broke goes."""
    if BROKEN_WORD.search(text) and BEGINS_SMALL.match(line):
        return text[:-1] + line
    return f"{text} {line}" if text and line else text or line


def paragraphs_of(lines: Sequence[PrintedLine]) -> Iterator[list[int]]:
    """Yield the places of the lines of each paragraph."""
    steps = Counter(round(b.top - a.top) for a, b in pairwise(lines) if a.page == b.page and b.top > a.top)
    # Where each paragraph is a line or two, those between paragraphs are as many.
    step = min((one for one, count in steps.items() if 2 * count >= max(steps.values())), default=0)
    widest = max((len(line.text) for line in lines), default=0)
    row: list[int] = []
    for at, line in enumerate(lines):
        if row and not _goes_on(lines[at - 1], line, step, widest):
            yield row
            row = []
        row.append(at)
    if row:
        yield row


def _goes_on(line: PrintedLine, below: PrintedLine, step: float, widest: int) -> bool:
    """Whether a line is of the paragraph of the line above it."""
    within = not ENDED.search(line.text) and BEGINS_SMALL.match(below.text) is not None
    if line.font != below.font or abs(below.left - line.left) > INDENTED:
        return False
    if line.page != below.page:
        return within
    if not 0 < below.top - line.top <= APART * step:
        return False
    return len(line.text) >= FULL * widest or not ENDED.search(line.text) or BEGINS_SMALL.match(below.text) is not None


def join_placed_lines(soup: BeautifulSoup, styles: str) -> None:
    """Make paragraphs of the elements of a page that are lines at a place of their own; one in larger letters than most
    of the text is a heading. `styles` are the page's rules."""
    placed = [one for one in soup.find_all(["p", "div", "span"], style=PLACED) if not one.find(["p", "div", "table"])]
    found = [(element, line) for element in placed if (line := _line_of(element)) is not None]
    if len(found) < FEWEST_LINES:
        return
    elements, lines = [element for element, _ in found], [line for _, line in found]
    sizes = {match["name"]: int(match["size"]) for match in SIZE.finditer(styles)}
    usual = Counter(sizes.get(line.font, 0) for line in lines for _ in line.text.split()).most_common(1)[0][0]
    for row in paragraphs_of(lines):
        first, *others = (elements[at] for at in row)
        first.name = "h1" if sizes.get(lines[row[0]].font, 0) > usual else "p"
        for one in others:
            _append(first, one)


def _line_of(element: Tag) -> PrintedLine | None:
    """The line that an element is; None where it does not say its place, or is empty."""
    style, text = str(element.get("style") or ""), " ".join(clean(element.get_text()).split())
    top, left = TOP.search(style), LEFT.search(style)
    if top is None or left is None or not text:
        return None
    font = " ".join(element.get("class") or [])
    return PrintedLine(text, id(element.parent), float(top[1]), float(left[1]), font)


def _append(first: Tag, other: Tag) -> None:
    """Join an element to the one before it, as `join_words` does with texts."""
    text = first.get_text()
    joined = join_words(text.rstrip(), other.get_text().lstrip())
    if joined.startswith(text.rstrip()):
        first.append(" ")
    else:
        last = first.find_all(string=True)[-1]
        last.replace_with(str(last).rstrip()[:-1])
    for child in list(other.contents):
        first.append(child.extract())
    other.decompose()
