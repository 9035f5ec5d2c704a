"""What one edition covers: its stories by goal, and its news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from plugins.editions.edition_site import EditionSite
from plugins.feeds.sitemaps import RECENT, NewsEntry, iso_639
from plugins.feeds.xml import xml_text
from plugins.pages.goals import goal_cards
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.open_data import GoalRecord, GoalStory


def goal_records(site: EditionSite) -> Iterator[GoalRecord]:
    """The 17 goals with the stories that the edition shows about them."""
    counts = count_goals(site)
    for card in goal_cards(site):
        stories = tuple(_goal_stories(site, card.number))
        address = site.absolute(card.path)
        yield GoalRecord(card.number, card.title, card.full_title, address, stories, counts[card.number])


def count_goals(site: EditionSite) -> dict[int, Counter[str]]:
    """How many stories about each goal there are in the words of each edition, by its tag."""
    tags = [one.edition.tag for one in site.all_sites]
    counts = {number: Counter(dict.fromkeys(tags, 0)) for number in range(FIRST_GOAL, LAST_GOAL + 1)}
    for one in site.all_sites:
        for story in one.own_stories:
            for tag in story.goals:
                counts[tag.number][one.edition.tag] += 1
    return counts


def _goal_stories(site: EditionSite, number: int) -> Iterator[GoalStory]:
    """The stories about a goal, those in another edition's words included."""
    for story in site.by_goal.get(number, ()):
        for tag in story.goals:
            if tag.number == number:
                yield GoalStory(story.title, site.absolute(story.page_path), story.home.tag, story.date, tag.targets)


def news_entries(site: EditionSite) -> Iterator[NewsEntry]:
    """The recent stories in the edition's own words, for the news sitemap."""
    language = iso_639(site.edition.tag)
    oldest = site.library.now - RECENT
    for story in takewhile(lambda story: story.date >= oldest, site.own_stories):
        yield NewsEntry(site.absolute(story.page_path), xml_text(story.title), language, site.name, story.date)
