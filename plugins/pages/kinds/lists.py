"""Lists of stories: the front page, categories, goals, and the archive with its months."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from plugins.editions.page_keys import Listed
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
    PageKind,
    Term,
)
from plugins.sdg.articles import ShownGoal

NEWEST = 20
# The link that the UN asks of every site that writes of the goals.
UN_CAMPAIGN = "https://www.un.org/sustainabledevelopment"


@dataclass(frozen=True)
class ListPart:
    """One page of a list of stories.

    `year` is None for the first page, which has the newest stories. `stories` are newest first; `count` is their
    number: of the whole list on its first page, else of the year. `years` links to each year's page, with the number of
    its stories, unless all stories are on the first page; `counterparts` say which editions have the page."""

    year: int | None
    stories: Sequence[Listed]
    count: int
    years: tuple[Link, ...]
    counterparts: Counterparts

    def spec(self, builder: PageBuilder, template: str, make: Callable[..., object], *more: object) -> PageSpec:
        """The specification of the page, whose view `make(builder, part, *more)` builds."""
        newest = last_change([listed.story for listed in self.stories])
        view = partial(make, builder, self, *more)
        return builder.spec(self.counterparts.address, template, view, newest, self.counterparts)


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
    """The list's first page, then one for each year where not all stories fit on the first. `key` is that of the list
    in `EditionSite.lists`, `beginning` are the slugs of those that the first page begins with, and `fewest` is the
    number of stories without which an edition has none."""

    def part(year: int | None, shown: Iterable[Story]) -> ListPart:
        def has(site: EditionSite) -> bool:
            count = len(site.list_stories(*key))
            return count >= fewest if year is None else count > NEWEST and bool(site.list_stories(*key, year))

        counterparts = builder.site.listing(base if year is None else year_address(base, year), has)
        links = (
            Link(str(of), builder.path(year_address(base, of)), count=number, current=of == year)
            for of, number in years
        )
        count = len(stories) if year is None else counts[year]
        return ListPart(year, tuple(map(Listed, shown)), count, tuple(links), counterparts)

    stories = builder.site.list_stories(*key)
    by_year = {year: list(group) for year, group in groupby(stories, key=lambda story: story.date.year)}
    counts = {year: len(group) for year, group in by_year.items()}
    years = counts.items() if len(stories) > NEWEST else ()
    first = sorted(
        stories, key=lambda story: beginning.index(story.slug) if story.slug in beginning else len(beginning)
    )
    yield part(None, first[:NEWEST])
    yield from (part(year, by_year[year]) for year, _ in years)


def list_years(stories: Sequence[Story]) -> list[int]:
    """The years of the stories' dates, the newest first."""
    return sorted({story.date.year for story in stories}, reverse=True)


def category_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """A page for each category, and for each of its years."""
    for term in builder.site_context.categories:
        for part in list_parts(builder, category_address(term.slug), ("category", term.slug)):
            yield part.spec(builder, "list", category_page, term)


def list_head(
    builder: PageBuilder,
    part: ListPart,
    kind: PageKind,
    whole: Link,
    describe: Callable[[str], str],
    feed: Link | None,
    *above: Link,
    goal: ShownGoal | None = None,
) -> PageHead:
    """The head of a page of a list. `whole` is the list's name and first page, `describe` says of its title what the
    page is, `feed` is its title and address, and `above` are the pages that it is below."""
    t, year = builder.site_context.t, part.year
    title = whole.title if year is None else t("category_year", name=whole.title, year=year)
    head = builder.head(kind, part.counterparts.address, title, describe(title), part.counterparts)
    if feed:
        link = Link(f"{builder.site_context.site_name}: {feed.title}", builder.path(feed.path))
        head = replace(head, feeds=(*head.feeds, link))
    head = builder.add_crumbs(head, *above, *(() if year is None else (whole,)))
    return describe_list(builder, head, part.stories, goal)


def category_page(builder: PageBuilder, part: ListPart, term: Term) -> ListPage:
    """One page of a category."""
    t, feed = builder.site_context.t, Link(term.title, feed_address(f"category-{term.slug}"))
    whole = Link(term.title, term.path)
    head = list_head(builder, part, PageKind.LIST, whole, lambda title: t("category_intro", name=title), feed)
    return ListPage(head=head, cards=builder.cards(part.stories), count=part.count, years=part.years)


def goal_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The goals' index, a page for each goal and for each of its years."""
    counts = tuple(len(builder.site.list_stories("goal", goal.number)) for goal in builder.site_context.goals)
    newest = last_change(builder.site.stories)
    yield builder.spec(GOALS, "goals", partial(goals_page, builder, counts), newest)
    for goal in builder.site_context.goals:
        for part in list_parts(builder, goal_address(goal.number), ("goal", goal.number)):
            yield part.spec(builder, "goal", goal_page, goal)


