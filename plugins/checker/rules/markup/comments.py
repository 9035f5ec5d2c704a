"""The rule about comments that hide text that is meant for readers."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.content.markup.source_marks import blank_code, code_spans
from plugins.diagnostics import Message

OPENING = "<!--"


@rule()
def open_comment(context: CheckContext) -> Iterator[Finding]:
    """Finds comments that the next one begins within, and one that never ends."""
    body = context.body.raw
    for start, end in code_spans(body):
        if body.startswith(OPENING, start) and OPENING in body[start + len(OPENING) : end]:
            message = Message(
                "this comment does not end before the next one, and hides what is between: put --> where it ends"
            )
            yield context.body.finding(start, message)
    endless = blank_code(body).find(OPENING)
    if endless >= 0:
        message = Message("this comment does not end, and readers see it: put --> where it ends")
        yield context.body.finding(endless, message)
