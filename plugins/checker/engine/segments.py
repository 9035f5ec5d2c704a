"""Passages: the words of a file that readers see, each character in its place, without code, addresses and tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from plugins.checker.engine.rule import Note
from plugins.content.references import DEFINED, INLINE, silent_spans
from plugins.content.sources import Source

# Stands for what was taken out: not a letter, not a space, and in no text of an editor.
BLANK = "\ufffc"
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[’'‑-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*")
BLOCK = re.compile(r"(?:^[^\S\n]*\S[^\n]*\n?)+", re.M)
# A title that somebody is to write, as `import` marks it; no word of it is for readers.
PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")
OWN_FIELDS = ("title", "summary", "image-alt", "image-credit")

MARKED = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]*)\b[^<>]{0,200}\slang\s*=[^<>]{0,200}>(?:(?!</(?P=tag)>).)*</(?P=tag)>", re.I | re.S
)
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<(?:https?|mailto)[^<>\s]*>")
ADDRESS = re.compile(
    r"\b(?:https?|ftp)://[^\s<>()\]]+|\bwww\.[^\s<>()\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w|(?<![\w/])[#@]\w+"
)
FILE_OR_HOST = re.compile(
    r"(?<![\w.-])[\w-]{1,80}(?:\.[\w-]{1,80}){0,5}\.(?:md|jpe?g|png|webp|svg|gif|pdf|docx?|html?|xml|json|org|com|net|int|rs|eu)\b(?:/[\w./%-]*)?"
)
PROTECTED = re.compile(r"\[\[[^\[\]\n]*\]\]")
SIGNS = re.compile(r"\[\^[^\]\n]*\]:?|^ {0,3}\*\[[^\]\n]*\]:|&#?\w+;|\{:?[ ]*[#.:][^{}\n]*\}|\\(?=[^\w\s])", re.M)


@dataclass(frozen=True)
class Passage:
    """A run of text in a file: `raw` as written, and `text`, as long, in which only what readers see is left.

    `where` is "body" or the name of the header field; `line` and `column` are those of its first character.
    """

    source: Source
    where: str
    raw: str
    text: str
    line: int
    column: int

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.raw))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character of this passage."""
        row = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[row] + 1
        return self.line + row, column + (self.column - 1 if row == 0 else 0)

    def note(self, offset: int, message: str) -> Note:
        """A note on the character at `offset`."""
        return Note(self.source.path, *self.place(offset), message)

    def words(self) -> Iterator[re.Match[str]]:
        """Every word that readers see, with hyphens and apostrophes inside it."""
        return WORD.finditer(self.text)


def passages(source: Source) -> tuple[Passage, ...]:
    """The title and the other texts of the header, then the body."""
    header = (
        Passage(source, field.name, field.value, visible(field.value), field.line, len(field.name) + 3)
        for field in source.fields
        if field.name in OWN_FIELDS and field.value and not PLACEHOLDER.fullmatch(field.value)
    )
    return (*header, Passage(source, "body", source.body, visible(source.body), source.body_line, 1))


def visible(markdown: str) -> str:
    """The Markdown with all that is no prose of the file's language blanked, every other character in its place."""
    text = _without_code(markdown)
    for pattern in (MARKED, PROTECTED):
        text = pattern.sub(lambda match: _blank(match[0]), text)
    text = _without_targets(text)
    for pattern in (DEFINED, TAG, ADDRESS, FILE_OR_HOST, SIGNS):
        text = pattern.sub(lambda match: _blank(match[0]), text)
    return text


def _without_code(text: str) -> str:
    at, parts = 0, []
    for start, end in silent_spans(text):
        parts += [text[at:start], _blank(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _without_targets(text: str) -> str:
    """Links and pictures with only their words left; a picture may stand inside a link, hence twice."""
    for _ in range(2):
        text = INLINE.sub(
            lambda match: match["bang"] + "[" + match["text"] + _blank(match[0][match.end("text") - match.start() :]),
            text,
        )
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", BLANK, text)
