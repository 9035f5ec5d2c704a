"""Warnings after a build for HTML that is removed from texts."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.draft_diagnostics import as_draft
from plugins.content.markup.removed_markup import find_removed_markup
from plugins.diagnostics import Diagnostic
from plugins.editions.build_context import BuildContext


def markup_warnings(build: BuildContext) -> Iterator[Diagnostic]:
    """A warning for each place of which something is removed, in the pairs of which a file is new to this build.

    What was reported while it was a draft is reported again once it is published, also where only the pair's other file
    has changed, which held it back.
    """
    for pair in {id(pair): pair for pair in build.library.by_name.values()}.values():
        texts = pair.texts.values()
        if any(text.source.name in build.library.new for text in texts):
            for text in texts:
                found = find_removed_markup(text.source, build.bodies.renderer)
                yield from map(as_draft, found) if text.draft else found
