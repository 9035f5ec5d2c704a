"""Where a text names something: looked up when a message needs a line, by what changes when the text does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from plugins.content.markup.rendered import Reference
from plugins.content.sources import Source

# What is put behind a name, with a number; and the most of them in one text.
MARK = re.compile(r"q([0-9]{1,9})z")
MOST_MARKS = 2_000


def find_places(
    source: Source, references: tuple[Reference, ...], read: Callable[[str], tuple[Reference, ...]]
) -> list[tuple[int, int]]:
    """The line and the column at which a source names each of its `references`. `read` returns those of another text.

    A mark is put behind all places where their names stand, and the text is read once more: a reference then has the
    mark of its place. One that is none any more with a mark in it stands at the first place of its name."""
    body = source.body
    starts: dict[int, int] = {}
    for name in {spelling: None for reference in references for spelling in _spellings(_name(reference))}:
        for match in re.finditer(re.escape(name), body):
            starts[match.end()] = min(match.start(), starts.get(match.end(), match.start()))
    ends = sorted(starts)[:MOST_MARKS]
    pieces = [f"{body[before:end]}q{end}z" for before, end in zip([0, *ends], ends, strict=False)]
    marked = [_name(reference) for reference in read("".join(pieces) + body[ends[-1] :])] if ends else []
    names, places, passed = [MARK.sub("", name) for name in marked], [], 0
    for reference in references:
        name = _name(reference)
        at = next((body.find(spelling) for spelling in _spellings(name) if spelling in body), -1)
        if name in names[passed:]:
            passed = names.index(name, passed) + 1
            marks = MARK.findall(marked[passed - 1])
            at = starts.get(int(marks[-1]), at) if marks else at
        line, column = body.count("\n", 0, max(at, 0)), at - (body.rfind("\n", 0, max(at, 0)) + 1) + 1
        places.append((source.body_line + line, max(column, 1)))
    return places


def _name(reference: Reference) -> str:
    """What a text says of a reference: its target, or its words where that is nothing."""
    return reference.target if reference.target.strip("# ") else reference.words


def _spellings(name: str) -> list[str]:
    """The ways in which a name may be written."""
    plain = unquote(name)
    return [
        spelling for spelling in dict.fromkeys((name, html.escape(name), plain, plain.rpartition("/")[2])) if spelling
    ]
