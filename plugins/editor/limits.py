"""What a request may have: texts and pages that are read in seconds. What is only kept has no limit but that of every
request: nothing that was typed is refused a place."""

from __future__ import annotations

from plugins.diagnostics import Message, UserError
from plugins.editor.drafts import Drafts

# Characters of a text that is checked or rendered while it is written: a book has as many.
LONGEST_TEXT = 1_000_000
# Signs that open a mark in a page that is read: the largest pages have some ten thousand.
MOST_MARKS = 200_000
# The beginnings of files that are not read as marks.
PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")


def check_length(drafts: Drafts) -> None:
    """Raise UserError for drafts that are too long to be checked or rendered while somebody waits."""
    parts = (part for text in drafts.texts.values() for part in (text.body, text.whole, text.base))
    if any(part and len(part) > LONGEST_TEXT for part in parts):
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
