"""The digest: which stories, in which words, and what mail programs get."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import ContentErrors, SettingError, UserError
from plugins.digest.mailing import Mailing, find_missing, make_mailings, read_since, write_mailings
from plugins.images import album_of
from plugins.project.settings import settings_of
from plugins.system.clock import Clock
from tests.digest.mail_rules import faults
from tests.editions.arabic_site import arabic_site
from tests.small_site import ROOT, SmallSite, small_site

URL = "https://news.example.org"
NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def write_site(folder: Path) -> SmallSite:
    """Three stories of one week: the newest without a picture, one with, one in English only; one of last year."""
    site = small_site(folder)
    picture = site.write("images/bridge.jpg", b"")
    Image.new("RGB", (1400, 700), "teal").save(picture)
    site.article("newest", date="2026-03-09", category="local", summary="Newest & <shortest>.")
    site.article("newest", "sr", title="Najnovija", summary="Njena vest.")
    site.article("pictured", date="2026-03-06", category="global", image="images/bridge.jpg", image_alt="A “bridge”")
    site.article("pictured", "sr", title="Sa slikom", image_alt="Most preko Đetinje")
    long = "A summary of more words than one line of plain text has room for, which is 76 letters. " * 2
    site.article("alone", date="2026-03-05", summary=long, event_start="2026-03-06 10:00", event_place="Bor")
    site.article("old", date="2025-06-01")
    site.article("draft", date="2026-03-08", status="draft")
    site.article("future", date="2026-03-12")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site, whose content no test changes."""
    return write_site(tmp_path_factory.mktemp("mailed"))


@pytest.fixture
def own_site(tmp_path: Path) -> SmallSite:
    """A site of its own, to be changed."""
    return write_site(tmp_path)


@pytest.fixture(scope="module")
def sent(site: SmallSite) -> dict[str, Mailing]:
    """Its digests, from which readers may unsubscribe."""
    return mailings(site, DIGEST_UNSUBSCRIBE="https://lists.example.org/leave")


def settings(site: SmallSite, **more: Any) -> dict[str, Any]:
    """The settings of a small site."""
    paths = {"PATH": str(site.content), "CACHE_PATH": str(site.folder / ".cache"), "THEME": str(ROOT / "theme")}
    return {**settings_of(str(ROOT / "pelicanconf.py")), **paths, **site.settings, **more}


def library(site: SmallSite, **more: Any) -> ContentLibrary:
    """Its content on 10 March 2026."""
    return load_library(read_site_config(settings(site, **more)), Clock(NOW))


def mailings(site: SmallSite, since: str = "2026-03-01", **more: Any) -> dict[str, Mailing]:
    """The digest of each edition, by its name."""
    wanted, read = settings(site, **more), library(site)
    found = make_mailings(read, album_of(wanted), wanted, read_since(since, False, read))
    return {mailing.edition: mailing for mailing in found}


def titles(mailing: Mailing) -> list[str]:
    """The headlines of its HTML, in order."""
    return [heading.get_text(strip=True) for heading in BeautifulSoup(mailing.html, "lxml").find_all("h2")]


