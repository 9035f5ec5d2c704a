"""Rules that a translation has everything that its original says, by how many sentences there are and how long they
are."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plugins.checker.engine.translation_pair import HEADER, Part, TranslationPair
from plugins.diagnostics import Diagnostic, Message, Place
from plugins.diagnostics.rule import rule

# Paragraphs of fewer letters say nothing of how long the one language is beside the other.
ENOUGH_LETTERS = 30
# A quotation of several words; and what a language may quote with.
QUOTED = re.compile(r"[„“«\"][^„“”«»\"]{30,}[”“»\"]")
QUOTATION_MARK = re.compile(r"[„“”«»\"'‘’–—]")
# How far lengths differ by chance, in roots of letters: by about 1, and where a translator has joined or divided
# sentences, by less than this.
MOST_BY_CHANCE = 1.5
# How much better a text without one of its paragraphs must agree with the other one than with two of them joined.
CLEARLY = 9.0


@dataclass(frozen=True)
class Length:
    """How long a part is: its letters, sentences and lines, and the full stops that may end a sentence or a word."""

    letters: float
    sentences: int
    lines: int
    unsure: int

    def __add__(self, other: Length) -> Length:
        sentences, unsure = self.sentences + other.sentences, self.unsure + other.unsure
        return Length(self.letters + other.letters, sentences, self.lines + other.lines, unsure)

    def differs(self, other: Length, ratio: float) -> float:
        """By how much this one is longer than another one, of a language whose texts are `ratio` times as long."""
        return (self.letters - ratio * other.letters) / math.sqrt((self.letters + ratio * other.letters) / 2 + 1)


@rule("translation")
def sentence_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds paragraphs that have sentences more or less than those of the other text, and are as much longer or
    shorter, and the one paragraph that one of the texts has more."""
    ours, theirs = (list(map(_measure, _body(parts))) for parts in pair.paragraphs)
    if not pair.are_parallel:
        yield from _find_added_paragraph(pair, ours, theirs)
        return
    ratio = _ratio(ours, theirs)
    for original, translation in pair.counterparts(pair.paragraphs):
        if original.number[0] < len(HEADER):
            continue
        expected, actual = _measure(original), _measure(translation)
        difference = actual.differs(expected, ratio)
        fewer = actual.sentences + actual.unsure < expected.sentences
        more = actual.sentences > expected.sentences + expected.unsure
        is_other = (fewer and difference < -MOST_BY_CHANCE) or (more and difference > MOST_BY_CHANCE)
        if is_other or expected.lines != actual.lines:
            message = Message(
                "sentences or points of this paragraph: {n} here, {others} in the original: say the same in both texts",
                n=actual.sentences,
                others=expected.sentences,
            )
            yield translation.finding(message, original.place())
        elif QUOTED.search(original.text) and not QUOTATION_MARK.search(translation.text):
            message = Message(
                "the original quotes somebody here, and the translation does not: quote them in both texts"
            )
            yield translation.finding(message, original.place())


def _body(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.number[0] >= len(HEADER)]


def _find_added_paragraph(
    pair: TranslationPair, ours: Sequence[Length], theirs: Sequence[Length]
) -> Iterator[Diagnostic]:
    """Find the one paragraph that one of the texts has more."""
    is_in_original = len(ours) > len(theirs)
    added = _find_added(theirs, ours) if is_in_original else _find_added(ours, theirs)
    if added is not None:
        other = pair.translation if is_in_original else pair.original
        part = _body(pair.paragraphs[0 if is_in_original else 1])[added]
        message = Message("the other text does not have this paragraph: add it there, or take it out here")
        yield part.finding(message, Place(other.source.path))


def _measure(part: Part) -> Length:
    lines, sure = (
        sum(sentence.is_line for sentence in part.sentences),
        sum(sentence.sure for sentence in part.sentences),
    )
    return Length(sum(map(str.isalpha, part.text)), sure, lines, len(part.sentences) - sure)


def _ratio(ours: Sequence[Length], theirs: Sequence[Length]) -> float:
    """How many letters a translation has for one of its original; as many, where few paragraphs say so."""
    ratios = [
        there.letters / here.letters
        for here, there in zip(ours, theirs, strict=False)
        if min(here.letters, there.letters) >= ENOUGH_LETTERS
    ]
    return statistics.median([1.0, 1.0, *ratios])


def _find_added(shorter: Sequence[Length], longer: Sequence[Length]) -> int | None:
    """The number of the paragraph without which the longer text agrees with the other one, as it does not with any two
    of its paragraphs joined; None where there is none, or where more than one is added."""
    if len(longer) - len(shorter) != 1 or len(longer) < 3:
        return None
    without = [[*longer[:place], *longer[place + 1 :]] for place in range(len(longer))]
    joined = [
        [*longer[:place], length + next_length, *longer[place + 2 :]]
        for place, (length, next_length) in enumerate(pairwise(longer))
    ]
    left = [_distance(shorter, lengths) for lengths in without]
    best = min(range(len(left)), key=left.__getitem__)
    return best if left[best] + CLEARLY < min(_distance(shorter, lengths) for lengths in joined) else None


def _distance(ours: Sequence[Length], theirs: Sequence[Length]) -> float:
    ratio = _ratio(ours, theirs)
    return sum(there.differs(here, ratio) ** 2 for here, there in zip(ours, theirs, strict=True))
