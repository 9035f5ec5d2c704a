"""The page that says how to follow the site: every feed of the edition, the calendar of events, the newsletter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plugins.content.addresses import EVENTS_CALENDAR, FOLLOW, category_feed, goal_feed, json_feed_address
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld_of_pages import add_structured_data
from plugins.pages.views import FollowedFeed, FollowPage


def follow_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The one page."""
    calendar = builder.path(EVENTS_CALENDAR) if builder.has_events else ""
    shown = Shown(values=(calendar, builder.newsletter))
    yield PageSpec(FOLLOW, "follow", shown, partial(follow_page, builder, calendar), builder.site.counterparts(FOLLOW))


def follow_page(builder: PageBuilder, calendar: str) -> FollowPage:
    """The feeds of all news, of each category and of each goal."""
    site, t = builder.site_context, builder.site_context.t

    def feed(address: str, name: str, title: str) -> FollowedFeed:
        return FollowedFeed(name, title, builder.path(address), builder.path(json_feed_address(name)))

    news = FollowedFeed("news", site.site_name, site.feed.path, builder.path(json_feed_address("news")))
    categories = (feed(category_feed(one.slug), f"category-{one.slug}", one.title) for one in site.categories)
    goals = (feed(goal_feed(one.number), f"sdg-{one.number}", f"{one.number} {one.title}") for one in site.goals)
    head = builder.add_crumbs(builder.head("follow", FOLLOW, t("follow"), t("follow_description")))
    return FollowPage(
        head=add_structured_data(builder, head),
        groups=((t("latest"), (news,)), (t("sections"), tuple(categories)), (t("goals_title"), tuple(goals))),
        calendar=calendar,
        newsletter=builder.newsletter,
    )
