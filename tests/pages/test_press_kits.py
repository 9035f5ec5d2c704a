"""Press kits of a built site, and events with their entries for calendars."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from PIL import Image

from tests.small_site import SmallSite, copied

HOST = "https://news.example.org"
KIT = "news/fair/press-kit/fair.zip"
VIDEO = "https://www.youtube.com/watch?v=QBb-VfMFPdc"
VIDEOS = f"The first text.\n\n{VIDEO}\n\nfair.mp4\n"
OFFICE = "Name: Press office\nContact: Ana Nikolić\nE-mail: press@example.org\n\nWe write {}.\n"


def write_site(site: SmallSite) -> None:
    """A story with a kit and an event in two languages, one without, and one of each that readers do not see."""
    site.write("images/bridge.jpg", b"")
    Image.new("RGB", (600, 400), "teal").save(site.content / "images/bridge.jpg")
    site.write("press-office.en.txt", OFFICE.format("news"))
    site.write("press-office.sr.txt", OFFICE.format("vesti"))
    event = {"event_start": "2026-12-03 11:00", "event_end": "2026-12-03 12:30", "press_kit": "yes"}
    picture = {"image": "images/bridge.jpg", "image_alt": "A bridge", "image_credit": "Photo: Ana"}
    site.write("news/2026/fair.mp4", b"moving pictures")
    english = {"title": "The fair, and more", "event_place": "Palace of Serbia, Belgrade", "body": VIDEOS}
    site.article("fair", **english, **event, **picture)
    site.article("fair", "sr", title="Sajam", event_place="Palata Srbija, Beograd", image_alt="Most")
    site.article("plain")
    site.article("plain", "sr")
    site.article("draft", status="draft", preview="yes", **event)
    site.article("later", date="2027-03-01", **event)
    site.article("lone", press_kit="yes", event_start="2026-12-05", event_end="2026-12-06")


@pytest.fixture(scope="module")
def site(built_once: Callable[..., SmallSite]) -> SmallSite:
    """The site, built with previews of drafts."""
    return built_once("press-kits", write_site, SOCIAL_CARDS=False, SEARCH=False, PREVIEW_KEY="x" * 20)


def archive(site: SmallSite, name: str = KIT) -> zipfile.ZipFile:
    """An archive of the output."""
    return zipfile.ZipFile(io.BytesIO((site.output / name).read_bytes()))


def entry(site: SmallSite, address: str) -> dict[str, object]:
    """The event of a calendar's entry, as a calendar reads it."""
    (event,) = Calendar.from_ical((site.output / address).read_bytes()).walk("VEVENT")
    return {name: getattr(value, "dt", value) for name, value in event.items()}


def test_only_stories_that_ask_have_a_kit(site: SmallSite) -> None:
    """A published story with `Press-Kit: yes` has one archive, and a page in each edition that has its words; a draft,
    a story to come and any other have none."""
    files = sorted(site.files())
    assert [name for name in files if name.endswith(".zip")] == [KIT, "news/lone/press-kit/lone.zip"]
    assert [name for name in files if name.endswith("press-kit/index.html")] == [
        "news/fair/press-kit/index.html",
        "news/lone/press-kit/index.html",
        "sr-cyrl/news/fair/press-kit/index.html",
        "sr/news/fair/press-kit/index.html",
    ]


def test_archive_has_every_edition(site: SmallSite) -> None:
    """Text, captions and office are there in the words and the script of each edition, the picture once."""
    names = archive(site).namelist()
    assert names == [
        *(f"fair/fair.{edition}.{ending}" for edition in ("en", "sr-cyrl", "sr") for ending in ("docx", "txt")),
        "fair/pictures/bridge.jpg",
        *(f"fair/pictures/captions.{edition}.txt" for edition in ("en", "sr-cyrl", "sr")),
    ]
    texts = {name: archive(site).read(name).decode() for name in names if name.endswith(".txt")}
    assert "Ана Николић\nПресс оффице" not in texts["fair/fair.en.txt"]
    assert "Ana Nikolić" in texts["fair/fair.sr.txt"]
    assert "Ана Николић" in texts["fair/fair.sr-cyrl.txt"]
    assert "press@example.org" in texts["fair/fair.sr-cyrl.txt"]
    assert "Мост" in texts["fair/pictures/captions.sr-cyrl.txt"]
    assert f"{HOST}/sr/news/fair/" in texts["fair/fair.sr.txt"]


