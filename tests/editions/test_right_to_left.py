"""The English and Arabic site: nothing of English and Serbian is wired into the code or the theme."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.images.social_cards import ICONS
from tests.editions.arabic_site import arabic_site
from tests.small_site import ROOT, SmallSite

SERBIAN = re.compile(r"[čćžšđČĆŽŠĐ]|[\u0400-\u04ff]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site, built."""
    site = arabic_site(tmp_path_factory.mktemp("arabic"))
    site.build()
    return site


def test_audit_is_clean(site: SmallSite) -> None:
    """Everything that is asked of a site before it is published holds for this one too."""
    editions = (EditionSpec("en", "en", "", "English"), EditionSpec("ar", "ar", "ar", "العربية", "rtl"))
    report = audit(site.output, SiteSpec("https://news.example.org", editions))
    assert [str(finding) for finding in report.findings] == []
    assert report.pages > 60


def test_everything_is_there(site: SmallSite) -> None:
    """Each address of the English edition has its counterpart below /ar/."""
    names = set(site.files())
    icons = tuple(ICONS)
    only_root = ("files/", "sitemap", "news-sitemap", "robots", "theme/", "pictures/", "pagefind/", "search/", *icons)
    assert names >= {*icons}
    english = {name for name in names if not name.startswith(("ar/", *only_root))}
    # A story has its Markdown only in the editions that have it in their own words.
    english.remove("news/english-only/index.md")
    assert {f"ar/{name}" for name in english} <= names
    assert {"ar/search/index.html", "ar/404.html", "ar/feeds/sdg-16.atom.xml", "ar/sdg/index.json"} <= names
    assert not any(name.startswith("sr") for name in names)


def test_direction_and_words(site: SmallSite) -> None:
    """The Arabic edition runs from right to left, in Arabic words and dates, and has no Serbian letter."""
    page = site.page("/ar/news/story-0/")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert "1 مارس 2026" in page.main.get_text(" ")
    for address in ("/", "/ar/", "/ar/news/story-0/", "/ar/sdg/", "/ar/search/", "/ar/404.html"):
        assert not SERBIAN.search(site.page(address).get_text(" ")), address


def test_a_file_is_reported_in_the_editions_words(site: SmallSite) -> None:
    """One file serves both editions; its kind and size are in the words and figures of each."""
    address = "/files/news/2026/tqryr-snwy.pdf"
    for edition, words in (("", "(PDF, 1.2\u00a0MB)"), ("/ar", None)):
        link = site.page(f"{edition}/news/report/").select_one(f'a[href="{address}"]')
        assert link is not None
        mark = link.select_one(".file-mark")
        assert mark is not None
        assert mark.get_text() == words or re.search("[\u0600-\u06ff].*1\\.2", mark.get_text())
    assert (site.output / address[1:]).stat().st_size == 1_200_008


def test_switch(site: SmallSite) -> None:
    """The switch has the two editions of the table, each in its own words and direction."""
    links = site.page("/ar/news/story-0/").select("[data-switch] a")
    assert [(link["href"], link["lang"], link["dir"], link.get_text(strip=True)) for link in links] == [
        ("/news/story-0/", "en", "ltr", "English"),
        ("/ar/news/story-0/", "ar", "rtl", "العربية"),
    ]


def test_untranslated_keeps_its_direction(site: SmallSite) -> None:
    """An Arabic text in the English edition runs from right to left, an English one in Arabic the other way."""
    arabic = site.page("/news/arabic-only/").find("h2", string="ما الجديد").find_parent(attrs={"lang": "ar"})
    english = site.page("/ar/news/english-only/").find("h2", string="What changed").find_parent(attrs={"lang": "en"})
    assert (arabic["dir"], english["dir"]) == ("rtl", "ltr")


def test_code_names_no_language() -> None:
    """Outside the Cyrillic room no plugin that makes the site names a language or an edition of this one."""
    rooms = ("content", "editions", "locales", "pages", "feeds", "sdg", "build_cache", "search")
    files = [
        file
        for room in rooms
        for file in (ROOT / "plugins" / room).rglob("*.py")
        if not file.name.startswith("cyrillic")
    ]
    named = re.compile(r"[\"'](?:sr|sr-Latn|sr-Cyrl|sr-cyrl|sr_Latn|en|en_GB)[\"']")
    found = []
    for file in files:
        code = re.sub(r'""".*?"""|#[^\n]*|SettingError\([^\n]*', "", file.read_text("utf-8"), flags=re.S)
        found += [f"{file.relative_to(ROOT)}: {match}" for match in named.findall(code)]
    assert found == []


@pytest.mark.parametrize("width", [390, 1280])
def test_layout_is_mirrored(site: SmallSite, browser: Any, served: Callable[[Path], str], width: int) -> None:
    """In Chromium the Arabic page is the English one in a mirror, and nothing sticks out on either side."""
    address = served(site.output)
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    boxes = {}
    for home in ("/", "/ar/"):
        page.goto(address + home)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), home
        boxes[home] = page.locator(".brand a").bounding_box()
    english, arabic = boxes["/"], boxes["/ar/"]
    assert english["x"] < width / 3
    assert abs((width - arabic["x"] - arabic["width"]) - english["x"]) <= 2
    page.goto(f"{address}/ar/news/story-0/")
    assert page.evaluate("getComputedStyle(document.querySelector('main h1')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('main h1')).textAlign") in ("start", "right")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_string_that_stands_in_says_its_language(tmp_path: Path) -> None:
    """In a text it is an element with its language and direction; in an attribute, a title and an option it is
    plain."""
    site = arabic_site(tmp_path)
    strings = tmp_path / "theme" / "strings" / "ar.toml"
    kept = [line for line in strings.read_text("utf-8").splitlines() if not line.startswith(('"share"', '"languages"'))]
    strings.write_text("\n".join(line for line in kept if not line.startswith('"filter_any"')), "utf-8")
    site.build()
    page = site.page("/ar/news/story-0/")
    heading = page.select_one("#share")
    assert str(heading.contents[0]) == '<span dir="ltr" lang="en">Share this story</span>'
    assert page.select_one("[data-switch]")["aria-label"] == "Languages"
    assert site.page("/ar/search/").select_one("option").text == "Any"
