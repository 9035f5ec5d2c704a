"""Lists of stories: the front page, categories, goals, and the archive with its months."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from plugins.content.addresses import (
    ARCHIVE,
    FRONT,
    GOALS,
    category_address,
    feed_address,
    goal_address,
    month_address,
    year_address,
)
from plugins.content.counterparts import Counterparts, Form
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.story import Story
from plugins.locales.dates import month_and_year, month_name
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld import describe_list, describe_site
from plugins.pages.kinds.events import coming_events
from plugins.pages.views import (
    ArchivePage,
    ArchiveYear,
    EventView,
    FrontPage,
    GoalPage,
    GoalsPage,
    Link,
    ListPage,
    MonthPage,
    PageHead,
    Term,
)
from plugins.sdg.articles import ShownGoal

NEWEST = 20
# The link that the UN asks of every site that writes of the goals.
UN_CAMPAIGN = "https://www.un.org/sustainabledevelopment"


@dataclass(frozen=True)
class ListPart:
    """One page of a list of stories.

    `base` is the address of the list, and `key` its key in `EditionSite.lists`. `year` is None for the first page,
    which has the newest stories; an edition with fewer stories than `fewest` has none. `stories` are newest first;
    `counts` is the number of stories of the whole list by year."""

    builder: PageBuilder
    base: str
    key: tuple[object, object]
    year: int | None
    stories: Sequence[Story]
    counts: Mapping[int, int]
    fewest: int = 0

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
        key, year = self.key, self.year

        def has(site: EditionSite) -> bool:
            count = len(site.list_stories(*key))
            return count >= self.fewest if year is None else count > NEWEST and bool(site.list_stories(*key, year))

        return self.builder.site.listing(self.address, has)

    def spec(self, template: str, make: Callable[[ListPart], object], *more: object) -> PageSpec:
        """The specification of the page, whose view `make(part)` builds; `more` is what it shows beside stories."""
        counterparts, newest = self.counterparts, last_change(self.stories)
        shown = Shown(cards=tuple(self.stories), values=(self.count, self.years, counterparts, *more))
        return self.builder.spec(self.address, template, shown, partial(make, self), newest, counterparts)


def last_change(stories: Sequence[Story]) -> dt.datetime | None:
    """The latest time at which one of the stories was published or changed."""
    moments = [story.last_change or story.date for story in stories]
    return max(moments, default=None)


def list_parts(
    builder: PageBuilder,
    base: str,
    key: tuple[object, object],
    beginning: Sequence[str] = (),
    fewest: int = 0,
) -> Iterator[ListPart]:
    """The list's first page, then one for each year where not all stories fit on the first. `beginning` are the slugs
    of those that the first page begins with, and `fewest` the number of stories without which an edition has none."""
    stories = builder.site.list_stories(*key)
    by_year = {year: list(group) for year, group in groupby(stories, key=lambda story: story.date.year)}
    counts = {year: len(group) for year, group in by_year.items()}
    first = sorted(
        stories, key=lambda story: beginning.index(story.slug) if story.slug in beginning else len(beginning)
    )
    yield ListPart(builder, base, key, None, first[:NEWEST], counts, fewest)
    if len(stories) > NEWEST:
        for year, group in by_year.items():
            yield ListPart(builder, base, key, year, group, counts, fewest)


def list_years(stories: Sequence[Story]) -> list[int]:
    """The years of the stories' dates, the newest first."""
    return sorted({story.date.year for story in stories}, reverse=True)


def category_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A page for each category, and for each of its years."""
    for term in builder.site_context.categories:
        for part in list_parts(builder, category_address(term.slug), ("category", term.slug)):
            yield part.spec("list", lambda part, term=term: category_page(part, term))  # type: ignore[misc]


def list_head(
    part: ListPart,
    kind: str,
    whole: Link,
    describe: Callable[[str], str],
    feed: Link | None,
    *above: Link,
    goal: ShownGoal | None = None,
) -> PageHead:
    """The head of a page of a list. `whole` is the list's name and first page, `describe` says of its title what the
    page is, `feed` is its title and address, and `above` are the pages that it is below."""
    builder, t, year = part.builder, part.builder.site_context.t, part.year
    title = whole.title if year is None else t("category_year", name=whole.title, year=year)
    head = builder.head(kind, part.address, title, describe(title), part.counterparts)
    if feed:
        link = Link(f"{builder.site_context.site_name}: {feed.title}", builder.path(feed.path))
        head = replace(head, feeds=(*head.feeds, link))
    head = builder.add_crumbs(head, *above, *(() if year is None else (whole,)))
    return describe_list(builder, head, part.stories, goal)


def category_page(part: ListPart, term: Term) -> ListPage:
    """One page of a category."""
    t, feed = part.builder.site_context.t, Link(term.title, feed_address(f"category-{term.slug}"))
    head = list_head(part, "list", Link(term.title, term.path), lambda title: t("category_intro", name=title), feed)
    return ListPage(head, part.builder.cards(part.stories), part.count, part.years)


def goal_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The goals' index, a page for each goal and for each of its years."""
    counts = tuple(len(builder.site.list_stories("goal", goal.number)) for goal in builder.site_context.goals)
    shown, newest = Shown(values=(counts,)), last_change(builder.site.stories)
    yield builder.spec(GOALS, "goals", shown, partial(goals_page, builder, counts), newest)
    for goal in builder.site_context.goals:
        for part in list_parts(builder, goal_address(goal.number), ("goal", goal.number)):
            yield part.spec("goal", lambda part, goal=goal: goal_page(part, goal))  # type: ignore[misc]


