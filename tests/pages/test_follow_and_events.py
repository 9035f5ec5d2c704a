"""What readers come back for: feeds, the calendar, and events that are to come."""

import datetime as dt
import json
from pathlib import Path

import pytest

from plugins.diagnostics import ContentErrors
from tests.small_site import SmallSite, small_site

ADVISORY = {
    "event-start": "2026-12-03 10:00",
    "event-end": "2026-12-03 12:30",
    "event-link": "press@example.org",
    "event-place": "Belgrade",
}


def moment(day: int) -> int:
    """A day of December 2026 as a time of a build."""
    return int(dt.datetime(2026, 12, day, 9, tzinfo=dt.UTC).timestamp())


def advised(tmp_path: Path) -> SmallSite:
    """A site with one story that invites to an event on 3 December."""
    site = small_site(tmp_path, SOCIAL_CARDS=False)
    site.article("advisory", title="Come and ask", category="local", sdgs="6", **ADVISORY)
    site.article("advisory", "sr", title="Dođite i pitajte", **{"event-place": "Beograd"})
    return site


def test_every_feed_is_on_the_page_and_exists(tmp_path: Path) -> None:
    """Each link of the page leads to a file, in each edition; JSON Feed has the stories of the Atom feed."""
    site = advised(tmp_path)
    site.build()
    for prefix in ("", "/sr", "/sr-cyrl"):
        links = [str(link["href"]) for link in site.page(f"{prefix}/follow/").select(".prose a")]
        assert len(links) > 2 * 18
        assert all(site.text(link) for link in links)
    feed = json.loads((site.output / "feeds" / "sdg-6.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == ["Come and ask"]
    assert feed["items"][0]["url"].endswith("/news/advisory/")
    assert site.page("/sdg/6/").select('a[href="/follow/#sdg-6"]')


def test_an_event_is_to_come_until_it_is_over(tmp_path: Path) -> None:
    """The front page, the page of events and the story show it until its end, of whole days until the last is over;
    after it both pages say that it is over, and its entry for calendars stays where it was."""
    site = advised(tmp_path)
    day = {"event-start": "2026-12-03", "event-end": "2026-12-03"}
    site.article("day", title="Open day", date="2026-03-01", category="local", **day)
    site.build(NOW=moment(3))
    assert [link.text for link in site.page("/").select(".events a")] == ["Open day", "Come and ask"]
    assert not site.page("/events/").select(".event-over")
    assert "BEGIN:VEVENT" in (site.output / "feeds" / "events.ics").read_text("utf-8")
    site.build(NOW=moment(4))
    assert not site.page("/").select(".events")
    assert site.page("/sr/events/").select(".event-over")
    notice = site.page("/news/advisory/").select_one(".story-head .notice")
    assert notice is not None
    assert notice.strong is not None
    assert [link["href"] for link in notice.select("a")][1:] == ["/news/advisory/event.ics"]
    for address in ("news/advisory/event.ics", "category/local/", "feeds/sdg-6.json", "news/advisory/index.md"):
        assert "The event is over" in site.text(f"/{address}")
        assert "Događaj je završen" in site.text(f"/sr/{address}")


def test_place_and_registration_are_links_before_the_picture(tmp_path: Path) -> None:
    """A place leads to a map, or to its own address where it names one; registration to what the header says."""
    site = advised(tmp_path)
    site.article(
        "online", date="2026-03-01", category="local", **(ADVISORY | {"event-place": "https://meet.example/x"})
    )
    site.build(NOW=moment(2))
    links = [link["href"] for link in site.page("/news/advisory/").select(".story-head .notice a")]
    place = "https://www.openstreetmap.org/search?query=Belgrade"
    assert links == [place, "mailto:press@example.org", "/news/advisory/event.ics"]
    assert site.page("/news/online/").select_one('.notice a[href="https://meet.example/x"]')
    site.article("wrong", date="2026-03-01", **(ADVISORY | {"event-link": "soon"}))
    with pytest.raises(ContentErrors, match="Event-Link 'soon' is no address"):
        site.build()


def test_without_events_there_is_no_page_of_them(tmp_path: Path) -> None:
    """A site that invites to nothing has neither the page nor the calendar."""
    site = small_site(tmp_path, SOCIAL_CARDS=False)
    site.article("plain")
    site.build()
    assert not (site.output / "events").exists()
    assert not site.page("/follow/").select('a[href$=".ics"]')


def test_the_digest_has_each_week_and_its_feed_those_that_are_over(tmp_path: Path) -> None:
    """A page with the newest week first, its lead a story with a picture; a feed with a week an entry, once it is
    over."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    for day in ("2026-11-24", "2026-11-30", "2026-12-01"):
        site.article(f"of-{day}", date=day, category="local")
    site.build(NOW=moment(2))
    page = site.page("/digest/")
    assert [section["id"] for section in page.select("main section")] == ["2026-w49", "2026-w48"]
    assert [link["href"] for link in page.select('[id="2026-w49"] .card-title a')] == [
        "/news/of-2026-12-01/",
        "/news/of-2026-11-30/",
    ]
    feed = json.loads(site.text("/feeds/digest.json"))
    assert [item["url"] for item in feed["items"]] == ["https://news.example.org/digest/#2026-w48"]
    assert "/news/of-2026-11-24/" in feed["items"][0]["content_html"]
    site.build(NOW=moment(8))
    assert site.text("/feeds/digest.atom.xml").count("<entry>") == 2


def test_each_edition_has_a_manifest_in_its_words(tmp_path: Path) -> None:
    """With its language, its front page and pictures that exist; every page names it."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    site.article("plain")
    site.build()
    for prefix, tag in (("", "en"), ("/sr-cyrl", "sr-Cyrl")):
        manifest = json.loads(site.text(f"{prefix}/manifest.webmanifest"))
        assert (manifest["lang"], manifest["start_url"]) == (tag, f"{prefix}/")
        assert all((site.output / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
        assert site.page(f"{prefix}/").select_one(f'link[rel=manifest][href="{prefix}/manifest.webmanifest"]')
