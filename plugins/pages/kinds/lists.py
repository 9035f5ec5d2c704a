"""Lists of stories: the front page, categories, goals, and the archive with its months."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from plugins.content.addresses import (
    ARCHIVE,
    FRONT,
    GOALS,
    category_address,
    category_feed,
    goal_address,
    goal_feed,
    month_address,
    year_address,
)
from plugins.content.counterparts import Counterparts
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.locales.dates import month_and_year, month_name
from plugins.pages.builder import PageBuilder
from plugins.pages.goals import GoalCard
from plugins.pages.json_ld_of_pages import describe_list, describe_site
from plugins.pages.kinds.events import coming_events
from plugins.pages.views import ArchivePage, EventView, FrontPage, GoalPage, GoalsPage, Link, ListPage, MonthPage, Term

NEWEST = 20
# The link that the UN asks of every site that writes of the goals.
UN_CAMPAIGN = "https://www.un.org/sustainabledevelopment"


@dataclass(frozen=True)
class ListPart:
    """One page of a list of stories.

    `base` is the address of the list, and `topic` its key in `StoryCounts`. `year` is None for the first page, which
    has the newest stories. `stories` are newest first; `counts` is the number of stories of the whole list by year."""

    builder: PageBuilder
    base: str
    topic: tuple[str, object]
    year: int | None
    stories: Sequence[Story]
    counts: Mapping[int, int]

    @property
    def address(self) -> str:
        """The page's address within the edition."""
        return self.base if self.year is None else year_address(self.base, self.year)

    @property
    def count(self) -> int:
        """The number of stories: of the whole list on its first page, else of the year."""
        return sum(self.counts.values()) if self.year is None else len(self.stories)

    @property
    def years(self) -> tuple[Link, ...]:
        """A link to each year's page, with the number of its stories; none where all stories are on the first page."""
        if sum(self.counts.values()) <= NEWEST:
            return ()
        return tuple(
            Link(str(year), self.builder.path(year_address(self.base, year)), count, year == self.year)
            for year, count in self.counts.items()
        )

    @property
    def counterparts(self) -> Counterparts:
        """Which editions have the page; they have one for a year only where their list does not fit on one page."""
        site, topic, year = self.builder.site, self.topic, self.year
        if year is None:
            return site.counterparts(self.address)
        return site.listing(self.address, lambda tally: tally[topic] > NEWEST and tally[(*topic, year)] > 0)

    def spec(self, template: str, make: Callable[[ListPart], object]) -> PageSpec:
        """The specification of the page, whose view `make(part)` builds."""
        found = self.counterparts
        shown = Shown(cards=tuple(self.stories), values=(self.count, self.years, found))
        return PageSpec(self.address, template, shown, lambda: make(self), found, last_change(self.stories))


def last_change(stories: Sequence[Story]) -> dt.datetime | None:
    """The latest time at which one of the stories was published or changed."""
    moments = [story.last_change or story.date for story in stories]
    return max(moments, default=None)


def list_parts(
    builder: PageBuilder, base: str, topic: tuple[str, object], stories: Sequence[Story]
) -> Iterator[ListPart]:
    """The list's first page, then one for each year where not all stories fit on the first."""
    by_year = {year: list(group) for year, group in groupby(stories, key=lambda story: story.date.year)}
    counts = {year: len(group) for year, group in by_year.items()}
    yield ListPart(builder, base, topic, None, stories[:NEWEST], counts)
    if len(stories) > NEWEST:
        for year, group in by_year.items():
            yield ListPart(builder, base, topic, year, group, counts)


def list_years(stories: Sequence[Story]) -> list[int]:
    """The years of the stories' dates, the newest first."""
    return sorted({story.date.year for story in stories}, reverse=True)


def category_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A page for each category, and for each of its years."""
    for term in builder.site_context.categories:
        stories = builder.site.by_category.get(term.slug, [])
        for part in list_parts(builder, category_address(term.slug), ("category", term.slug), stories):
            yield part.spec("list", lambda part, term=term: category_page(part, term))  # type: ignore[misc]


def category_page(part: ListPart, term: Term) -> ListPage:
    """One page of a category."""
    builder, t = part.builder, part.builder.site_context.t
    title = term.title if part.year is None else t("category_year", name=term.title, year=part.year)
    feed = Link(f"{builder.site_context.site_name}: {term.title}", builder.path(category_feed(term.slug)))
    head = builder.head("list", part.address, title, t("category_intro", name=title), part.counterparts)
    above = () if part.year is None else (Link(term.title, term.path),)
    head = builder.add_crumbs(replace(head, feeds=(*head.feeds, feed)), *above)
    cards = builder.cards(part.stories)
    return ListPage(describe_list(builder, head, part.stories), "", cards, part.count, part.years)


def goal_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The goals' index, a page for each goal and for each of its years."""
    by_goal = {goal.number: builder.site.by_goal.get(goal.number, []) for goal in builder.site_context.goals}
    counts = tuple(len(stories) for stories in by_goal.values())
    found = builder.site.counterparts(GOALS)
    newest = last_change(builder.site.stories)
    yield PageSpec(GOALS, "goals", Shown(values=(counts,)), lambda: goals_page(builder, counts), found, newest)
    for goal in builder.site_context.goals:
        for part in list_parts(builder, goal_address(goal.number), ("goal", goal.number), by_goal[goal.number]):
            yield part.spec("goal", lambda part, goal=goal: goal_page(part, goal))  # type: ignore[misc]


