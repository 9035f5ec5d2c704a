"""The page that says how to follow the site: every feed of the edition, the calendar of events, the newsletter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plugins.content.addresses import DIGEST, EVENTS_CALENDAR, FOLLOW, feed_address, json_feed_address
from plugins.editions.page_writer import PageSpec
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld import add_structured_data
from plugins.pages.views import FeedGroups, FollowedFeed, FollowPage, PageKind


def follow_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The one page."""
    calendar, groups = builder.path(EVENTS_CALENDAR) if builder.site.has_events else "", feed_groups(builder)
    yield builder.spec(FOLLOW, "follow", partial(follow_page, builder, calendar, groups))


def feed_groups(builder: PageBuilder) -> FeedGroups:
    """The feeds of all news, of each category, of topics and places, and of each goal."""
    site, t = builder.site_context, builder.site_context.t

    def feed(name: str, title: str) -> FollowedFeed:
        atom, json = builder.path(feed_address(name)), builder.path(json_feed_address(name))
        return FollowedFeed(name=name, title=title, atom=atom, json=json)

    categories = (feed(f"category-{term.slug}", term.title) for term in site.categories)
    subjects = {
        t(kind.plural): tuple(
            feed(subject.name.feed, builder.site.subject_titles[subject.name])
            for subject in builder.site.config.subjects.of_kind(kind)
        )
        for kind in builder.site.config.subjects.kinds
    }
    goals = (feed(f"sdg-{goal.number}", f"{goal.number} {goal.title}") for goal in site.goals)
    return (
        (t("latest"), (feed("news", site.site_name), feed("digest", t("digest")))),
        (t("sections"), tuple(categories)),
        *subjects.items(),
        (t("goals_title"), tuple(goals)),
    )


def follow_page(builder: PageBuilder, calendar: str, groups: FeedGroups) -> FollowPage:
    """The page with these feeds."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head(PageKind.FOLLOW, FOLLOW, t("follow"), t("follow_description")))
    return FollowPage(
        head=add_structured_data(builder, head),
        groups=groups,
        calendar=calendar,
        digest=builder.path(DIGEST),
        newsletter=builder.site.settings["NEWSLETTER"],
    )
