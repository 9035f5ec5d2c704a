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


def test_a_feed_says_what_its_stories_say() -> None:
    """Everything that a reader shows of a story is in its entry, with XML characters escaped."""
    root = parsed("feed.xml", FEED)
    assert texts(root, "/a:feed/@xml:lang") == ["sr-Latn"]
    assert texts(root, "//a:entry/a:title/text()") == [ENTRY.title]
    assert texts(root, "//a:entry/a:content[@type='html']/text()") == [ENTRY.html]
    assert texts(root, "//a:entry/a:summary/text()") == [ENTRY.summary]
    assert texts(root, "//a:entry/a:published/text()") == ["2023-08-22T10:00:00+02:00"]
    assert texts(root, "//a:entry/a:author/a:name/text()") == ["IOM Srbija"]
    assert texts(root, "//a:entry/a:category/@term") == ["16"]


def test_a_feed_names_itself_and_its_counterparts() -> None:
    """The feed links to itself, to its page, and to the same feed and story in the other edition."""
    root = parsed("feed.xml", FEED)
    assert texts(root, "/a:feed/a:link[@rel='self']/@href") == [FEED.address]
    assert texts(root, "/a:feed/a:link[@type='text/html']/@href") == [FEED.home]
    assert texts(root, "/a:feed/a:link[@hreflang='en']/@href") == [f"{URL}/feeds/news.atom.xml"]
    assert texts(root, "//a:entry/a:link[@hreflang='en']/@href") == [f"{URL}/news/equipment/"]


def test_the_hub_is_named_only_where_there_is_one() -> None:
    """A WebSub hub of the settings is in the feed."""
    assert texts(parsed("feed.xml", FEED), "//a:link[@rel='hub']/@href") == []
    root = parsed("feed.xml", replace(FEED, hub="https://hub.example.net/"))
    assert texts(root, "//a:link[@rel='hub']/@href") == ["https://hub.example.net/"]


def test_updated_is_the_newest_change_of_a_story() -> None:
    """A feed is as new as its newest story or correction, whenever it was built."""
    corrected = replace(ENTRY, modified=dt.datetime(2024, 1, 5, 8, 0, tzinfo=ZONE))
    feed = replace(FEED, entries=(replace(ENTRY, id="tag:other"), corrected))
    assert texts(parsed("feed.xml", feed), "/a:feed/a:updated/text()") == ["2024-01-05T08:00:00+02:00"]


def test_a_change_before_publication_does_not_count() -> None:
    """A story is not older than its publication, whatever its Modified field says."""
    early = replace(ENTRY, modified=dt.datetime(2020, 1, 1, tzinfo=ZONE))
    assert early.updated == early.published


def test_an_empty_feed_is_a_feed() -> None:
    """A feed without stories has all that Atom demands and a fixed time."""
    root = parsed("feed.xml", replace(FEED, entries=()))
    assert texts(root, "/a:feed/a:updated/text()") == ["2023-01-01T00:00:00+02:00"]
    assert texts(root, "/a:feed/a:author/a:name/text()") == ["Vesti"]


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
