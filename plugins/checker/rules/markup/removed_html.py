"""The rule about HTML that readers do not get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.content.markup.removed_markup import MARKUP, find_removed_markup
from plugins.diagnostics import Message


@rule()
def removed_markup(context: CheckContext) -> Iterator[Finding]:
    """Finds elements and attributes that the sanitiser takes out of the page."""
    for one in find_removed_markup(context.source, context.config.renderer):
        if one.code == MARKUP:
            yield Finding(one.path, one.line, one.column, cast("Message", one.message))
