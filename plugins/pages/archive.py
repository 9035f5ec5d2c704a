"""The archive: an index by year and month, and a page for each month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from plugins.languages.dates import month_and_year, month_name
from plugins.languages.links import Counterparts
from plugins.languages.stories import Story
from plugins.languages.writing import Sheet
from plugins.pages.composer import Composer
from plugins.pages.lists import changed
from plugins.pages.page_views import ArchivePage, MonthPage
from plugins.pages.structured import of_list
from plugins.pages.views import Link

ADDRESS = "archive/"

Month = tuple[int, int]
"""(year, month)"""


def archive_sheets(composer: Composer) -> Iterator[Sheet]:
    """The index, then every month that has stories."""
    months = [(key, list(group)) for key, group in groupby(composer.site.stories, key=_month)]
    counts = {key: len(stories) for key, stories in months}
    found = composer.site.counterparts(ADDRESS)
    newest = changed(composer.site.stories)
    yield Sheet(ADDRESS, "archive", (repr(counts),), lambda: archive_page(composer, counts), found, newest)
    keys = list(counts)
    for at, (key, stories) in enumerate(months):
        newer = keys[at - 1] if at else None
        older = keys[at + 1] if at + 1 < len(keys) else None
        yield month_sheet(composer, key, stories, newer, older)


def archive_page(composer: Composer, counts: dict[Month, int]) -> ArchivePage:
    """The index by year and month, from the newest."""
    t, cldr = composer.frame.t, composer.site.edition.cldr
    years = []
    for year, months in groupby(counts, key=lambda month: month[0]):
        links = tuple(
            Link(_titled(month_name(key[1], cldr)), composer.path(_address(key)), counts[key]) for key in months
        )
        years.append((year, sum(link.count or 0 for link in links), links))
    head = composer.crumbed(composer.head("archive", ADDRESS, t("archive"), t("archive_description")))
    return ArchivePage(of_list(composer, head, ()), tuple(years))


def month_sheet(
    composer: Composer, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> Sheet:
    """One month's page."""
    found = _found(composer, key)
    made_from = (*map(composer.card_key, stories), repr((newer, older, found)))
    return Sheet(
        _address(key),
        "month",
        made_from,
        lambda: month_page(composer, key, stories, newer, older),
        found,
        changed(stories),
    )


def month_page(
    composer: Composer, key: Month, stories: list[Story], newer: Month | None, older: Month | None
) -> MonthPage:
    """The stories of a month, and the months beside it."""
    t = composer.frame.t
    name = month_and_year(*key, composer.site.edition.cldr)
    about = t("month_description", name=name)
    head = composer.head("archive", _address(key), _titled(name), about, _found(composer, key))
    head = composer.crumbed(head, Link(t("archive"), composer.frame.archive_path))
    cards = composer.cards(stories)
    return MonthPage(
        of_list(composer, head, stories), cards, len(stories), _link(composer, newer), _link(composer, older)
    )


def _month(story: Story) -> Month:
    return story.date.year, story.date.month


def _found(composer: Composer, month: Month) -> Counterparts:
    return composer.site.listing(_address(month), lambda tally: tally[("month", *month)] > 0)


def _address(month: Month) -> str:
    return f"{ADDRESS}{month[0]}/{month[1]:02d}/"


def _link(composer: Composer, month: Month | None) -> Link | None:
    if not month:
        return None
    return Link(_titled(month_and_year(*month, composer.site.edition.cldr)), composer.path(_address(month)))


def _titled(name: str) -> str:
    """A month's name where it stands alone: Serbian writes it small within a sentence only."""
    return name[:1].upper() + name[1:]
