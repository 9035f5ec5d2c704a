"""An original with one translation, and which part of the one says what a part of the other says: sentence by sentence
where two paragraphs have as many, else paragraph by paragraph, and anywhere where the texts have other paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.segments import WORD, TextSegment
from plugins.checker.facts.fact import Fact
from plugins.content.markup.shown_text import POINT
from plugins.diagnostics import Diagnostic, Message, Place

HEADER = ("title", "summary")
SENTENCE_END = re.compile(r"(?P<word>(?<!\w)\w{1,4}(?=\.))?[.!?…][”“’\"»)]*(?P<gap>\s+)[„“«\"(\s]*(?P<first>[^\W\d_])")


@dataclass(frozen=True)
class Sentence:
    """A sentence, a point of a list or a row of a table: where it begins in its paragraph, and its words; one that is
    not `sure` may go on the one before, behind a short word (Dr., Prof.)."""

    start: int
    text: str
    is_line: bool
    sure: bool


@dataclass(frozen=True)
class Part:
    """A part of a text, from a character of its segment on; `number` is that of its counterpart too: the paragraph's,
    behind the title's and the summary's, and the sentence's."""

    segment: TextSegment
    start: int
    text: str
    number: tuple[int, int]
    sentences: tuple[Sentence, ...]

    def place(self, start: int = 0, length: int = 0) -> Place:
        """The place in the file of some of its characters."""
        return Place(self.segment.source.path, *self.segment.place(self.start + start), length)

    def finding(self, message: Message, other: Place, start: int = 0, length: int = 0) -> Diagnostic:
        """A finding at some of its characters, which differ from what stands at a place of the other text."""
        return replace(self.segment.finding(self.start + start, message), length=length, other=other)


@dataclass(frozen=True)
class Mention:
    """A fact in a part of a text."""

    fact: Fact
    part: Part

    @property
    def kind(self) -> tuple[str, bool]:
        """What may stand in its place: an acronym, in place of another one."""
        return self.fact.kind, self.fact.kind == "name" and self.fact.shown.isupper()

    @property
    def is_sure(self) -> bool:
        """Whether it can mean one thing alone."""
        return len(self.fact.keys) == 1

    @property
    def depth(self) -> float:
        """How far it is into its part, in sentences."""
        return len(self.part.sentences) * self.fact.start / len(self.part.text)

    @property
    def place(self) -> Place:
        """Its place in the file."""
        return self.part.place(self.fact.start, self.fact.end - self.fact.start)

    def finding(self, message: Message, other: Place) -> Diagnostic:
        """A finding at this mention, which differs from what stands at a place of the other text."""
        return self.part.finding(message, other, self.fact.start, self.fact.end - self.fact.start)

    def is_near(self, other: Mention, distance: int) -> bool:
        """Whether another one is in the counterpart of its part, or in a paragraph at so many paragraphs' distance."""
        if distance < 0:
            return self.part.number == other.part.number
        return abs(self.part.number[0] - other.part.number[0]) <= distance


@dataclass(frozen=True)
class TranslationPair:
    """An original and one translation of it."""

    original: CheckContext
    translation: CheckContext

    @cached_property
    def paragraphs(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """The title, the summary and the paragraphs of the original, and those of the translation."""
        return _paragraphs(self.original), _paragraphs(self.translation)

    @cached_property
    def parts(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """The smallest parts of both that have counterparts."""
        ours, theirs = ({part.number: len(part.sentences) for part in parts} for parts in self.paragraphs)
        same = {number for number, count in ours.items() if self.are_parallel and theirs.get(number) == count}
        original, translation = (tuple(_divide(parts, same)) for parts in self.paragraphs)
        return original, translation

    def is_reviewed(self, section: str) -> bool:
        """Whether a speaker of each language has read a section of its data: without, rules that rest on it only
        advise."""
        return all(context.language_data.file.is_reviewed(section) for context in (self.original, self.translation))

    @property
    def are_parallel(self) -> bool:
        """Whether both texts have as many paragraphs; else no part has a counterpart."""
        return len(_prose(self.original)) == len(_prose(self.translation))

    def counterparts(self, parts: tuple[tuple[Part, ...], tuple[Part, ...]]) -> Iterator[tuple[Part, Part]]:
        """Each part of the original with its counterpart in the translation."""
        theirs = {part.number: part for part in parts[1]} if self.are_parallel else {}
        return ((part, theirs[part.number]) for part in parts[0] if part.number in theirs)


def _prose(context: CheckContext) -> list[re.Match[str]]:
    """The blocks with words for readers, without notes."""
    end = min(context.shown.notes, default=len(context.body.text))
    return [block for block in context.body.blocks if block.start() < end and WORD.search(block[0])]


def _paragraphs(context: CheckContext) -> tuple[Part, ...]:
    headers = (segment for segment in context.segments if segment.where in HEADER)
    heads = [(HEADER.index(segment.where), segment, 0, segment.text) for segment in headers]
    blocks = enumerate(_prose(context), len(HEADER))
    rows = [*heads, *((number, context.body, block.start(), block[0]) for number, block in blocks)]
    return tuple(
        Part(segment, start, text, (number, 0), split_sentences(text)) for number, segment, start, text in rows
    )


def _divide(paragraphs: tuple[Part, ...], same: set[tuple[int, int]]) -> Iterator[Part]:
    """The sentences of the paragraphs with these numbers, and the others whole."""
    for part in paragraphs:
        if part.number not in same:
            yield part
            continue
        for number, sentence in enumerate(part.sentences):
            yield Part(part.segment, part.start + sentence.start, sentence.text, (part.number[0], number), (sentence,))


# While a story is written, all paragraphs but one are those of the check before.
@lru_cache(maxsize=1 << 12)
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph and of each point of a list or row of a table, together as long as the paragraph."""
    lines = {mark.start() for mark in re.finditer(POINT, text)}
    starts = dict.fromkeys((0, *lines), True)
    for match in SENTENCE_END.finditer(text):
        if not match["first"].islower():
            starts.setdefault(match.end("gap"), not _is_unsure(match))
    return tuple(
        Sentence(start, text[start:end], start in lines, starts[start])
        for start, end in pairwise([*sorted(starts), len(text)])
    )


def _is_unsure(end: re.Match[str]) -> bool:
    """Whether the full stop may belong to the word before it."""
    word = end["word"] or ""
    return bool(word) and (len(word) < 4 or word[0].isupper())
