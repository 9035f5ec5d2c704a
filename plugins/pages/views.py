"""What the template of each kind of page sees as `view`, made of the parts below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup
from msgspec import Struct, field

from plugins.content.counterparts import Alternate, SwitchLink
from plugins.content.settings.site_config import Edition
from plugins.images.picture_elements import Picture
from plugins.locales.dates import Moment
from plugins.locales.strings import Strings
from plugins.sdg.articles import ShownGoal


class Link(Struct, frozen=True):
    """A link: `path` is root-relative; `count` is shown where it is not None; `current` marks the page itself.

    `tag` and `direction` are those of the title, where that may be in another language than the page."""

    title: str
    path: str
    count: int | None = None
    current: bool = False
    tag: str = ""
    direction: str = ""


class Term(Struct, frozen=True):
    """A category."""

    slug: str
    title: str
    path: str


@dataclass(frozen=True)
class SiteContext:
    """What all pages of an edition share."""

    edition: Edition
    site_name: str
    tagline: str
    site_url: str
    home: str
    t: Strings
    categories: tuple[Term, ...]
    goals: tuple[ShownGoal, ...]
    menu: tuple[Link, ...]
    subject_lists: tuple[Link, ...]
    feed: Link
    search_path: str
    archive_path: str
    follow_path: str
    goals_path: str
    css: str
    script: str
    share_script: str
    script_code: str
    font_preloads: tuple[str, ...]
    icon: str
    icon_path: str
    manifest_path: str
    usual_image: str
    publisher: str

    @cached_property
    def places(self) -> frozenset[str]:
        """The paths that the navigation of every page leads to."""
        lists: list[Term | Link] = [*self.categories, *self.menu, *self.subject_lists]
        services = (self.home, self.goals_path, self.archive_path, self.search_path, self.follow_path)
        return frozenset((*services, *(link.path for link in lists)))


class PageKind(StrEnum):
    """What a page is, for templates and style sheets, which have it as `data-kind`."""

    FRONT = "front"
    ARTICLE = "article"
    PAGE = "page"
    LIST = "list"
    GOALS = "goals"
    GOAL = "goal"
    SUBJECTS = "subjects"
    SUBJECT = "subject"
    ARCHIVE = "archive"
    EVENTS = "events"
    DIGEST = "digest"
    FOLLOW = "follow"
    PARALLEL = "parallel"
    PRESS_KIT = "presskit"
    SEARCH = "search"
    NOT_FOUND = "notfound"


class Ribbon(Struct, frozen=True, kw_only=True):
    """What the preview server shows above a page that readers do not see: `state` is "draft" or "waiting", and
    `list_path` leads to the list of all such pages."""

    state: str
    text: str
    list_path: str


class PageHead(Struct, frozen=True, kw_only=True):
    """What the head of a page says; paths are root-relative, `canonical`, `image` and alternates absolute. `here` is
    the path if the navigation leads to it, else "", and `markdown` that of the page as Markdown, else ""."""

    kind: PageKind
    title: str
    heading: str
    description: str
    path: str
    here: str
    canonical: str
    alternates: tuple[Alternate, ...]
    switch: tuple[SwitchLink, ...]
    feeds: tuple[Link, ...]
    image: str
    image_alt: str
    og_locales: tuple[str, ...]
    robots: str = ""
    og_type: str = "website"
    jsonld: Markup = Markup("")
    crumbs: tuple[Link, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""
    ribbon: Ribbon | None = None
    markdown: str = ""


class Card(Struct, frozen=True, kw_only=True):
    """A story in a list; `foreign` where its words are in another language than the edition's, and `event_note` what is
    said of an event that is over, else ""."""

    slug: str
    title: str
    summary: str
    path: str
    date: Moment
    category: Term | None
    goals: tuple[ShownGoal, ...]
    picture: Picture | None
    tag: str
    direction: str
    foreign: bool
    language_label: str
    minutes: int
    event_note: str = ""


class EventView(Struct, frozen=True, kw_only=True):
    """An event that a story invites to: `moment` is its beginning, with its times as text, `path` its entry for
    calendars, "" where there is none, and `over` whether it has ended. `place_link` leads to the place, `link` to where
    people register; "" where there is none."""

    moment: Moment
    place: str
    path: str
    over: bool = False
    place_link: str = ""
    link: str = ""


class ChangeNote(Struct, frozen=True):
    """What readers are told of a change of a story: whether it is a correction or an update, and what was changed."""

    label: str
    words: str


class StoryView(Struct, frozen=True, kw_only=True):
    """A story on its own page; `subjects` are its topics and places, `author_path` leads to all stories of its author,
    `notes` are of the change on the day `modified`, and `more` are further words of its header, by the field's name."""

    title: str
    lead: str
    html: Markup
    date: Moment | None
    modified: Moment | None
    author: str
    minutes: int
    category: Term | None
    goals: tuple[ShownGoal, ...]
    picture: Picture | None
    tag: str
    direction: str
    notice: str
    outdated: str
    event: EventView | None = None
    author_path: str = ""
    subjects: tuple[Link, ...] = ()
    notes: tuple[ChangeNote, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)


