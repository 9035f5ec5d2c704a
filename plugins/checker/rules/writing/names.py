"""The rule that a text spells a name in one way."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import TextSegment
from plugins.checker.engine.slips import is_one_slip
from plugins.checker.facts.names import words_of
from plugins.diagnostics import Message
from plugins.locales.plain_letters import fold
from plugins.locales.unicode_scripts import script_of

# Letters that the endings leave of a name with a slip.
LONG_STEM = 6


@rule()
def name_spelling(context: CheckContext) -> Iterator[Finding]:
    """Finds names that a text spells in two ways: without the marks of their letters, or with one slip, the endings of
    their cases aside. Of both, the rarer or plainer one is reported, where it first stands."""
    places: dict[str, tuple[TextSegment, int]] = {}
    counts = Counter[str]()
    for segment in context.segments:
        for match in segment.words():
            word = match[0]
            is_name = word.istitle() and len(word) > 2 and "-" not in word
            if is_name and all(script_of(letter) in ("", context.language_data.script) for letter in word):
                counts[word] += 1
                places.setdefault(word, (segment, match.start()))
    strange = {word for word in counts if not context.speller.is_available or not context.speller.accepts(word)}
    elsewhere, stem = context.shared_words, words_of(context.text.language).stem
    folded = {word: fold(word) for word in counts}
    reported: set[str] = set()
    for one, other in itertools.combinations(sorted(counts), 2):
        if one[:1] != other[:1] and folded[one][:1] != folded[other][:1]:
            continue
        if not {one, other} & strange or {one, other} <= elsewhere or {one, other} & reported:
            continue
        wrong, right = sorted((one, other), key=lambda word: (word in elsewhere, counts[word], not word.isascii()))
        unmarked = stem(folded[one]) == stem(folded[other]) and stem(one.lower()) != stem(other.lower())
        slipped = (
            wrong in strange
            and counts[wrong] == 1
            and (counts[right] > 1 or right in elsewhere or right not in strange)
            and not any(word.startswith(wrong[:-1]) for word in elsewhere)
            and _differ_by_slip(stem(wrong.lower()), stem(right.lower()))
        )
        if unmarked or slipped:
            reported.add(wrong)
            segment, start = places[wrong]
            message = Message(
                "{word!r} is {other!r} elsewhere in this text: spell the name in one way", word=wrong, other=right
            )
            same_form = folded[one] == folded[other] or is_one_slip(wrong, right)
            choices = [segment.fix((start, start + len(wrong), right))] if same_form else []
            yield segment.finding(start, message, None, choices)


def _differ_by_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= LONG_STEM and one[-1] == other[-1] and is_one_slip(one, other)
