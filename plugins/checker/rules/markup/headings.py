"""Rules about headings, by which readers with screen readers navigate."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.shown_text import TITLES, Block
from plugins.diagnostics import Diagnostic, Fix, Message
from plugins.diagnostics.rule import rule

# Characters of a line of bold words that is taken for a heading.
LONGEST = 80


def headings(context: CheckContext) -> list[tuple[Block, int]]:
    """Every heading with its level, in order."""
    blocks = (block for block in context.shown.blocks if block.element in TITLES)
    return [(block, int(block.element[1])) for block in blocks]


@rule("text")
def heading_levels(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings more than one level below the one before."""
    before = 1
    for block, level in headings(context):
        if level > before + 1:
            message = Message(
                "a heading of level {level} after level {before}: use {marks} here",
                level=level,
                before=before,
                marks="#" * (before + 1),
            )
            yield context.body.finding_at(block, message, _change_level(context, block, before + 1))
        before = max(level, 1)


@rule("text")
def heading_one(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings of the title's level."""
    for block, level in headings(context):
        if level == 1:
            message = Message("the first level is the title's: write this heading with two signs, ##")
            yield context.body.finding_at(block, message, _change_level(context, block, 2))


def _change_level(context: CheckContext, block: Block, level: int) -> Fix | None:
    """A fix that changes the level of a heading, to 2 where it is underlined; None for a tag."""
    body, offset = context.body, context.places.of_block(block)
    line, _, below = body.raw[offset:].partition("\n")
    if signs := len(line) - len(line.lstrip("#")):
        return body.fix_raw((offset, offset + signs, "#" * level))
    underline, start = below.partition("\n")[0].rstrip(), offset + len(line) + 1
    is_underlined = bool(underline) and not underline.strip("=-")
    return body.fix_raw((start, start + len(underline), "-" * len(underline))) if is_underlined and level == 2 else None


@rule("text")
def empty_heading(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds headings without words."""
    for block, _ in headings(context):
        if not context.shown.words(block).strip():
            message = Message("a heading without words: write them after the signs, or delete the line")
            yield context.body.finding_at(block, message)


@rule("text")
def bold_heading(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs of bold words alone."""
    for block in context.shown.blocks:
        words = context.shown.words(block).strip().rstrip(":")
        if block.is_bold and 1 < len(words) <= LONGEST and not any(sign in words for sign in ".!?:\n"):
            message = Message("this line looks like a heading: write ## {words}", words=words)
            yield context.body.finding_at(block, message)
