"""Differences between two versions of a paragraph, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html import escape
from typing import Literal

from rich.text import Text as Styled

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
STYLES = {"same": "", "gone": "red strike", "new": "green bold"}
TAGS = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
LONGEST = 4000


@dataclass(frozen=True)
class Run:
    """Some words that are the same in both versions, or stand in one of them only."""

    kind: Literal["same", "gone", "new"]
    text: str


def runs(before: str, after: str) -> list[Run]:
    """Both versions as one row of runs: the same and the gone make up `before`, the same and the new `after`."""
    if len(before) + len(after) > LONGEST * 10:
        return [Run("gone", before), Run("new", after)]
    old, new = PIECE.findall(before), PIECE.findall(after)
    found: list[Run] = []
    for tag, start, end, low, high in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(old[start:end])))
            continue
        found += [Run("gone", "".join(old[start:end]))] if end > start else []
        found += [Run("new", "".join(new[low:high]))] if high > low else []
    return found


def styled(before: str, after: str) -> Styled:
    """The difference for a terminal; where it has no colours, [-words gone-] and {+words new+}."""
    text = Styled()
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    for run in runs(before, after):
        text.append(signs[run.kind].format(run.text), style=STYLES[run.kind])
    return text


def as_html(before: str, after: str) -> str:
    """The difference with <del> and <ins>."""
    return "".join(TAGS[run.kind].format(escape(run.text)) for run in runs(before, after))
