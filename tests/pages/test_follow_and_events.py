"""What readers come back for: feeds, the calendar, and events that are to come."""

import datetime as dt
import json
from pathlib import Path

from tests.small_site import SmallSite, small_site

ADVISORY = {"event-start": "2026-12-03 10:00", "event-end": "2026-12-03 12:30", "event-place": "Belgrade"}


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
        assert [link for link in links if not (site.output / link.lstrip("/")).is_file()] == []
    feed = json.loads((site.output / "feeds" / "sdg-6.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == ["Come and ask"]
    assert feed["items"][0]["url"].endswith("/news/advisory/")
    assert site.page("/sdg/6/").select('a[href="/follow/#sdg-6"]')


def test_an_event_is_to_come_until_it_is_over(tmp_path: Path) -> None:
    """The front page, the page of events and the story show it before; after it both pages say that it is over."""
    site = advised(tmp_path)
    site.build(NOW=moment(2))
    assert [link.text for link in site.page("/").select(".events a")] == ["Come and ask"]
    assert not site.page("/events/").select(".event-over")
    assert "BEGIN:VEVENT" in (site.output / "feeds" / "events.ics").read_text("utf-8")
    site.build(NOW=moment(4))
    assert not site.page("/").select(".events")
    assert site.page("/sr/events/").select(".event-over")
    notice = site.page("/news/advisory/").select_one(".story-head .notice")
    assert notice is not None
    assert notice.strong is not None
    assert not notice.select("a")


def test_without_events_there_is_no_page_of_them(tmp_path: Path) -> None:
    """A site that invites to nothing has neither the page nor the calendar."""
    site = small_site(tmp_path, SOCIAL_CARDS=False)
    site.article("plain")
    site.build()
    assert not (site.output / "events").exists()
    assert not site.page("/follow/").select('a[href$=".ics"]')
