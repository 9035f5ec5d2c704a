"""What the template of each kind of page sees as `view`, made of the parts below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from plugins.content.settings.site_config import Edition
from plugins.editions.alternates_and_switch import Alternate, SwitchLink
from plugins.images.picture_elements import Picture
from plugins.locales.dates import Moment
from plugins.locales.strings import Strings
from plugins.pages.goals import GoalCard, StoryGoal


@dataclass(frozen=True)
class Link:
    """A link: `path` is root-relative; `count` is shown where it is not None; `current` marks the page itself.

    `tag` and `direction` are those of the title, where that may be in another language than the page."""

    title: str
    path: str
    count: int | None = None
    current: bool = False
    tag: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Term:
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
    goals: tuple[GoalCard, ...]
    menu: tuple[Link, ...]
    feed: Link
    search_path: str
    archive_path: str
    follow_path: str
    goals_path: str
    css: str
    script: str
    share_script: str
    font_preloads: tuple[str, ...]
    icon: str
    icon_path: str
    usual_image: str
    publisher: str

    @cached_property
    def places(self) -> frozenset[str]:
        """The paths that the navigation of every page leads to."""
        lists: list[Term | Link] = [*self.categories, *self.menu]
        services = (self.home, self.goals_path, self.archive_path, self.search_path, self.follow_path)
        return frozenset((*services, *(one.path for one in lists)))


@dataclass(frozen=True)
class Ribbon:
    """What the preview server shows above a page that readers do not see: `state` is "draft" or "waiting", and
    `list_path` leads to the list of all such pages."""

    state: str
    text: str
    list_path: str


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says; paths are root-relative, `canonical`, `image` and alternates absolute. `here` is
    the path if the navigation leads to it, else "", and `markdown` that of the page as Markdown, else ""."""

    kind: str
    title: str
    heading: str
    description: str
    path: str
    here: str
    canonical: str
    alternates: tuple[Alternate, ...]
    switch: tuple[SwitchLink, ...]
    robots: str
    feeds: tuple[Link, ...]
    image: str
    image_alt: str
    og_type: str
    jsonld: Markup
    crumbs: tuple[Link, ...]
    og_locales: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""
    ribbon: Ribbon | None = None
    markdown: str = ""


@dataclass(frozen=True)
class Card:
    """A story in a list; `foreign` where its words are in another language than the edition's."""

    slug: str
    title: str
    summary: str
    path: str
    date: Moment
    category: Term | None
    goals: tuple[StoryGoal, ...]
    picture: Picture | None
    tag: str
    direction: str
    foreign: bool
    language_label: str
    minutes: int


@dataclass(frozen=True)
class EventView:
    """An event that a story invites to: `moment` is its beginning, with its times as text, `path` its entry for
    calendars, "" where there is none, and `over` whether it has ended."""

    moment: Moment
    place: str
    path: str
    over: bool = False


@dataclass(frozen=True)
class StoryView:
    """A story on its own page; `more` are further words of its header, by the field's name."""

    title: str
    lead: str
    html: Markup
    date: Moment | None
    modified: Moment | None
    author: str
    minutes: int
    category: Term | None
    goals: tuple[StoryGoal, ...]
    picture: Picture | None
    tag: str
    direction: str
    notice: str
    outdated: str
    event: EventView | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FrontPage:
    """`index.html`."""

    head: PageHead
    lead: Card | None
    top: tuple[Card, ...]
    latest: tuple[Card, ...]
    goal_counts: tuple[tuple[GoalCard, int], ...]
    coming: tuple[tuple[Card, EventView], ...]


@dataclass(frozen=True)
class EventsPage:
    """`events.html`: the events that are to come, the next first, and those that are over, the last first; `calendar`
    is the path of all as a calendar."""

    head: PageHead
    coming: tuple[tuple[Card, EventView], ...]
    over: tuple[tuple[Card, EventView], ...]
    calendar: str


@dataclass(frozen=True)
class FollowedFeed:
    """A feed on the page that lists them: `name` is its anchor, `atom` and `json` are paths."""

    name: str
    title: str
    atom: str
    json: str


