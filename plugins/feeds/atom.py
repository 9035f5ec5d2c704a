"""The feeds of one edition, from the stories that it has in its own words: of all news, a category, a goal, a
subject; a template writes each as Atom, `json_feed` as JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import islice
from typing import ClassVar
from urllib.parse import quote, urlsplit

from plugins.content.addresses import DIGEST, category_address, feed_address
from plugins.content.counterparts import Alternate, Form
from plugins.content.subjects import IN_TABLES
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import story_html_with
from plugins.editions.story import Story
from plugins.editions.text_filling import VideoLinks
from plugins.feeds.xml import absolute_html, xml_text
from plugins.locales.dates import week_name
from plugins.pages.builder import PageBuilder
from plugins.pages.kinds.digests import Week
from plugins.sdg.goals import LINKED_DATA

ENTRIES = 20


@dataclass(frozen=True)
class FeedCategory:
    """What an entry is about: `term` within the vocabulary `scheme` (an address; "" for none), `label` for people."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True)
class Enclosure:
    """A file that a third-party plugin adds to an entry, such as a sound; `length` is in bytes."""

    address: str
    length: str
    media_type: str


@dataclass(frozen=True)
class FeedEntry:
    """One story. `html` is its whole text with absolute addresses; `alternates` is the story in other editions."""

    id: str
    title: str
    address: str
    summary: str
    html: str
    author: str
    published: dt.datetime
    modified: dt.datetime | None = None
    categories: tuple[FeedCategory, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def updated(self) -> dt.datetime:
        """When the story last changed: never before it was published."""
        return max(self.published, self.modified or self.published)


@dataclass(frozen=True)
class Feed:
    """One feed of one edition; all addresses are absolute.

    `home` is the page that lists the same stories, `alternates` the same feed in other editions, `start` the moment
    that an empty feed was last updated, `hub` a WebSub hub or "".
    """

    id: str
    title: str
    subtitle: str
    language: str
    address: str
    home: str
    author: str
    icon: str
    hub: str
    start: dt.datetime
    alternates: tuple[Alternate, ...] = ()
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> dt.datetime:
        """The time of the newest change of a story, not of the build: the same stories give the same feed."""
        return max((entry.updated for entry in self.entries), default=self.start)


def tag_uri(site_url: str, start: dt.date, name: str, language: str) -> str:
    """A `tag:` URI (RFC 4151) that stays the same whatever is later changed in title, dates or text.

    `start` is a day since which the host of `site_url` has been the site's own.

    >>> tag_uri("https://example.org", dt.date(2023, 8, 22), "news/equipment", "sr-Latn")
    'tag:example.org,2023-08-22:news/equipment/sr-Latn'
    """
    host = urlsplit(site_url).hostname or "localhost"
    return f"tag:{host},{start.isoformat()}:{quote(name)}/{language}"


@dataclass(frozen=True)
class Channel:
    """What a feed is about: its `name`, its title, the address of the `list` it follows, its newest stories, each with
    what it is about."""

    name: str
    title: str
    subtitle: str
    list: str
    stories: tuple[tuple[Story, tuple[FeedCategory, ...]], ...] = ()

    @property
    def address(self) -> str:
        """The feed's address within an edition."""
        return feed_address(self.name)


@dataclass(frozen=True)
class EditionFeeds:
    """One edition's feeds. `made` are entries by the slug of their story, which stands in several feeds."""

    builder: PageBuilder
    made: dict[str, FeedEntry] = field(default_factory=dict, repr=False, compare=False)
    # In keys of pages, as of the builder.
    digest: ClassVar[str] = ""

    @property
    def site(self) -> EditionSite:
        """The edition's site."""
        return self.builder.site

    @cached_property
    def start(self) -> dt.date:
        """The day that stable ids begin with."""
        return dt.date.fromisoformat(self.site.settings["FEED_ID_START"])

    def make_feed(self, channel: Channel) -> Feed:
        """The feed of a channel."""
        for story, categories in channel.stories:
            if story.slug not in self.made:
                self.made[story.slug] = self._entry(story, categories)
        return self._feed(channel, (self.made[story.slug] for story, _ in channel.stories))

    def make_digest(self, channel: Channel, weeks: Sequence[Week]) -> Feed:
        """The feed of weeks, each with its stories as one entry."""
        return self._feed(channel, map(self._digest, weeks))

    def end_of(self, week: Week) -> dt.datetime:
        """When a week is over, and its stories are an entry of the digest."""
        return dt.datetime.combine(week.monday + dt.timedelta(days=7), dt.time(), self.site.config.zone)

    def _digest(self, week: Week) -> FeedEntry:
        site = self.site
        address = site.absolute(site.edition.path(f"{DIGEST}#{week.name}"))
        stories = [
            f'<h2><a href="{escape(site.absolute(story.page_path))}">{escape(story.title)}</a></h2>'
            f"{self._note(story)}<p>{escape(story.summary)}</p>"
            for story in (listed.story for listed in week.stories)
        ]
        return FeedEntry(
            id=self._id(f"{DIGEST}{week.name}"),
            title=f"{site.strings('digest')}: {week_name(week.monday, site.edition.cldr)}",
            address=address,
            summary=xml_text(" · ".join(listed.story.title for listed in week.stories)),
            html=xml_text("".join(stories)),
            author=site.name,
            published=self.end_of(week),
        )

    def _feed(self, channel: Channel, entries: Iterable[FeedEntry]) -> Feed:
        site, edition, icon = self.site, self.site.edition, self.builder.site_context.icon_path
        others = (other for other in site.config.editions if other.name != edition.name)
        return Feed(
            id=self._id(f"feeds/{channel.name}"),
            title=f"{site.name}: {channel.title}" if channel.title else site.name,
            subtitle=channel.subtitle,
            language=edition.tag,
            address=site.absolute(edition.path(channel.address)),
            home=site.absolute(edition.path(channel.list)),
            author=site.name,
            icon=site.absolute(icon) if icon else "",
            hub=site.settings["WEBSUB_HUB"],
            start=dt.datetime.combine(self.start, dt.time(), site.config.zone),
            alternates=tuple(Alternate(other.tag, site.absolute(other.path(channel.address))) for other in others),
            entries=tuple(entries),
        )

    def _entry(self, story: Story, categories: tuple[FeedCategory, ...]) -> FeedEntry:
        site = self.site
        address = site.absolute(story.page_path)
        alternates = site.alternates(site.library.counterparts(story.pair))
        return FeedEntry(
            id=self._id(f"news/{story.slug}"),
            title=xml_text(story.title),
            address=address,
            summary=xml_text(story.summary),
            html=xml_text(absolute_html(self._html(story), address)),
            author=xml_text(story.byline or site.name),
            published=story.date,
            modified=story.last_change,
            categories=categories,
            alternates=tuple(
                alternate for alternate in alternates if alternate.hreflang not in (site.edition.tag, "x-default")
            ),
        )

    def _html(self, story: Story) -> str:
        """The story's picture and whole text, as on its page, after what is said of its event; videos are links."""
        picture = self.builder.picture(story)
        return f"{self._note(story)}{picture.large if picture else ''}{story_html_with(self.site, story, VideoLinks)}"

    def _note(self, story: Story) -> str:
        note = self.site.event_note(story)
        return f"<p><strong>{escape(note)}</strong></p>" if note else ""

    def _id(self, name: str) -> str:
        return tag_uri(self.site.url, self.start, name, self.site.edition.tag)


def json_feed(make: Callable[[], Feed], address: str) -> str:
    """A feed that is published at an absolute address, as JSON Feed 1.1."""
    feed = make()
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "description": feed.subtitle,
        "icon": feed.icon,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id,
                "url": entry.address,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": entry.published.isoformat(timespec="seconds"),
                "date_modified": entry.updated.isoformat(timespec="seconds"),
                "authors": [{"name": entry.author}],
                "tags": [category.label for category in entry.categories],
            }
            for entry in feed.entries
        ],
    }
    return json.dumps({name: value for name, value in data.items() if value or name == "items"}, ensure_ascii=False)