def goals_page(builder: PageBuilder, counts: Sequence[int]) -> GoalsPage:
    """The index of the 17 goals."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head("goals", GOALS, t("goals_title"), t("goals_description")))
    entries = tuple(zip(builder.site_context.goals, counts, strict=True))
    return GoalsPage(describe_list(builder, head, ()), entries, UN_CAMPAIGN)


def goal_page(part: ListPart, goal: GoalCard) -> GoalPage:
    """One page of a goal."""
    builder, t = part.builder, part.builder.site_context.t
    name = t("goal_heading", n=goal.number, name=goal.title)
    title = name if part.year is None else t("category_year", name=name, year=part.year)
    feed = Link(f"{builder.site_context.site_name}: {goal.title}", builder.path(goal_feed(goal.number)))
    about = t("goal_description", n=goal.number, name=goal.title)
    head = builder.head("goal", part.address, title, about, part.counterparts)
    above = [Link(t("goals_title"), builder.site_context.goals_path)]
    above += [] if part.year is None else [Link(name, goal.path)]
    head = builder.add_crumbs(replace(head, feeds=(*head.feeds, feed)), *above)
    cards = builder.cards(part.stories)
    return GoalPage(describe_list(builder, head, part.stories, goal), goal, cards, part.count, part.years)


TOP, LATEST, COMING = 3, 9, 3


def front_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The edition's front page: lead and top stories are its newest, in its own words as far as it has any."""
    stories = list(builder.site.stories)
    first = sorted(stories, key=lambda story: story.form != "own")[: 1 + TOP]
    shown = [*first, *[story for story in stories[: 1 + TOP + LATEST] if story not in first][:LATEST]]
    counts = Counter(tag.number for story in stories for tag in story.goals)
    coming = coming_events(builder)[:COMING]
    events = tuple(story for story, _ in coming)
    content = Shown(cards=(*shown, *events), values=(sorted(counts.items()), [view for _, view in coming]))
    found = builder.site.counterparts(FRONT)
    make = partial(front_page, builder, shown, counts, coming)
    yield PageSpec(FRONT, "index", content, make, found, last_change(shown))


def front_page(
    builder: PageBuilder, shown: list[Story], counts: Counter[int], coming: Sequence[tuple[Story, EventView]]
) -> FrontPage:
    """The front page with these stories, the lead first, and the events that are to come."""
    head = builder.head("front", "", builder.site_context.site_name, builder.site_context.t("front_description"))
    cards = builder.cards(shown)
    return FrontPage(
        head=describe_site(builder, head),
        lead=cards[0] if cards else None,
        top=cards[1 : 1 + TOP],
        latest=cards[1 + TOP :],
        goal_counts=tuple((goal, counts[goal.number]) for goal in builder.site_context.goals),
        coming=tuple((builder.card(story), view) for story, view in coming),
    )


Month = tuple[int, int]
"""(year, month)"""


def archive_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The index, then every month that has stories."""
    months = [(key, list(group)) for key, group in groupby(builder.site.stories, key=_month)]
    counts = {key: len(stories) for key, stories in months}
    found = builder.site.counterparts(ARCHIVE)
    newest = last_change(builder.site.stories)
    yield PageSpec(ARCHIVE, "archive", Shown(values=(counts,)), lambda: archive_page(builder, counts), found, newest)
    keys = list(counts)
    for at, (key, stories) in enumerate(months):
        newer = keys[at - 1] if at else None
        older = keys[at + 1] if at + 1 < len(keys) else None
        yield month_spec(builder, key, stories, newer, older)


def archive_page(builder: PageBuilder, counts: dict[Month, int]) -> ArchivePage:
    """The index by year and month, from the newest."""
    t, cldr = builder.site_context.t, builder.site.edition.cldr
    years = []
    for year, months in groupby(counts, key=lambda month: month[0]):
        links = tuple(
            Link(_capitalize(month_name(key[1], cldr)), builder.path(month_address(*key)), counts[key])
            for key in months
        )
        years.append((year, sum(link.count or 0 for link in links), links))
    head = builder.add_crumbs(builder.head("archive", ARCHIVE, t("archive"), t("archive_description")))
    return ArchivePage(describe_list(builder, head, ()), tuple(years))


def month_spec(
    builder: PageBuilder, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> PageSpec:
    """One month's page."""
    found = _month_counterparts(builder, key)
    return PageSpec(
        month_address(*key),
        "month",
        Shown(cards=tuple(stories), values=(newer, older, found)),
        lambda: month_page(builder, key, stories, newer, older),
        found,
        last_change(stories),
    )


def month_page(
    builder: PageBuilder, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> MonthPage:
    """The stories of a month, and the months beside it."""
    t = builder.site_context.t
    name = month_and_year(*key, builder.site.edition.cldr)
    about = t("month_description", name=name)
    head = builder.head("archive", month_address(*key), _capitalize(name), about, _month_counterparts(builder, key))
    head = builder.add_crumbs(head, Link(t("archive"), builder.site_context.archive_path))
    cards = builder.cards(stories)
    return MonthPage(
        describe_list(builder, head, stories), cards, len(stories), _link(builder, newer), _link(builder, older)
    )


def _month(story: Story) -> Month:
    return story.date.year, story.date.month


def _month_counterparts(builder: PageBuilder, month: Month) -> Counterparts:
    return builder.site.listing(month_address(*month), lambda tally: tally[("month", *month)] > 0)


def _link(builder: PageBuilder, month: Month | None) -> Link | None:
    if not month:
        return None
    return Link(_capitalize(month_and_year(*month, builder.site.edition.cldr)), builder.path(month_address(*month)))


def _capitalize(name: str) -> str:
    """A month's name with a capital letter, for a heading or a list: Serbian writes months small."""
    return name[:1].upper() + name[1:]
