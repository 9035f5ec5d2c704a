"""The feeds of one edition, from the stories that it has in its own words: of all news, of a category, of a goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlsplit

from plugins.content.addresses import category_address, feed_address, goal_address
from plugins.editions.alternates_and_switch import Alternate
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import Story
from plugins.feeds.xml import absolute_html, xml_text
from plugins.pages.goals import goal_cards
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
class Topic:
    """What a feed is about: its `name`, its title, the address of the `list` it follows, its stories, newest first."""

    name: str
    title: str
    subtitle: str
    list: str
    stories: Sequence[Story]

    @property
    def address(self) -> str:
        """The feed's address within an edition."""
        return feed_address(self.name)


@dataclass(frozen=True)
class EditionFeeds:
    """One edition's feeds.

    `html` gives a story's whole text; `start` is the day that stable ids begin with; `hub` a WebSub hub or "";
    `icon` the root-relative path of the site's icon or "".
    """

    site: EditionSite
    html: Callable[[Story], str]
    start: dt.date
    hub: str
    icon: str

    def topics(self) -> Iterator[tuple[Topic, Sequence[Story]]]:
        """Every feed's topic and its newest stories; feeds without stories are included."""
        for topic in topics(self.site):
            own = (story for story in topic.stories if story.form == "own")
            yield topic, list(islice(own, ENTRIES))

    def make_feed(self, topic: Topic, stories: Sequence[Story]) -> Feed:
        """The feed of a topic with these stories."""
        site, edition = self.site, self.site.edition
        others = (other for other in site.config.editions if other.name != edition.name)
        return Feed(
            id=self._id(f"feeds/{topic.name}"),
            title=f"{site.name}: {topic.title}" if topic.title else site.name,
            subtitle=topic.subtitle,
            language=edition.tag,
            address=site.absolute(edition.path(topic.address)),
            home=site.absolute(edition.path(topic.list)),
            author=site.name,
            icon=site.absolute(self.icon) if self.icon else "",
            hub=self.hub,
            start=dt.datetime.combine(self.start, dt.time(), site.config.zone),
            alternates=tuple(Alternate(other.tag, site.absolute(other.path(topic.address))) for other in others),
            entries=tuple(self._entry(story) for story in stories),
        )

    def _entry(self, story: Story) -> FeedEntry:
        site = self.site
        address = site.absolute(story.page_path)
        found = site.alternates(site.counterparts(story.pair.address, story.pair))
        return FeedEntry(
            id=self._id(f"news/{story.slug}"),
            title=xml_text(story.title),
            address=address,
            summary=xml_text(story.summary),
            html=xml_text(absolute_html(self.html(story), address)),
            author=xml_text(story.byline or site.name),
            published=story.date,
            modified=story.last_change,
            categories=_categories(site, story),
            alternates=tuple(one for one in found if one.hreflang not in (site.edition.tag, "x-default")),
        )

    def _id(self, name: str) -> str:
        return tag_uri(self.site.url, self.start, name, self.site.edition.tag)


def topics(site: EditionSite) -> Iterator[Topic]:
    """The topics of an edition's feeds."""
    yield Topic("news", "", site.tagline, "", site.stories)
    names = site.strings.section("categories")
    for slug in site.config.categories:
        yield Topic(f"category-{slug}", names[slug], "", category_address(slug), site.by_category.get(slug, ()))
    for card in goal_cards(site):
        stories = site.by_goal.get(card.number, ())
        yield Topic(f"sdg-{card.number}", card.title, card.full_title, goal_address(card.number), stories)


def _categories(site: EditionSite, story: Story) -> tuple[FeedCategory, ...]:
    """The story's category in the site's own vocabulary, its goals in the UN's."""
    names, goals = site.strings.section("categories"), site.strings.section("goals")
    slug = story.category_slug
    own = (FeedCategory(slug, site.absolute("/category/"), names[slug]),) if slug else ()
    numbers = (str(tag.number) for tag in story.goals)
    return (*own, *(FeedCategory(number, LINKED_DATA, goals[number]) for number in numbers))
