"""The Cyrillic edition as readers and machines meet it: whole, in one script, left only by who wants to leave it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from lxml import html

from plugins.content.settings.site_config import read_site_config
from tests.small_site import CONF, SmallSite

HOME, SITE = "/sr-cyrl/", "https://news.example.org"
LATIN = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ]{2,}")
SPOKEN = ("alt", "title", "aria-label", "placeholder", "content")
# What stays in Latin script in a Serbian text: the names of programs and services, and of formats.
PROTECTED = {"JavaScript", "WhatsApp", "Viber", "Telegram", "Atom", "RSS", "JSON Feed"}
NAMES = re.compile(rf"\b(?:{'|'.join(sorted(PROTECTED))})\b")
CODED = {"viewport", "robots", "color-scheme", "theme-color", "twitter:card"}
PAGES = (
    "",
    "news/fair/",
    "news/linked/",
    "category/local/",
    "category/local/2025/",
    "sdg/",
    "sdg/16/",
    "archive/",
    "archive/2026/02/",
    "about/",
    "follow/",
    "search/",
    "404.html",
)


def serbian(page: Tag) -> Iterator[str]:
    """The texts and spoken attributes of a page that are said to be in its own language."""
    for tag in page.find_all(True):
        if tag.name in ("script", "style") or any(
            one.get("lang") not in (None, "sr-Cyrl") for one in (tag, *tag.parents)
        ):
            continue
        yield from (
            child
            for child in tag.children
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
        )
        coded = tag.get("name") in CODED or str(tag.get("property", "")) not in (
            "",
            "og:title",
            "og:description",
            "og:site_name",
            "og:image:alt",
        )
        yield from (str(tag[name]) for name in SPOKEN if tag.get(name) and not (name == "content" and coded))


@pytest.mark.parametrize("address", PAGES)
def test_page_is_in_one_script(built: SmallSite, address: str) -> None:
    """Nothing on a page is left in Latin script but protected words, in texts, attributes and the head alike."""
    page = built.page(HOME + address)
    words = [
        word
        for text in serbian(page)
        for word in LATIN.findall(NAMES.sub("", re.sub(r"https?://\S+|[\w.]+@[\w.]+|/[\w/.-]*", "", text)))
    ]
    assert words == [], address
    assert len(re.findall(r"[а-яђјљњћџ]{3,}", page.get_text(" "))) > 20


def test_feed(built: SmallSite) -> None:
    """The feeds are in Cyrillic, with titles, summaries and texts, and their addresses stay Latin."""
    feed = BeautifulSoup(built.text(f"{HOME}feeds/news.atom.xml"), "xml").feed
    assert feed["xml:lang"] == "sr-Cyrl"
    titles = [entry.title.text for entry in feed.find_all("entry")]
    assert "Сајам: пет дана" in titles
    assert not any(LATIN.search(title) for title in titles)
    entry = next(entry for entry in feed.find_all("entry") if entry.title.text == "Сајам: пет дана")
    assert entry.summary.text == "Какав је био сајам књига у Ђаковици, Љигу и Његошеву."
    assert entry.find("link", rel="alternate")["href"] == f"{SITE}{HOME}news/fair/"
    assert "Други пасус." in entry.content.text


def test_structured_data(built: SmallSite) -> None:
    """JSON-LD has the edition's tag and words, its goals and its trail in Cyrillic."""
    data = json.loads(built.page(f"{HOME}news/fair/").select_one("script[type='application/ld+json']").string)
    article = next(node for node in data["@graph"] if node["@type"] == "NewsArticle")
    assert (article["inLanguage"], article["headline"]) == ("sr-Cyrl", "Сајам: пет дана")
    assert "Ана Петровић" in json.dumps(article["author"], ensure_ascii=False)
    trail = next(node for node in data["@graph"] if node["@type"] == "BreadcrumbList")
    assert not LATIN.search(" ".join(entry["name"] for entry in trail["itemListElement"]))


def test_goals(built: SmallSite) -> None:
    """Goals have their Cyrillic names on their pages and in the data of the goals."""
    assert "Родна равноправност" in built.page(f"{HOME}sdg/5/").h1.get_text(" ")
    assert "Родна равноправност" in built.text(f"{HOME}sdg/index.json")


