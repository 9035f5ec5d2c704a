"""Rules that an original and its translation say the same: numbers, days, goals, names."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from plugins.checker.engine.check_context import CheckContext, TranslationPair
from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import TextSegment
from plugins.checker.facts.extraction import find_facts
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.names import find_names
from plugins.diagnostics import Message, Place
from plugins.sdg.phrases import items
from plugins.sdg.spellings import spellings

DIGIT = re.compile(r"\d")
TITLE_BLOCK, SUMMARY_BLOCK, FIRST_BODY_BLOCK = 0, 1, 2
NEIGHBOURS = 1
NAME = "name", False
# How far apart the same thing may stand in a paragraph of two languages, as a part of it.
SAME_DEPTH = 0.25


@dataclass(frozen=True)
class Mention:
    """A fact with its place: the segment, the number of the block in the text, and how far into the block it is, from 0
    to 1."""

    fact: Fact
    segment: TextSegment
    block: int
    depth: float

    @property
    def kind(self) -> tuple[str, bool]:
        """What may stand in its place: an acronym, in place of another one."""
        return self.fact.kind, self.fact.kind == "name" and self.fact.shown.isupper()

    @property
    def place(self) -> Place:
        """Its place in the file."""
        return Place(self.segment.source.path, *self.segment.place(self.fact.start), self.fact.end - self.fact.start)

    def finding(self, message: Message, other: Place) -> Finding:
        """A finding at this mention, which differs from what stands at a place of the other text."""
        return self.segment.finding(self.fact.start, message)._replace(length=self.place.length, other=other)


Search = Callable[[str, CheckContext], Sequence[Fact]]


@rule(scope="translation")
def number_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds numbers that are missing or different in one of the two texts; "5" and "five" are the same number."""
    has_words = all(context.language_data.has_number_words for context in (pair.original, pair.translation))
    yield from _set_severity(_differences(pair, _numbers_of), has_words)


@rule(scope="translation")
def date_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds days, months and days of the week that are missing or different in one of the two texts."""
    has_forms = all(context.language_data.has_month_forms for context in (pair.original, pair.translation))
    yield from _set_severity(_differences(pair, _days_of), has_forms)


@rule(scope="translation")
def goal_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds goals that one of the two texts lacks or has otherwise."""
    yield from _differences(pair, lambda text, _: goals(text))


