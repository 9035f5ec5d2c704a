"""The rule about a missing text."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.rules.markup.comments import OPENING
from plugins.content.markup.source_marks import code_spans
from plugins.diagnostics import Message


@rule()
def missing_text(context: CheckContext) -> Iterator[Finding]:
    """Finds a published text with nothing but comments below its header."""
    if not context.text.draft and not _is_written(context.body.raw):
        message = Message(
            "nothing is written below the header, and readers would see a title alone: write the text, or add a line "
            "`Status: draft`"
        )
        yield Finding(context.source.path, 1, 1, message)


def _is_written(body: str) -> bool:
    """Whether there is anything outside the comments."""
    at = 0
    for start, end in code_spans(body):
        if body[at:start].strip() or not body.startswith(OPENING, start):
            return True
        at = end
    return bool(body[at:].strip())
