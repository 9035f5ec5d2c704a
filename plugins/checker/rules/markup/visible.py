"""Rules about markup that readers see as it is written, since it is not complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

NOTE = re.compile(r"\[\^[^\]\n]+\]")
LABELLED = re.compile(r"(?<!!)\[(?P<words>[^\[\]^\n]+)\]\[(?P<label>[^\[\]\n]*)\]")
# An address, or a file's name with its ending, apart from the words by a blank.
SPLIT = re.compile(
    r"\[(?P<words>[^\[\]^\n]+)\](?P<blank>[ \t]+)\((?P<target>(?:https?://|mailto:|/|\{|[^\s()]{1,200}\.[a-zA-Z0-9]{2,5}(?=[)#]))[^()\s]*)\)"
)
# Signs that mean nothing but markup: those of bold words, which stand at words; of code; of a link; of a table's row.
SIGNS = re.compile(
    r"(?<![*_])(?P<bold>\*\*\*?(?=[^\s*])|(?<=\w)\*\*\*?(?!\*)|(?<!\w)___?(?=[^\W_])|(?<=[^\W_])___?(?!\w))"
    r"|(?P<code>`+)|(?P<link>(?<=\])\()|(?P<row>^\|(?=[^\n]+\|))",
    re.M,
)


@rule("text")
def undefined_reference(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds labels and notes that no line defines."""
    for match in LABELLED.finditer(context.shown.text):
        label = (match["label"] or match["words"]).casefold()
        message = Message(
            "the address of [{label}] is missing: add a line `[{label}]: https://…`, or write (https://…)", label=label
        )
        yield context.body.finding(match.start(), message)
    for match in NOTE.finditer(context.shown.text):
        message = Message(
            "the text of the note {note} is missing: add a line `{note}: …`, or take it out", note=match[0]
        )
        yield context.body.finding(match.start(), message)


@rule("text")
def split_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links with a blank between the words and the address."""
    for match in SPLIT.finditer(context.shown.text):
        message = Message(
            "this is no link: take out the blank, [{words}]({target})", words=match["words"], target=match["target"]
        )
        yield context.body.correct(match.span("blank"), message, "", certain=True, at=match.start())


@rule("text")
def visible_markup(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds the first sign of each paragraph that is part of no markup and has no backslash before it."""
    for block in context.body.blocks:
        for match in SIGNS.finditer(context.shown.text, *block.span()):
            at = context.places.of(match.start())
            # A sign may also be written as a character reference, for readers to see.
            if context.body.raw[at : at + 1] == match[0][0] and context.body.raw[at - 1 : at] != "\\":
                yield context.body.finding(match.start(), _cure(match))
                break


def _cure(sign: re.Match[str]) -> Message:
    match sign.lastgroup:
        case "link":
            return Message(
                "this is no link, and readers see its brackets: write [words](https://…), the address without blanks"
            )
        case "row":
            return Message(
                "this is no table, and readers see its lines: write |---|---| below its first row, and an empty line "
                "above it"
            )
        case _:
            return Message(
                "readers see {sign} here: write {sign} before the words and again right after them, or take it out; "
                "where it is meant, write \\{first}",
                sign=sign[0],
                first=sign[0][0],
            )
