"""The rule that a text spells a name in one way."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext, LanguageResources
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import WORD, TextSegment, blank_markup
from plugins.checker.engine.slips import is_one_slip
from plugins.diagnostics import Message
from plugins.locales.language import load_language

# Letters of a name that its endings leave; of one with a slip, more.
SHORTEST_STEM, LONG_STEM = 4, 6


@rule()
def name_spelling(context: CheckContext) -> Iterator[Finding]:
    """Finds names that a text spells in two ways: without the marks of their letters, or with one slip, the endings of
    their cases aside. Of both, the rarer or plainer one is reported, where it first stands."""
    places: dict[str, tuple[TextSegment, int]] = {}
    counts = Counter[str]()
    for segment in context.segments:
        for match in segment.words():
            if match[0].istitle() and "-" not in match[0] and len(match[0]) > 2:
                counts[match[0]] += 1
                places.setdefault(match[0], (segment, match.start()))
    strange = {word for word in counts if not context.speller.is_available or not context.speller.accepts(word)}
    elsewhere = frozenset(
        word for text in context.other_texts() for word in WORD.findall(blank_markup(text.source.body))
    )
    endings = _endings(context.text.language)
    marks = marked_letters(context.resources)
    folded = {word: _fold(word, marks) for word in counts}
    reported: set[str] = set()
    for one, other in itertools.combinations(sorted(counts), 2):
        if one[:1] != other[:1] and folded[one][:1] != folded[other][:1]:
            continue
        if not {one, other} & strange or {one, other} <= elsewhere or {one, other} & reported:
            continue
        wrong, right = sorted((one, other), key=lambda word: (word in elsewhere, counts[word], not word.isascii()))
        unmarked = _is_one_name(folded[one], folded[other], endings) and not _is_one_name(one, other, endings)
        slipped = (
            wrong in strange
            and counts[wrong] == 1
            and (counts[right] > 1 or right in elsewhere or right not in strange)
            and not any(word.startswith(wrong[:-1]) for word in elsewhere)
            and _differ_by_slip(wrong, right, endings)
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


@lru_cache(maxsize=64)
def _endings(code: str) -> frozenset[str]:
    """The endings that a language's names may have, the empty one among them."""
    steps: Iterable[Mapping[str, str]] = load_language(code).section("search").get("steps", ())
    return frozenset({"", *(ending for step in steps for ending in str(step.get("endings", "")).split())})


@lru_cache(maxsize=8)
def _marked_letters(pairs: frozenset[tuple[str, str]]) -> dict[int, str]:
    return {ord(letter): plain for plain, letters in pairs for letter in letters if plain.isascii()}


def marked_letters(resources: LanguageResources) -> dict[int, str]:
    """What is typed for each small letter that keyboards lack, in any of the site's languages."""
    return _marked_letters(frozenset(pair for one in resources.languages.values() for pair in one.letters.items()))


def _fold(word: str, marks: Mapping[int, str]) -> str:
    """A word in small letters, typed without marks."""
    plain = unicodedata.normalize("NFD", word.casefold().translate(marks))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _is_one_name(one: str, other: str, endings: frozenset[str]) -> bool:
    """Whether two words are forms of one name: the same, or with other endings behind the same letters."""
    if one == other:
        return True
    return any(stem in _stems(other, endings) for stem in _stems(one, endings))


def _differ_by_slip(one: str, other: str, endings: frozenset[str]) -> bool:
    return any(
        is_one_slip(stem, base) and stem[-1] == base[-1]
        for stem in _stems(one, endings)
        for base in _stems(other, endings)
        if min(len(stem), len(base)) >= LONG_STEM
    )


@lru_cache(maxsize=1 << 14)
def _stems(word: str, endings: frozenset[str]) -> tuple[str, ...]:
    """What each possible ending leaves of a word."""
    stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return tuple(stem for stem in stems if len(stem) >= SHORTEST_STEM)
