"""Numbers of stories by month, category and goal, by which an edition has or lacks a page of a list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.content.headers.fields import Tag

StoryCounts = Counter[tuple[object, ...]]
"""Stories by ("month", year, month), and by ("category", slug) and ("goal", number), alone and with a year."""


def count_stories(stories: Iterable[tuple[dt.datetime, str, tuple[Tag, ...]]]) -> StoryCounts:
    """Count stories by their date, the slug of their category and their goals."""
    return Counter(place for story in stories for place in _places(*story))


def _places(date: dt.datetime, category: str, tags: tuple[Tag, ...]) -> Iterator[tuple[object, ...]]:
    yield "month", date.year, date.month
    goals = dict.fromkeys(tag.number for tag in tags)
    for topic in (("category", category), *(("goal", number) for number in goals)):
        yield topic
        yield *topic, date.year
