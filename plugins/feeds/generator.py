"""The generator of an edition's feeds and goal data, and of the sitemaps and robots.txt at the root."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.content.addresses import DIGEST, GOALS, json_feed_address
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import ListedPages, PageSpec, text_spec, write_page
from plugins.feeds.atom import Channel, EditionFeeds, Feed, channels, json_feed
from plugins.feeds.markdown_files import llms_spec, markdown_specs
from plugins.feeds.pelican_feeds import show_feed
from plugins.feeds.sitemaps import (
    RECENT,
    NewsEntry,
    Sitemap,
    SitemapPages,
    iso_639,
    newest_news,
    sitemap_entries,
    sitemap_files,
    sitemaps,
)
from plugins.feeds.xml import xml_text
from plugins.pages.builder import PageBuilder
from plugins.pages.kinds.digests import weeks_of
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.open_data import goal_data, goal_entry, story_entry

SITEMAP, NEWS_SITEMAP, ROBOTS = "sitemap.xml", "news-sitemap.xml", "robots.txt"
GOAL_NUMBERS = range(FIRST_GOAL, LAST_GOAL + 1)
GOAL_DATA = f"{GOALS}index.json"


@dataclass(frozen=True)
class NewsSitemap:
    """`news-sitemap.xml`."""

    entries: tuple[NewsEntry, ...]


@dataclass(frozen=True)
class Robots:
    """`robots.txt`: absolute addresses of sitemaps."""

    sitemaps: tuple[str, ...]


class FeedGenerator(Generator):  # type: ignore[misc]
    """Runs after all others, so that it can list the pages that they made. Puts in the context `write_feeds`, which
    writes the feeds when Pelican does, before any page, where a third-party plugin sees them."""

    def generate_context(self) -> None:
        """Make the feeds known to the generator of articles."""
        self.context["write_feeds"] = self.write_feeds

    def write_feeds(self, writer: Any) -> None:
        """Write the edition's feeds, unless they are written."""
        if self.context.pop("write_feeds", None):
            for spec in self._feed_specs(self.context["edition_site"]):
                write_page(self, writer, spec)

    def generate_output(self, writer: Any) -> None:
        """Write the edition's files, and in the root edition's run, the last of a build, those of the whole site."""
        site: EditionSite = self.context["edition_site"]
        self.write_feeds(writer)
        for spec in self._edition_specs(site):
            write_page(self, writer, spec)
        if not site.edition.prefix:
            for spec in self._site_specs(site):
                write_page(self, writer, spec)

    def _feed_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        feeds = EditionFeeds(site.part(PageBuilder))
        for channel in channels(site):
            yield from self._specs_of_feed(site, channel, partial(EditionFeeds.make_feed, feeds, channel))
        weeks = [week for week in weeks_of(site) if site.library.clock.has_come(feeds.end_of(week))]
        digest = Channel("digest", site.strings("digest"), site.strings("digest_description"), DIGEST)
        yield from self._specs_of_feed(site, digest, partial(EditionFeeds.make_digest, feeds, digest, weeks))

    def _specs_of_feed(self, site: EditionSite, channel: Channel, make: partial[Feed]) -> Iterator[PageSpec]:
        """A feed in both formats."""
        address = json_feed_address(channel.name)
        yield text_spec(address, json_feed, make, site.absolute(site.edition.path(address)))
        if not site.build.has_plugins:
            yield PageSpec(address=channel.address, template="feed.xml", view=make)
            return
        feed, of_pelican = show_feed(make(), self.context)
        yield PageSpec(address=channel.address, template="feed.xml", view=partial(replace, feed))
        path = os.path.join(self.output_path, channel.address)
        if os.path.exists(path):
            signals.feed_written.send(path, context=self.context, feed=of_pelican)

    def _edition_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        builder = site.part(PageBuilder)
        lists = {number: tuple(map(Listed, site.list_stories("goal", number))) for number in GOAL_NUMBERS}
        yield text_spec(GOAL_DATA, _goal_file, site, lists, _count_goals(site))
        if self.settings["MARKDOWN_ALTERNATES"]:
            yield from markdown_specs(builder)
            yield llms_spec(builder)

    def _site_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        yield from self._sitemap_specs(site)
        news = newest_news(entry for edition_site in site.all_sites for entry in _news_entries(edition_site))
        yield PageSpec(address=NEWS_SITEMAP, template=NEWS_SITEMAP, view=partial(NewsSitemap, news))
        # The sitemap schema requires at least one address, so an empty news sitemap is not listed.
        named = (SITEMAP, NEWS_SITEMAP) if news else (SITEMAP,)
        addresses = tuple(site.absolute(f"/{name}") for name in named)
        yield PageSpec(address=ROBOTS, template=ROBOTS, view=partial(Robots, addresses))

    def _sitemap_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        listed, limit = site.build.part(ListedPages), self.settings["SITEMAP_LIMIT"]
        pages = SitemapPages(listed)
        for number, file in enumerate(sitemap_files(pages.count, limit)):
            yield PageSpec(address=file, template=SITEMAP, view=partial(_sitemap, site, pages, limit, number))


def _sitemap(site: EditionSite, pages: SitemapPages, limit: int, number: int) -> Sitemap:
    return sitemaps(sitemap_entries(pages.listed, site.config.editions, site.url), site.url, limit)[number]


def _goal_file(site: EditionSite, lists: Mapping[int, Sequence[Listed]], counts: Mapping[int, Counter[str]]) -> str:
    """The 17 goals with the stories that the edition shows about them."""
    goals = (
        goal_entry(goal, site.absolute(goal.path), _goal_stories(site, goal.number, lists), counts[goal.number])
        for goal in site.goals
    )
    return goal_data(goals, site.name, site.absolute(site.edition.path(GOAL_DATA)), site.edition.tag)


def _count_goals(site: EditionSite) -> dict[int, Counter[str]]:
    """How many stories about each goal there are in the words of each edition, by its tag."""
    return {
        number: Counter({edition_site.edition.tag: edition_site.goal_counts[number] for edition_site in site.all_sites})
        for number in GOAL_NUMBERS
    }


def _goal_stories(site: EditionSite, number: int, lists: Mapping[int, Sequence[Listed]]) -> Iterator[dict[str, object]]:
    """The stories about a goal, those in another edition's words included."""
    for story in (listed.story for listed in lists[number]):
        for tag in story.goals:
            if tag.number == number:
                yield story_entry(story.title, site.absolute(story.page_path), story.home.tag, story.date, tag.targets)


def _news_entries(site: EditionSite) -> Iterator[NewsEntry]:
    """The recent stories in the edition's own words, for the news sitemap."""
    language, clock = iso_639(site.edition.tag), site.library.clock
    # In UTC: where clocks are changed meanwhile, 48 hours of the zone are 47 or 49.
    for story in takewhile(lambda story: not clock.has_come(story.date.astimezone(dt.UTC) + RECENT), site.own_stories):
        if clock.has_come(story.date):
            yield NewsEntry(site.absolute(story.page_path), xml_text(story.title), language, site.name, story.date)
