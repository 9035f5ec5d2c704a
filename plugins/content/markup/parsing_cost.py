"""Estimates the work of Python-Markdown with a text that grows with the square of the text's length.

For each opening sign the library looks for its closing one, to the end of the block or of the text; for each line that
is a block of its own it copies the rest of its block. A book takes a fraction of the limits; ten thousand brackets in a
row would take minutes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plugins.diagnostics import Message

BLOCK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# Characters looked at again and again, before a text is refused: half a second of work.
MOST_BRACKETS, MOST_OTHERS, MOST_PARTS, MOST_COPIES = 2_000_000, 20_000_000, 100_000_000, 5_000_000_000
MOST_ABBREVIATED, MOST_CELLS = 500_000_000, 200_000
# No work in a shorter block grows beyond any of these limits; only cells need the strokes of a table.
SHORT = 1000
BRACKET = re.compile(r"\](\()?|[\[)]")
# What may begin a tag, not "a < b".
TAG = re.compile(r"<(?=[A-Za-z/!?])|>")
# What Python-Markdown may take for a construct within a line; for each it puts its block together anew.
SIGN = re.compile(r"[\\`*_<&\[]|  \n")
FOOTNOTE = re.compile(r"\[\^([^\[\]\n]+)\]")
RUN = re.compile(r"`+")
# Lines after which the library begins anew with the rest of the block: headings, rules, abbreviations, definitions.
PART = re.compile(r"^ {0,3}(?:#|=+[ \t]*$|(?:[-*_][ \t]*){3,}$|\*\[|\[\^|:[ \t])", re.M)
ABBREVIATION = re.compile(r"^ {0,3}\*\[", re.M)


class TooMuchMarkup(ValueError):
    """A text that Python-Markdown would need minutes for; `line` counts from the text's first line, which is 0."""

    def __init__(self, text: str, place: int, what: Message) -> None:
        super().__init__(
            Message(
                "the text has so many {what} that it cannot be read: take out those that stand for nothing", what=what
            )
        )
        self.line = text.count("\n", 0, place)


def check_markup(text: str) -> None:
    """Raise TooMuchMarkup for a text that would take too long; itself takes time in proportion to the text."""
    if "<" in text:
        _check_tags(text)
    if len(ABBREVIATION.findall(text)) * len(text) > MOST_ABBREVIATED:
        raise TooMuchMarkup(text, 0, Message("abbreviations"))
    # Each mark of a footnote is numbered by counting those before it.
    if "[^" in text and sum(count * count for count in Counter(FOOTNOTE.findall(text)).values()) > MOST_BRACKETS:
        raise TooMuchMarkup(text, 0, Message("marks of one footnote"))
    for start, block in _blocks(text):
        if len(block) < SHORT and "|" not in block:
            continue
        limits = (
            (Message("brackets without their other half"), bracket_work(block), MOST_BRACKETS),
            (Message("signs ` without their other half"), _run_work(block), MOST_OTHERS),
            (Message("signs with a meaning in one paragraph"), len(SIGN.findall(block)) * len(block), MOST_COPIES),
            (
                Message("headings and rules without an empty line between them"),
                len(PART.findall(block)) * len(block),
                MOST_PARTS,
            ),
            (Message("cells in one table"), _cells(block), MOST_CELLS),
            (Message("signs | and ` in one line"), _split_work(block), MOST_OTHERS),
        )
        for what, work, most in limits:
            if work > most:
                raise TooMuchMarkup(text, start, what)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in BLOCK.finditer(text):
        yield start, text[start : gap.start()]
        start = gap.end()
    yield start, text[start:]


def bracket_work(block: str) -> int:
    """The characters between each bracket and its other half, or the end of the block where it has none."""
    work, square, round_ = 0, list[int](), list[int]()
    for sign in BRACKET.finditer(block):
        if sign[0] == "[":
            square.append(sign.start())
        elif sign[0] == ")":
            work += sign.start() - round_.pop() if round_ else 0
        else:
            work += sign.start() - square.pop() if square else 0
            if sign[1]:
                round_.append(sign.start())
    return work + sum(len(block) - at for at in (*square, *round_))


def _check_tags(text: str) -> None:
    """Signs < whose > is far away: each is looked for anew."""
    work, waiting, first = 0, 0, 0
    last = 0
    for sign in TAG.finditer(text):
        work += waiting * (sign.start() - last)
        last = sign.start()
        first = first if waiting else last
        waiting = waiting + 1 if sign[0] == "<" else 0
    if work + waiting * (len(text) - last) > MOST_OTHERS:
        raise TooMuchMarkup(text, first, Message("signs < without a >"))


def _run_work(block: str) -> int:
    """For runs of ` without another of the same length after them: each of their lengths is looked for to the end."""
    if "`" not in block:
        return 0
    work, after = 0, set[int]()
    for run in reversed(list(RUN.finditer(block))):
        length = len(run[0])
        if length not in after:
            work += length * (len(block) - run.end())
        after.add(length)
    return work


def _cells(block: str) -> int:
    """The cells of a table: each row has as many as the widest."""
    if "|" not in block:
        return 0
    lines = block.split("\n")
    return len(lines) * (1 + max(line.count("|") for line in lines))


def _split_work(block: str) -> int:
    """Strokes that part cells are looked for between marks of code."""
    if "|" not in block or "`" not in block:
        return 0
    return max(line.count("|") * line.count("`") for line in block.split("\n"))
