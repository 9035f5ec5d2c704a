"""The rule about HTML that readers do not get."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.content.removed_markup import MARKUP, find_removed_markup


@rule("warning")
def removed_markup(script: Manuscript) -> Iterator[Note]:
    """HTML that is not allowed is taken out of the page, and readers miss what it was for.

    Bad: <iframe src="https://www.youtube.com/embed/QBb-VfMFPdc"></iframe>
    Good: https://www.youtube.com/watch?v=QBb-VfMFPdc
    """
    for one in find_removed_markup(script.source, script.library.config.renderer):
        if one.code == MARKUP:
            yield Note(one.path, one.line, one.column, one.message)
