"""Rules that a translation has every sentence of its original, by how many and how long they are, and says no where it
does."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plugins.checker.engine.check_context import TranslationPair
from plugins.checker.engine.rule import Finding, rule
from plugins.diagnostics import Message, Place

SENTENCE_END = re.compile(
    r"(?P<word>(?<!\w)\w{1,4}(?=\.))?[.!?…][”“’\"»)*_]*(?P<gap>\s+)[„“«\"(>*_\s]*(?P<first>[^\W\d_])"
)
LINE = re.compile(r"\n(?=[ \t>]*(?:[-*+] |\d+[.)] |\|))")
# Blocks of fewer letters say nothing of how long the one language is beside the other.
ENOUGH_LETTERS = 30
# How far lengths differ by chance, in roots of letters: by about 1, and where a translator has joined or divided
# sentences, by less than this.
MOST_BY_CHANCE = 1.5
# How much better a text without one of its paragraphs must agree with the other one than with two of them joined.
CLEARLY = 9.0


@dataclass(frozen=True)
class Length:
    """How long a block is: its letters, the ends of sentences within it, the full stops that may be such or belong to
    a short word (Dr., Prof.), and the points of a list or rows of a table after the first."""

    letters: float
    ends: int
    unsure: int
    lines: int

    def __add__(self, other: Length) -> Length:
        ends, unsure = self.ends + other.ends + 1, self.unsure + other.unsure
        return Length(self.letters + other.letters, ends, unsure, self.lines + other.lines)

    def differs(self, other: Length, ratio: float) -> float:
        """By how much this one is longer than another one, of a language whose texts are `ratio` times as long."""
        return (self.letters - ratio * other.letters) / math.sqrt((self.letters + ratio * other.letters) / 2 + 1)


@rule(scope="translation")
def sentence_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds paragraphs that have sentences more or less than those of the other text, and are as much longer or
    shorter; and the one paragraph that one of the texts has more."""
    ours, theirs = pair.original.body.blocks, pair.translation.body.blocks
    here, there = ([_measure(block.text) for block in blocks] for blocks in (ours, theirs))
    if len(here) != len(there):
        shorter, longer, blocks = (here, there, theirs) if len(here) < len(there) else (there, here, ours)
        added = _find_added(shorter, longer)
        if added is not None:
            own, other = (pair.translation, pair.original) if blocks is theirs else (pair.original, pair.translation)
            message = Message("the other text does not have this paragraph: add it there, or take it out here")
            yield own.body.finding(blocks[added].start, message)._replace(other=Place(other.source.path))
        return
    ratio = _ratio(here, there)
    for original, translation, expected, actual in zip(ours, theirs, here, there, strict=True):
        difference = actual.differs(expected, ratio)
        fewer, more = actual.ends + actual.unsure < expected.ends, actual.ends > expected.ends + expected.unsure
        is_other = (fewer and difference < -MOST_BY_CHANCE) or (more and difference > MOST_BY_CHANCE)
        if is_other or expected.lines != actual.lines:
            message = Message(
                "sentences or points of this paragraph: {n} here, {others} in the original: say the same in both texts",
                n=max(actual.ends, actual.lines) + 1,
                others=max(expected.ends, expected.lines) + 1,
            )
            place = Place(pair.original.source.path, *pair.original.body.place(original.start))
            yield pair.translation.body.finding(translation.start, message)._replace(other=place)


@rule(scope="translation")
def negation_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds sentences of an original that say no, where their translations do not; paragraphs, where one of the texts
    has more sentences."""
    ours, theirs = pair.original.body, pair.translation.body
    own, other = pair.original.language_data, pair.translation.language_data
    if not (own.negation and other.negation) or len(ours.blocks) != len(theirs.blocks):
        return
    denial = re.compile(rf"\b(?:{own.negation})\b", re.I)
    may_deny = re.compile(rf"\b(?:{other.negation}|{other.negation_like})\b", re.I)
    for block, translated in zip(ours.blocks, theirs.blocks, strict=True):
        parts = _sentences(block.text), _sentences(translated.text)
        if len(parts[0]) != len(parts[1]):
            parts = [(0, block.text)], [(0, translated.text)]
        for (start, sentence), (place, translation) in zip(*parts, strict=True):
            found = denial.search(sentence)
            if found and not may_deny.search(translation):
                at = block.start + start + found.start()
                message = Message(
                    "the original says {word!r}, and the translation does not deny it: correct one of the two",
                    word=found[0],
                )
                finding = theirs.finding(translated.start + place, message)
                yield finding._replace(other=Place(pair.original.source.path, *ours.place(at), len(found[0])))


def _sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a block, each with its place in it."""
    ends = [match.end("gap") for match in _ends(text) if not _is_unsure(match)]
    places = sorted({0, *ends, *(match.end() for match in LINE.finditer(text))})
    return [(start, text[start:end]) for start, end in pairwise([*places, len(text)])]


def _measure(text: str) -> Length:
    unsure = list(map(_is_unsure, _ends(text)))
    return Length(sum(map(str.isalpha, text)), unsure.count(False), sum(unsure), len(LINE.findall(text)))


def _ends(text: str) -> list[re.Match[str]]:
    return [match for match in SENTENCE_END.finditer(text) if not match["first"].islower()]


def _is_unsure(end: re.Match[str]) -> bool:
    """Whether the full stop may belong to the word before it."""
    word = end["word"] or ""
    return bool(word) and (len(word) < 4 or word[0].isupper())


def _ratio(ours: Sequence[Length], theirs: Sequence[Length]) -> float:
    """How many letters a translation has for one of its original; as many, where few blocks say so."""
    found = [
        there.letters / here.letters
        for here, there in zip(ours, theirs, strict=False)
        if min(here.letters, there.letters) >= ENOUGH_LETTERS
    ]
    return statistics.median([1.0, 1.0, *found])


def _find_added(shorter: Sequence[Length], longer: Sequence[Length]) -> int | None:
    """The number of the block without which the longer text agrees with the other one, as it does not with any two of
    its blocks joined; None where there is none, or where more than one block is added."""
    if len(longer) - len(shorter) != 1 or len(longer) < 3:
        return None
    without = [[*longer[:place], *longer[place + 1 :]] for place in range(len(longer))]
    joined = [
        [*longer[:place], one + other, *longer[place + 2 :]] for place, (one, other) in enumerate(pairwise(longer))
    ]
    left = [_distance(shorter, blocks) for blocks in without]
    best = min(range(len(left)), key=left.__getitem__)
    return best if left[best] + CLEARLY < min(_distance(shorter, blocks) for blocks in joined) else None


def _distance(ours: Sequence[Length], theirs: Sequence[Length]) -> float:
    ratio = _ratio(ours, theirs)
    return sum(there.differs(here, ratio) ** 2 for here, there in zip(ours, theirs, strict=True))
