"""The rule about sentences of the interface that are not translated."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.rule import Finding, rule
from plugins.content.library import ContentLibrary


@rule(scope="library")
def missing_string(library: ContentLibrary) -> Iterator[Finding]:
    """Finds sentences of the interface that still are the English ones."""
    for strings in library.config.strings.values():
        for missing in strings.missing:
            message = f"{missing.key!r} still says {missing.text!r}: translate it here"
            yield Finding(missing.path, missing.line, 1, message)
