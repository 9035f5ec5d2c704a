"""How many stories are listed under what: an edition that hides a story may lack a page of a list that another has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.content.pairs import Pair

Tally = Counter[tuple[object, ...]]
"""Stories by ("month", year, month), and by ("category", slug) and ("goal", number), alone and with a year."""


def tally_of(pairs: Iterable[Pair]) -> Tally:
    """The tally of published stories."""
    return Counter(place for pair in pairs for place in _places(pair))


def _places(pair: Pair) -> Iterator[tuple[object, ...]]:
    date = pair.facts.date
    assert date is not None
    yield "month", date.year, date.month
    goals = dict.fromkeys(tag.number for tag in pair.facts.goals)
    for topic in (("category", pair.facts.category), *(("goal", number) for number in goals)):
        yield topic
        yield *topic, date.year
