"""The status of stories in every language, and the report over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from plugins.checker import check_content
from plugins.content.library import ContentLibrary, is_waiting
from plugins.content.outdated import Outdated, find_outdated
from plugins.content.pairs import Pair
from plugins.sdg.goals import GOALS

PUBLISHED, CHANGED, READY = "published", "changed", "ready"
MISSING, DRAFT, SCHEDULED, OUTDATED = "missing", "draft", "scheduled", "behind"
STATES = (PUBLISHED, CHANGED, READY, MISSING, DRAFT, SCHEDULED, OUTDATED)

Live = Literal["same", "older", "nothing", ""]
"""What readers have of a story: it as it is here, an older form, nothing, or what is not known here."""


def state_with_readers(state: str, live: Live) -> str:
    """The state of a text, given what readers have of its story: only what they have is published, and what nobody has
    published yet is ready."""
    return {"same": PUBLISHED, "older": CHANGED}.get(live, READY) if state == READY else state


@dataclass(frozen=True)
class ArticleStatus:
    """One pair: its state in every language, and how its translations differ from the original's newest text."""

    pair: Pair
    states: Mapping[str, str]
    outdated: Mapping[str, Outdated]

    @property
    def is_finished(self) -> bool:
        """Whether every language is finished."""
        return all(state in (PUBLISHED, CHANGED, READY) for state in self.states.values())

    @property
    def label(self) -> str:
        """The pair's slug, after its date where it has one."""
        date = self.pair.shared.date
        return f"{date:%Y-%m-%d} {self.pair.slug}" if date else self.pair.slug

    def describe(self, language: str) -> str:
        """The state in one language, as a table shows it."""
        state = self.states[language]
        if state == OUTDATED:
            count = len(self.outdated[language].changes)
            return f"behind in {count} paragraph{'s' if count > 1 else ''}"
        return state


@dataclass(frozen=True)
class StatusReport:
    """All pairs, newest first; how many are in each state, how many words are undecided, and how many published texts
    each goal has, by language; `names` are the languages' own, by code."""

    names: Mapping[str, str]
    articles: tuple[ArticleStatus, ...]
    counts: Mapping[str, list[int]]
    goal_counts: Mapping[str, list[int]]

    @property
    def unfinished_articles(self) -> tuple[ArticleStatus, ...]:
        """The pairs that are not finished."""
        return tuple(article for article in self.articles if not article.is_finished)


def pair_status(pair: Pair, *, library: ContentLibrary, live: Live = "") -> ArticleStatus:
    """The status of a pair, which may be newer than what the library has of its story."""
    return _status_of(library, pair, is_waiting(pair, library.clock), live)


def status_report(
    library: ContentLibrary,
    live: Callable[[Pair], Live] = lambda _: "",
) -> StatusReport:
    """The status of everything; `live` is what readers have of a story."""
    pairs = (*library.drafts, *library.waiting, *library.news, *library.pages)
    waiting = {id(pair) for pair in library.waiting}
    articles = tuple(_status_of(library, pair, id(pair) in waiting, live(pair)) for pair in pairs)
    goals = {goal.number: Counter[str]() for goal in GOALS}
    for pair in library.published_pairs:
        for tag in pair.shared.goals:
            goals[tag.number].update(pair.published_texts.keys())
    language_of = {text.source.path: text.language for pair in pairs for text in pair.texts.values()}
    diagnostics = check_content(library).diagnostics
    undecided = Counter(
        language_of.get(diagnostic.path, "") for diagnostic in diagnostics if diagnostic.code == "undecided-word"
    )
    names = {code: language.name for code, language in library.config.languages.items()}
    counts = {
        state.capitalize(): [sum(article.states[code] == state for article in articles) for code in names]
        for state in STATES
    }
    counts["Undecided words"] = [undecided[code] for code in names]
    goal_counts = {f"Goal {number}": [texts[code] for code in names] for number, texts in goals.items()}
    return StatusReport(names, articles, counts, goal_counts)


def _status_of(library: ContentLibrary, pair: Pair, is_scheduled: bool, live: Live) -> ArticleStatus:
    by_language = {language: find_outdated(pair, language, library.config) for language in pair.texts}
    states = {
        code: state_with_readers(_state(pair, code, is_scheduled, by_language.get(code)), live)
        for code in library.config.languages
    }
    return ArticleStatus(pair, states, {language: outdated for language, outdated in by_language.items() if outdated})


def _state(pair: Pair, language: str, is_scheduled: bool, outdated: Outdated | None) -> str:
    if language not in pair.texts:
        return MISSING
    if language not in pair.published_texts:
        return DRAFT
    return OUTDATED if outdated else SCHEDULED if is_scheduled else READY
