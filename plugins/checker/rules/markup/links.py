"""Rules about empty, insecure and vague links."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.rendered import Kind
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule


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