def test_videos_are_in_the_texts_with_their_addresses(site: SmallSite) -> None:
    """Plain text and Word document say where each video is; the Markdown file links to it."""
    text = archive(site).read("fair/fair.en.txt").decode()
    document = Document(io.BytesIO(archive(site).read("fair/fair.en.docx")))
    for lines in (text.splitlines(), [paragraph.text for paragraph in document.paragraphs]):
        assert f"Watch the video on YouTube: {VIDEO}" in lines
        assert f"Download the video (MP4 video, 1 KB): {HOST}/files/news/2026/fair.mp4" in lines
    assert f"({VIDEO})" in site.text("/news/fair/index.md")
    assert f"({HOST}/files/news/2026/fair.mp4)" in site.text("/news/fair/index.md")


def test_story_leads_to_its_kit(site: SmallSite) -> None:
    """The story's page leads to the kit's, and that to the archive and back; search engines keep the story."""
    link = site.page("/sr/news/fair/").select_one('a[href="/sr/news/fair/press-kit/"]')
    assert " ".join(link.parent.get_text().split()) == "Za redakcije: Materijal za medije"
    page = site.page("/sr/news/fair/press-kit/")
    size = round((site.output / KIT).stat().st_size / 1000)
    assert page.select_one(f'a[href="/{KIT}"]').get_text().endswith(f" (ZIP arhiva, {size}\N{NO-BREAK SPACE}KB)")
    assert page.select_one('a[href="/sr/news/fair/"]')
    own = f"{HOST}/sr/news/fair/press-kit/"
    assert page.select_one('link[rel="canonical"]')["href"] == own
    assert page.select_one('meta[property="og:url"]')["content"] == own
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one('a[href="mailto:press@example.org"]')
    assert "press-kit" not in site.text("/sitemap.xml")
    assert not site.page("/news/plain/").select('a[href*="press-kit"]')
    assert not site.page("/sr/news/lone/").select('a[href*="press-kit"]')


def test_kit_follows_what_it_is_made_of(site: SmallSite, tmp_path: Path) -> None:
    """A new word of the story, of a translation, of the office, or another picture makes a new archive; a build of the
    same makes the same bytes."""
    changed = copied(site, tmp_path / "site")
    seen = {(site.output / KIT).read_bytes()}
    story = changed.content / "news/2026/fair.sr.md"
    edits = (
        lambda: changed.write("news/2026/fair.sr.md", story.read_text("utf-8").replace("Drugi", "Treći")),
        lambda: changed.write("press-office.sr.txt", OFFICE.format("novosti")),
        lambda: Image.new("RGB", (600, 400), "navy").save(changed.content / "images/bridge.jpg"),
    )
    for number, edit in enumerate(edits, 2):
        edit()
        changed.build()
        seen.add((changed.output / KIT).read_bytes())
        assert len(seen) == number
    assert changed.build(OUTPUT_PATH=str(tmp_path / "clean"), CACHE_PATH=str(tmp_path / "clean-cache"))
    assert (tmp_path / "clean" / KIT).read_bytes() == (changed.output / KIT).read_bytes()
    story = changed.content / "news/2026/fair.en.md"
    story.write_text(story.read_text("utf-8").replace("Press-Kit: yes", "Press-Kit: no"), "utf-8")
    changed.build()
    assert not (changed.output / KIT).exists()


def test_damaged_archive_in_the_cache_is_made_again(site: SmallSite, tmp_path: Path) -> None:
    """What lies in the cache is published only if each of its bytes is as it was."""
    other = copied(site, tmp_path / "site")
    for file in (other.folder / ".cache/press-kits").iterdir():
        damaged = bytearray(file.read_bytes())
        # A time, of which no checksum of the archive is made.
        damaged[10] ^= 1
        file.write_bytes(damaged)
    (other.output / KIT).unlink()
    other.build()
    assert (other.output / KIT).read_bytes() == (site.output / KIT).read_bytes()


