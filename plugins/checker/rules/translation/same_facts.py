"""Rules that an original and its translation say the same: numbers, days, goals, names, and what goes with what."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.translation_pair import HEADER, Mention, Part, TranslationPair
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.names import find_names
from plugins.diagnostics import Diagnostic, Message, Place
from plugins.diagnostics.rule import rule

NEIGHBOURS = 1
DAYS = ("date", "month", "weekday", "season", "daytime")
NAME = "name", False
# What may go with each other, of so many; and what stands in lists.
IN_TURNS = ("number", "date", "month", "place", "title", "people")
TURNS = 4
IN_LISTS = ("place", "language", "month", "weekday")


Search = Callable[[str, CheckContext], Sequence[Fact]]


@rule("translation")
def number_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds numbers that are missing or different in one of the two texts; "5" and "five" are the same number."""
    findings = _differences(pair, partial(_facts_of, kinds=("number", "direction")))
    yield from _set_severity(findings, pair.is_reviewed("numbers"))


@rule("translation")
def date_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds days, months, seasons and parts of the day that are missing or different in one of the two texts."""
    yield from _set_severity(_differences(pair, partial(_facts_of, kinds=DAYS)), pair.is_reviewed("calendar"))


@rule("translation")
def goal_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds goals that one of the two texts lacks or has otherwise."""
    yield from _differences(pair, partial(_facts_of, kinds=("goal",)))


@rule("translation")
def name_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds another name, place, language or title of a person in place of the one in the other text."""
    spellers = pair.original.speller, pair.translation.speller
    for own, other in (spellers, spellers[::-1]):
        yield from _differences(pair, partial(_names_of, own=own, other=other))
    yield from _differences(pair, partial(_facts_of, kinds=("title", "place", "language")))


@rule("translation", code="meaning-parity")
def in_turns(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds what goes with something else in the translation."""
    for ours, theirs in pair.counterparts(pair.parts):
        yield from _find_swapped(pair, ours, theirs)


def _find_swapped(pair: TranslationPair, ours: Part, theirs: Part) -> Iterator[Diagnostic]:
    """Find what goes with something else in the translation, as in "six women, two men" and "two women, six men": of
    four facts of two kinds in turns, each goes with the one beside it."""
    mine = _facts_in_turns(pair.original, ours, pair)
    others = _facts_in_turns(pair.translation, theirs, pair) if len(mine) >= TURNS else []
    partners = [[other for other in others if fact.agrees(other)] for fact in mine]
    known = [(fact, same[0]) for fact, same in zip(mine, partners, strict=True) if len(same) == 1]
    for four in zip(known, known[1:], known[2:], known[3:], strict=False):
        kinds = [fact.kind for fact, _ in four]
        # Which of the four is first in the translation, and which is beside it there.
        first, beside = sorted(range(TURNS), key=lambda place: four[place][1].start)[:2]
        if kinds[:2] == kinds[2:] and kinds[0] != kinds[1] and {first, beside} in ({0, 3}, {1, 2}):
            original, fact = four[first]
            partner = four[first ^ 1][0]
            message = Message(
                "{word!r} goes with {there!r} in the original, and with {here!r} here: correct one of the two",
                word=fact.shown,
                there=partner.shown,
                here=four[beside][1].shown,
            )
            yield Mention(fact, theirs).finding(message, Mention(original, ours).place)


def _facts_in_turns(context: CheckContext, part: Part, pair: TranslationPair) -> list[Fact]:
    """The facts of a part that may go with each other, in order."""
    spellers = pair.original.speller, pair.translation.speller
    names = (fact for own, other in (spellers, spellers[::-1]) for fact in _names_of(part.text, context, own, other))
    return sorted([*context.facts(part.text, IN_TURNS), *names], key=lambda fact: fact.start)


def _facts_of(text: str, context: CheckContext, kinds: Sequence[str]) -> list[Fact]:
    return context.facts(text, kinds)


def _set_severity(findings: Iterator[Diagnostic], are_certain: bool) -> Iterator[Diagnostic]:
    """The findings, only as advice where they may well be wrong, as where no speaker has reviewed how one of the
    languages writes numbers or dates."""
    return (finding if are_certain else replace(finding, severity="advice") for finding in findings)


