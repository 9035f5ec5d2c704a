"""Goals as a page shows them: with the names and addresses of one edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.content.fields import Tag
from plugins.editions.edition_site import EditionSite
from plugins.sdg.goals import GOALS

GOALS_ADDRESS = "sdg/"


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
class GoalTag:
    """A goal that a story is about, with the targets that its editor named."""

    number: int
    title: str
    path: str
    colour: str
    ink: str
    targets: tuple[str, ...]


def goal_address(number: int) -> str:
    """The address of a goal's page within an edition."""
    return f"{GOALS_ADDRESS}{number}/"


def goal_cards(site: EditionSite) -> tuple[GoalCard, ...]:
    """The 17 goals in an edition, in order."""
    titles, full = site.strings.section("goals"), site.strings.section("goals_full")
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


def goal_tags(tags: Iterable[Tag], cards: tuple[GoalCard, ...]) -> tuple[GoalTag, ...]:
    """A story's goals as an edition shows them; `cards` are that edition's."""
    chosen = ((cards[tag.number - 1], tag) for tag in tags)
    return tuple(
        GoalTag(card.number, card.title, card.path, card.colour, card.ink, tuple(tag.targets)) for card, tag in chosen
    )
