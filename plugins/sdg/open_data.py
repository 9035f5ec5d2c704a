"""The goals as open data: a JSON file with each goal and the stories about it, for a site or one edition of it.

A story is a Pelican article. The format is the same on any site: docs/goals.md and the README describe it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .goals import goal


@dataclass(frozen=True)
class GoalStory:
    """One story about a goal; `targets` are those of the goal that it names, `language` the tag of its text."""

    title: str
    address: str
    language: str
    published: dt.datetime
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoalRecord:
    """One goal in one edition: its names, its page and its stories.

    `counts` is the number of stories by language tag: on a site with editions those in the edition's own words.
    """

    number: int
    name: str
    full_name: str
    address: str
    stories: tuple[GoalStory, ...]
    counts: Mapping[str, int]


def goal_data(records: Sequence[GoalRecord], site_name: str, address: str, language: str) -> str:
    """The JSON text of `/sdg/index.json`: `address` is its own, `language` the edition's tag. Keys keep their order."""
    table = {
        "title": site_name,
        "address": address,
        "language": language,
        "goals": [_goal(record) for record in sorted(records, key=lambda record: record.number)],
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _goal(record: GoalRecord) -> dict[str, object]:
    """One goal as plain values."""
    facts = goal(record.number)
    stories = sorted(record.stories, key=lambda story: (-story.published.timestamp(), story.address))
    return {
        "number": record.number,
        "name": record.name,
        "full_name": record.full_name,
        "address": record.address,
        "colour": facts.colour,
        "text_colour": facts.ink,
        "identifier": facts.linked_data,
        "un_page": facts.un_url,
        "count": len(stories),
        "counts": dict(sorted(record.counts.items())),
        "stories": [_story(story) for story in stories],
    }


def _story(story: GoalStory) -> dict[str, object]:
    """One story as plain values; the date has its zone."""
    return {
        "title": story.title,
        "address": story.address,
        "language": story.language,
        "date": story.published.isoformat(),
        "targets": list(story.targets),
    }
