"""The digest of the week as a page: the stories of the newest weeks in the edition's own words, a week after the other.

The e-mail that `./inv digest` writes has the same stories, of the last seven days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice

from msgspec.structs import replace

from plugins.content.addresses import DIGEST, feed_address
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec
from plugins.editions.story import Story
from plugins.locales.dates import week_name
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld import describe_list
from plugins.pages.kinds.lists import last_change
from plugins.pages.views import DigestPage, DigestWeek, Link, PageKind

WEEKS = 6


@dataclass(frozen=True)
class Week:
    """The stories of a week from Monday to Sunday, newest first; the one with a picture that comes first leads."""

    monday: dt.date
    stories: tuple[Listed, ...]

    @property
    def name(self) -> str:
        """Its name in addresses: "2026-w48"."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-w{week:02d}"


def weeks_of(site: EditionSite) -> tuple[Week, ...]:
    """The newest weeks with stories, the newest first."""
    by_week = groupby(site.own_stories, key=lambda story: story.date.date() - dt.timedelta(story.date.weekday()))
    return tuple(
        Week(monday, tuple(map(Listed, _lead_first(tuple(stories))))) for monday, stories in islice(by_week, WEEKS)
    )


def _lead_first(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    lead = next((story for story in stories if story.image), stories[0])
    return (lead, *(story for story in stories if story is not lead))


def digest_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The one page."""
    weeks = weeks_of(builder.site)
    newest = last_change([listed.story for week in weeks for listed in week.stories])
    yield builder.spec(DIGEST, "weeks", partial(digest_page, builder, weeks), newest)


def digest_page(builder: PageBuilder, weeks: Sequence[Week]) -> DigestPage:
    """The weeks, each with its lead and the others."""
    t = builder.site_context.t
    feed = Link(f"{builder.site_context.site_name}: {t('digest')}", builder.path(feed_address("digest")))
    head = builder.head(PageKind.DIGEST, DIGEST, t("digest"), t("digest_description"))
    head = builder.add_crumbs(head, Link(t("follow"), builder.site_context.follow_path))
    stories = [listed for week in weeks for listed in week.stories]
    return DigestPage(
        head=describe_list(builder, replace(head, feeds=(*head.feeds, feed)), stories),
        weeks=tuple(_week(builder, week) for week in weeks),
    )


def _week(builder: PageBuilder, week: Week) -> DigestWeek:
    lead, *others = builder.cards(week.stories)
    title = week_name(week.monday, builder.site.edition.cldr)
    return DigestWeek(name=week.name, title=title, lead=lead, cards=tuple(others))