def test_addresses_stay_latin(built: SmallSite) -> None:
    """Every file and every link of the edition has an address in ASCII."""
    for name, data in built.files().items():
        assert name.isascii()
        if name.startswith("sr-cyrl/") and name.endswith(".html"):
            links = html.fromstring(data.decode()).xpath("//a/@href | //link/@href")
            assert links
            assert all(link.isascii() for link in links), name


def test_same_pages_as_the_latin_edition(built: SmallSite) -> None:
    """Each address of the Latin edition is there in Cyrillic, and no other."""
    names: dict[str, set[str]] = {"sr": set(), "sr-cyrl": set()}
    for name in built.files():
        home, _, rest = name.partition("/")
        if home in names:
            names[home].add(rest)
    assert names["sr"] == names["sr-cyrl"]


def test_marks_in_a_line_are_for_conversion_alone() -> None:
    """A word of a header or of the site's name that is marked to stay in Latin letters has no marks in any edition."""
    config = read_site_config(CONF)
    lines = {edition.name: config.converter(edition)("Vesti [[UN]]") for edition in config.editions}
    assert lines["sr"] == "Vesti UN"
    assert lines["sr-cyrl"] == "Вести UN"


def test_other_languages_are_left_alone(built: SmallSite) -> None:
    """An English text in the Cyrillic edition stays letter for letter what it is."""
    text = built.page(f"{HOME}news/english-only/").main.get_text(" ")
    assert "English only" in text
    assert "Alone." in text


def test_not_found_speaks_every_script(built: SmallSite) -> None:
    """The root's 404 page, which any address may meet, speaks to readers of each edition, marked with its language."""
    page = built.page("/404.html").main
    for tag, words in (("sr-Cyrl", "Ова страница не постоји"), ("sr-Latn", "Ova stranica ne postoji")):
        assert words in " ".join(part.get_text(" ") for part in page.select(f"[lang={tag}]"))


@pytest.fixture(scope="module")
def reader(built: SmallSite, browser: Any, served: Callable[[Path], str]) -> Iterator[tuple[Any, str]]:
    """A page of a browser without JavaScript and without cookies, and the address of the site."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page(), served(built.output)
    context.close()


def test_reader_stays_in_cyrillic(reader: tuple[Any, str]) -> None:
    """With JavaScript off, ten links one after the other from the Cyrillic front page stay in Cyrillic."""
    page, address = reader
    page.goto(address + HOME)
    seen = {page.url}
    for _ in range(10):
        hrefs = page.locator("main a[href^='/'], header a[href^='/'], footer a[href^='/']").evaluate_all(
            "links => links.filter(a => a.checkVisibility() && !a.hreflang && "
            "!a.closest('[data-switch], [lang=en]')).map(a => a.href)"
        )
        target = next(href for href in hrefs if href not in seen and not re.search(r"#|\.xml|\.json", href))
        page.locator(f"a[href='{target.removeprefix(address)}']:visible").first.click()
        seen.add(page.url)
        assert page.url == target
        assert page.url.startswith(address + HOME)
        assert page.locator("html").get_attribute("lang") == "sr-Cyrl"
    assert len(seen) == 11
    assert page.context.cookies() == []


def test_lost_reader_stays_in_cyrillic(reader: tuple[Any, str]) -> None:
    """An address below /sr-cyrl/ that has no page is answered in Cyrillic, with status 404 and the way home."""
    page, address = reader
    answer = page.goto(f"{address}{HOME}news/nowhere/")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Ова страница не постоји"
    assert page.locator(f"header a[href='{HOME}']").count()


def test_switch_in_three_scripts(reader: tuple[Any, str]) -> None:
    """The switch is seen as English, Srpski, Српски; each click leads to the same story in that edition."""
    page, address = reader
    page.goto(f"{address}{HOME}news/fair/")
    links = page.locator("[data-switch] a")
    assert links.all_inner_texts() == ["English", "Srpski", "Српски"]
    assert [links.nth(at).get_attribute("lang") for at in range(3)] == ["en", "sr-Latn", "sr-Cyrl"]
    for label, path, title in (
        ("Srpski", "/sr/news/fair/", "Sajam: pet dana"),
        ("English", "/news/fair/", "The fair: five days"),
    ):
        page.locator("[data-switch]").get_by_text(label, exact=True).click()
        assert page.url == address + path
        assert page.locator("h1").inner_text() == title