class FrontPage(Struct, frozen=True, kw_only=True):
    """`index.html`; `subjects` are the lists of topics and places, each with its own that have stories."""

    head: PageHead
    lead: Card | None
    top: tuple[Card, ...]
    latest: tuple[Card, ...]
    goal_counts: tuple[tuple[ShownGoal, int], ...]
    coming: tuple[tuple[Card, EventView], ...]
    subjects: tuple[tuple[Link, tuple[Link, ...]], ...]


class EventsPage(Struct, frozen=True, kw_only=True):
    """`events.html`: the events that are to come, the next first, and those that are over, the last first; `calendar`
    is the path of all as a calendar."""

    head: PageHead
    coming: tuple[tuple[Card, EventView], ...]
    over: tuple[tuple[Card, EventView], ...]
    calendar: str


class FollowedFeed(Struct, frozen=True, kw_only=True):
    """A feed on the page that lists them: `name` is its anchor, `atom` and `json` are paths."""

    name: str
    title: str
    atom: str
    json: str


FeedGroups = tuple[tuple[str, tuple[FollowedFeed, ...]], ...]
"""Feeds in groups, each with its heading."""


class FollowPage(Struct, frozen=True, kw_only=True):
    """`follow.html`: feeds in groups, the path of the digest's page, that of the calendar of
    events and the address of the newsletter's form, or "" where there is none."""

    head: PageHead
    groups: FeedGroups
    digest: str
    calendar: str
    newsletter: str


class DigestWeek(Struct, frozen=True, kw_only=True):
    """A week of the digest: `name` is its anchor, `title` its days, `lead` and `cards` its stories."""

    name: str
    title: str
    lead: Card
    cards: tuple[Card, ...]


class DigestPage(Struct, frozen=True, kw_only=True):
    """`weeks.html`: the newest weeks."""

    head: PageHead
    weeks: tuple[DigestWeek, ...]


class ListPage(Struct, frozen=True, kw_only=True):
    """`list.html`: a category or a subject, or one year of it; only a topic or a place has `intro`, a paragraph, and
    perhaps a picture."""

    head: PageHead
    cards: tuple[Card, ...]
    count: int
    years: tuple[Link, ...]
    intro: str = ""
    picture: Picture | None = None


class SubjectEntry(Struct, frozen=True, kw_only=True):
    """A subject in the list of its kind; `intro` and `picture` as on its page."""

    title: str
    path: str
    count: int
    intro: str = ""
    picture: Picture | None = None


class SubjectsPage(Struct, frozen=True, kw_only=True):
    """`subjects.html`: all topics, places or authors."""

    head: PageHead
    entries: tuple[SubjectEntry, ...]


class GoalPage(Struct, frozen=True, kw_only=True):
    """`goal.html`: a goal, or one year of it."""

    head: PageHead
    goal: ShownGoal
    cards: tuple[Card, ...]
    count: int
    years: tuple[Link, ...]


class GoalsPage(Struct, frozen=True, kw_only=True):
    """`goals.html`: all 17 with their counts."""

    head: PageHead
    entries: tuple[tuple[ShownGoal, int], ...]
    un_url: str


