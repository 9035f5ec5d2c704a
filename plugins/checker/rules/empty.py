"""The rule about a text that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.rules.comments import OPENING
from plugins.content.references import silent_spans


@rule()
def missing_text(script: Manuscript) -> Iterator[Note]:
    """What is published has a text below its header; comments are for editors only.

    Bad: a header, and nothing below it
    Good: a header, an empty line and a text, or the line `Status: draft` in the header
    """
    if not script.text.draft and not _is_written(script.body.raw):
        message = (
            "nothing is written below the header, and readers would see a title alone: write the text, or add a line "
            "`Status: draft`"
        )
        yield Note(script.source.path, 1, 1, message)


def _is_written(body: str) -> bool:
    """Whether anything stands outside the comments."""
    at = 0
    for start, end in silent_spans(body):
        if body[at:start].strip() or not body.startswith(OPENING, start):
            return True
        at = end
    return bool(body[at:].strip())
