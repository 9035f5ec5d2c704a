"""Marks the language of strings that stand in for those that an edition lacks.

A string may stand in a text, where an element can say its language, or in an attribute, where none can. Where each
output of a template stands follows from the template's own source, so the templates say nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from plugins.locales.strings import StandIn

FILTER = "stand_in"
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)|(?P<closed>>)")
# Elements that hold words alone.
HOLDS_WORDS = frozenset("title option script style textarea".split())


class StandInMarks(Extension):
    """Sends each output of an HTML template that stands in a text through a filter."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """As in Jinja: the tokens of a template, with what marks its outputs."""
        is_html, place = (stream.name or "").endswith(".html"), _Place()
        for token in stream:
            if token.type == "data":
                place.read(token.value)
            if token.type == "variable_end" and is_html and place.is_text:
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", FILTER)
            yield token
            if token.type == "variable_begin" and is_html and place.is_text:
                yield Token(token.lineno, "lparen", "(")


class _Place:
    """Where a template's source has come to."""

    def __init__(self) -> None:
        self._in_tag = False
        self._holder = ""

    @property
    def is_text(self) -> bool:
        """Whether an element may stand here."""
        return not self._in_tag and not self._holder

    def read(self, source: str) -> None:
        """Read on."""
        for tag in TAG.finditer(source):
            self._in_tag = not tag["closed"]
            if tag["name"] in HOLDS_WORDS:
                self._holder = "" if tag["end"] else tag["name"]


def stand_in(value: object) -> object:
    """A string that stands in for another, with its language; anything else as it is."""
    if not isinstance(value, StandIn):
        return value
    return Markup('<span lang="{}" dir="{}">{}</span>').format(value.tag, value.direction, str(value))
