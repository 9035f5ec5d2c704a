"""Rules about headings, by which readers with screen readers navigate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import TextSegment
from plugins.content.markup.source_marks import blank_code
from plugins.diagnostics import Fix, Message

MARKED = re.compile(r"^(?P<marks>#{1,6})[ \t]*(?P<words>[^\n]*)$", re.M)
UNDERLINED = re.compile(r"^(?P<words>[^\s#>|`=-][^\n]*)\n(?P<line>=+|-+)[ \t]*$", re.M)
TAGGED = re.compile(r"<h(?P<level>[1-6])\b[^>]*>(?P<words>[^<]*)", re.I)


def headings(body: TextSegment) -> list[tuple[int, int, str]]:
    """Every heading as (offset, level, words), in order, in each of the three ways that Markdown has."""
    text = blank_code(body.raw)
    found = [(match.start(), len(match["marks"]), match["words"].strip("# ")) for match in MARKED.finditer(text)]
    found += [
        (match.start(), 1 if match["line"][0] == "=" else 2, match["words"]) for match in UNDERLINED.finditer(text)
    ]
    found += [(match.start(), int(match["level"]), match["words"]) for match in TAGGED.finditer(text)]
    return sorted(found)


@rule()
def heading_levels(context: CheckContext) -> Iterator[Finding]:
    """Finds headings more than one level below the one before."""
    before = 1
    for offset, level, _ in headings(context.body):
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
    for offset, level, _ in headings(context.body):
        if level == 1:
            message = Message("the first level is the title's: write this heading with two signs, ##")
            yield context.body.finding(offset, message, None, [_change_level(context.body, offset, 2)])


def _change_level(body: TextSegment, offset: int, level: int) -> Fix | None:
    """A fix that changes the level of a heading, to 2 where it is underlined; None for a tag."""
    if marked := MARKED.match(body.raw, offset):
        return body.fix((*marked.span("marks"), "#" * level))
    underlined = UNDERLINED.match(body.raw, offset)
    return body.fix((*underlined.span("line"), "-" * len(underlined["line"]))) if underlined and level == 2 else None


@rule()
def empty_heading(context: CheckContext) -> Iterator[Finding]:
    """Finds headings without words."""
    for offset, _, words in headings(context.body):
        if not words.strip():
            message = Message("a heading without words: write them after the signs, or delete the line")
            yield context.body.finding(offset, message)


@rule()
def bold_heading(context: CheckContext) -> Iterator[Finding]:
    """Finds paragraphs of bold words alone."""
    for match in re.finditer(
        r"(?:\A\n*|\n\n)(?P<line>\*\*[^*\n.!?:]{2,80}:?\*\*:?|__[^_\n.!?:]{2,80}:?__:?)[ \t]*(?=\n\n|\n?$)",
        context.body.text,
    ):
        words = match["line"].strip("*_:")
        message = Message("this line looks like a heading: write ## {words}", words=words)
        yield context.body.finding(match.start("line"), message)
