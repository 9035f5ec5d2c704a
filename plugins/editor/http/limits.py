"""What a request may have: numbers that can be numbers, and texts and pages that are read in seconds. What is only kept
has no limit but that of every request: nothing that was typed is refused a place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from plugins.diagnostics import Message, UserError

WHOLE = re.compile(r"[0-9]{1,9}")
# A number of milliseconds since 1970 has thirteen digits.
LARGEST_NUMBER = 1e15
# Characters of a text that is checked or rendered while it is written: a book has as many.
LONGEST_TEXT = 1_000_000
# Signs that open a mark in a page that is read: the largest pages have some ten thousand.
MOST_MARKS = 200_000
# The beginnings of files that are not read as marks.
PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")


class NotANumber(ValueError):
    """A number of a request that is none, or that nothing has so many of."""


def whole_number(text: str, otherwise: int = 0) -> int:
    """The whole number in an address, `otherwise` where nothing stands there. Raises NotANumber."""
    if not text:
        return otherwise
    if not WHOLE.fullmatch(text):
        raise NotANumber(text[:20])
    return int(text)


def number_of(data: Mapping[str, Any], name: str) -> float:
    """A number that a page sent, 0 where it sent none. Raises NotANumber."""
    value = data.get(name) or 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    # A whole number may be too large for what `isfinite` takes.
    if abs(value) > LARGEST_NUMBER or not math.isfinite(value):
        raise NotANumber(name)
    return value


def check_length(drafts: Mapping[str, Any]) -> None:
    """Raise UserError for drafts that are too long to be checked or rendered while somebody waits."""
    texts = drafts.get("texts", {}).values()
    parts = (part for text in texts for part in (text.get("body"), text.get("whole"), text.get("base")))
    if any(isinstance(part, str) and len(part) > LONGEST_TEXT for part in parts):
        raise UserError(
            Message("the text is too long to be checked while it is written: divide it; what you write is kept")
        )


def check_marks(page: bytes | str) -> None:
    """Raise UserError for a page that has too many marks to be read."""
    if isinstance(page, bytes) and page.startswith(PACKED):
        return
    marks = page.count("<") if isinstance(page, str) else page.count(b"<")
    if marks > MOST_MARKS:
        raise UserError(Message("the page has too much markup to be read: save its text alone, or take it in parts"))