def goals_page(builder: PageBuilder, counts: Sequence[int]) -> GoalsPage:
    """The index of the 17 goals."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head("goals", GOALS, t("goals_title"), t("goals_description")))
    entries = tuple(zip(builder.site_context.goals, counts, strict=True))
    return GoalsPage(describe_list(builder, head, ()), entries, UN_CAMPAIGN)


def goal_page(part: ListPart, goal: ShownGoal) -> GoalPage:
    """One page of a goal."""
    builder, t = part.builder, part.builder.site_context.t
    whole = Link(t("goal_heading", n=goal.number, name=goal.title), goal.path)
    about = t("goal_description", n=goal.number, name=goal.title)
    feed = Link(goal.title, feed_address(f"sdg-{goal.number}"))
    above = Link(t("goals_title"), builder.site_context.goals_path)
    head = list_head(part, "goal", whole, lambda _: about, feed, above, goal=goal)
    return GoalPage(head, goal, builder.cards(part.stories), part.count, part.years)


TOP, LATEST, COMING = 3, 9, 3


def front_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The edition's front page: lead and top stories are its newest, in its own words as far as it has any."""
    stories = list(builder.site.stories)
    first = sorted(stories, key=lambda story: story.form != Form.OWN)[: 1 + TOP]
    shown = [*first, *[story for story in stories[: 1 + TOP + LATEST] if story not in first][:LATEST]]
    counts = Counter(tag.number for story in stories for tag in story.goals)
    coming = coming_events(builder)[:COMING]
    events = tuple(story for story, _ in coming)
    subjects = front_subjects(builder)
    content = Shown(cards=(*shown, *events), values=(sorted(counts.items()), [view for _, view in coming], subjects))
    make = partial(front_page, builder, shown, counts, coming)
    yield builder.spec(FRONT, "index", content, make, last_change(shown))


def front_page(
    builder: PageBuilder, shown: list[Story], counts: Counter[int], coming: Sequence[tuple[Story, EventView]]
) -> FrontPage:
    """The front page with these stories, the lead first, and the events that are to come."""
    # A site's own words may have braces.
    about = builder.site_context.t("front_description").replace("{name}", builder.site.language_names)
    head = builder.head("front", "", builder.site_context.site_name, about)
    cards = builder.cards(shown)
    return FrontPage(
        head=describe_site(builder, head),
        lead=cards[0] if cards else None,
        top=cards[1 : 1 + TOP],
        latest=cards[1 + TOP :],
        goal_counts=tuple((goal, counts[goal.number]) for goal in builder.site_context.goals),
        coming=tuple((builder.card(story), view) for story, view in coming),
        subjects=front_subjects(builder),
    )


def front_subjects(builder: PageBuilder) -> tuple[tuple[Link, tuple[Link, ...]], ...]:
    """The lists of topics and places, each with links to those that have stories, and their number."""
    site = builder.site
    return tuple(
        (
            Link(site.strings(kind.plural), builder.path(f"{kind.value}/")),
            tuple(
                Link(site.subject_titles[subject.name], builder.path(subject.name.address), count)
                for subject in site.config.subjects.of_kind(kind)
                if (count := len(site.list_stories(*subject.name)))
            ),
        )
        for kind in site.config.subjects.kinds
    )


Month = tuple[int, int]
"""(year, month)"""


def archive_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The index, then every month that has stories."""
    months = [(key, list(group)) for key, group in groupby(builder.site.stories, key=_month)]
    counts = {key: len(stories) for key, stories in months}
    shown, newest = Shown(values=(counts,)), last_change(builder.site.stories)
    yield builder.spec(ARCHIVE, "archive", shown, partial(archive_page, builder, counts), newest)
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
        years.append(ArchiveYear(year, sum(link.count or 0 for link in links), links))
    head = builder.add_crumbs(builder.head("archive", ARCHIVE, t("archive"), t("archive_description")))
    return ArchivePage(describe_list(builder, head, ()), tuple(years))


def month_spec(
    builder: PageBuilder, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> PageSpec:
    """One month's page."""
    counterparts = _month_counterparts(builder, key)
    shown = Shown(cards=tuple(stories), values=(newer, older, counterparts))
    view = partial(month_page, builder, key, stories, newer, older)
    return builder.spec(month_address(*key), "month", shown, view, last_change(stories), counterparts)


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
    return builder.site.listing(month_address(*month), lambda site: bool(site.list_stories("month", *month)))


def _link(builder: PageBuilder, month: Month | None) -> Link | None:
    if not month:
        return None
    return Link(_capitalize(month_and_year(*month, builder.site.edition.cldr)), builder.path(month_address(*month)))


def _capitalize(name: str) -> str:
    """A month's name with a capital letter, for a heading or a list: Serbian writes months small."""
    return name[:1].upper() + name[1:]
