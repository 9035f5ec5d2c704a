"""The page builder of one edition: heads, cards and views of stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

from markupsafe import Markup
from msgspec import structs

from plugins.content.addresses import ARCHIVE, FOLLOW, GOALS, MANIFEST, SEARCH, category_address, feed_address
from plugins.content.counterparts import Counterparts, Form
from plugins.content.headers.fields import WEB, Event
from plugins.content.subjects import IN_TABLES, SubjectKind
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec
from plugins.editions.story import Story, story_html
from plugins.images.album import Album
from plugins.images.picture_elements import Picture
from plugins.locales.dates import Moment, time_of_day
from plugins.pages.assets import Assets
from plugins.pages.views import Card, ChangeNote, EventView, Link, PageHead, PageKind, SiteContext, StoryView, Term

# The button of the setting `SHARE` that is no link.
COPY = "copy"
# A map of the whole world, which a reader asks only by following the link.
MAP = "https://www.openstreetmap.org/search?query={place}"
# What stands before the notes of a story, by their fields in its header.
NOTES = {"correction": "correction", "update": "update_note"}
# Below a story's address, the same story as Markdown.
MARKDOWN = "index.md"
# The entry for calendars of a story with an event, and the page for journalists.
CALENDAR, PRESS_KIT = "event.ics", "press-kit/"


def place_link(place: str) -> str:
    """Where the place of an event is: its own address if it names one, else a map; "" where nothing is said."""
    own = WEB.search(place)
    return own[0] if own else MAP.format(place=quote(place)) if place else ""


def make_site_context(site: EditionSite, assets: Assets, album: Album, share: Sequence[str]) -> SiteContext:
    """What all pages of the edition share; `share` is the setting of that name."""
    t, path = site.strings, site.edition.path
    names = t.section("categories")
    terms = tuple(Term(slug, names[slug], path(category_address(slug))) for slug in site.config.categories)
    menu = tuple(
        Link(story.title, story.page_path, tag=story.home.tag, direction=story.home.direction) for story in site.pages
    )
    subject_lists = tuple(Link(t(kind.plural), path(f"{kind.value}/")) for kind in site.config.subjects.kinds)
    return SiteContext(
        edition=site.edition,
        site_name=site.name,
        tagline=site.tagline,
        site_url=site.url,
        home=path(""),
        t=t,
        categories=terms,
        goals=site.goals,
        menu=menu,
        subject_lists=subject_lists,
        feed=Link(site.name, path(feed_address("news"))),
        search_path=path(SEARCH),
        archive_path=path(ARCHIVE),
        follow_path=path(FOLLOW),
        goals_path=path(GOALS),
        css=assets.css,
        script=assets.script,
        share_script=assets.share_script if COPY in share else "",
        script_code=site.script,
        font_preloads=assets.preloads.get(site.script, ()),
        icon=assets.drawing,
        icon_path=assets.icon,
        manifest_path=path(MANIFEST),
        usual_image=site.absolute(album.usual_card_path(site)),
        publisher=site.name,
    )


class Around(NamedTuple):
    """What the page of a story shows that is not of the story alone; `event` and those after it as in its view."""

    related: tuple[Listed, ...] = ()
    newer: Listed | None = None
    older: Listed | None = None
    event: EventView | None = None
    subjects: tuple[Link, ...] = ()
    author_path: str = ""


@dataclass(frozen=True)
class PageBuilder:
    """Composes pages of `site`; every page's head is made by `head`. `around` are the stories around each, by
    its name."""

    site: EditionSite
    site_context: SiteContext
    album: Album
    around: dict[str, Around] = field(default_factory=dict, repr=False)
    made: dict[str, Card] = field(default_factory=dict, init=False, repr=False, compare=False)
    # In keys of pages, as of the site.
    digest: ClassVar[str] = ""

    def path(self, address: str) -> str:
        """The root-relative path of an address of this edition."""
        return self.site.edition.path(address)

    def category(self, slug: str) -> Term | None:
        """The category of that slug, or None for ""."""
        return next((term for term in self.site_context.categories if term.slug == slug), None)

    def spec(
        self,
        address: str,
        template: str,
        view: partial[Any],
        lastmod: dt.datetime | None = None,
        counterparts: Counterparts | None = None,
    ) -> PageSpec:
        """The specification of a page that search engines should list, in every edition unless `counterparts` say
        otherwise."""
        return PageSpec(
            address=address,
            template=template,
            view=view,
            counterparts=counterparts or self.site.counterparts(address),
            lastmod=lastmod,
        )

    def head(
        self,
        kind: PageKind,
        address: str,
        title: str,
        description: str = "",
        counterparts: Counterparts | None = None,
        **more: Any,
    ) -> PageHead:
        """A page's head, with self as canonical, alternates and the switch from one table; `more` are parts that this
        page has otherwise."""
        counterparts, path = counterparts or self.site.counterparts(address), self.path(address)
        usual: dict[str, Any] = {
            "kind": kind,
            "title": title,
            "heading": title,
            "description": description or self.site_context.tagline,
            "path": path,
            "here": path if path in self.site_context.places else "",
            "canonical": self.site.absolute(path),
            "alternates": self.site.alternates(counterparts),
            "switch": self.site.switch(counterparts),
            "feeds": (self.site_context.feed,),
            "image": self.site_context.usual_image,
            "image_alt": self.site_context.site_name,
            "og_locales": self.other_locales(counterparts),
        }
        return PageHead(**(usual | more))

    def head_beside(self, story: Story, kind: PageKind, address: str, title: str, description: str) -> PageHead:
        """The head of a page beside a story's own, which search engines keep in its place; editions that show the story
        in another language have no such page."""
        counterparts = self.site.library.counterparts(story.pair)
        return self.head(
            kind,
            address,
            title,
            description,
            robots="noindex",
            image=self.site.absolute(self.album.story_card_path(self.site, story)),
            image_alt=story.title,
            alternates=(),
            switch=self.site.switch(replace(counterparts, address=address, available=counterparts.translated)),
            crumbs=self.crumb_trail(title, self.path(address), Link(story.title, story.page_path)),
        )

    def markdown_path(self, story: Story) -> str:
        """The root-relative path of the story as Markdown; "" where the edition shows it in another language, and where
        the setting says so."""
        is_written = self.site.settings["MARKDOWN_ALTERNATES"] and story.form == Form.OWN
        return self.path(f"{story.pair.address}{MARKDOWN}") if is_written else ""

    def event_place(self, story: Story) -> str:
        """Where the story's event is, in the edition's words; "" where nothing is said."""
        return self.site.convert(story.text.event_place, story.text.language)

    def event(self, story: Story) -> EventView | None:
        """The story's event; only an edition that has the story in its own words has an entry for calendars."""
        event = story.event
        if event is None:
            return None
        path = self.path(f"{story.pair.address}{CALENDAR}") if story.form == Form.OWN else ""
        start = event.start.date() if event.is_all_day else event.start
        times = self._event_times(event)
        place = self.event_place(story)
        moment = Moment(start.isoformat(), times, times)
        return EventView(
            moment=moment,
            place=place,
            path=path,
            over=story.is_event_over,
            place_link=place_link(place),
            link=event.link,
        )

    def _event_times(self, event: Event) -> str:
        """When an event is, in the edition's words: "3 December 2026, 11:00–12:30"."""
        start, cldr = self.site.moment(event.start), self.site.edition.cldr
        hours = "" if event.is_all_day else f", {time_of_day(event.start, cldr)}"
        if event.end is None or event.end == event.start:
            return f"{start.text}{hours}"
        if event.end.date() == event.start.date():
            return f"{start.text}{hours}–{time_of_day(event.end, cldr)}"
        last = self.site.moment(event.end).text
        return f"{start.text}{hours} – {last}{'' if event.is_all_day else f', {time_of_day(event.end, cldr)}'}"

    def press_kit_path(self, story: Story) -> str:
        """The root-relative path of the page for journalists, "" where the edition has none."""
        has_kit = story.pair.shared.press_kit and story.form == Form.OWN and story.pair.is_story
        return self.path(f"{story.pair.address}{PRESS_KIT}") if has_kit else ""

    def other_locales(self, counterparts: Counterparts) -> tuple[str, ...]:
        """Open Graph's names for the locales of the editions that have the page in their own words, but for this
        one's."""
        names = (edition.og_locale for edition in self.site.config.editions if edition.name in counterparts.translated)
        return tuple(dict.fromkeys(name for name in names if name != self.site.edition.og_locale))

    def card(self, listed: Listed) -> Card:
        """A story in a list."""
        story = listed.story
        if story.slug not in self.made:
            self.made[story.slug] = self._card(story)
        return self.made[story.slug]

    def _card(self, story: Story) -> Card:
        home = story.home
        return Card(
            slug=story.slug,
            title=story.title,
            summary=story.summary,
            path=story.page_path,
            date=self.site.moment(story.date),
            category=self.category(story.category_slug),
            goals=self.site.show_goals(story.goals),
            picture=self.picture(story),
            tag=home.tag,
            direction=home.direction,
            foreign=story.form != Form.OWN,
            language_label=home.label,
            minutes=story.text.minutes,
            event_note=self.site.event_note(story),
        )

    def cards(self, stories: Iterable[Listed]) -> tuple[Card, ...]:
        """Cards of several stories."""
        return tuple(map(self.card, stories))

    def picture(self, story: Story) -> Picture | None:
        """The story's own picture."""
        return self.album.picture(story.image, story.image_alt, credit=story.image_credit)

    def around_story(self, story: Story) -> Around:
        """What stands around a story of which all others are known; a draft's author may have no page."""
        titles = self.site.subject_titles
        names = [name for name in story.subjects if name in titles]
        links = (Link(titles[name], self.path(name.address)) for name in names if name.kind in IN_TABLES)
        authors = (self.path(name.address) for name in names if name.kind is SubjectKind.AUTHOR)
        return self.around.get(story.pair.name, Around())._replace(
            event=self.event(story), subjects=tuple(links), author_path=next(authors, "")
        )

    def view(self, story: Story, around: Around) -> StoryView:
        """A story on its own page."""
        t, site = self.site_context.t, self.site
        dated = story.pair.shared.date is not None
        modified = story.last_change
        notice = "untranslated_notice" if story.pair.is_story else "untranslated_page_notice"
        outdated = site.count_outdated(story)
        return StoryView(
            title=story.title,
            lead=story.summary if story.text.source.field("summary") else "",
            html=Markup(story_html(story)),
            date=site.moment(story.date) if dated else None,
            modified=site.moment(modified) if modified and dated and modified > story.date else None,
            author=story.byline,
            minutes=story.text.minutes,
            category=self.category(story.category_slug),
            goals=self.site.show_goals(story.goals),
            picture=self.picture(story),
            tag=story.home.tag,
            direction=story.home.direction,
            notice=t(notice, name=site.language_name(story.text.language)) if story.form == Form.NOTICE else "",
            outdated=t("outdated_paragraphs", n=outdated) if outdated else "",
            event=around.event,
            notes=tuple(ChangeNote(t(key), words) for name, key in NOTES.items() if (words := story.more.get(name))),
            more=story.more,
            author_path=around.author_path,
            subjects=around.subjects,
        )

    def unpublished_view(self, story: Story, around: Around) -> StoryView:
        """A story that only a preview shows; no calendar entry is made of it."""
        view = self.view(story, around)
        event = structs.replace(view.event, path="") if view.event else None
        return structs.replace(view, event=event)

    def add_crumbs(self, head: PageHead, *crumbs: Link) -> PageHead:
        """Add the links from the front page to this page to its head."""
        return structs.replace(head, crumbs=self.crumb_trail(head.heading, head.path, *crumbs))

    def crumb_trail(self, heading: str, path: str, *crumbs: Link) -> tuple[Link, ...]:
        """The links from the front page to a page."""
        return (Link(self.site_context.t("home"), self.site_context.home), *crumbs, Link(heading, path, current=True))
