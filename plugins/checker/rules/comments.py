"""The rule about comments that hide what was written for readers."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.content.references import silenced, silent_spans

OPENING = "<!--"


@rule()
def open_comment(script: Manuscript) -> Iterator[Note]:
    """A comment ends before the next begins; what stands between is hidden from readers otherwise.

    Bad: <!-- The bridge is open. – then your own paragraph, then <!-- It was closed for a year. -->
    Good: <!-- The bridge is open. --> – then your own paragraph
    """
    body = script.body.raw
    for start, end in silent_spans(body):
        if body.startswith(OPENING, start) and OPENING in body[start + len(OPENING) : end]:
            message = "this comment does not end before the next one, and hides what is between: put --> where it ends"
            yield script.body.note(start, message)
    endless = silenced(body).find(OPENING)
    if endless >= 0:
        yield script.body.note(endless, "this comment does not end, and readers see it: put --> where it ends")
