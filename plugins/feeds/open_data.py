"""What one edition covers: its stories by goal, and its news."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from plugins.editions.edition_site import EditionSite
from plugins.feeds.sitemaps import RECENT, NewsEntry, iso_639
from plugins.feeds.xml import xml_text
from plugins.sdg.cards import goal_cards
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL, goal


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

    `counts` says for every edition, by tag, how many stories it has in its own words.
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


def goal_records(site: EditionSite) -> Iterator[GoalRecord]:
    """The 17 goals with the stories that the edition shows about them."""
    tags = {edition.name: edition.tag for edition in site.config.editions}
    counts = {number: Counter(dict.fromkeys(tags.values(), 0)) for number in range(FIRST_GOAL, LAST_GOAL + 1)}
    for pair in site.library.news:
        real = site.library.counterparts(pair).real
        for tag in pair.shared.goals:
            counts[tag.number].update(tags[name] for name in real)
    for card in goal_cards(site):
        stories = tuple(_goal_stories(site, card.number))
        address = site.absolute(card.path)
        yield GoalRecord(card.number, card.title, card.full_title, address, stories, counts[card.number])


def _goal_stories(site: EditionSite, number: int) -> Iterator[GoalStory]:
    """The stories about a goal, those in another edition's words included."""
    for story in site.by_goal.get(number, ()):
        for tag in story.shared.goals:
            if tag.number == number:
                yield GoalStory(story.title, site.absolute(story.path), story.home.tag, story.date, tag.targets)


def news_entries(site: EditionSite) -> Iterator[NewsEntry]:
    """The recent stories in the edition's own words, for the news sitemap."""
    language = iso_639(site.edition.tag)
    oldest = site.library.now - RECENT
    for story in takewhile(lambda story: story.date >= oldest, site.own):
        yield NewsEntry(site.absolute(story.path), xml_text(story.title), language, site.name, story.date)
