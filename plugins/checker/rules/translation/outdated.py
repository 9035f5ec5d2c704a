"""The rule about translations that are older than their original."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.content.outdated import find_outdated
from plugins.diagnostics import Message


@rule()
def behind_original(context: CheckContext) -> Iterator[Finding]:
    """Finds a translation whose original has changed since it was recorded."""
    found = find_outdated(context.pair, context.text.language, context.config.content)
    if found:
        count = len(found.changes)
        message = Message(
            "the original has changed in {n} place{s} since this was translated: "
            "see `./inv status`, then run `./inv check --accept {slug}`",
            n=count,
            s="s" if count > 1 else "",
            slug=context.pair.slug,
        )
        yield Finding(context.source.path, 1, 1, message)