class ArchiveYear(NamedTuple):
    """A year of the archive: `total` is the number of its stories."""

    year: int
    total: int
    months: tuple[Link, ...]


class ArchivePage(Struct, frozen=True, kw_only=True):
    """`archive.html`: its years, the newest first."""

    head: PageHead
    years: tuple[ArchiveYear, ...]


class MonthPage(Struct, frozen=True, kw_only=True):
    """`month.html`."""

    head: PageHead
    cards: tuple[Card, ...]
    count: int
    newer: Link | None
    older: Link | None


class ArticlePage(Struct, frozen=True, kw_only=True):
    """`article.html`."""

    head: PageHead
    story: StoryView
    translation_links: tuple[SwitchLink, ...] = ()
    parallel_path: str = ""
    press_kit_path: str = ""
    related: tuple[Card, ...] = ()
    newer: Card | None = None
    older: Card | None = None
    share: tuple[Link, ...] = ()


class ColumnHead(NamedTuple):
    """What stands above a column: the story's title there, and its page in an edition of that language."""

    title: str
    tag: str
    direction: str
    label: str
    path: str


class Cell(NamedTuple):
    """A block of a story in one language."""

    html: Markup
    tag: str
    direction: str


class ParallelPage(Struct, frozen=True, kw_only=True):
    """`parallel.html`: each row has a cell for each column."""

    head: PageHead
    columns: tuple[ColumnHead, ...]
    rows: tuple[tuple[Cell, ...], ...]


class EditionLabel(NamedTuple):
    """An edition as readers know it."""

    label: str
    tag: str
    direction: str


class PressPicture(Struct, frozen=True, kw_only=True):
    """A picture of a press kit: `file` is its name in the archive, `size` its width and height in pixels."""

    picture: Picture
    file: str
    size: str
    caption: str
    credit: str


class PressKitPage(Struct, frozen=True, kw_only=True):
    """`press-kit.html`.

    `archive` is the path of the ZIP archive and `archive_mark` its kind and size for readers; `texts` are the editions
    whose words are in it; `contact` and `about` are lines and paragraphs of the office.
    """

    head: PageHead
    title: str
    story_path: str
    archive: str
    archive_mark: str
    texts: tuple[EditionLabel, ...]
    pictures: tuple[PressPicture, ...]
    contact: tuple[str, ...]
    email: str
    about: tuple[str, ...]


class FixedPage(Struct, frozen=True, kw_only=True):
    """`page.html`."""

    head: PageHead
    story: StoryView


class DraftEntry(Struct, frozen=True, kw_only=True):
    """A text in the list of drafts: `state` is "draft" or "waiting", `text` says it, and `file` is where it is
    written."""

    title: str
    path: str
    tag: str
    direction: str
    language_label: str
    state: str
    text: str
    file: str


class DraftsPage(Struct, frozen=True, kw_only=True):
    """`drafts.html`, which only the preview server has."""

    head: PageHead
    entries: tuple[DraftEntry, ...]


class SubjectFilter(Struct, frozen=True, kw_only=True):
    """All topics or all places, one of which a search can be narrowed to."""

    name: str
    label: str
    options: tuple[Term, ...]


class SearchPage(Struct, frozen=True, kw_only=True):
    """`search.html`; `scripts` names those that a query may be typed in where there are several, else it is "", and
    `index` is the path of the index, or "" where there is none."""

    head: PageHead
    categories: tuple[Term, ...]
    goals: tuple[ShownGoal, ...]
    subjects: tuple[SubjectFilter, ...]
    years: tuple[int, ...]
    scripts: str
    index: str


class NotFoundMessage(NamedTuple):
    """What an edition says of an address without a page: `home` is the path of its front page."""

    tag: str
    direction: str
    heading: str
    text: str
    home: str
    home_label: str


class NotFoundPage(Struct, frozen=True, kw_only=True):
    """`404.html`; only at the root it has messages, one for each edition."""

    head: PageHead
    latest: tuple[Card, ...]
    messages: tuple[NotFoundMessage, ...]


class GenericPage(Struct, frozen=True, kw_only=True):
    """A page of a maintainer's own template, or of a third-party plugin."""

    head: PageHead
