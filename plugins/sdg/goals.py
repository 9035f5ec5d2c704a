"""The 17 Sustainable Development Goals as data: colours, readable text colours, addresses, targets.

Their titles are in `titles.py`, by language; a site with editions shows those of its `theme/strings`.
"""

from dataclasses import dataclass

UN_GOALS_URL = "https://sdgs.un.org/goals"
# The UN's vocabulary of the goals; `http` is part of the names.
LINKED_DATA = "http://metadata.un.org/sdg/"
FIRST_GOAL, LAST_GOAL = 1, 17


@dataclass(frozen=True)
class Goal:
    """One goal.

    `colour` is the one of the UN guidelines (August 2019 and later) and `ink` the text colour, white or black, that
    reaches the WCAG AA contrast of 4.5 on it; both are `#rrggbb`. `targets` are ids such as `16.2` and `16.a`.
    """

    number: int
    colour: str
    ink: str
    targets: tuple[str, ...]

    @property
    def un_url(self) -> str:
        """The UN's page about this goal."""
        return f"{UN_GOALS_URL}/goal{self.number}"

    @property
    def linked_data(self) -> str:
        """Its name in the UN's vocabulary of the goals."""
        return f"{LINKED_DATA}{self.number}"


def _goal(number: int, colour: str, ink: str, outcomes: int, means: str) -> Goal:
    """A goal with so many numbered targets (`outcomes`) and one lettered target for each letter of `means`."""
    ids = (*range(1, outcomes + 1), *means)
    return Goal(number, colour, ink, tuple(f"{number}.{id_}" for id_ in ids))


_WHITE, _BLACK = "#ffffff", "#000000"

# Targets: annex of A/RES/71/313, 169 in all; goal 17 has numbered ones only.
GOALS: tuple[Goal, ...] = (
    _goal(1, "#e5243b", _WHITE, 5, "ab"),
    _goal(2, "#dda63a", _BLACK, 5, "abc"),
    _goal(3, "#4c9f38", _BLACK, 9, "abcd"),
    _goal(4, "#c5192d", _WHITE, 7, "abc"),
    _goal(5, "#ff3a21", _BLACK, 6, "abc"),
    _goal(6, "#26bde2", _BLACK, 6, "ab"),
    _goal(7, "#fcc30b", _BLACK, 3, "ab"),
    _goal(8, "#a21942", _WHITE, 10, "ab"),
    _goal(9, "#fd6925", _BLACK, 5, "abc"),
    _goal(10, "#dd1367", _WHITE, 7, "abc"),
    _goal(11, "#fd9d24", _BLACK, 7, "abc"),
    _goal(12, "#bf8b2e", _BLACK, 8, "abc"),
    _goal(13, "#3f7e44", _WHITE, 3, "ab"),
    _goal(14, "#0a97d9", _BLACK, 7, "abc"),
    _goal(15, "#56c02b", _BLACK, 9, "abc"),
    _goal(16, "#00689d", _WHITE, 10, "ab"),
    _goal(17, "#19486a", _WHITE, 19, ""),
)


def goal(number: int) -> Goal:
    """The goal with this number; `IndexError` when there is none."""
    if not FIRST_GOAL <= number <= LAST_GOAL:
        raise IndexError(f"goals are numbered {FIRST_GOAL} to {LAST_GOAL}, got {number}")
    return GOALS[number - FIRST_GOAL]