def test_event_is_an_entry_for_calendars(site: SmallSite) -> None:
    """A calendar reads beginning, end, title, place and address of the event, in the words of the edition."""
    for prefix, title, place in (
        ("", "The fair, and more", "Palace of Serbia, Belgrade"),
        ("sr/", "Sajam", "Palata Srbija, Beograd"),
        ("sr-cyrl/", "Сајам", "Палата Србија, Београд"),
    ):
        event = entry(site, f"{prefix}news/fair/event.ics")
        assert event["DTSTART"] == dt.datetime(2026, 12, 3, 10, 0, tzinfo=dt.UTC)
        assert event["DTEND"] == dt.datetime(2026, 12, 3, 11, 30, tzinfo=dt.UTC)
        assert (event["SUMMARY"], event["LOCATION"]) == (title, place)
        assert event["URL"] == f"{HOST}/{prefix}news/fair/"
        data = (site.output / f"{prefix}news/fair/event.ics").read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
        assert max(map(len, data.split(b"\r\n"))) <= 75
    uids = {entry(site, f"{prefix}news/fair/event.ics")["UID"] for prefix in ("", "sr/", "sr-cyrl/")}
    assert len(uids) == 3


def test_event_of_whole_days_ends_after_its_last(site: SmallSite) -> None:
    """Days without hours are days in a calendar too, the last one included."""
    event = entry(site, "news/lone/event.ics")
    assert (event["DTSTART"], event["DTEND"]) == (dt.date(2026, 12, 5), dt.date(2026, 12, 7))


def test_page_shows_the_event(site: SmallSite) -> None:
    """Time and place stand above the text with the link for calendars; a preview has no such link."""
    block = site.page("/sr/news/fair/").select_one("aside.notice")
    assert block["aria-label"] == "Događaj"
    assert (
        " ".join(block.get_text().split())
        == "3. decembar 2026., 11:00–12:30, Palata Srbija, Beograd Dodajte u kalendar"
    )
    assert block.select_one("time")["datetime"] == "2026-12-03T11:00:00+01:00"
    assert not site.page("/news/plain/").select("aside.notice")
    (preview,) = (site.output / "preview").rglob("index.html")
    assert "event.ics" not in preview.read_text("utf-8")
    assert "3 December 2026" in preview.read_text("utf-8")


def test_event_is_structured_data(site: SmallSite) -> None:
    """The story's page describes the event in schema.org's terms, where the edition has the story in its own words."""
    data = json.loads(site.page("/sr/news/fair/").select_one('script[type="application/ld+json"]').string)
    (event,) = [node for node in data["@graph"] if node["@type"] == "Event"]
    assert event["startDate"] == "2026-12-03T11:00:00+01:00"
    assert event["endDate"] == "2026-12-03T12:30:00+01:00"
    assert event["location"]["name"] == "Palata Srbija, Beograd"
    assert event["url"] == f"{HOST}/sr/news/fair/"
    assert '"Event"' not in site.text("/sr/news/lone/")


def test_audit_finds_nothing_wrong(site: SmallSite) -> None:
    """The audit passes a site with kits and events, and looks into the archives for stories that must not be seen."""
    from plugins.audit import EditionSpec, SiteSpec, audit
    from plugins.content.settings.site_config import read_editions, read_languages
    from plugins.project.settings import settings_of
    from tests.small_site import ROOT

    settings = settings_of(str(ROOT / "pelicanconf.py"))
    editions = tuple(
        EditionSpec(one.name, one.tag, one.prefix, one.label, one.direction)
        for one in read_editions(settings["EDITIONS"], read_languages(settings["LANGUAGES"]))
    )
    assert [
        str(one) for one in audit(site.output, SiteSpec(HOST, editions, hidden_addresses=("news/later/",))).findings
    ] == []
    hidden = audit(site.output, SiteSpec(HOST, editions, hidden_addresses=("news/fair/",))).findings
    assert any(one.path == f"/{KIT}" and one.code == "drafts" for one in hidden)