def channels(site: EditionSite) -> Iterator[Channel]:
    """The channels of an edition, those without stories too."""

    def newest(stories: Sequence[Story]) -> tuple[tuple[Story, tuple[FeedCategory, ...]], ...]:
        own = islice((story for story in stories if story.form == Form.OWN), ENTRIES)
        return tuple((story, feed_categories(site, story)) for story in own)

    yield Channel("news", "", site.tagline, "", newest(site.stories))
    names = site.strings.section("categories")
    for slug in site.config.categories:
        stories = newest(site.list_stories("category", slug))
        yield Channel(f"category-{slug}", names[slug], "", category_address(slug), stories)
    for goal in site.goals:
        stories = newest(site.list_stories("goal", goal.number))
        yield Channel(f"sdg-{goal.number}", goal.title, goal.full_title, goal.url, stories)
    for name, subject in site.config.subjects.by_name.items():
        words = site.subject_words(subject)
        yield Channel(name.feed, words.name, words.text, name.address, newest(site.list_stories(*name)))


def feed_categories(site: EditionSite, story: Story) -> tuple[FeedCategory, ...]:
    """The story's category, topics and places in the site's own vocabulary, its goals in the UN's."""
    names, goals = site.strings.section("categories"), site.strings.section("goals")
    slug = story.category_slug
    own = (FeedCategory(slug, site.absolute("/category/"), names[slug]),) if slug else ()
    numbers = (str(tag.number) for tag in story.goals)
    named = [name for name in story.subjects if name.kind in IN_TABLES]
    subjects = (
        FeedCategory(name.slug, site.absolute(f"/{name.kind.value}/"), site.subject_titles[name]) for name in named
    )
    return (*own, *(FeedCategory(number, LINKED_DATA, goals[number]) for number in numbers), *subjects)
