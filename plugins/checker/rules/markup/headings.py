"""Rules about headings, by which readers with screen readers navigate."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import TextSegment
from plugins.diagnostics import Fix, Message

# Characters of a line of bold words that is taken for a heading.
LONGEST = 80


def headings(context: CheckContext) -> list[tuple[int, int, str]]:
    """Every heading as (offset, level, words), in order."""
    blocks = (block for block in context.shown.blocks if block.element.startswith("h"))
    return [(block.offset, int(block.element[1]), block.words) for block in blocks]


@rule()
def heading_levels(context: CheckContext) -> Iterator[Finding]:
    """Finds headings more than one level below the one before."""
    before = 1
    for offset, level, _ in headings(context):
        if level > before + 1:
            message = Message(
                "a heading of level {level} after level {before}: use {marks} here",
                level=level,
                before=before,
                marks="#" * (before + 1),
            )
            yield context.body.finding(offset, message, None, [_change_level(context.body, offset, before + 1)])
        before = max(level, 1)


@rule()
def heading_one(context: CheckContext) -> Iterator[Finding]:
    """Finds headings of the title's level."""
    for offset, level, _ in headings(context):
        if level == 1:
            message = Message("the first level is the title's: write this heading with two signs, ##")
            yield context.body.finding(offset, message, None, [_change_level(context.body, offset, 2)])


def _change_level(body: TextSegment, offset: int, level: int) -> Fix | None:
    """A fix that changes the level of a heading, to 2 where it is underlined; None for a tag."""
    line, _, below = body.raw[offset:].partition("\n")
    if signs := len(line) - len(line.lstrip("#")):
        return body.fix((offset, offset + signs, "#" * level))
    underline, start = below.partition("\n")[0].rstrip(), offset + len(line) + 1
    is_underlined = bool(underline) and not underline.strip("=-")
    return body.fix((start, start + len(underline), "-" * len(underline))) if is_underlined and level == 2 else None


@rule()
def empty_heading(context: CheckContext) -> Iterator[Finding]:
    """Finds headings without words."""
    for offset, _, words in headings(context):
        if not words.strip():
            message = Message("a heading without words: write them after the signs, or delete the line")
            yield context.body.finding(offset, message)


@rule()
def bold_heading(context: CheckContext) -> Iterator[Finding]:
    """Finds paragraphs of bold words alone."""
    for block in context.shown.blocks:
        words = block.words.strip().rstrip(":")
        if block.is_bold and 1 < len(words) <= LONGEST and not any(sign in words for sign in ".!?:\n"):
            message = Message("this line looks like a heading: write ## {words}", words=words)
            yield context.body.finding(block.offset, message)
