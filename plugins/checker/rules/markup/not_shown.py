"""Rules about what readers do not get: comments, markup and addresses that are taken out, texts without words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.removed_markup import ADDRESS, MARKUP, find_removed_markup
from plugins.content.markup.rendered import TextExtract
from plugins.content.markup.source_map import COMMENT, COMMENT_END, find_offsets, read_comments
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule


@rule("text")
def open_comment(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds comments that the next one begins within, and one that never ends, which readers see."""
    body, renderer = context.body.raw, context.config.renderer
    if body.count(COMMENT) > body.count(COMMENT_END):
        nested = _nested(body, renderer)
        for start in find_offsets(body, nested, [[COMMENT]] * len(nested), lambda text: _nested(text, renderer)):
            message = Message(
                "this comment does not end before the next one, and hides what is between: put --> where it ends"
            )
            yield context.written[-1].finding(start, message)
    endless = context.shown.text.find(COMMENT)
    if endless >= 0:
        message = Message("this comment does not end, and readers see it: put --> where it ends")
        yield context.body.finding(endless, message)


def _nested(text: str, renderer: MarkdownRenderer) -> list[str]:
    """The comments of a text that another one begins within, up to that."""
    comments = (comment.text.partition(COMMENT) for comment in read_comments(text, renderer))
    return [first for first, sign, _ in comments if sign]


@rule("text")
def missing_text(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a published text with nothing but comments below its header."""
    if not context.text.draft and not context.shown.text.strip():
        message = Message(
            "nothing is written below the header, and readers would see a title alone: write the text, or add a line "
            "`Status: draft`"
        )
        yield context.at_field("", message)


@rule("text")
def removed_markup(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds elements and attributes that the sanitiser takes out of the page."""
    yield from _removed(context, MARKUP)


@rule("text")
def unsafe_link(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds links with a scheme that is not published."""
    yield from _removed(context, ADDRESS)


def _removed(context: CheckContext, code: str) -> Iterator[Diagnostic]:
    for diagnostic in _all_removed(context.source, context.config.renderer, context.extract):
        if diagnostic.code == code:
            yield replace(diagnostic, severity="error")


# Each text is rendered once for both rules.
@lru_cache(maxsize=1)
def _all_removed(source: Source, renderer: MarkdownRenderer, extract: TextExtract) -> tuple[Diagnostic, ...]:
    return tuple(find_removed_markup(source, renderer, extract))