@dataclass(frozen=True)
class FollowPage:
    """`follow.html`: feeds in groups with their headings, the path of the calendar of events and the address of the
    newsletter's form, or "" where there is none."""

    head: PageHead
    groups: tuple[tuple[str, tuple[FollowedFeed, ...]], ...]
    calendar: str
    newsletter: str


@dataclass(frozen=True)
class ListPage:
    """`list.html`: a category, or one year of it."""

    head: PageHead
    intro: str
    cards: tuple[Card, ...]
    count: int
    years: tuple[Link, ...]


@dataclass(frozen=True)
class GoalPage:
    """`goal.html`: a goal, or one year of it."""

    head: PageHead
    goal: GoalCard
    cards: tuple[Card, ...]
    count: int
    years: tuple[Link, ...]


@dataclass(frozen=True)
class GoalsPage:
    """`goals.html`: all 17 with their counts."""

    head: PageHead
    entries: tuple[tuple[GoalCard, int], ...]
    un_url: str


@dataclass(frozen=True)
class ArchivePage:
    """`archive.html`: (year, stories of it, its months) from the newest."""

    head: PageHead
    years: tuple[tuple[int, int, tuple[Link, ...]], ...]


@dataclass(frozen=True)
class MonthPage:
    """`month.html`."""

    head: PageHead
    cards: tuple[Card, ...]
    count: int
    newer: Link | None
    older: Link | None


@dataclass(frozen=True)
class ArticlePage:
    """`article.html`."""

    head: PageHead
    story: StoryView
    translation_links: tuple[SwitchLink, ...]
    parallel_path: str
    press_kit_path: str
    related: tuple[Card, ...]
    newer: Card | None
    older: Card | None
    share: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ParallelPage:
    """`parallel.html`: columns are (title, tag, direction, label, path); each row has a cell for each column,
    (html, tag, direction)."""

    head: PageHead
    columns: tuple[tuple[str, str, str, str, str], ...]
    rows: tuple[tuple[tuple[Markup, str, str], ...], ...]


@dataclass(frozen=True)
class PressPicture:
    """A picture of a press kit: `file` is its name in the archive, `size` its width and height in pixels."""

    picture: Picture
    file: str
    size: str
    caption: str
    credit: str


@dataclass(frozen=True)
class PressKitPage:
    """`press-kit.html`.

    `archive` is the path of the ZIP archive and `archive_mark` its kind and size for readers; `texts` are the editions
    whose words are in it, as (label, tag, direction); `contact` and `about` are lines and paragraphs of the office.
    """

    head: PageHead
    title: str
    story_path: str
    archive: str
    archive_mark: str
    texts: tuple[tuple[str, str, str], ...]
    pictures: tuple[PressPicture, ...]
    contact: tuple[str, ...]
    email: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class FixedPage:
    """`page.html`."""

    head: PageHead
    story: StoryView


@dataclass(frozen=True)
class DraftEntry:
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


@dataclass(frozen=True)
class DraftsPage:
    """`drafts.html`, which only the preview server has."""

    head: PageHead
    entries: tuple[DraftEntry, ...]


@dataclass(frozen=True)
class SearchPage:
    """`search.html`; `scripts` names those that a query may be typed in where there are several, else it is "", and
    `index` is the path of the index, or "" where there is none."""

    head: PageHead
    categories: tuple[Term, ...]
    goals: tuple[GoalCard, ...]
    years: tuple[int, ...]
    scripts: str
    index: str


@dataclass(frozen=True)
class NotFoundPage:
    """`404.html`; messages are (tag, direction, heading, text, home path, home label), one for each edition at the
    root."""

    head: PageHead
    latest: tuple[Card, ...]
    messages: tuple[tuple[str, str, str, str, str, str], ...]


@dataclass(frozen=True)
class TextFile:
    """`text.txt`: a file that is no page, as it stands."""

    text: str


@dataclass(frozen=True)
class GenericPage:
    """A page of a maintainer's own template, or of a third-party plugin."""

    head: PageHead
