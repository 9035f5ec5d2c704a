"""Atom feeds."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.counterparts import Alternate
from plugins.feeds.atom import Feed, FeedCategory, FeedEntry, tag_uri
from plugins.feeds.xml import xml_text
from tests.feeds.rendering import parsed, render, texts

URL = "https://example.org"
ZONE = dt.timezone(dt.timedelta(hours=2))
ENTRY = FeedEntry(
    id="tag:example.org,2023-01-01:news/equipment/sr-Latn",
    title="Oprema & obuka <za> graničnu policiju",
    address=f"{URL}/sr/news/equipment/",
    summary="Trideset službenika dobilo je opremu.",
    html=f'<p>Više <a href="{URL}/sr/news/x/?a=1&amp;b=2">ovde</a> &amp; tamo.</p>',
    author="IOM Srbija",
    published=dt.datetime(2023, 8, 22, 10, 0, tzinfo=ZONE),
    categories=(FeedCategory("16", "http://metadata.un.org/sdg/", "Mir, pravda i snažne institucije"),),
    alternates=(Alternate("en", f"{URL}/news/equipment/"),),
)
FEED = Feed(
    id="tag:example.org,2023-01-01:feeds/news/sr-Latn",
    title="Vesti",
    subtitle="",
    language="sr-Latn",
    address=f"{URL}/sr/feeds/news.atom.xml",
    home=f"{URL}/sr/",
    author="Vesti",
    icon="",
    hub="",
    start=dt.datetime(2023, 1, 1, tzinfo=ZONE),
    alternates=(Alternate("en", f"{URL}/feeds/news.atom.xml"),),
    entries=(ENTRY,),
)


LATE = replace(ENTRY, modified=dt.datetime(2024, 1, 5, 8, 0, tzinfo=ZONE))
EMPTY = replace(FEED, entries=())


@pytest.mark.parametrize(
    ("feed", "path", "expected"),
    [
        (FEED, "/a:feed/@xml:lang", "sr-Latn"),
        (FEED, "//a:entry/a:title/text()", ENTRY.title),
        (FEED, "//a:entry/a:content[@type='html']/text()", ENTRY.html),
        (FEED, "//a:entry/a:summary/text()", ENTRY.summary),
        (FEED, "//a:entry/a:published/text()", "2023-08-22T10:00:00+02:00"),
        (FEED, "//a:entry/a:author/a:name/text()", "IOM Srbija"),
        (FEED, "//a:entry/a:category/@term", "16"),
        # The feed itself, its page, and the same feed and story in the other edition.
        (FEED, "/a:feed/a:link[@rel='self']/@href", FEED.address),
        (FEED, "/a:feed/a:link[@type='text/html']/@href", FEED.home),
        (FEED, "/a:feed/a:link[@hreflang='en']/@href", f"{URL}/feeds/news.atom.xml"),
        (FEED, "//a:entry/a:link[@hreflang='en']/@href", f"{URL}/news/equipment/"),
        (FEED, "//a:link[@rel='hub']/@href", None),
        (replace(FEED, hub="https://hub.example.net/"), "//a:link[@rel='hub']/@href", "https://hub.example.net/"),
        # A feed is as new as its newest story or correction, whenever it was built, and one without stories has a fixed
        # time.
        (replace(FEED, entries=(ENTRY, LATE)), "/a:feed/a:updated/text()", "2024-01-05T08:00:00+02:00"),
        (EMPTY, "/a:feed/a:updated/text()", "2023-01-01T00:00:00+02:00"),
        (EMPTY, "/a:feed/a:author/a:name/text()", "Vesti"),
    ],
)
def test_a_feed_says_what_its_stories_say(feed: Feed, path: str, expected: str | None) -> None:
    """Everything that a reader shows of a feed and of a story is in it, with XML characters escaped."""
    assert texts(parsed("feed.xml", feed), path) == ([expected] if expected else [])


def test_a_change_before_publication_does_not_count() -> None:
    """A story is not older than its publication, whatever its Modified field says."""
    early = replace(ENTRY, modified=dt.datetime(2020, 1, 1, tzinfo=ZONE))
    assert early.updated == early.published


def test_ids_depend_on_nothing_that_changes() -> None:
    """An id is made of host, a fixed day, the slug and the edition."""
    assert tag_uri("https://example.org:8443/x", dt.date(2023, 8, 22), "news/đak", "sr-Latn") == (
        "tag:example.org,2023-08-22:news/%C4%91ak/sr-Latn"
    )


@pytest.mark.parametrize("field", ["title", "summary", "html", "author"])
@given(text=st.text())
def test_any_text_comes_through(field: str, text: str) -> None:
    """Whatever a story says, the feed is XML and says the same, save for characters that XML cannot hold."""
    safe = xml_text(text).replace("\r", "")
    root = parsed("feed.xml", replace(FEED, entries=(replace(ENTRY, **{field: safe}),)))
    path = {"html": "content", "author": "author/a:name"}.get(field, field)
    assert "".join(texts(root, f"//a:entry/a:{path}/text()")) == safe


def test_the_declaration_comes_first() -> None:
    """Nothing stands before the XML declaration, not even a line break."""
    assert render("feed.xml", FEED).startswith('<?xml version="1.0" encoding="utf-8"?>\n<feed ')
