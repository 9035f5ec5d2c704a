"""Numbers of stories by month, category and goal, by which an edition has or lacks a page of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.content.pairs import Pair

StoryCounts = Counter[tuple[object, ...]]
"""Stories by ("month", year, month), and by ("category", slug) and ("goal", number), alone and with a year."""


def count_stories(pairs: Iterable[Pair]) -> StoryCounts:
    """Count published stories."""
    return Counter(place for pair in pairs for place in _places(pair))


def _places(pair: Pair) -> Iterator[tuple[object, ...]]:
    date = pair.shared.date
    assert date is not None
    yield "month", date.year, date.month
    goals = dict.fromkeys(tag.number for tag in pair.shared.goals)
    for topic in (("category", pair.shared.category), *(("goal", number) for number in goals)):
        yield topic
        yield *topic, date.year
