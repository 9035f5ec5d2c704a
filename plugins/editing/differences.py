"""Differences between two versions of a paragraph, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html import escape
from typing import Literal

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
TAGS = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
# Characters of both versions up to which words are compared.
LONGEST = 40_000


@dataclass(frozen=True)
class Run:
    """Some words that are the same in both versions, or in one of them only."""

    kind: Literal["same", "gone", "new"]
    text: str


def runs(before: str, after: str) -> list[Run]:
    """Both versions as one list of runs: "same" and "gone" together are `before`, "same" and "new" are `after`."""
    if len(before) + len(after) > LONGEST:
        return [Run("gone", before), Run("new", after)]
    old, new = PIECE.findall(before), PIECE.findall(after)
    parts: list[Run] = []
    for tag, start, end, low, high in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Run("same", "".join(old[start:end])))
            continue
        parts += [Run("gone", "".join(old[start:end]))] if end > start else []
        parts += [Run("new", "".join(new[low:high]))] if high > low else []
    return parts


def as_html(before: str, after: str) -> str:
    """The difference with <del> and <ins>."""
    return "".join(TAGS[run.kind].format(escape(run.text)) for run in runs(before, after))
