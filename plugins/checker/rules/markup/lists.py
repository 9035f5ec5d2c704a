"""Rules about accidental lists and code, and lists that Markdown does not recognize."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

POINT = re.compile(r"(?:(?P<sign>[-*+])|1\.) +\S")
# Points as Word and e-mail programs write them, the last two in Word's own fonts.
PASTED = re.compile(
    r"^(?P<mark>[•●▪◦‣·\uf0b7\uf0a7](?=[ \t\xa0]*[^\s])|(?P<number>\d{1,2})\)(?=[ \t\xa0]+[^\s]))", re.M
)
LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<words>[^\n]*)", re.M)


@rule("text")
def accidental_list(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs that become a list since they begin with a number and a full stop."""
    seen: set[int] = set()
    for block in context.shown.blocks:
        if block.element != "ol":
            continue
        offset = context.places.of_block(block)
        written = context.body.raw[offset:].partition(".")[0]
        if not written.isdecimal():
            continue
        number, point = int(written), offset + len(written)
        if block.points == 1 and number != 1 and number - 1 not in seen:
            message = Message(
                "this paragraph begins with {number}. and so becomes a list: write {number}\\. instead", number=number
            )
            yield context.written[-1].correct((point, point + 1), message, "\\.", at=offset)
        seen.update(range(number, number + block.points))


@rule("text")
def lost_list(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds lists without an empty line above, and points as word processors write them."""
    yield from _find_pasted(context)
    for block in context.body.blocks:
        lines = block[0].split("\n")
        at = len(lines[0]) + 1
        for before, line, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
            point, start = POINT.match(line), block.start() + at
            # In a quotation, the line begins with its sign.
            if point and _goes_on(before, point["sign"], after) and context.body.place(start)[1] == 1:
                message = Message(
                    "a list begins here without an empty line before it, and is shown as one paragraph: add one"
                )
                yield context.body.correct((start, start), message, "\n")
                break
            at += len(line) + 1


def _goes_on(before: str, sign: str | None, after: str) -> bool:
    """Whether a line that begins as a point does is one: a list is announced, or has a second point."""
    return before.rstrip().endswith(":") or after.startswith(f"{sign} " if sign else "2. ")


def _find_pasted(context: CheckContext) -> Iterator[Diagnostic]:
    """Find the first point of each list that was pasted, whether its points are lines or paragraphs."""
    text, within = context.body.text, False
    numbers = {int(point["number"]) for point in PASTED.finditer(text) if point["number"]}
    for block in context.body.blocks:
        # One number alone may be anything.
        points = [
            point
            for point in PASTED.finditer(block[0])
            if not point["number"] or numbers & {int(point["number"]) - 1, int(point["number"]) + 1}
        ]
        for point in points[:1] if not within else ():
            message = Message(
                "the points of this list begin with {mark}, and are shown as plain text: begin each with "
                "`{begin} `, and leave an empty line above the first",
                mark=point["mark"] if point["mark"].isprintable() else Message("a sign of Word's"),
                begin="1." if point["number"] else "-",
            )
            yield context.body.finding(block.start() + point.start("mark"), message)
        within = bool(points)


@rule("text")
def accidental_code(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs that begin with a tab or four spaces."""
    body = context.written[-1]
    for block in context.shown.blocks:
        if block.element == "pre" and context.places.is_indented(block):
            message = Message(
                "this paragraph begins with a tab or four spaces, and is shown as code: take them out, or, where it is "
                "code, put it between two lines of ```"
            )
            start = body.raw.rfind("\n", 0, context.places.of_block(block)) + 1
            rest = LINE.finditer(body.raw, start)
            lines = itertools.takewhile(lambda line: line["indent"] or not line["words"], rest)
            indents = [(*line.span("indent"), "") for line in lines if line["words"]]
            yield body.finding(start, message, None, [body.fix(*indents)])
