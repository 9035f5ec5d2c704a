"""The kinds of pages: what the template of each sees as `page`, made of the parts in `views`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.languages.links import SwitchLink
from plugins.pages.views import Card, Link, PageHead, StoryView, Term
from plugins.sdg.cards import GoalCard


@dataclass(frozen=True)
class FrontPage:
    """`index.html`."""

    head: PageHead
    lead: Card | None
    top: tuple[Card, ...]
    latest: tuple[Card, ...]
    goal_counts: tuple[tuple[GoalCard, int], ...]


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
    twins: tuple[SwitchLink, ...]
    parallel_path: str
    related: tuple[Card, ...]
    newer: Card | None
    older: Card | None


@dataclass(frozen=True)
class ParallelPage:
    """`parallel.html`: columns are (title, tag, direction, label, path); each row has a cell for each column,
    (html, tag, direction)."""

    head: PageHead
    columns: tuple[tuple[str, str, str, str, str], ...]
    rows: tuple[tuple[tuple[Markup, str, str], ...], ...]


@dataclass(frozen=True)
class FixedPage:
    """`page.html`."""

    head: PageHead
    story: StoryView


@dataclass(frozen=True)
class SearchPage:
    """`search.html`."""

    head: PageHead
    categories: tuple[Term, ...]
    goals: tuple[GoalCard, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class NotFoundPage:
    """`404.html`; voices are (tag, direction, heading, text, home path, home label), one for each edition at the
    root."""

    head: PageHead
    latest: tuple[Card, ...]
    voices: tuple[tuple[str, str, str, str, str, str], ...]


@dataclass(frozen=True)
class TextFile:
    """`text.txt`: a file that is no page, as it stands."""

    text: str
