"""Lists that stay still: a category's or goal's page shows its newest, and its older stories have pages by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plugins.languages.links import Counterparts
from plugins.languages.stories import Story
from plugins.languages.writing import Sheet
from plugins.pages.composer import Composer
from plugins.pages.page_views import GoalPage, GoalsPage, ListPage
from plugins.pages.structured import of_list
from plugins.pages.views import Link, Term
from plugins.sdg.cards import GOALS_ADDRESS, GoalCard, goal_address

NEWEST = 20
# The link that the UN asks of every site that writes of the goals.
UN_CAMPAIGN = "https://www.un.org/sustainabledevelopment"


@dataclass(frozen=True)
class Part:
    """One page of a list: the list's address and its place in a tally, the year it is of (None for the newest), its
    stories newest first, and how many the whole list has of each year."""

    composer: Composer
    base: str
    topic: tuple[str, object]
    year: int | None
    stories: Sequence[Story]
    counts: Mapping[int, int]

    @property
    def address(self) -> str:
        """The page's address within the edition."""
        return self.base if self.year is None else f"{self.base}{self.year}/"

    @property
    def count(self) -> int:
        """How many stories the page speaks of."""
        return sum(self.counts.values()) if self.year is None else len(self.stories)

    @property
    def years(self) -> tuple[Link, ...]:
        """A link to each year's page, with the number of its stories; none where all stories are on the first page."""
        if sum(self.counts.values()) <= NEWEST:
            return ()
        return tuple(
            Link(str(year), self.composer.path(f"{self.base}{year}/"), count, year == self.year)
            for year, count in self.counts.items()
        )

    @property
    def found(self) -> Counterparts:
        """Which editions have the page: a year's only those whose list does not fit on its first page."""
        site, topic, year = self.composer.site, self.topic, self.year
        if year is None:
            return site.counterparts(self.address)
        return site.listing(self.address, lambda tally: tally[topic] > NEWEST and tally[(*topic, year)] > 0)

    def sheet(self, template: str, make: Callable[[Part], object]) -> Sheet:
        """The part as a sheet that `make(part)` fills in."""
        found = self.found
        made_from = (*map(self.composer.card_key, self.stories), str(self.count), repr((self.years, found)))
        return Sheet(self.address, template, made_from, lambda: make(self), found, changed(self.stories))


def changed(stories: Sequence[Story]) -> dt.datetime | None:
    """When the newest of the stories was written or changed."""
    moments = [story.text.modified or story.date for story in stories]
    return max(moments, default=None)


def parts(composer: Composer, base: str, topic: tuple[str, object], stories: Sequence[Story]) -> Iterator[Part]:
    """The list's first page, then one for each year where not all stories fit on the first."""
    by_year = {year: list(group) for year, group in groupby(stories, key=lambda story: story.date.year)}
    counts = {year: len(group) for year, group in by_year.items()}
    yield Part(composer, base, topic, None, stories[:NEWEST], counts)
    if len(stories) > NEWEST:
        for year, group in by_year.items():
            yield Part(composer, base, topic, year, group, counts)


def years_of(stories: Sequence[Story]) -> list[int]:
    """The years that stories are of, newest first."""
    return sorted({story.date.year for story in stories}, reverse=True)


def category_sheets(composer: Composer) -> Iterator[Sheet]:
    """A page for each category, and for each of its years."""
    for term in composer.frame.categories:
        stories = composer.site.by_category.get(term.slug, [])
        for part in parts(composer, f"category/{term.slug}/", ("category", term.slug), stories):
            yield part.sheet("list", lambda part, term=term: category_page(part, term))  # type: ignore[misc]


def category_page(part: Part, term: Term) -> ListPage:
    """One page of a category."""
    composer, t = part.composer, part.composer.frame.t
    title = term.title if part.year is None else t("category_year", name=term.title, year=part.year)
    feed = Link(f"{composer.frame.site_name}: {term.title}", composer.path(f"feeds/category-{term.slug}.atom.xml"))
    head = composer.head("list", part.address, title, t("category_intro", name=title), part.found)
    above = () if part.year is None else (Link(term.title, term.path),)
    head = composer.crumbed(replace(head, feeds=(*head.feeds, feed)), *above)
    cards = composer.cards(part.stories)
    return ListPage(of_list(composer, head, part.stories), "", cards, part.count, part.years)


def goal_sheets(composer: Composer) -> Iterator[Sheet]:
    """The goals' index, a page for each goal and for each of its years."""
    by_goal = {goal.number: composer.site.by_goal.get(goal.number, []) for goal in composer.frame.goals}
    counts = tuple(len(stories) for stories in by_goal.values())
    found = composer.site.counterparts(GOALS_ADDRESS)
    newest = changed(composer.site.stories)
    yield Sheet(GOALS_ADDRESS, "goals", (repr(counts),), lambda: goals_page(composer, counts), found, newest)
    for goal in composer.frame.goals:
        for part in parts(composer, goal_address(goal.number), ("goal", goal.number), by_goal[goal.number]):
            yield part.sheet("goal", lambda part, goal=goal: goal_page(part, goal))  # type: ignore[misc]


def goals_page(composer: Composer, counts: Sequence[int]) -> GoalsPage:
    """The index of the 17 goals."""
    t = composer.frame.t
    head = composer.crumbed(composer.head("goals", GOALS_ADDRESS, t("goals_title"), t("goals_description")))
    entries = tuple(zip(composer.frame.goals, counts, strict=True))
    return GoalsPage(of_list(composer, head, ()), entries, UN_CAMPAIGN)


def goal_page(part: Part, goal: GoalCard) -> GoalPage:
    """One page of a goal."""
    composer, t = part.composer, part.composer.frame.t
    name = t("goal_heading", n=goal.number, name=goal.title)
    title = name if part.year is None else t("category_year", name=name, year=part.year)
    feed = Link(f"{composer.frame.site_name}: {goal.title}", composer.path(f"feeds/sdg-{goal.number}.atom.xml"))
    about = t("goal_description", n=goal.number, name=goal.title)
    head = composer.head("goal", part.address, title, about, part.found)
    above = [Link(t("goals_title"), composer.frame.goals_path)]
    above += [] if part.year is None else [Link(name, goal.path)]
    head = composer.crumbed(replace(head, feeds=(*head.feeds, feed)), *above)
    cards = composer.cards(part.stories)
    return GoalPage(of_list(composer, head, part.stories, goal), goal, cards, part.count, part.years)
