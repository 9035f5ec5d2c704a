"""Rules that the words which decide what a sentence says do so in both texts, as `shared.toml` says of each kind, and
that no word stands beside its false friend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.translation_pair import Mention, Part, TranslationPair
from plugins.checker.facts.meanings import pattern_of
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule
from plugins.locales.language import SHARED, load_language

# What ends a question; in Greek what is a semicolon elsewhere.
QUESTION, QUESTION_IN_GREEK = ("?", "؟"), (";", "\u037e")
# The number of the first part below the title, which is translated freely.
BELOW_TITLE = 1


@rule("translation")
def meaning_parity(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds words that turn what is said: one in place of another one in the counterpart of its sentence, and one that
    translators seldom leave out or add and that has none there. Sentences that ask must do so in both texts."""
    policies = find_policies(pair)
    for ours, theirs in pair.counterparts(pair.parts):
        for kind, policy in policies.items():
            mine = [Mention(fact, ours) for fact in pair.original.facts(ours.text, (kind,))]
            others = [Mention(fact, theirs) for fact in pair.translation.facts(theirs.text, (kind,))]
            yield from _compare(mine, others, ours, theirs, policy)
        if _asks(ours, pair.original) != _asks(theirs, pair.translation):
            message = Message("one of the two texts asks here, and the other does not: end both with the same sign")
            yield replace(theirs.finding(message, ours.place()), severity="advice")


def find_policies(pair: TranslationPair) -> Mapping[str, Mapping[str, Any]]:
    """How each kind is compared that both languages have."""
    tables = [context.language_data.file.section("meanings") for context in (pair.original, pair.translation)]
    policies = load_language(SHARED).section("meanings").items()
    return {kind: policy for kind, policy in policies if all(kind in table for table in tables)}


def _compare(
    mine: Sequence[Mention], others: Sequence[Mention], ours: Part, theirs: Part, policy: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    """The findings for what one of two sentences says of one kind and the other one does not."""
    lost, added = without_answer(mine, others), without_answer(others, mine)
    if lost and added and lost[0].is_sure and added[0].is_sure:
        message = Message(
            "{here!r} here, {there!r} in the original: correct one of the two",
            here=added[0].fact.shown,
            there=lost[0].fact.shown,
        )
        is_alone = len(mine) == len(others) == len(ours.sentences) == 1
        finding = added[0].finding(message, lost[0].place)
        yield replace(finding, severity=policy["turned"] if is_alone else "advice")
        return
    kept, severity = frozenset(policy["kept"]), policy.get("lost", "advice")
    for mention in (*lost, *added) if ours.number[0] >= BELOW_TITLE else ():
        if mention.is_sure and mention.fact.keys <= kept:
            message = (
                Message(
                    "the original says {word!r}, and the translation does not: correct one of the two",
                    word=mention.fact.shown,
                )
                if mention in lost
                else Message(
                    "the translation says {word!r}, and the original does not: correct one of the two",
                    word=mention.fact.shown,
                )
            )
            finding = (
                theirs.finding(message, mention.place) if mention in lost else mention.finding(message, ours.place())
            )
            yield replace(finding, severity=severity)


def without_answer(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """What none of the others may mean too."""
    return [mention for mention in mentions if not any(mention.fact.agrees(other.fact) for other in others)]


def _asks(part: Part, context: CheckContext) -> bool:
    is_greek = context.language_data.script == "GREEK"
    return part.text.rstrip().endswith(QUESTION + QUESTION_IN_GREEK if is_greek else QUESTION)


@rule("translation")
def false_friend(pair: TranslationPair) -> Iterator[Diagnostic]:
    """Finds words that only look like the word of the other language that stands in the counterpart of their
    sentence."""
    for own, other in ((0, 1), (1, 0)):
        contexts = (pair.original, pair.translation)
        friends = contexts[own].language_data.file.section("friends").get(contexts[other].language_data.file.code, {})
        for parts in pair.counterparts(pair.parts) if friends else ():
            for theirs, ours in friends.items():
                word, partner = (
                    pattern_of(words).search(part.text) for words, part in ((ours, parts[own]), (theirs, parts[other]))
                )
                if word and partner:
                    message = Message(
                        "{word!r} does not mean {partner!r}, which it only resembles: correct the translation",
                        word=word[0],
                        partner=partner[0],
                    )
                    place = parts[other].place(partner.start(), len(partner[0]))
                    yield parts[own].finding(message, place, word.start(), len(word[0]))
