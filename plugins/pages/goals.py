"""Goals as a page shows them: with the names and addresses of one edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.content.addresses import goal_address
from plugins.content.headers.fields import Tag
from plugins.editions.edition_site import EditionSite
from plugins.locales.strings import Strings
from plugins.sdg.goals import GOALS

NAME_TABLES = ("goals", "goals_full")


@dataclass(frozen=True)
class GoalCard:
    """One goal in one edition; `path` is its page there, `colour` and `ink` are `#rrggbb`."""

    number: int
    title: str
    full_title: str
    colour: str
    ink: str
    path: str
    un_url: str


@dataclass(frozen=True)
class StoryGoal:
    """A goal that a story is about, with the targets that its editor wrote."""

    number: int
    title: str
    path: str
    colour: str
    ink: str
    targets: tuple[str, ...]


def check_goal_names(strings: Mapping[str, Strings]) -> None:
    """Raise SettingError unless each edition's file of words has the short and the full title of every goal."""
    for words in strings.values():
        for table in NAME_TABLES:
            names = words.section(table)
            for goal in GOALS:
                names[str(goal.number)]


def goal_cards(site: EditionSite) -> tuple[GoalCard, ...]:
    """The 17 goals in an edition, in order."""
    titles, full = (site.strings.section(table) for table in NAME_TABLES)
    return tuple(
        GoalCard(
            number=goal.number,
            title=titles[str(goal.number)],
            full_title=full[str(goal.number)],
            colour=goal.colour,
            ink=goal.ink,
            path=site.edition.path(goal_address(goal.number)),
            un_url=goal.un_url,
        )
        for goal in GOALS
    )


def goal_tags(tags: Iterable[Tag], cards: tuple[GoalCard, ...]) -> tuple[StoryGoal, ...]:
    """A story's goals as an edition shows them; `cards` are that edition's."""
    chosen = ((cards[tag.number - 1], tag) for tag in tags)
    return tuple(
        StoryGoal(card.number, card.title, card.path, card.colour, card.ink, tuple(tag.targets)) for card, tag in chosen
    )
