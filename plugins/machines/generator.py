"""The generator that writes what programs read: an edition's feeds and goals, at the root sitemaps and robots.txt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pelican.generators import Generator

from plugins.languages.site import EditionSite
from plugins.languages.stories import Story
from plugins.languages.writing import write_page
from plugins.machines.channels import Channels
from plugins.machines.coverage import goal_records, news_entries
from plugins.machines.goal_data import goal_data
from plugins.machines.listing import list_changes, sitemap_entries
from plugins.machines.sitemaps import NewsEntry, recent_news, sitemaps
from plugins.sdg.cards import GOALS_ADDRESS

SITEMAP, NEWS_SITEMAP, ROBOTS = "sitemap.xml", "news-sitemap.xml", "robots.txt"
GOAL_DATA = f"{GOALS_ADDRESS}index.json"

Made = Iterator[tuple[str, str, object]]
"""(address, template, what the template shows) for each file."""


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


class MachineGenerator(Generator):  # type: ignore[misc]
    """Runs after all others, so that it can list the pages that they made."""

    def generate_output(self, writer: Any) -> None:
        """Write the edition's files, and in the root edition's run, the last of a build, those of the whole site."""
        site: EditionSite = self.context["site"]
        self.settings["NEWS_ENTRIES"].extend(news_entries(site))
        for address, template, page in self._edition_files(site):
            write_page(self, writer, address, template, page)
        if not site.edition.prefix:
            for address, template, page in self._site_files(site):
                write_page(self, writer, address, template, page)

    def _edition_files(self, site: EditionSite) -> Made:
        start, hub = dt.date.fromisoformat(self.settings["FEED_ID_START"]), self.settings["WEBSUB_HUB"]
        for address, feed in Channels(site, self._html, start, hub, self.context["frame"].icon).feeds():
            yield address, "feed.xml", feed
        own_address = site.absolute(site.edition.path(GOAL_DATA))
        data = goal_data(tuple(goal_records(site)), site.name, own_address, site.edition.tag)
        yield GOAL_DATA, "text.txt", TextFile(data)

    def _site_files(self, site: EditionSite) -> Made:
        changes = list_changes(site.newsroom.news)
        entries = sitemap_entries(self.settings["HEADS"], site.desk.editions, changes, site.url)
        for part in sitemaps(entries, site.url, self.settings["SITEMAP_LIMIT"]):
            yield part.file, SITEMAP, part
        news = recent_news(self.settings["NEWS_ENTRIES"], site.newsroom.now)
        yield NEWS_SITEMAP, NEWS_SITEMAP, NewsSitemap(news)
        # The schema of sitemaps wants at least one address, so a news sitemap without news is not announced.
        named = (SITEMAP, NEWS_SITEMAP) if news else (SITEMAP,)
        yield ROBOTS, ROBOTS, Robots(tuple(site.absolute(f"/{name}") for name in named))

    def _html(self, story: Story) -> str:
        """The story's whole text as its page has it, under its picture."""
        composer = self.context["composer"]
        picture = composer.picture(story)
        return f"{picture.large if picture else ''}{composer.body(story)}"
