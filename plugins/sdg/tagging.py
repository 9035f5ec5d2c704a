"""The SDGs field to goals: what editors type and what they paste from other pages.

The text must be understood to its last word; a number is never taken out of words that are not. The one exception is a
sentence that names its goals in brackets, "… zdravlju (Cilj 3) i …", and has no other number.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL, goal
from plugins.sdg.phrases import Item, items
from plugins.sdg.spellings import spellings
from plugins.sdg.tokens import clean

_NO_NAMES: Mapping[int, Iterable[str]] = MappingProxyType({})
_VALID = f"goals {FIRST_GOAL} to {LAST_GOAL}, such as `16`; targets such as `16.2`"
_BRACKETS = re.compile(r"\(([^()]*)\)")
_JOINING = ("sign", "dash", "goal", "number")
_GOAL_LINE_LENGTH = 160


@dataclass(frozen=True)
class GoalTag:
    """A goal of a story, with the targets (`16.2`, `16.a`) that were named; none is usual."""

    number: int
    targets: tuple[str, ...] = ()


class UnknownGoal(ValueError):
    """A text does not name goals; the message says which part is wrong and lists what is valid."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; valid are {_VALID}, with commas between")


def parse_goals(text: str, names: Mapping[int, Iterable[str]] = _NO_NAMES) -> tuple[GoalTag, ...]:
    """The goals that a text names, by number, each once.

    `names` adds titles to the ones known, by goal number: those of the site's own string files. Raises `UnknownGoal`.

    >>> parse_goals("SDG 16; 10, 16.2")
    (GoalTag(number=10, targets=()), GoalTag(number=16, targets=('16.2',)))
    """
    cleaned = clean(text)
    try:
        return _strict(cleaned, names)
    except UnknownGoal:
        in_brackets = _goals_in_brackets(cleaned, names)
        if in_brackets:
            return in_brackets
        raise


def looks_like_goal_line(line: str, names: Mapping[int, Iterable[str]] = _NO_NAMES) -> bool:
    """Whether a line of a page names goals, or tries to: "SDG 16 – …", "Cilj 18", a goal's title, "SDGs" alone.

    A bare number does not, and neither does a sentence that goes on after the goal.
    """
    cleaned = clean(line).strip()
    row = list(items(cleaned, spellings(names)))
    if not any(item.role in ("goal", "target", "title") for item in row) or len(cleaned) > _GOAL_LINE_LENGTH:
        return False
    if all(item.role != "unknown" for item in row):
        return True
    roles = [item.role for item in row if item.role not in ("sign", "number")]
    return roles[:3] == ["goal", "value", "dash"]


def _strict(text: str, names: Mapping[int, Iterable[str]]) -> tuple[GoalTag, ...]:
    """The goals of a text in which every word is known."""
    row = list(items(text, spellings(names)))
    _check_words(text, row)
    values = [item for item in row if item.role == "value"]
    for item in values:
        _check_value(item)
    for place in range(len(row)):
        _check_neighbours(text, row, place)
    named = [item for item in row if item.role in ("value", "title")]
    if not named:
        raise UnknownGoal(f"“{_shown(text)}” names no goal" if text.strip() else "no goal is named")
    return _tags(named)


def _tags(named: Sequence[Item]) -> tuple[GoalTag, ...]:
    """One tag a goal, in order; targets in the order of the goal's own."""
    targets = {item.target for item in named}
    numbers = sorted({item.goal for item in named})
    return tuple(GoalTag(number, tuple(t for t in goal(number).targets if t in targets)) for number in numbers)


def _check_words(text: str, row: Sequence[Item]) -> None:
    """Refuse the first run of words that nobody knows."""
    start = next((place for place, item in enumerate(row) if item.role == "unknown"), None)
    if start is None:
        return
    known = (place for place in range(start, len(row)) if row[place].role in ("value", "comma", "title", "goal"))
    end = next(known, len(row))
    last = max(place for place in range(start, end) if row[place].role == "unknown")
    raise UnknownGoal(f"“{_shown(text[row[start].start : row[last].end])}” is not understood")


def _check_value(item: Item) -> None:
    """Refuse a number that is no goal, and a target that its goal does not have."""
    if not FIRST_GOAL <= item.goal <= LAST_GOAL:
        raise UnknownGoal(f"“{item.target or item.goal}” is not one of the {LAST_GOAL} goals")
    targets = goal(item.goal).targets
    if item.target and item.target not in targets:
        raise UnknownGoal(f"“{item.target}” is not a target of goal {item.goal}, which has {', '.join(targets)}")


def _check_neighbours(text: str, row: Sequence[Item], place: int) -> None:
    """Refuse a range, a title that belongs to another number, and a target that does not say its goal."""
    item = row[place]
    if item.role == "value":
        word = _before(row, place, ("sign", "number"))
        if word and word.role == "target" and not item.target:
            raise UnknownGoal(f"“{_shown(text[word.start : item.end])}” does not say the target's goal")
        if [other.role for other in row[max(0, place - 2) : place]] == ["value", "dash"]:
            raise UnknownGoal(f"“{_shown(text[row[place - 2].start : item.end])}” looks like a range; write each goal")
    if item.role == "title":
        number = _before(row, place, _JOINING)
        if number and number.role == "value" and number.goal != item.goal:
            title = _shown(text[item.start : item.end])
            raise UnknownGoal(f"goal {number.goal} is not called “{title}” (goal {item.goal} is)")


def _before(row: Sequence[Item], place: int, skipped: Collection[str]) -> Item | None:
    """The nearest item before a place whose role is none of `skipped`."""
    return next((row[at] for at in range(place - 1, -1, -1) if row[at].role not in skipped), None)


def _goals_in_brackets(text: str, names: Mapping[int, Iterable[str]]) -> tuple[GoalTag, ...]:
    """The goals of a sentence that names them in brackets only, each with a word such as "SDG"; none for other text."""
    known = spellings(names)
    outside = list(items(_BRACKETS.sub(" ", text), known))
    inside = [list(items(part, known)) for part in _BRACKETS.findall(text)]
    numbered = [row for row in inside if any(item.role == "value" for item in row)]
    if any(item.role == "value" for item in outside) or any(row[0].role != "goal" for row in numbered):
        return ()
    parts = [part for part, row in zip(_BRACKETS.findall(text), inside, strict=True) if row in numbered]
    tags = [tag for part in parts for tag in _strict(part, names)]
    return _tags([Item("value", 0, 0, tag.number, target) for tag in tags for target in tag.targets or ("",)])


def _shown(part: str) -> str:
    """A part of the text as an error shows it: one line, not too long."""
    line = " ".join(part.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
