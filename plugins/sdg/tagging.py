"""The SDGs field to goals: what editors type and what they paste from other pages.

`parse_goals` is for the field: the text must be understood to its last word, and a number is never taken out of words
that are not. The one exception is a sentence that names its goals in brackets, "… zdravlju (Cilj 3) i …", and has no
other number. `find_goals` is for other people's pages: it gives the goals that it finds, and the rest.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from .goals import FIRST_GOAL, LAST_GOAL, goal
from .phrases import Item, clean, items, spellings

_NO_NAMES: Mapping[int, Iterable[str]] = MappingProxyType({})
_VALID = "; valid are goals 1 to 17, such as `16`; targets such as `16.2`, with commas between"
_BRACKETS = re.compile(r"\(([^()]*)\)")
_JOINING = ("sign", "dash", "goal", "number")
_GOAL_LINE_LENGTH = 160
# Between a word for a goal and its number, or the number and its title, in a sentence.
_BETWEEN = ("sign", "dash", "number")
# Content that would be lost if it is not understood.
_IN_LISTS = ("sign", "number", "and", "comma")
_CONTENT = ("value", "title", "unknown")


@dataclass(frozen=True)
class GoalTag:
    """A goal of a story, with the targets (`16.2`, `16.a`) that were named; none is usual."""

    number: int
    targets: tuple[str, ...] = ()


class UnknownGoal(ValueError):
    """A text does not name goals; the message says which part is wrong and lists what is valid.

    `template` is the message with `{places}` for `values`, by which it can be said in another language.
    """

    def __init__(self, problem: str, **values: object) -> None:
        self.template, self.values = problem + _VALID, values
        super().__init__(self.template.format(**values))


def parse_goals(text: str, names: Mapping[int, Iterable[str]] = _NO_NAMES) -> tuple[GoalTag, ...]:
    """The goals that a text names, by number, each once.

    `names` adds titles to the ones known, by goal number: those of the site's own string files. Raises `UnknownGoal`.

    >>> parse_goals("SDG 16; 10, 16.2")
    (GoalTag(number=10, targets=()), GoalTag(number=16, targets=('16.2',)))
    """
    cleaned = clean(text)
    try:
        return _parse_strictly(cleaned, names)
    except UnknownGoal:
        in_brackets = _goals_in_brackets(cleaned, names)
        if in_brackets:
            return in_brackets
        raise


def find_goals(text: str) -> tuple[tuple[GoalTag, ...], tuple[str, ...]]:
    """The goals that a text names, by number, each once; and the parts of it that were not understood.

    For lists with something unknown among the goals, and for sentences. In a part with unknown words (parts end at
    commas, semicolons and lines) only a number after a word such as "SDG" is a goal.

    >>> find_goals("SDG 10, SDG 18")
    ((GoalTag(number=10, targets=()),), ('SDG 18',))
    >>> find_goals("This story relates to SDG 10 and SDG 16.")[1]
    ('This story relates to',)
    """
    cleaned = clean(text)
    row = list(items(cleaned, spellings(_NO_NAMES)))
    wrong = _contradictions(cleaned, row)
    used: set[int] = set()
    for part in _parts(cleaned, row):
        in_words = any(row[place].role == "unknown" for place in part)
        for place in part:
            names_goal = row[place].role in ("value", "title") and place not in wrong
            if names_goal and (not in_words or _is_named(row, place, used)):
                used.add(place)
    return _tags([row[place] for place in used]), tuple(_find_unused(cleaned, row, used))


def looks_like_goal_line(line: str) -> bool:
    """Whether a line of a page names goals, or tries to: "SDG 16 – …", "Cilj 18", a goal's title, "SDGs" alone.

    A bare number does not, and neither does a sentence that continues after the goal.
    """
    cleaned = clean(line).strip()
    row = list(items(cleaned, spellings(_NO_NAMES)))
    if not any(item.role in ("goal", "target", "title") for item in row) or len(cleaned) > _GOAL_LINE_LENGTH:
        return False
    if all(item.role != "unknown" for item in row):
        return True
    roles = [item.role for item in row if item.role not in ("sign", "number")]
    return roles[:3] == ["goal", "value", "dash"]


def _parse_strictly(text: str, names: Mapping[int, Iterable[str]]) -> tuple[GoalTag, ...]:
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
        if text.strip():
            raise UnknownGoal("“{part}” names no goal", part=_shorten(text))
        raise UnknownGoal("no goal is named")
    return _tags(named)


def _parts(text: str, row: Sequence[Item]) -> Iterable[list[int]]:
    """The places of the items between commas, semicolons and ends of lines; a comma within a title is part of it."""
    part: list[int] = []
    for place, item in enumerate(row):
        if part and (item.role == "comma" or "\n" in text[row[place - 1].end : item.start]):
            yield part
            part = []
        if item.role != "comma":
            part.append(place)
    if part:
        yield part


def _contradictions(text: str, row: Sequence[Item]) -> set[int]:
    """The places of numbers and titles that `parse_goals` would refuse, and of the numbers that they contradict."""
    wrong = set()
    for place, item in enumerate(row):
        try:
            if item.role == "value":
                _check_value(item)
            _check_neighbours(text, row, place)
        except UnknownGoal:
            wrong.add(place)
            if item.role == "title" or (place and row[place - 1].role == "dash"):
                wrong.add(next((at for at in range(place - 1, -1, -1) if row[at].role == "value"), place))
    return wrong


def _is_named(row: Sequence[Item], place: int, used: Collection[int]) -> bool:
    """Whether an item among unknown words is a goal: a number after a word such as "SDG", its title, or a further
    number that ends or continues the list ("SDG 10 and 16.", not "SDG 10 and 16 officers")."""
    before = next((at for at in range(place - 1, -1, -1) if row[at].role not in _BETWEEN), None)
    if before is None:
        return False
    if row[place].role == "title":
        return before in used
    if row[before].role in ("goal", "target"):
        return True
    in_list = next((at for at in range(place - 1, -1, -1) if row[at].role not in _IN_LISTS), None) in used
    return in_list and (place + 1 == len(row) or row[place + 1].role != "unknown")


def _find_unused(text: str, row: Sequence[Item], used: Collection[int]) -> Iterable[str]:
    """Yield the text between the items that are used, where it is more than words that join goals."""
    for part in _parts(text, row):
        stretch: list[Item] = []
        for place in (*part, None):
            if place is not None and place not in used:
                stretch.append(row[place])
                continue
            if any(item.role in _CONTENT for item in stretch):
                yield _stretch(text, stretch)
            stretch = []


def _stretch(text: str, row: Sequence[Item]) -> str:
    """The text of items without what joins it to the goals beside it; a word such as "SDG" stays with its number."""
    content = [place for place, item in enumerate(row) if item.role in _CONTENT]
    start, last = content[0], content[-1]
    while start and row[start].role == "value" and row[start - 1].role in ("goal", "target", *_BETWEEN):
        start -= 1
    while row[start].role in _BETWEEN:
        start += 1
    return _shorten(text[row[start].start : row[last].end])


def _tags(named: Sequence[Item]) -> tuple[GoalTag, ...]:
    """One tag a goal, in order; targets in the order of the goal's own."""
    targets = {item.target for item in named}
    numbers = sorted({item.goal for item in named})
    return tuple(GoalTag(number, tuple(t for t in goal(number).targets if t in targets)) for number in numbers)