def goals_page(builder: PageBuilder, counts: Sequence[int]) -> GoalsPage:
    """The index of the 17 goals."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head(PageKind.GOALS, GOALS, t("goals_title"), t("goals_description")))
    entries = tuple(zip(builder.site_context.goals, counts, strict=True))
    return GoalsPage(head=describe_list(builder, head, ()), entries=entries, un_url=UN_CAMPAIGN)


def goal_page(builder: PageBuilder, part: ListPart, goal: ShownGoal) -> GoalPage:
    """One page of a goal."""
    t = builder.site_context.t
    whole = Link(t("goal_heading", n=goal.number, name=goal.title), goal.path)
    about = t("goal_description", n=goal.number, name=goal.title)
    feed = Link(goal.title, feed_address(f"sdg-{goal.number}"))
    above = Link(t("goals_title"), builder.site_context.goals_path)
    head = list_head(builder, part, PageKind.GOAL, whole, lambda _: about, feed, above, goal=goal)
    cards = builder.cards(part.stories)
    return GoalPage(head=head, goal=goal, cards=cards, count=part.count, years=part.years)


SubjectLinks = tuple[tuple[Link, tuple[Link, ...]], ...]
"""The link to each list of subjects, with those to its subjects."""


def front_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The edition's front page: lead and top stories are its newest, in its own words as far as it has any."""
    stories, settings = list(builder.site.stories), builder.site.settings
    top, latest = settings["FRONT_TOP"], settings["FRONT_LATEST"]
    first = sorted(stories, key=lambda story: story.form != Form.OWN)[: 1 + top]
    shown = [*first, *[story for story in stories[: 1 + top + latest] if story not in first][:latest]]
    counts = Counter(tag.number for story in stories for tag in story.goals)
    goal_counts = tuple((goal, counts[goal.number]) for goal in builder.site_context.goals)
    coming, subjects = coming_events(builder)[: settings["FRONT_EVENTS"]], front_subjects(builder)
    make = partial(front_page, builder, tuple(map(Listed, shown)), top, goal_counts, coming, subjects)
    yield builder.spec(FRONT, "index", make, last_change(shown))


def front_page(
    builder: PageBuilder,
    shown: Sequence[Listed],
    top: int,
    goal_counts: tuple[tuple[ShownGoal, int], ...],
    coming: Sequence[tuple[Listed, EventView]],
    subjects: SubjectLinks,
) -> FrontPage:
    """The front page with these stories, the lead first, then `top` others, and the events that are to come."""
    # A site's own words may have braces.
    about = builder.site_context.t("front_description").replace("{name}", builder.site.language_names)
    head = builder.head(PageKind.FRONT, "", builder.site_context.site_name, about)
    cards = builder.cards(shown)
    return FrontPage(
        head=describe_site(builder, head),
        lead=cards[0] if cards else None,
        top=cards[1 : 1 + top],
        latest=cards[1 + top :],
        goal_counts=goal_counts,
        coming=tuple((builder.card(story), view) for story, view in coming),
        subjects=subjects,
    )


def front_subjects(builder: PageBuilder) -> SubjectLinks:
    """The lists of topics and places, each with links to those that have stories, and their number."""
    site = builder.site
    return tuple(
        (
            Link(site.strings(kind.plural), builder.path(f"{kind.value}/")),
            tuple(
                Link(site.subject_titles[subject.name], builder.path(subject.name.address), count=count)
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
    yield builder.spec(ARCHIVE, "archive", partial(archive_page, builder, counts), last_change(builder.site.stories))
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
            Link(_capitalize(month_name(key[1], cldr)), builder.path(month_address(*key)), count=counts[key])
            for key in months
        )
        years.append(ArchiveYear(year=year, total=sum(link.count or 0 for link in links), months=links))
    head = builder.add_crumbs(builder.head(PageKind.ARCHIVE, ARCHIVE, t("archive"), t("archive_description")))
    return ArchivePage(head=describe_list(builder, head, ()), years=tuple(years))


def month_spec(
    builder: PageBuilder, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> PageSpec:
    """One month's page."""
    counterparts = builder.site.listing(month_address(*key), lambda site: bool(site.list_stories("month", *key)))
    view = partial(month_page, builder, key, tuple(map(Listed, stories)), newer, older, counterparts)
    return builder.spec(counterparts.address, "month", view, last_change(stories), counterparts)


def month_page(
    builder: PageBuilder,
    key: Month,
    stories: Sequence[Listed],
    newer: Month | None,
    older: Month | None,
    counterparts: Counterparts,
) -> MonthPage:
    """The stories of a month, and the months beside it."""
    t = builder.site_context.t
    name = month_and_year(*key, builder.site.edition.cldr)
    about = t("month_description", name=name)
    head = builder.head(PageKind.ARCHIVE, counterparts.address, _capitalize(name), about, counterparts)
    head = builder.add_crumbs(head, Link(t("archive"), builder.site_context.archive_path))
    return MonthPage(
        head=describe_list(builder, head, stories),
        cards=builder.cards(stories),
        count=len(stories),
        newer=_link(builder, newer),
        older=_link(builder, older),
    )


def _month(story: Story) -> Month:
    return story.date.year, story.date.month


def _link(builder: PageBuilder, month: Month | None) -> Link | None:
    if not month:
        return None
    return Link(_capitalize(month_and_year(*month, builder.site.edition.cldr)), builder.path(month_address(*month)))


def _capitalize(name: str) -> str:
    """A month's name with a capital letter, for a heading or a list: Serbian writes months small."""
    return name[:1].upper() + name[1:]
