"""Lists that stay still: a category's or goal's page shows its newest, and its older stories have pages by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.languages.stories import Story
from plugins.pages.composer import Composer
from plugins.pages.structured import of_list
from plugins.pages.views import GoalPage, GoalsPage, Link, ListPage
from plugins.sdg.cards import GOALS_ADDRESS, GoalCard, goal_address
from plugins.sdg.goals import UN_GOALS_URL

NEWEST = 20

Made = Iterator[tuple[str, str, object]]
"""(address, template, page) for each page."""


@dataclass(frozen=True)
class Part:
    """One page of a list: its address, the year it is of (None for the newest), and its stories."""

    address: str
    year: int | None
    stories: Sequence[Story]


def parts(address: str, stories: Sequence[Story]) -> Iterator[Part]:
    """The list's first page, then one for each year where not all stories fit on the first."""
    yield Part(address, None, stories[:NEWEST])
    if len(stories) > NEWEST:
        for year in years_of(stories):
            yield Part(f"{address}{year}/", year, [story for story in stories if story.date.year == year])


def years_of(stories: Sequence[Story]) -> list[int]:
    """The years that stories are of, newest first."""
    return sorted({story.date.year for story in stories}, reverse=True)


def year_links(composer: Composer, address: str, stories: Sequence[Story], current: int | None) -> tuple[Link, ...]:
    """A link to each year's page, with the number of its stories; none where all stories are on the first page."""
    if len(stories) <= NEWEST:
        return ()
    counts = {year: sum(story.date.year == year for story in stories) for year in years_of(stories)}
    return tuple(Link(str(year), composer.path(f"{address}{year}/"), count, year == current) for year, count in counts.items())


def category_pages(composer: Composer) -> Made:
    """A page for each category, and for each of its years."""
    t = composer.frame.t
    for term in composer.frame.categories:
        address = f"category/{term.slug}/"
        stories = [story for story in composer.site.stories if story.facts.category == term.slug]
        feed = Link(f"{composer.frame.site_name}: {term.title}", composer.path(f"feeds/category-{term.slug}.atom.xml"))
        for part in parts(address, stories):
            title = term.title if part.year is None else t("category_year", name=term.title, year=part.year)
            head = composer.head("list", part.address, title, t("category_intro", name=term.title))
            above = () if part.year is None else (Link(term.title, term.path),)
            head = composer.crumbed(replace(head, feeds=(*head.feeds, feed)), *above)
            cards = composer.cards(part.stories)
            yield part.address, "list", ListPage(
                head=of_list(composer, head, cards),
                intro="",
                cards=cards,
                count=len(stories) if part.year is None else len(part.stories),
                years=year_links(composer, address, stories, part.year),
            )


def goal_pages(composer: Composer) -> Made:
    """The goals' index, a page for each goal and for each of its years."""
    by_goal = {goal.number: [story for story in composer.site.stories if goal.number in _numbers(story)] for goal in composer.frame.goals}
    t = composer.frame.t
    head = composer.crumbed(composer.head("goals", GOALS_ADDRESS, t("goals_title"), t("goals_description")))
    entries = tuple((goal, len(by_goal[goal.number])) for goal in composer.frame.goals)
    yield GOALS_ADDRESS, "goals", GoalsPage(of_list(composer, head, ()), entries, UN_GOALS_URL)
    for goal in composer.frame.goals:
        yield from _goal(composer, goal, by_goal[goal.number])


def _goal(composer: Composer, goal: GoalCard, stories: Sequence[Story]) -> Made:
    t, address = composer.frame.t, goal_address(goal.number)
    feed = Link(f"{composer.frame.site_name}: {goal.title}", composer.path(f"feeds/sdg-{goal.number}.atom.xml"))
    name = t("goal_heading", n=goal.number, name=goal.title)
    about = t("goal_description", n=goal.number, name=goal.title)
    for part in parts(address, stories):
        title = name if part.year is None else t("category_year", name=name, year=part.year)
        head = composer.head("goal", part.address, title, about)
        above = [Link(t("goals_title"), composer.frame.goals_path)]
        above += [] if part.year is None else [Link(name, goal.path)]
        head = composer.crumbed(replace(head, feeds=(*head.feeds, feed)), *above)
        cards = composer.cards(part.stories)
        yield part.address, "goal", GoalPage(
            head=of_list(composer, head, cards, goal),
            goal=goal,
            cards=cards,
            count=len(stories) if part.year is None else len(part.stories),
            years=year_links(composer, address, stories, part.year),
        )


def _numbers(story: Story) -> set[int]:
    return {tag.number for tag in story.facts.goals}
