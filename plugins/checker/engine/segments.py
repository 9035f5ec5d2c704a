"""Text segments: the words of a file that readers see, each character in its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plugins.checker.engine.rule import Finding
from plugins.content.headers.fields import PLACEHOLDER, TEXT_FIELDS
from plugins.content.headers.reader import Field
from plugins.content.markup.source_map import BLANK
from plugins.content.sources import Source
from plugins.diagnostics import Fix, Message, Replacement

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[’'‑-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*")
BLOCK = re.compile(r"(?:^[^\S\n]*\S[^\n]*\n?)+", re.M)
SENTENCE_ENDS = '.!?:…\n>|#*“„”"(–—'

ADDRESS = re.compile(
    r"\b(?:https?|ftp)://[^\s<>()\]]+|\bwww\.[^\s<>()\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w|(?<![\w/])[#@]\w+"
)
FILE_OR_HOST = re.compile(
    r"(?<![\w.-])[\w-]{1,80}(?:\.[\w-]{1,80}){0,5}\.(?:md|jpe?g|png|webp|svg|gif|pdf|docx?|html?|xml|json|org|com|net|int|rs|eu)\b(?:/[\w./%-]*)?"
)
PROTECTED = re.compile(r"\[\[[^\[\]\n]*\]\]")
# One that no line defines; another rule reports it.
NOTE = re.compile(r"\[\^[^\]\n]*\]")


@dataclass(frozen=True)
class TextSegment:
    """A run of text in a file: `raw` as written, and `text`, as long, in which only what readers see is left.

    `where` is "body" or the name of the header field; `line` and `column` are those of its first character. They are
    `exact` but for values that go on in the next line or are quoted in YAML; such values are never fixed.
    """

    source: Source
    where: str
    raw: str
    text: str
    line: int
    column: int
    exact: bool = True

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.raw))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character of this segment."""
        row = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[row] + 1
        return self.line + row, column + (self.column - 1 if row == 0 else 0)

    def finding(
        self, offset: int, message: Message, fix: Fix | None = None, suggestions: Iterable[Fix | None] = ()
    ) -> Finding:
        """A finding at the character at `offset`; suggestions that are None are left out."""
        line, column = self.place(offset)
        return Finding(
            self.source.path, line, column, message, fix, tuple(suggestion for suggestion in suggestions if suggestion)
        )

    def correct(
        self, span: tuple[int, int], message: Message, *texts: str, certain: bool = False, at: int | None = None
    ) -> Finding:
        """A finding at the first of the characters from one offset up to another, or at `at`, with what should stand in
        their place: the one text for certain, or several to choose from."""
        fixes = [self.fix((*span, text)) for text in texts]
        start = span[0] if at is None else at
        return self.finding(start, message, fixes[0]) if certain else self.finding(start, message, None, fixes)

    def fix(self, *changes: tuple[int, int, str]) -> Fix | None:
        """A fix that replaces each range (start, end) of offsets by a text; None where a range goes over the end of a
        line, or where the place in the file is not known exactly."""
        if not self.exact or not changes or any("\n" in self.raw[start:end] for start, end, _ in changes):
            return None
        path = self.source.path
        return Fix(
            tuple(Replacement(path, *self.place(start), self.raw[start:end], new) for start, end, new in changes)
        )

    @cached_property
    def blocks(self) -> tuple[re.Match[str], ...]:
        """What has empty lines around it: its paragraphs, headings, lists, tables and notes."""
        return tuple(BLOCK.finditer(self.text))


def begins_sentence(text: str, at: int) -> bool:
    """Whether the word at a place of a text is the first of its sentence."""
    while at and text[at - 1] in " \ufffc":
        at -= 1
    return not at or text[at - 1] in SENTENCE_ENDS


def split_segments(source: Source, shown: str) -> tuple[TextSegment, ...]:
    """The title and the other texts of the header, then the body, of which `shown` is what readers see."""
    fields = [
        field
        for field in source.fields
        if field.name in TEXT_FIELDS and field.value and not PLACEHOLDER.fullmatch(field.value)
    ]
    lines = _lines(source) if fields else []
    header = (_header_segment(source, field, lines[field.line - 1 : field.line]) for field in fields)
    return (*header, TextSegment(source, "body", source.body, prose(shown), source.body_line, 1))


def _lines(source: Source) -> list[str]:
    return source.raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _header_segment(source: Source, field: Field, line: list[str]) -> TextSegment:
    written = line[0].rstrip() if line else ""
    exact = written.endswith(field.value)
    column = len(written) - len(field.value) + 1 if exact else len(field.name) + 3
    return TextSegment(source, field.name, field.value, prose(field.value), field.line, column, exact)


def prose(shown: str) -> str:
    """Blank what readers see and is no prose: protected words, notes, addresses, names of files; all else stays."""
    for pattern in (PROTECTED, NOTE, ADDRESS, FILE_OR_HOST):
        shown = pattern.sub(lambda match: re.sub(r"[^\n]", BLANK, match[0]), shown)
    return shown
