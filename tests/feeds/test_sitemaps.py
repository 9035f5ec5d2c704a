"""Sitemaps and the news sitemap."""

import datetime as dt
from types import SimpleNamespace

from plugins.content.counterparts import Alternate
from plugins.feeds.sitemaps import NewsEntry, SitemapEntry, iso_639, recent_news, sitemaps
from tests.feeds.rendering import parsed, render, texts

URL = "https://example.org"
NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)


def _entry(number: int) -> SitemapEntry:
    """A page with a counterpart."""
    here, there = f"{URL}/news/{number:02}/", f"{URL}/sr/news/{number:02}/"
    alternates = (Alternate("en", here), Alternate("sr-Latn", there), Alternate("x-default", here))
    return SitemapEntry(here, NOW + dt.timedelta(days=number), alternates)


def _news(hours: float, number: int = 0) -> NewsEntry:
    """A story so many hours before `NOW`."""
    return NewsEntry(f"{URL}/news/{number}/", f"Story & <{number}>", "sr", "Vesti", NOW - dt.timedelta(hours=hours))


def test_each_page_stands_with_its_alternates() -> None:
    """A page has its address, its last change, and every alternate with a `href`."""
    (sitemap,) = sitemaps([_entry(1)], URL)
    root = parsed("sitemap.xml", sitemap)
    assert sitemap.file == "sitemap.xml"
    assert texts(root, "//s:url/s:loc/text()") == [f"{URL}/news/01/"]
    assert texts(root, "//s:url/s:lastmod/text()") == ["2026-09-04T12:00:00+00:00"]
    assert texts(root, "//x:link[@rel='alternate']/@hreflang") == ["en", "sr-Latn", "x-default"]
    assert texts(root, "//x:link/@href") == [f"{URL}/news/01/", f"{URL}/sr/news/01/", f"{URL}/news/01/"]


def test_a_page_of_unknown_age_has_no_date() -> None:
    """Nothing is made up for a page whose last change is not known."""
    (sitemap,) = sitemaps([SitemapEntry(f"{URL}/about/")], URL)
    assert "lastmod" not in render("sitemap.xml", sitemap)


def test_pages_are_listed_once_and_in_order() -> None:
    """The order in which pages were made, and a page added twice, make no difference."""
    assert sitemaps([_entry(2), _entry(1), _entry(2)], URL) == sitemaps([_entry(1), _entry(2)], URL)


def test_past_the_limit_there_is_an_index() -> None:
    """Ten addresses fit in a file of ten; with one more there are two files and an index with their newest changes."""
    assert len(sitemaps(map(_entry, range(10)), URL, limit=10)) == 1
    index, *parts = sitemaps(map(_entry, range(25)), URL, limit=10)
    root = parsed("sitemap.xml", index)
    assert [part.file for part in parts] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert texts(root, "/s:sitemapindex/s:sitemap/s:loc/text()") == [f"{URL}/{part.file}" for part in parts]
    assert texts(root, "//s:lastmod/text()")[-1] == (NOW + dt.timedelta(days=24)).isoformat()
    listed = [address for part in parts for address in texts(parsed("sitemap.xml", part), "//s:url/s:loc/text()")]
    assert listed == [_entry(number).address for number in range(25)]
    assert all(len(part.entries) <= 10 for part in parts)


def test_news_are_those_of_two_days() -> None:
    """A story 47 hours old is news, one 49 hours old is not, and neither is one that is still to come."""
    assert recent_news([_news(47), _news(49), _news(-1)], NOW) == (_news(47),)


def test_news_are_newest_first_and_at_most_a_thousand() -> None:
    """Where there are more stories than a news sitemap may have, the oldest are left out."""
    news = recent_news([_news(number / 100, number) for number in reversed(range(1200))], NOW)
    assert len(news) == 1000
    assert news[0] == _news(0, 0)
    assert news[-1] == _news(9.99, 999)


def test_the_news_sitemap_says_what_is_asked_for() -> None:
    """A story stands with publication, language, date and title."""
    root = parsed("news-sitemap.xml", SimpleNamespace(entries=(_news(1),)))
    assert texts(root, "//s:url/s:loc/text()") == [f"{URL}/news/0/"]
    assert texts(root, "//n:publication/n:name/text()") == ["Vesti"]
    assert texts(root, "//n:publication/n:language/text()") == ["sr"]
    assert texts(root, "//n:publication_date/text()") == ["2026-09-03T11:00:00+00:00"]
    assert texts(root, "//n:title/text()") == ["Story & <0>"]


def test_a_news_sitemap_without_news_is_well_formed() -> None:
    """On a quiet day the file is there and lists nothing."""
    assert texts(parsed("news-sitemap.xml", SimpleNamespace(entries=())), "//s:url") == []


def test_robots_may_read_everything() -> None:
    """robots.txt forbids nothing and names each sitemap."""
    page = SimpleNamespace(sitemaps=(f"{URL}/sitemap.xml", f"{URL}/news-sitemap.xml"))
    lines = render("robots.txt", page).splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow:"]
    assert [line for line in lines if line.startswith("Sitemap: ")] == [f"Sitemap: {name}" for name in page.sitemaps]


def test_scripts_are_no_languages() -> None:
    """ISO 639 knows languages only."""
    assert [iso_639(tag) for tag in ("en", "sr-Latn", "sr-Cyrl-RS", "AR")] == ["en", "sr", "sr", "ar"]
