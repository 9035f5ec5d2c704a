"""The generator of an edition's feeds and goal data, and of the sitemaps and robots.txt at the root."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.content.addresses import GOALS, json_feed_address
from plugins.editions.body_html import replace_videos_by_links
from plugins.editions.edition_site import EditionSite
from plugins.editions.generators import FinishingGenerator
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec, write_page
from plugins.editions.stories import Story
from plugins.feeds.atom import EditionFeeds, Feed
from plugins.feeds.json_feed import json_feed
from plugins.feeds.llms import llms_spec
from plugins.feeds.markdown_files import markdown_specs
from plugins.feeds.open_data import count_goals, goal_records, news_entries
from plugins.feeds.pelican_feeds import show_feed
from plugins.feeds.sitemaps import (
    RECENT,
    NewsEntry,
    Sitemap,
    entry_keys,
    recent_news,
    sitemap_entries,
    sitemap_files,
    sitemaps,
)
from plugins.sdg.open_data import goal_data

SITEMAP, NEWS_SITEMAP, ROBOTS = "sitemap.xml", "news-sitemap.xml", "robots.txt"
GOAL_DATA = f"{GOALS}index.json"


@dataclass(frozen=True)
class TextFile:
    """`text.txt`: the text as it is."""

    text: str


@dataclass(frozen=True)
class NewsSitemap:
    """`news-sitemap.xml`."""

    entries: tuple[NewsEntry, ...]


@dataclass(frozen=True)
class Robots:
    """`robots.txt`: absolute addresses of sitemaps."""

    sitemaps: tuple[str, ...]


def _json_file(site: EditionSite, make: Callable[[], Feed], address: str) -> TextFile:
    return TextFile(json_feed(make(), site.absolute(site.edition.path(address))))


@dataclass
class NewsEntries:
    """The recent stories of the editions whose files are written, for the news sitemap."""

    entries: list[NewsEntry] = field(default_factory=list)


class FeedGenerator(FinishingGenerator, Generator):  # type: ignore[misc]
    """Runs after all others, so that it can list the pages that they made. Puts in the context `write_feeds`, which
    writes the feeds when Pelican does, before any page, where a third-party plugin sees them."""

    has_written_feeds = False

    def finish_context(self) -> None:
        """Make the feeds known to the generator of articles."""
        self.context["write_feeds"] = self.write_feeds

    def write_feeds(self, writer: Any) -> None:
        """Write the edition's feeds, unless they are written."""
        if not self.has_written_feeds:
            self.has_written_feeds = True
            for spec in self._feed_specs(self.context["edition_site"]):
                write_page(self, writer, spec)

    def generate_output(self, writer: Any) -> None:
        """Write the edition's files, and in the root edition's run, the last of a build, those of the whole site."""
        site: EditionSite = self.context["edition_site"]
        build = site.build
        news = build.part(NewsEntries) if build.has(NewsEntries) else build.put(NewsEntries, NewsEntries())
        news.entries.extend(news_entries(site))
        self.write_feeds(writer)
        for spec in self._edition_specs(site):
            write_page(self, writer, spec)
        if not site.edition.prefix:
            for spec in self._site_specs(site):
                write_page(self, writer, spec)

    def _feed_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        start, hub = dt.date.fromisoformat(self.settings["FEED_ID_START"]), self.settings["WEBSUB_HUB"]
        channels = EditionFeeds(site, self._html, start, hub, self.context["site_context"].icon_path)
        for topic, stories in channels.topics():
            content, make = Shown(stories=tuple(stories)), partial(channels.make_feed, topic, stories)
            address = json_feed_address(topic.name)
            yield PageSpec(address, "text.txt", content, partial(_json_file, site, make, address))
            if not site.build.has_plugins:
                yield PageSpec(topic.address, "feed.xml", content, make)
                continue
            feed, shown = show_feed(make(), self.context)
            yield PageSpec(topic.address, "feed.xml", content, partial(_keep_feed, feed))
            path = os.path.join(self.output_path, topic.address)
            if os.path.exists(path):
                signals.feed_written.send(path, context=self.context, feed=shown)

    def _edition_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        builder = self.context["builder"]
        listed = Shown(cards=site.stories, values=(sorted(count_goals(site).items()),))
        yield PageSpec(GOAL_DATA, "text.txt", listed, partial(_goal_file, site))
        if builder.has_markdown:
            yield from markdown_specs(builder)
            yield llms_spec(builder)

    def _site_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        yield from self._sitemap_specs(site)
        news = recent_news(site.build.part(NewsEntries).entries, site.library.now)
        site.build.changes_at += [entry.published + RECENT for entry in news]
        yield _file_spec(NEWS_SITEMAP, NEWS_SITEMAP, NewsSitemap(news))
        # The sitemap schema requires at least one address, so an empty news sitemap is not listed.
        named = (SITEMAP, NEWS_SITEMAP) if news else (SITEMAP,)
        yield _file_spec(ROBOTS, ROBOTS, Robots(tuple(site.absolute(f"/{name}") for name in named)))

    def _sitemap_specs(self, site: EditionSite) -> Iterator[PageSpec]:
        listed, limit = site.build.listed_pages, self.settings["SITEMAP_LIMIT"]
        keys = entry_keys(listed)

        def part(number: int) -> Sitemap:
            return sitemaps(sitemap_entries(listed, site.config.editions, site.url), site.url, limit)[number]

        for number, file in enumerate(sitemap_files(len(keys), limit)):
            yield PageSpec(file, SITEMAP, Shown(values=tuple(keys)), partial(part, number))

    def _html(self, story: Story) -> str:
        """The story's picture and whole text, as on its page; videos are links."""
        builder = self.context["builder"]
        picture = builder.picture(story)
        return f"{picture.large if picture else ''}{replace_videos_by_links(builder.body(story))}"


def _keep_feed(feed: Feed) -> Feed:
    return feed


def _goal_file(site: EditionSite) -> TextFile:
    address = site.absolute(site.edition.path(GOAL_DATA))
    return TextFile(goal_data(tuple(goal_records(site)), site.name, address, site.edition.tag))


def _file_spec(address: str, template: str, page: object) -> PageSpec:
    """A file made from `page` alone, whose `repr` is complete."""
    return PageSpec(address, template, Shown(values=(page,)), lambda: page)
