"""A three-way merge of a text, line by line: what one side changed is taken where the other left it alone."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """The merged text; `conflicts` are the places where both sides changed the same lines, and there it has both, the
    editor's own first."""

    text: str
    conflicts: int


def merge(base: str, own: str, other: str) -> Merge:
    """Merge two texts that were made from the same base."""
    if own == other or other == base:
        return Merge(own, 0)
    if own == base:
        return Merge(other, 0)
    lines = [text.split("\n") for text in (base, own, other)]
    merged: list[str] = []
    conflicts = 0
    for start, end, mine, theirs in _regions(*lines):
        before = lines[0][start:end]
        if mine == theirs or theirs == before:
            merged += mine
        elif mine == before:
            merged += theirs
        else:
            merged += [*mine, *([""] if mine and theirs else []), *theirs]
            conflicts += 1
    return Merge("\n".join(merged), conflicts)


def _regions(
    base: Sequence[str], own: Sequence[str], other: Sequence[str]
) -> list[tuple[int, int, list[str], list[str]]]:
    """Stretches of the base with what each side has in their place; lines that all three share end a stretch."""
    mine, theirs = _matches(base, own), _matches(base, other)
    regions: list[tuple[int, int, list[str], list[str]]] = []
    start = at = there = 0
    for line in range(len(base) + 1):
        if line < len(base) and (line not in mine or line not in theirs):
            continue
        to = (line, mine.get(line, len(own)), theirs.get(line, len(other)))
        if line == len(base):
            to = (line, len(own), len(other))
        if to != (start, at, there):
            regions.append((start, to[0], list(own[at : to[1]]), list(other[there : to[2]])))
        if line < len(base):
            regions.append((line, line + 1, [base[line]], [base[line]]))
            start, at, there = line + 1, to[1] + 1, to[2] + 1
    return regions


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each line of the base stands in the other text, in order."""
    blocks = difflib.SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
