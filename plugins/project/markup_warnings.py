"""Warnings after a build for HTML that is removed from texts."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.removed_markup import find_removed_markup
from plugins.diagnostics import Diagnostic
from plugins.editions.context import BuildContext


def markup_warnings(build: BuildContext) -> Iterator[Diagnostic]:
    """A warning for each place in the files that this build read for the first time of which something is removed."""
    known = build.cache.sources
    for text in build.library.texts():
        if f"{text.source.name}:{text.source.digest}" not in known:
            yield from find_removed_markup(text.source, build.bodies.renderer)
