"""Sitemaps and the news sitemap."""

import datetime as dt
from types import SimpleNamespace

from plugins.content.counterparts import Alternate
from plugins.feeds.sitemaps import NewsEntry, SitemapEntry, iso_639, newest_news, sitemaps
from tests.feeds.rendering import parsed, texts

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


def test_news_are_newest_first_and_at_most_a_thousand() -> None:
    """Where there are more stories than a news sitemap may have, the oldest are left out."""
    news = newest_news([_news(number / 100, number) for number in reversed(range(1200))])
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


def test_scripts_are_no_languages() -> None:
    """ISO 639 knows languages only."""
    assert [iso_639(tag) for tag in ("en", "sr-Latn", "sr-Cyrl-RS", "AR")] == ["en", "sr", "sr", "ar"]
