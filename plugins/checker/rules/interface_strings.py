"""The rule about sentences of the interface that are not translated."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.rule import Finding, rule
from plugins.content.library import ContentLibrary
from plugins.diagnostics import Message


@rule(scope="library")
def missing_string(library: ContentLibrary) -> Iterator[Finding]:
    """Finds sentences of the interface that still are the English ones."""
    for strings in library.config.strings.values():
        for missing in strings.missing:
            message = Message("{key!r} still says {text!r}: translate it here", key=missing.key, text=missing.text)
            yield Finding(missing.path, missing.line, 1, message)
