"""The goals as open data: a JSON file with each goal and the stories about it, for a site or one edition of it.

A story is a Pelican article. The format is the same on any site: docs/goals.md and the README describe it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping

from .articles import ShownGoal
from .goals import goal as facts_of


def goal_data(goals: Iterable[Mapping[str, object]], site_name: str, address: str, language: str) -> str:
    """The JSON text of `/sdg/index.json`: `address` is its own, `language` the edition's tag; `goals` are made by
    `goal_entry`. Keys keep their order."""
    table = {"title": site_name, "address": address, "language": language, "goals": list(goals)}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def goal_entry(
    goal: ShownGoal, address: str, stories: Iterable[dict[str, object]], counts: Mapping[str, int]
) -> dict[str, object]:
    """A goal with its page's address and the stories about it, made by `story_entry`; `counts` is the number of stories
    by language tag: on a site with editions those in the edition's own words."""
    newest_first = sorted(stories, key=lambda story: (-_moment(story), str(story["address"])))
    return {
        "number": goal.number,
        "name": goal.title,
        "full_name": goal.full_title,
        "address": address,
        "colour": goal.colour,
        "text_colour": goal.ink,
        "identifier": facts_of(goal.number).linked_data,
        "un_page": goal.un_url,
        "count": len(newest_first),
        "counts": dict(sorted(counts.items())),
        "stories": newest_first,
    }


def story_entry(
    title: str, address: str, language: str, published: dt.datetime, targets: Iterable[str]
) -> dict[str, object]:
    """A story about a goal; `targets` are those of the goal that it names, `language` the tag of its text. The date has
    its zone."""
    return {
        "title": title,
        "address": address,
        "language": language,
        "date": published.isoformat(),
        "targets": list(targets),
    }


def _moment(story: Mapping[str, object]) -> float:
    return dt.datetime.fromisoformat(str(story["date"])).timestamp()
