"""Which pages the sitemap lists."""

import datetime as dt
from types import SimpleNamespace

from plugins.content.counterparts import Counterparts
from plugins.editions.page_writer import ListedPage, PageSpec
from plugins.feeds.sitemaps import sitemap_entries

URL = "https://example.org"
MOMENT = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
ENGLISH = SimpleNamespace(name="en", tag="en", path=lambda address: f"/{address}")
ARABIC = SimpleNamespace(name="ar", tag="ar", path=lambda address: f"/ar/{address}")


def _listed(edition: SimpleNamespace, address: str, *real: str) -> ListedPage:
    """A page that is in `real` editions in their own words."""
    found = Counterparts(address, real, ("en", "ar"))
    return ListedPage(
        edition,
        PageSpec(address=address, template="article", shown=(), build_view=dict, counterparts=found, lastmod=MOMENT),
    )


def _entries(*listed: ListedPage) -> dict[str, dict[str, str]]:
    """The alternates by hreflang of each entry, by its address."""
    entries = sitemap_entries(listed, (ENGLISH, ARABIC), URL)
    return {entry.address: {one.hreflang: one.href for one in entry.alternates} for entry in entries}


def test_a_page_is_listed_in_each_edition_with_the_others() -> None:
    """Both versions of a page name both, and the first edition's as the one for everybody else."""
    here, there = f"{URL}/news/x/", f"{URL}/ar/news/x/"
    both = {"en": here, "ar": there, "x-default": here}
    found = _entries(_listed(ENGLISH, "news/x/", "en", "ar"), _listed(ARABIC, "news/x/", "en", "ar"))
    assert found == {here: both, there: both}


def test_a_page_in_borrowed_words_is_not_listed() -> None:
    """Where an edition shows a story in another language, only the original's page is for search engines."""
    found = _entries(_listed(ENGLISH, "news/x/", "en"), _listed(ARABIC, "news/x/", "en"))
    assert found == {f"{URL}/news/x/": {"en": f"{URL}/news/x/", "x-default": f"{URL}/news/x/"}}


def test_a_page_says_when_it_changed() -> None:
    """The moment is that of the page's own words."""
    (entry,) = sitemap_entries([_listed(ENGLISH, "about/", "en")], (ENGLISH, ARABIC), URL)
    assert entry.modified == MOMENT
