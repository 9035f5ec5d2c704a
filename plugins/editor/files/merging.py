"""A three-way merge of a text, line by line: what one side changed is taken where the other left it alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """The merged text; `conflicts` are the places where both sides changed the same lines, and there it has both, the
    editor's own first."""

    text: str
    conflicts: int


def merge(base: str, own: str, other: str) -> Merge:
    """Merge two texts that were made from the same base."""
    merged: list[str] = []
    conflicts = 0
    for before, mine, theirs in _regions(*(text.split("\n") for text in (base, own, other))):
        if theirs in (before, mine):
            merged += mine
        elif mine == before:
            merged += theirs
        else:
            merged += [*mine, *([""] if mine and theirs else []), *theirs]
            conflicts += 1
    return Merge("\n".join(merged), conflicts)


def _regions(base: list[str], own: list[str], other: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Stretches of the base with what each side has in their place; lines that all three share end a stretch."""
    mine, theirs = _matches(base, own), _matches(base, other)
    start = at = there = 0
    for line in (*sorted(mine.keys() & theirs.keys()), len(base)):
        own_end, other_end = mine.get(line, len(own)), theirs.get(line, len(other))
        yield base[start:line], own[at:own_end], other[there:other_end]
        shared = base[line : line + 1]
        yield shared, shared, shared
        start, at, there = line + 1, own_end + 1, other_end + 1


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each line of the base stands in the other text, in order."""
    blocks = difflib.SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
