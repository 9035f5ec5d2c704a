"""The archive: an index by year and month, and a page for each month."""

from __future__ import annotations

from itertools import groupby

from plugins.languages.dates import month_and_year, month_name
from plugins.languages.stories import Story
from plugins.pages.composer import Composer
from plugins.pages.lists import Made
from plugins.pages.structured import of_list
from plugins.pages.views import ArchivePage, Link, MonthPage

ADDRESS = "archive/"


def archive_pages(composer: Composer) -> Made:
    """The index, then every month that has stories."""
    months = [(key, list(group)) for key, group in groupby(composer.site.stories, key=_month)]
    t, cldr = composer.frame.t, composer.site.edition.cldr
    years = []
    for year, group in groupby(months, key=lambda month: month[0][0]):
        links = tuple(Link(month_name(key[1], cldr), composer.path(_address(*key)), len(stories)) for key, stories in group)
        years.append((year, sum(link.count or 0 for link in links), links))
    head = composer.crumbed(composer.head("archive", ADDRESS, t("archive"), t("archive_description")))
    yield ADDRESS, "archive", ArchivePage(of_list(composer, head, ()), tuple(years))
    for at, (key, stories) in enumerate(months):
        newer = months[at - 1][0] if at else None
        older = months[at + 1][0] if at + 1 < len(months) else None
        yield _address(*key), "month", _month_page(composer, key, stories, newer, older)


def _month(story: Story) -> tuple[int, int]:
    return story.date.year, story.date.month


def _address(year: int, month: int) -> str:
    return f"{ADDRESS}{year}/{month:02d}/"


def _month_page(
    composer: Composer, key: tuple[int, int], stories: list[Story], newer: tuple[int, int] | None, older: tuple[int, int] | None
) -> MonthPage:
    t = composer.frame.t
    title = month_and_year(*key, composer.site.edition.cldr)
    head = composer.head("archive", _address(*key), title, t("month_description", name=title))
    head = composer.crumbed(head, Link(t("archive"), composer.frame.archive_path))
    cards = composer.cards(stories)
    return MonthPage(of_list(composer, head, cards), cards, len(stories), _link(composer, newer), _link(composer, older))


def _link(composer: Composer, key: tuple[int, int] | None) -> Link | None:
    if key is None:
        return None
    return Link(month_and_year(*key, composer.site.edition.cldr), composer.path(_address(*key)))
