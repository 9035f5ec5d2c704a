"""Where a text names something: looked up when a message needs a line, by what changes when the text does."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from plugins.content.markup.rendered import Reference
from plugins.content.sources import Source

# Of one name in a text; a message that leads to the first of more is good enough.
MOST_PLACES = 40


def find_place(
    source: Source, number: int, references: tuple[Reference, ...], read: Callable[[str], tuple[Reference, ...]]
) -> tuple[int, int]:
    """The line and the column at which a source names the reference of that number among its `references`, counted
    from 0. `read` returns those of another text.

    A letter is put before each place where its name stands: where that changes this reference, and none before it, is
    its place. Where none does, the first line of the text stands for it."""
    body, wanted = source.body, references[number]
    second = None
    for at in _places(body, wanted.target):
        changed = read(f"{body[:at]}x{body[at:]}")
        if changed[: number + 1] != references[: number + 1]:
            if changed[:number] == references[:number]:
                return _position(source, body, at)
            second = at if second is None and changed[number : number + 1] != (wanted,) else second
    return _position(source, body, second) if second is not None else (source.body_line, 1)


def _places(body: str, target: str) -> Iterator[int]:
    """Where a name stands in a text, in any of the ways in which it may be written."""
    plain = unquote(target)
    found = 0
    for name in dict.fromkeys((target, html.escape(target), plain, plain.rpartition("/")[2])):
        at = body.find(name) if name else -1
        while at >= 0 and found < MOST_PLACES:
            yield at
            found += 1
            at = body.find(name, at + len(name))


def _position(source: Source, body: str, at: int) -> tuple[int, int]:
    return source.body_line + body.count("\n", 0, at), at - (body.rfind("\n", 0, at) + 1) + 1
