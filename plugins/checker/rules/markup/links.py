"""Rules about broken, insecure and vague links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.rendered import Kind
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

NOTE = re.compile(r"\[\^[^\]\n]+\]")
LABELLED = re.compile(r"(?<!!)\[(?P<words>[^\[\]^\n]+)\]\[(?P<label>[^\[\]\n]*)\]")
# An address, or a file's name with its ending, apart from the words by a blank.
SPLIT = re.compile(
    r"\[(?P<words>[^\[\]^\n]+)\](?P<blank>[ \t]+)\((?P<target>(?:https?://|mailto:|/|\{|[^\s()]{1,200}\.[a-zA-Z0-9]{2,5}(?=[)#]))[^()\s]*)\)"
)


@rule("text")
def empty_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links without an address or without words."""
    for number, link in enumerate(context.references):
        if link.kind is Kind.LINK and link.target.strip() in ("", "#"):
            message = Message(
                "the link {words!r} leads to nothing: put the address between the brackets", words=link.words
            )
            yield context.finding(number, message)
        elif link.kind is Kind.LINK and not link.words.strip():
            message = Message("the link to {target!r} has no words: write them between [ and ]", target=link.target)
            yield context.finding(number, message)


@rule("text")
def undefined_reference(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds labels and notes that no line defines: readers see them as they are written."""
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
def insecure_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links by http and those without a scheme."""
    for number, link in enumerate(context.references):
        if link.target.lower().startswith(("http:", "//")):
            fix = "https://" + link.target.split("//", 1)[-1]
            message = Message("the link to {target} is not https: write {fix}", target=link.target, fix=fix)
            yield context.finding(number, message)


@rule("text")
def vague_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links whose words are a phrase such as "click here"."""
    for number, link in enumerate(context.references):
        words = " ".join(link.words.strip(" *_.…>»").casefold().split())
        if link.kind is Kind.LINK and words in context.language_data.words("spelling", "vague"):
            message = Message("{words!r} does not describe where the link leads: link words that do", words=link.words)
            yield context.finding(number, message)