def parsed(mailing: Mailing) -> EmailMessage:
    """The message, as a mail program reads it."""
    message = email.message_from_bytes(mailing.message, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_each_edition_has_its_own_stories(sent: dict[str, Mailing]) -> None:
    """Stories since the day are there in the words of the edition; drafts, later and older ones are not."""
    found = sent
    assert titles(found["en"]) == ["Story pictured", "Story newest", "Story alone"]
    assert titles(found["sr"]) == ["Sa slikom", "Najnovija"]
    assert titles(found["sr-cyrl"]) == ["Са сликом", "Најновија"]
    assert "Њена вест." in found["sr-cyrl"].html
    assert 'alt="Мост преко Ђетиње"' in found["sr-cyrl"].html


def test_the_big_story_is_the_newest_with_a_picture(site: SmallSite) -> None:
    """It comes first, is the subject, and its picture is as wide as the column; without pictures the newest is big."""
    found = mailings(site)
    assert found["sr"].subject == "Sa slikom | Vesti UN u Srbiji"
    image = BeautifulSoup(found["sr"].html, "lxml").find("img")
    assert (image["width"], image["height"]) == ("600", "300")
    assert titles(mailings(site, "2026-03-08")["en"]) == ["Story newest"]


def test_html_keeps_the_rules_of_mail_programs(sent: dict[str, Mailing]) -> None:
    """Nothing is in the HTML that Outlook, Gmail or Apple Mail would not show, and nothing that follows readers."""
    for mailing in sent.values():
        assert faults(mailing.html, URL) == []


def test_message_opens_as_a_draft(sent: dict[str, Mailing]) -> None:
    """It is unsent, has both forms of the text, plain first, no sender and no date, and passes any server as it is."""
    for mailing in sent.values():
        message = parsed(mailing)
        assert message["X-Unsent"] == "1"
        assert message["Subject"] == mailing.subject
        assert f'lang="{message["Content-Language"]}"' in mailing.html
        assert message["List-Unsubscribe"] == "<https://lists.example.org/leave>"
        assert [message[name] for name in ("From", "To", "Date")] == [None] * 3
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        plain, html = (part.get_content().replace("\r\n", "\n").strip() for part in message.iter_parts())
        assert (plain, html) == (mailing.text.strip(), mailing.html.strip())
        assert mailing.message.isascii()
        assert max(map(len, mailing.message.split(b"\r\n"))) <= 998
        assert mailing.message.count(b"\n") == mailing.message.count(b"\r\n")


def test_plain_text_has_all_stories(sent: dict[str, Mailing]) -> None:
    """Title, category, date, summary and address of each story, in lines of at most 76 characters, addresses whole."""
    text = sent["en"].text
    newest = f"Story newest\nLocal · 9 March 2026\n\nNewest & <shortest>.\n\n{URL}/news/newest/"
    assert re.search(r"Story alone\n(\w+ · )?5 March 2026 · The event is over", text)
    assert f"\n\n{'-' * 30}\n\n{newest}\n\n" in text
    assert all(len(line) <= 76 or line.startswith(f"{URL}/") for line in text.splitlines())


def test_a_long_digest_is_not_clipped(own_site: SmallSite) -> None:
    """With very many stories the HTML stays below Gmail's limit, the last ones as titles or a number; the text has
    all."""
    for number in range(300):
        title = f"Title {number} {'word ' * 20}"
        own_site.article(f"long-{number}", date="2026-03-04", title=title, summary="s " * 120)
    mailing = mailings(own_site)["en"]
    assert faults(mailing.html, URL) == []
    assert mailing.html.count('class="summary"') == 12
    assert mailing.stories == 303
    assert "more stories in the archive" in mailing.html
    assert mailing.text.count(f"{URL}/news/long-") == 300


def test_right_to_left(tmp_path: Path) -> None:
    """In Arabic the message reads from right to left, and keeps the same rules."""
    site = arabic_site(tmp_path)
    wanted = settings(site)
    read = load_library(read_site_config(wanted), Clock(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)))
    found = {
        one.edition: one
        for one in make_mailings(read, album_of(wanted), wanted, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    }
    table = BeautifulSoup(found["ar"].html, "lxml").find("table")
    assert (table["dir"], table["lang"]) == ("rtl", "ar")
    assert {cell["align"] for cell in table.select("td[align]")} == {"center", "right"}
    assert faults(found["ar"].html, wanted["SITEURL"]) == []


@pytest.mark.parametrize(
    ("value", "week", "words"),
    [
        ("yesterday", False, "is not a date: write year-month-day"),
        ("2026-02-30", False, "is not a date"),
        ("2026-04-01", False, "is still to come"),
        ("2026-03-01", True, "give one of them"),
    ],
)
def test_a_day_that_cannot_be_meant(site: SmallSite, value: str, week: bool, words: str) -> None:
    """A day that is no day, or is to come, and two answers to one question are refused in plain words."""
    with pytest.raises(UserError, match=words):
        read_since(value, week, library(site))


def test_a_week_is_meant_where_nothing_is_said(site: SmallSite) -> None:
    """Without a day the stories of the last seven days are taken."""
    read = library(site)
    assert read_since("", False, read) == read_since("", True, read) == NOW - dt.timedelta(days=7)
    assert read_since("2026-03-01", False, read).isoformat() == "2026-03-01T00:00:00+01:00"


def test_no_stories_since_then(site: SmallSite) -> None:
    """It says of which day the newest story is, and what to run."""
    with pytest.raises(
        UserError, match=r"since 2026-03-10; the newest is of 2026-03-09: run ./inv digest --since 2026"
    ):
        mailings(site, "2026-03-10")


def test_an_empty_site_has_nothing_to_send(tmp_path: Path) -> None:
    """Where nothing has been published, it says so."""
    with pytest.raises(UserError, match="no story has been published yet"):
        mailings(small_site(tmp_path))


def test_content_with_errors_is_not_mailed(own_site: SmallSite) -> None:
    """What could not be built is not sent either."""
    own_site.article("broken", date="soon")
    with pytest.raises(ContentErrors, match="is not a date"):
        mailings(own_site)


def test_what_is_wrong_with_a_draft_stops_no_digest(own_site: SmallSite) -> None:
    """Nor does anything else that stops no build."""
    own_site.article("broken", date="soon", status="draft")
    assert mailings(own_site)


@pytest.mark.parametrize(("value", "is_address"), [("mailto:leave@example.org", True), ("*|UNSUB|*", False)])
def test_mail_programs_are_given_addresses_to_unsubscribe(site: SmallSite, value: str, is_address: bool) -> None:
    """An address of any kind is in the header that mail programs read; what a mailing service replaces is not."""
    header = parsed(mailings(site, "2026-03-08", DIGEST_UNSUBSCRIBE=value)["en"])["List-Unsubscribe"]
    assert header == (f"<{value}>" if is_address else None)


@pytest.mark.parametrize("value", [7, "https://a\nBcc: everybody@example.org"])
def test_a_wrong_address_to_unsubscribe_is_refused(site: SmallSite, value: object) -> None:
    """It is one line of text, so that it can add no header to the message."""
    with pytest.raises(SettingError, match="DIGEST_UNSUBSCRIBE"):
        mailings(site, DIGEST_UNSUBSCRIBE=value)


def test_files_are_not_replaced(own_site: SmallSite) -> None:
    """The same digest is written once; another one is refused, and nothing written, unless it is asked for."""
    folder, first = own_site.folder / "digest", list(mailings(own_site).values())
    written = write_mailings(first, folder)
    assert sorted(file.relative_to(folder).as_posix() for file in written)[:3] == [
        f"2026-03-10/en.{ending}" for ending in ("eml", "html", "txt")
    ]
    assert list(written.values()) == [True] * 9
    assert list(write_mailings(mailings(own_site).values(), folder).values()) == [False] * 9
    before = {file: file.read_bytes() for file in written}
    own_site.article("newest", date="2026-03-09", title="Another title")
    other = list(mailings(own_site).values())
    with pytest.raises(UserError, match=r"en\.eml.*--force"):
        write_mailings(other, folder)
    assert {path: path.read_bytes() for path in before} == before
    assert any(write_mailings(other, folder, replace=True).values())
    assert "Another title" in (folder / "2026-03-10/en.txt").read_text("utf-8")


def test_addresses_that_are_not_built_are_found(own_site: SmallSite) -> None:
    """Before a build every page and picture of the digest is missing; after it none is."""
    found = list(mailings(own_site).values())
    missing = find_missing(found, own_site.output, URL)
    assert f"{URL}/news/newest/" in missing
    assert any(address.endswith(".jpg") for address in missing)
    own_site.build(NOW=int(NOW.timestamp()))
    assert find_missing(found, own_site.output, URL) == []


@pytest.mark.parametrize("width", [360, 600])
def test_fits_a_window(sent: dict[str, Mailing], chromium: Any, width: int) -> None:
    """At the width of a phone and of a column nothing is wider than the window, and no text is smaller than 14 px."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    try:
        for mailing in sent.values():
            page.set_content(mailing.html)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            sizes = "[...document.querySelectorAll('p, h1, h2, a')].map(e => parseFloat(getComputedStyle(e).fontSize))"
            assert min(page.evaluate(sizes)) >= 14
    finally:
        page.close()
