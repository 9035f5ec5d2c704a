"""The rule about the signs of numbers, which each language has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.facts.measures import is_measured
from plugins.diagnostics import Message

# Not the three figures of a thousand, and nothing that goes on: a date, a version, an address.
NUMBER = re.compile(r"(?<![\w.,:/-])(?P<whole>\d{1,3})(?P<sign>[.,])(?P<part>\d{1,2}|\d{4,6})(?!\d)")


@rule()
def decimal_sign(context: CheckContext) -> Iterator[Finding]:
    """Finds amounts with the decimal sign of another language; only a number with its measure is one for certain."""
    language = context.language_data
    for segment in context.segments:
        for match in NUMBER.finditer(segment.text):
            if match["sign"] == language.decimal or match["sign"] not in (language.group, ".", ","):
                continue
            if is_measured(segment.text, match.end(), language):
                right = match["whole"] + language.decimal + match["part"]
                message = Message(
                    "{number!r} has the decimal sign of another language: write {right}",
                    number=match["whole"] + match["sign"] + match["part"],
                    right=right,
                )
                fix = segment.fix((*match.span("sign"), language.decimal))
                yield segment.finding(match.start(), message, fix)
