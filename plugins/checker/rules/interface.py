"""The rule about sentences of the interface that are not translated."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.rule import Note, rule
from plugins.content.library import ContentLibrary


@rule("advice", scope="newsroom")
def missing_string(library: ContentLibrary) -> Iterator[Note]:
    """Every sentence of the interface is translated; until it is, the English one stands in for it.

    Bad: search = "[English] Search" in theme/site/strings/sq.toml
    Good: search = "Kërko"
    """
    for strings in library.config.strings.values():
        for missing in strings.missing:
            yield Note(missing.path, missing.line, 1, f"{missing.key!r} still says {missing.text!r}: translate it here")
