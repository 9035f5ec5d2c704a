"""Text segments: the parts of a file that readers see, as they are shown and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plugins.content.headers.fields import PLACEHOLDER
from plugins.content.headers.reader import Field
from plugins.content.headers.table import TEXT_FIELDS
from plugins.content.markup.shown_text import BLANK, POINT, Block
from plugins.content.markup.source_map import ShownPlaces
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Fix, Message, Replacement
from plugins.diagnostics.utf8 import plain_text

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[’'‑-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*")
BLOCK = re.compile(r"(?:^[^\S\n]*\S[^\n]*\n?)+", re.M)
SENTENCE_ENDS = f'.!?:…\n|“„”"(–—{POINT}'

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
    """A run of text in a file: `raw` as written, from `line` and `column` on, and `text` as readers see it, which
    stands there by its `places` or, where these are None, as it is.

    `where` is "body" or the name of the header field. Places are `exact` but for values that go on in the next line or
    are quoted in YAML; such values are never fixed.
    """

    source: Source
    where: str
    raw: str
    text: str
    line: int
    column: int
    exact: bool = True
    places: ShownPlaces | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.raw))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character of this segment."""
        return self._place(self.places.of(offset) if self.places else offset)

    def place_of_block(self, block: Block) -> tuple[int, int]:
        """The line and the column at which a block of the body begins."""
        return self._place(self.places.of_block(block) if self.places else block.start)

    def _place(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[row] + 1
        return self.line + row, column + (self.column - 1 if row == 0 else 0)

    def finding(
        self, offset: int, message: Message, fix: Fix | None = None, suggestions: Iterable[Fix | None] = ()
    ) -> Diagnostic:
        """A finding at the character at `offset`; suggestions that are None are left out."""
        return self._finding(self.place(offset), message, fix, suggestions)

    def finding_at(self, block: Block, message: Message, *suggestions: Fix | None) -> Diagnostic:
        """A finding where a block of the body begins."""
        return self._finding(self.place_of_block(block), message, None, suggestions)

    def _finding(
        self, place: tuple[int, int], message: Message, fix: Fix | None, suggestions: Iterable[Fix | None]
    ) -> Diagnostic:
        line, column = place
        offered = tuple(filter(None, suggestions))
        return Diagnostic(self.source.path, line, column, message, "", fix=fix, suggestions=offered)

    def correct(
        self, span: tuple[int, int], message: Message, *texts: str, certain: bool = False, at: int | None = None
    ) -> Diagnostic:
        """A finding at the first of the characters from one offset up to another, or at `at`, with what should stand in
        their place: the one text for certain, or several to choose from."""
        fixes = [self.fix((*span, text)) for text in texts]
        start = span[0] if at is None else at
        return self.finding(start, message, fixes[0]) if certain else self.finding(start, message, None, fixes)

    def fix(self, *changes: tuple[int, int, str]) -> Fix | None:
        """A fix that replaces each range (start, end) of offsets by a text; None where a range goes over the end of a
        line, or where the place in the file is not known exactly."""
        find = self.places.span if self.places else lambda start, end: (start, end)
        spans = [(find(start, end), new) for start, end, new in changes]
        written = [(*span, new) for span, new in spans if span]
        return self.fix_raw(*written) if len(written) == len(changes) else None

    def fix_raw(self, *changes: tuple[int, int, str]) -> Fix | None:
        """A fix that replaces each range of offsets in what is written."""
        if not self.exact or not changes or any("\n" in self.raw[start:end] for start, end, _ in changes):
            return None
        path = self.source.path
        return Fix(
            tuple(Replacement(path, *self._place(start), self.raw[start:end], new) for start, end, new in changes)
        )

    @cached_property
    def blocks(self) -> tuple[re.Match[str], ...]:
        """What has empty lines around it: its paragraphs, headings, lists, tables and notes."""
        return tuple(BLOCK.finditer(self.text))


def begins_sentence(text: str, at: int) -> bool:
    """Whether the word at a place of a text is the first of its sentence."""
    while at and text[at - 1] in f" {BLANK}":
        at -= 1
    return not at or text[at - 1] in SENTENCE_ENDS


def split_segments(source: Source, body: str, places: ShownPlaces) -> tuple[TextSegment, ...]:
    """The title and the other texts of the header, then the `body`, which is shown by `places`."""
    fields = [
        field
        for field in source.fields
        if field.name in TEXT_FIELDS and field.value and not PLACEHOLDER.fullmatch(field.value)
    ]
    lines = _lines(source) if fields else []
    header = (_header_segment(source, field, lines[field.line - 1 : field.line]) for field in fields)
    shown = TextSegment(source, "body", body, prose(places.shown.text), source.body_line, 1, places=places)
    return (*header, shown)


def _lines(source: Source) -> list[str]:
    return plain_text(source.raw).split("\n")


def _header_segment(source: Source, field: Field, line: list[str]) -> TextSegment:
    written = line[0].rstrip() if line else ""
    exact = written.endswith(field.value)
    column = len(written) - len(field.value) + 1 if exact else len(field.name) + 3
    return TextSegment(source, field.name, field.value, prose(field.value), field.line, column, exact)


def prose(shown: str) -> str:
    """Blank what readers see and is no prose: protected words, notes, addresses, names of files; all else stays."""
    for pattern in (PROTECTED, NOTE, ADDRESS, FILE_OR_HOST):
        shown = pattern.sub(lambda match: blanked(match[0]), shown)
    return shown


def blanked(text: str) -> str:
    """As many blanks as a text has characters; its lines stay."""
    return re.sub(r"[^\n]", BLANK, text)
