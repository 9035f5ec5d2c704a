"""Rules about headings: readers who cannot see the page find their way by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import Passage
from plugins.content.references import silenced

MARKED = re.compile(r"^(?P<marks>#{1,6})[ \t]*(?P<words>[^\n]*)$", re.M)
UNDERLINED = re.compile(r"^(?P<words>[^\s#>|`=-][^\n]*)\n(?P<line>=+|-+)[ \t]*$", re.M)
TAGGED = re.compile(r"<h(?P<level>[1-6])\b[^>]*>(?P<words>[^<]*)", re.I)


def headings(body: Passage) -> list[tuple[int, int, str]]:
    """Every heading as (offset, level, words), in order, in each of the three ways that Markdown has."""
    text = silenced(body.raw)
    found = [(match.start(), len(match["marks"]), match["words"].strip("# ")) for match in MARKED.finditer(text)]
    found += [
        (match.start(), 1 if match["line"][0] == "=" else 2, match["words"]) for match in UNDERLINED.finditer(text)
    ]
    found += [(match.start(), int(match["level"]), match["words"]) for match in TAGGED.finditer(text)]
    return sorted(found)


@rule()
def heading_levels(script: Manuscript) -> Iterator[Note]:
    """A heading is at most one level below the one before it.

    Bad: ## What happened, then #### Who was there
    Good: ## What happened, then ### Who was there
    """
    before = 1
    for offset, level, _ in headings(script.body):
        if level > before + 1:
            message = f"a heading of level {level} after level {before}: use {'#' * (before + 1)} here"
            yield script.body.note(offset, message)
        before = max(level, 1)


@rule()
def heading_one(script: Manuscript) -> Iterator[Note]:
    """The title is the page's only heading of the first level; those in the text begin with the second.

    Bad: # Background
    Good: ## Background
    """
    for offset, level, _ in headings(script.body):
        if level == 1:
            yield script.body.note(offset, "the first level is the title's: write this heading with two signs, ##")


@rule()
def empty_heading(script: Manuscript) -> Iterator[Note]:
    """A heading has words.

    Bad: ##
    Good: ## Background
    """
    for offset, _, words in headings(script.body):
        if not words.strip():
            yield script.body.note(offset, "a heading without words: write them after the signs, or delete the line")


@rule("advice")
def bold_heading(script: Manuscript) -> Iterator[Note]:
    """A paragraph that is nothing but bold words is a heading to the eye only; make it one for all.

    Bad: **Background**
    Good: ## Background
    """
    for match in re.finditer(
        r"(?:\A\n*|\n\n)(?P<line>\*\*[^*\n.!?:]{2,80}:?\*\*:?|__[^_\n.!?:]{2,80}:?__:?)[ \t]*(?=\n\n|\n?$)",
        script.body.text,
    ):
        yield script.body.note(
            match.start("line"), f"this line looks like a heading: write ## {match['line'].strip('*_:')}"
        )
