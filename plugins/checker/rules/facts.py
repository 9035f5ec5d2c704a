"""Rules that an original and its translation say the same: numbers, dates and goals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plugins.checker.engine.context import Manuscript, Twins
from plugins.checker.engine.fact import Fact
from plugins.checker.engine.facts_of_text import facts
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import BLOCK, WORD, Passage
from plugins.sdg.phrases import items
from plugins.sdg.spellings import spellings

DIGIT = re.compile(r"\d")
NOT_PROSE = re.compile(r"\s*(?:\*\[|\[\^)")
NEIGHBOURS = 1


@dataclass(frozen=True)
class Mention:
    """A fact where it stands: in which passage, and in which block of the text, counted from its beginning."""

    fact: Fact
    passage: Passage
    block: int

    @property
    def place(self) -> str:
        """The file and line, for a message about the other file."""
        return f"{self.passage.source.path}:{self.passage.place(self.fact.start)[0]}"

    def note(self, message: str) -> Note:
        """A note on this mention."""
        return self.passage.note(self.fact.start, message)


Search = Callable[[str, Manuscript], list[Fact]]


@rule(scope="twins")
def number_parity(twins: Twins) -> Iterator[Note]:
    """A number is the same in both languages, whichever way each writes it (1,200 and 1.200; 3.5 and 3,5).

    Bad: 250 families in one file, 205 porodica in the other
    Good: 250 families and 250 porodica
    """
    has_words = all(script.tongue.has_number_words for script in (twins.original, twins.translation))
    yield from _as_far_as_known(_differences(twins, _numbers_of), has_words)


@rule(scope="twins")
def date_parity(twins: Twins) -> Iterator[Note]:
    """A day is the same in both languages.

    Bad: 22 August in one file, 23. avgusta in the other
    Good: 22 August and 22. avgusta
    """
    has_forms = all(script.tongue.has_month_forms for script in (twins.original, twins.translation))
    found = _differences(twins, lambda text, script: [fact for fact in _all(text, script) if fact.kind == "date"])
    yield from _as_far_as_known(found, has_forms)


@rule(scope="twins")
def goal_parity(twins: Twins) -> Iterator[Note]:
    """A goal that one text names is the goal that the other names.

    Bad: Goal 16 in one file, Cilj 15 in the other
    Good: Goal 16 and Cilj 16
    """
    yield from _differences(twins, lambda text, _: goals(text))


def _as_far_as_known(notes: Iterator[Note], is_known: bool) -> Iterator[Note]:
    """The notes; only as advice where nobody has written down how one of the languages writes numbers or dates."""
    return (note if is_known else note._replace(severity="advice") for note in notes)


def _numbers_of(text: str, script: Manuscript) -> list[Fact]:
    named = {fact.start for fact in goals(text)}
    return [fact for fact in _all(text, script) if fact.kind == "number" and fact.start not in named]


def _all(text: str, script: Manuscript) -> list[Fact]:
    date = script.pair.shared.date
    return facts(text, script.tongue, date.year if date else None)


def goals(text: str) -> list[Fact]:
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
    return found


def _differences(twins: Twins, search: Search) -> Iterator[Note]:
    """A note for each fact that has no counterpart; two that stand in the same place of both texts are one note."""
    ours, our_blocks = mentions(twins.original, search)
    theirs, their_blocks = mentions(twins.translation, search)
    aligned = our_blocks == their_blocks
    lost, added = _alone(ours, theirs, aligned), _alone(theirs, ours, aligned)
    for mention in added:
        shown = repr(mention.fact.shown)
        other = next((one for one in lost if one.block == mention.block or not aligned), None)
        if other:
            lost.remove(other)
            where = f"{other.fact.shown!r} in the original ({other.place})"
            yield mention.note(f"{shown} here, {where}: correct one of the two")
        elif not _somewhere(mention, ours):
            where = twins.original.source.path
            yield mention.note(f"{shown} is not in the original ({where}): correct it, or add it there")
    for mention in lost:
        if not _somewhere(mention, theirs):
            where = twins.translation.source.path
            yield mention.note(
                f"{mention.fact.shown!r} is not in the translation ({where}): add it there, or correct it"
            )


def mentions(script: Manuscript, search: Search) -> tuple[list[Mention], int]:
    """Every fact of the title, the summary and the body, and how many blocks these have."""
    found: list[Mention] = []
    count = 2
    for passage in script.passages:
        if passage.where in ("title", "summary"):
            block = 0 if passage.where == "title" else 1
            found += [Mention(fact, passage, block) for fact in search(passage.text, script)]
    body = script.body
    for match in BLOCK.finditer(body.text):
        if WORD.search(match[0]) and not NOT_PROSE.match(body.raw, match.start()):
            found += [Mention(_moved(fact, match.start()), body, count) for fact in search(match[0], script)]
            count += 1
    return found, count


def _moved(fact: Fact, by: int) -> Fact:
    return Fact(fact.kind, fact.keys, fact.shown, fact.start + by, fact.end + by, fact.optional)


def _alone(mine: Sequence[Mention], others: Sequence[Mention], aligned: bool) -> list[Mention]:
    """The mentions without a counterpart in the same block or the next ones; without alignment, in the whole text."""
    return [
        mention
        for mention in mine
        if not mention.fact.optional
        and not any(
            mention.fact.agrees(other.fact)
            for other in others
            if not aligned or abs(other.block - mention.block) <= NEIGHBOURS or mention.block < 2
        )
    ]


def _somewhere(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether the other text has the fact anywhere."""
    return any(mention.fact.agrees(other.fact) for other in others)
