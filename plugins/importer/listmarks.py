"""The marks of list items in Markdown: how far in each stands, and what it begins with."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.importer.model import Block


def list_marks(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    """For each item what stands before it, its indent, and its mark.

    Each level is four spaces further in, the highest at the edge; a level may not begin deeper than one below the last.
    Where points follow numbers or the other way round an empty line parts them, or the second list would be words of
    the first; where that is within another item, all items need one.
    """
    depth, highest, apart = 0, min(block.level for block in blocks), False
    rows: list[tuple[str, str, str]] = []
    numbered: dict[int, bool] = {}
    for at, block in enumerate(blocks):
        depth = min(block.level - highest, depth + 1) if at else 0
        numbered = {level: was for level, was in numbered.items() if level <= depth}
        turns = numbered.get(depth, bool(block.number)) != bool(block.number)
        apart = apart or (turns and depth > 0)
        numbered[depth] = bool(block.number)
        gap = ("\n\n" if turns else "\n") if at else ""
        rows.append((gap, " " * 4 * depth, f"{block.number}. " if block.number else "- "))
    return [("\n\n" if apart and gap else gap, lead, mark) for gap, lead, mark in rows]
