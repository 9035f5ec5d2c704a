"""Standing: where every pair stands in every language, worked out without printing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.checker import check
from plugins.content.library import ContentLibrary
from plugins.content.outdated import Outdated, behind
from plugins.content.pairs import Pair
from plugins.diagnostics import Diagnostic
from plugins.sdg.goals import GOALS

PUBLISHED, MISSING, DRAFT, SCHEDULED, BEHIND = "published", "missing", "draft", "scheduled", "behind"
STATES = (PUBLISHED, MISSING, DRAFT, SCHEDULED, BEHIND)


@dataclass(frozen=True)
class Standing:
    """One pair: its state in every language, and how its translations differ from the original's newest text."""

    pair: Pair
    states: Mapping[str, str]
    behind: Mapping[str, Outdated]

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return all(state == PUBLISHED for state in self.states.values())

    def word(self, language: str) -> str:
        """The state in one language, as a table says it."""
        state = self.states[language]
        if state == BEHIND:
            count = len(self.behind[language].changes)
            return f"behind in {count} paragraph{'s' if count > 1 else ''}"
        return state if language != self.pair.original or state != PUBLISHED else "original"


@dataclass(frozen=True)
class Survey:
    """The whole newsroom: all pairs, newest first; how many texts are in which state; goals and undecided words."""

    languages: tuple[str, ...]
    standings: tuple[Standing, ...]
    goals: Mapping[int, Mapping[str, int]]
    undecided: Mapping[str, int]

    def count(self, state: str, language: str) -> int:
        """How many pairs are in that state in that language."""
        return sum(standing.states[language] == state for standing in self.standings)


def survey(library: ContentLibrary, look: Callable[[ContentLibrary], list[Diagnostic]] = check) -> Survey:
    """Where everything stands; `look` finds undecided words."""
    languages = tuple(library.config.languages)
    pairs = (*library.drafts, *library.waiting, *library.news, *library.pages)
    waiting = {id(pair) for pair in library.waiting}
    standings = tuple(_standing(library, pair, id(pair) in waiting) for pair in pairs)
    goals = {goal.number: Counter[str]() for goal in GOALS}
    for pair in library.published:
        for tag in pair.shared.goals:
            goals[tag.number].update(pair.published.keys())
    language_of = {text.source.path: text.language for pair in pairs for text in pair.texts.values()}
    undecided = Counter(language_of.get(found.path, "") for found in look(library) if found.code == "undecided-word")
    return Survey(languages, standings, goals, undecided)


def _standing(library: ContentLibrary, pair: Pair, waits: bool) -> Standing:
    late = {language: behind(pair, language, library.config.content) for language in pair.texts}
    states = {language: _state(pair, language, waits, late.get(language)) for language in library.config.languages}
    return Standing(pair, states, {language: found for language, found in late.items() if found})


def _state(pair: Pair, language: str, waits: bool, late: Outdated | None) -> str:
    if language not in pair.texts:
        return MISSING
    if language not in pair.published:
        return DRAFT
    return BEHIND if late else SCHEDULED if waits else PUBLISHED