@rule(scope="translation")
def name_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds another name in place of the one in the other text."""
    spellers = pair.original.speller, pair.translation.speller
    for own, other in (spellers, spellers[::-1]):
        yield from _differences(pair, partial(_names_of, own=own, other=other))


def _set_severity(findings: Iterator[Finding], is_reviewed: bool) -> Iterator[Finding]:
    """The findings, only as advice where no speaker has reviewed how one of the languages writes numbers or dates."""
    return (one if is_reviewed else one._replace(severity="advice") for one in findings)


def _names_of(text: str, context: CheckContext, own: Speller, other: Speller) -> list[Fact]:
    return list(find_names(text, own, other, context.speller is own))


def _numbers_of(text: str, context: CheckContext) -> list[Fact]:
    named = {fact.start for fact in goals(text)}
    return [fact for fact in _facts_of(text, context) if fact.kind == "number" and fact.start not in named]


def _days_of(text: str, context: CheckContext) -> list[Fact]:
    return [fact for fact in _facts_of(text, context) if fact.kind != "number"]


def _facts_of(text: str, context: CheckContext) -> list[Fact]:
    date = context.pair.shared.date
    return find_facts(text, context.language_data, date.year if date else None)


@lru_cache(maxsize=1 << 12)
def goals(text: str) -> tuple[Fact, ...]:
    """Every number that follows a word for a goal: "Goal 16", "ciljeva 5 i 17"."""
    found: list[Fact] = []
    after_goal = False
    for item in items(text, spellings({})) if DIGIT.search(text) else ():
        if item.role == "value" and after_goal and 1 <= item.goal <= 17:
            found.append(
                Fact(
                    "goal",
                    frozenset([item.target or str(item.goal)]),
                    text[item.start : item.end],
                    item.start,
                    item.end,
                )
            )
        after_goal = item.role in ("goal", "target") or (
            after_goal and item.role in ("number", "value", "comma", "and")
        )
    return tuple(found)


def _differences(pair: TranslationPair, search: Search) -> Iterator[Finding]:
    """A finding for each fact that has no counterpart; two in the same block of both texts are one finding, only a
    warning where a translation may leave one of them out."""
    ours, our_blocks = mentions(pair.original, search)
    theirs, their_blocks = mentions(pair.translation, search)
    aligned = our_blocks == their_blocks
    lost, added = _match(ours, theirs, aligned)
    names = Counter((one.block, one.kind) for one in (*lost, *added) if one.fact.certain)
    for mention in added:
        # More than two names without a counterpart are those that the other language spells in its own way.
        is_alone = mention.kind != NAME or names[mention.block, NAME] <= 2
        other = next((one for one in lost if is_alone and _is_other_fact(one, mention, ours, theirs, aligned)), None)
        if other:
            lost.remove(other)
            message = Message(
                "{here!r} here, {there!r} in the original: correct one of the two",
                here=mention.fact.shown,
                there=other.fact.shown,
            )
            finding = mention.finding(message, other.place)
            yield finding._replace(severity="warning") if mention.fact.optional or other.fact.optional else finding
        elif not mention.fact.optional and not _occurs(mention, ours):
            message = Message("{here!r} is not in the original: correct it, or add it there", here=mention.fact.shown)
            yield mention.finding(message, Place(pair.original.source.path))
    for mention in lost:
        if not mention.fact.optional and not _occurs(mention, theirs):
            message = Message(
                "{here!r} is not in the translation: add it there, or correct it", here=mention.fact.shown
            )
            yield mention.finding(message, Place(pair.translation.source.path))


def mentions(context: CheckContext, search: Search) -> tuple[list[Mention], int]:
    """Every fact of the title, the summary and the body, and how many blocks these have."""
    found: list[Mention] = []
    for segment in context.segments:
        if segment.where in ("title", "summary"):
            block = TITLE_BLOCK if segment.where == "title" else SUMMARY_BLOCK
            found += _mentions(search(segment.text, context), segment, block, 0, len(segment.text))
    blocks = context.body.blocks
    for number, part in enumerate(blocks, FIRST_BODY_BLOCK):
        found += _mentions(search(part.text, context), context.body, number, part.start, len(part.text))
    return found, len(blocks)


def _mentions(facts: Sequence[Fact], segment: TextSegment, block: int, start: int, length: int) -> Iterator[Mention]:
    for fact in facts:
        moved = replace(fact, start=fact.start + start, end=fact.end + start)
        yield Mention(moved, segment, block, fact.start / length)


def _match(ours: Sequence[Mention], theirs: Sequence[Mention], aligned: bool) -> tuple[list[Mention], list[Mention]]:
    """What is left of both where each fact has one counterpart: in the same block, or else in the next ones; in the
    whole text where the blocks are not the same. What no translation leaves out, and what surely means the same, is
    matched first."""
    lost, added = (sorted(some, key=lambda mention: mention.fact.optional) for some in (ours, theirs))
    for distance in range(NEIGHBOURS + 1) if aligned else (max(len(lost), len(added)),):
        for same in (operator.eq, operator.and_):
            for mention in tuple(lost):
                for other in added:
                    near = not aligned or abs(mention.block - other.block) <= distance
                    if near and mention.fact.agrees(other.fact) and same(mention.fact.keys, other.fact.keys):
                        lost.remove(mention)
                        added.remove(other)
                        break
    return lost, added


def _is_other_fact(
    lost: Mention, added: Mention, ours: Sequence[Mention], theirs: Sequence[Mention], aligned: bool
) -> bool:
    """Whether a fact stands in place of another one: in the same block and, if one may be left out, at about the same
    place of it; and not said again elsewhere."""
    if lost.kind != added.kind or not (lost.fact.certain and added.fact.certain):
        return False
    if lost.block != added.block and aligned:
        return False
    is_optional = lost.fact.optional or added.fact.optional
    if is_optional and (not aligned or abs(lost.depth - added.depth) > SAME_DEPTH):
        return False
    return not (_occurs(lost, theirs, aligned) and _occurs(added, ours, aligned))


def _occurs(mention: Mention, others: Sequence[Mention], near: bool = False) -> bool:
    """Whether the other text has the fact, with a unit where this one has: anywhere, or `near`, in the same block and
    those beside it."""
    return any(
        mention.fact.agrees(other.fact) and (other.fact.unit or not mention.fact.unit)
        for other in others
        if not near or abs(other.block - mention.block) <= NEIGHBOURS or mention.block < FIRST_BODY_BLOCK
    )