def _names_of(text: str, context: CheckContext, own: Speller, other: Speller) -> Sequence[Fact]:
    return find_names(text, own, other, context.speller is own)


def _differences(pair: TranslationPair, search: Search) -> Iterator[Diagnostic]:
    """A finding for each fact that has no counterpart; two in the same part of both texts are one finding, only a
    warning where a translation may leave one of them out."""
    contexts = (pair.original, pair.translation)
    ours, theirs = (
        [Mention(fact, part) for part in parts for fact in search(part.text, context)]
        for parts, context in zip(pair.parts, contexts, strict=True)
    )
    lost, added = _match(ours, theirs, pair.are_parallel)
    names = Counter((missing.part.number[0], missing.kind) for missing in (*lost, *added) if missing.fact.certain)
    for mention in added:
        # More than two names without a counterpart are those that the other language spells in its own way.
        is_alone = mention.kind != NAME or names[mention.part.number[0], NAME] <= 2
        others = [missing for missing in lost if is_alone and _is_other_fact(missing, mention, pair.are_parallel)]
        said_again = [missing for missing in others if _occurs(missing, theirs, 1) and _occurs(mention, ours, 1)]
        other = next((missing for missing in others if missing not in said_again), None)
        if other:
            lost.remove(other)
            message = Message(
                "{here!r} here, {there!r} in the original: correct one of the two",
                here=mention.fact.shown,
                there=other.fact.shown,
            )
            finding = mention.finding(message, other.place)
            yield replace(finding, severity="warning") if mention.fact.optional or other.fact.optional else finding
        elif not mention.fact.optional and not _occurs(mention, ours):
            message = Message("{here!r} is not in the original: correct it, or add it there", here=mention.fact.shown)
            yield mention.finding(message, Place(pair.original.source.path))
    kept = Counter((said.part.number, said.kind) for said in ours if said not in lost)
    for mention in lost:
        # Of three in a list, none is left out; what has more words may be an acronym there.
        is_name = " " not in mention.fact.shown
        is_listed = is_name and mention.fact.kind in IN_LISTS and kept[mention.part.number, mention.kind] > 1
        if (is_listed or not mention.fact.optional) and not _occurs(mention, theirs):
            message = Message(
                "{here!r} is not in the translation: add it there, or correct it", here=mention.fact.shown
            )
            yield mention.finding(message, Place(pair.translation.source.path))


def _match(ours: Sequence[Mention], theirs: Sequence[Mention], parallel: bool) -> tuple[list[Mention], list[Mention]]:
    """What is left of both where each fact has one counterpart: in the same part, or else in the same paragraph, or in
    the next ones; anywhere where the texts have other paragraphs. What no translation leaves out, and what surely means
    the same, is matched first."""
    lost, added = (sorted(some, key=lambda mention: mention.fact.optional) for some in (ours, theirs))
    for distance in range(-1, NEIGHBOURS + 1) if parallel else (len(lost) + len(added),):
        for same in (operator.eq, operator.and_):
            for mention in tuple(lost):
                for other in added:
                    near = not parallel or mention.is_near(other, distance)
                    if near and mention.fact.agrees(other.fact) and same(mention.fact.keys, other.fact.keys):
                        lost.remove(mention)
                        added.remove(other)
                        break
    return lost, added


def _is_other_fact(lost: Mention, added: Mention, parallel: bool) -> bool:
    """Whether a fact stands in place of another one: in the same paragraph and, if one may be left out, in the same
    sentence of it, or as far into it."""
    if lost.kind != added.kind or not (lost.fact.certain and added.fact.certain):
        return False
    if not (lost.fact.optional or added.fact.optional):
        return not parallel or lost.is_near(added, 0)
    return parallel and lost.is_near(added, -1) and abs(lost.depth - added.depth) <= 1


def _occurs(mention: Mention, others: Sequence[Mention], distance: int | None = None) -> bool:
    """Whether the other text has the fact, with a unit where this one has: anywhere, or in paragraphs at most so far
    away; what the title or the summary says may be anywhere."""
    return any(
        mention.fact.agrees(other.fact) and (other.fact.unit or not mention.fact.unit)
        for other in others
        if distance is None or mention.is_near(other, distance) or mention.part.number[0] < len(HEADER)
    )
