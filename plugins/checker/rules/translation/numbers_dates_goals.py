"""Rules that an original and its translation have the same numbers, dates and goals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext, TranslationPair
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import BLOCK, WORD, TextSegment
from plugins.checker.facts.extraction import find_facts
from plugins.checker.facts.fact import Fact
from plugins.diagnostics import Message
from plugins.sdg.phrases import items
from plugins.sdg.spellings import spellings

DIGIT = re.compile(r"\d")
NOT_PROSE = re.compile(r"\s*(?:\*\[|\[\^)")
TITLE_BLOCK, SUMMARY_BLOCK, FIRST_BODY_BLOCK = 0, 1, 2
NEIGHBOURS = 1


@dataclass(frozen=True)
class Mention:
    """A fact with its place: the segment, and the number of the block in the text."""

    fact: Fact
    segment: TextSegment
    block: int

    @property
    def place(self) -> str:
        """The file and line, for a message about the other file."""
        return f"{self.segment.source.path}:{self.segment.place(self.fact.start)[0]}"

    def finding(self, message: Message) -> Finding:
        """A finding at this mention."""
        return self.segment.finding(self.fact.start, message)


Search = Callable[[str, CheckContext], Sequence[Fact]]


@rule(scope="translation")
def number_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds numbers that are missing or different in one of the two texts; "5" and "five" are the same number."""
    has_words = all(context.language_data.has_number_words for context in (pair.original, pair.translation))
    yield from _set_severity(_differences(pair, _numbers_of), has_words)


@rule(scope="translation")
def date_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds days that are missing or different in one of the two texts."""
    has_forms = all(context.language_data.has_month_forms for context in (pair.original, pair.translation))
    found = _differences(pair, lambda text, context: [fact for fact in _facts_of(text, context) if fact.kind == "date"])
    yield from _set_severity(found, has_forms)


@rule(scope="translation")
def goal_parity(pair: TranslationPair) -> Iterator[Finding]:
    """Finds goals that one of the two texts lacks or has otherwise."""
    yield from _differences(pair, lambda text, _: goals(text))


def _set_severity(findings: Iterator[Finding], is_reviewed: bool) -> Iterator[Finding]:
    """The findings, only as advice where no speaker has reviewed how one of the languages writes numbers or dates."""
    return (one if is_reviewed else one._replace(severity="advice") for one in findings)


def _numbers_of(text: str, context: CheckContext) -> list[Fact]:
    named = {fact.start for fact in goals(text)}
    return [fact for fact in _facts_of(text, context) if fact.kind == "number" and fact.start not in named]


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
    """A finding for each fact that has no counterpart; two in the same block of both texts are one finding."""
    ours, our_blocks = mentions(pair.original, search)
    theirs, their_blocks = mentions(pair.translation, search)
    aligned = our_blocks == their_blocks
    lost, added = _find_unmatched(ours, theirs, aligned), _find_unmatched(theirs, ours, aligned)
    for mention in added:
        shown = mention.fact.shown
        other = next((one for one in lost if one.block == mention.block or not aligned), None)
        if other:
            lost.remove(other)
            message = Message(
                "{here!r} here, {there!r} in the original ({place}): correct one of the two",
                here=shown,
                there=other.fact.shown,
                place=other.place,
            )
            yield mention.finding(message)
        elif not _occurs_anywhere(mention, ours):
            path = pair.original.source.path
            message = Message(
                "{here!r} is not in the original ({path}): correct it, or add it there", here=shown, path=path
            )
            yield mention.finding(message)
    for mention in lost:
        if not _occurs_anywhere(mention, theirs):
            path = pair.translation.source.path
            message = Message(
                "{here!r} is not in the translation ({path}): add it there, or correct it",
                here=mention.fact.shown,
                path=path,
            )
            yield mention.finding(message)


def mentions(context: CheckContext, search: Search) -> tuple[list[Mention], int]:
    """Every fact of the title, the summary and the body, and how many blocks these have."""
    found: list[Mention] = []
    count = FIRST_BODY_BLOCK
    for segment in context.segments:
        if segment.where in ("title", "summary"):
            block = TITLE_BLOCK if segment.where == "title" else SUMMARY_BLOCK
            found += [Mention(fact, segment, block) for fact in search(segment.text, context)]
    body = context.body
    for match in BLOCK.finditer(body.text):
        if WORD.search(match[0]) and not NOT_PROSE.match(body.raw, match.start()):
            found += [Mention(_shift(fact, match.start()), body, count) for fact in search(match[0], context)]
            count += 1
    return found, count


def _shift(fact: Fact, by: int) -> Fact:
    return Fact(fact.kind, fact.keys, fact.shown, fact.start + by, fact.end + by, fact.optional)


def _find_unmatched(mine: Sequence[Mention], others: Sequence[Mention], aligned: bool) -> list[Mention]:
    """The mentions without a counterpart in the same block or the next ones; without alignment, in the whole text."""
    return [
        mention
        for mention in mine
        if not mention.fact.optional
        and not any(
            mention.fact.agrees(other.fact)
            for other in others
            if not aligned or abs(other.block - mention.block) <= NEIGHBOURS or mention.block < FIRST_BODY_BLOCK
        )
    ]


def _occurs_anywhere(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether the other text has the fact anywhere."""
    return any(mention.fact.agrees(other.fact) for other in others)