def _check_words(text: str, row: Sequence[Item]) -> None:
    """Refuse the first run of unknown words."""
    start = next((place for place, item in enumerate(row) if item.role == "unknown"), None)
    if start is None:
        return
    known = (place for place in range(start, len(row)) if row[place].role in ("value", "comma", "title", "goal"))
    end = next(known, len(row))
    last = max(place for place in range(start, end) if row[place].role == "unknown")
    raise UnknownGoal("“{part}” is not understood", part=_shorten(text[row[start].start : row[last].end]))


def _check_value(item: Item) -> None:
    """Refuse a number that is no goal, and a target that its goal does not have."""
    if not FIRST_GOAL <= item.goal <= LAST_GOAL:
        raise UnknownGoal("“{part}” is not one of the 17 goals", part=item.target or str(item.goal))
    targets = goal(item.goal).targets
    if item.target and item.target not in targets:
        raise UnknownGoal(
            "“{part}” is not a target of goal {goal}, which has {targets}",
            part=item.target,
            goal=item.goal,
            targets=", ".join(targets),
        )


def _check_neighbours(text: str, row: Sequence[Item], place: int) -> None:
    """Refuse a range, a title that belongs to another number, and a target without its goal."""
    item = row[place]
    if item.role == "value":
        word = _find_before(row, place, ("sign", "number"))
        if word and word.role == "target" and not item.target:
            raise UnknownGoal("“{part}” does not say the target's goal", part=_shorten(text[word.start : item.end]))
        if [other.role for other in row[max(0, place - 2) : place]] == ["value", "dash"]:
            part = _shorten(text[row[place - 2].start : item.end])
            raise UnknownGoal("“{part}” looks like a range; write each goal", part=part)
    if item.role == "title":
        number = _find_before(row, place, _JOINING)
        if number and number.role == "value" and number.goal != item.goal:
            title = _shorten(text[item.start : item.end])
            raise UnknownGoal(
                "goal {goal} is not called “{title}” (goal {other} is)", goal=number.goal, title=title, other=item.goal
            )


def _find_before(row: Sequence[Item], place: int, skipped: Collection[str]) -> Item | None:
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
    tags = [tag for part in parts for tag in _parse_strictly(part, names)]
    return _tags([Item("value", 0, 0, tag.number, target) for tag in tags for target in tag.targets or ("",)])


def _shorten(part: str) -> str:
    """Make one short line of a part of the text, for an error."""
    line = " ".join(part.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
