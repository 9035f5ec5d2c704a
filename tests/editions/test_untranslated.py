"""Stories that are not translated: hidden, linked or shown with a notice, and never a page that is missing or empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import html
from PIL import Image

from tests.small_site import SmallSite, small_site

SITE = "https://news.example.org"
# policy -> (cards in the Serbian edition, the page there exists)
POLICIES = {"hide": (0, False), "link": (1, False), "notice": (1, True)}
LISTS = ("/sr/", "/sr/category/local/", "/sr/sdg/16/", "/sr/archive/2026/03/")


@pytest.fixture(
    scope="module", params=[(policy, where) for policy in POLICIES for where in ("site", "article")], ids="-".join
)
def policy_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, str]:
    """A site with an English story, a Serbian one and a pair, whose policy is set for the site or for each story."""
    policy, where = request.param
    other = "hide" if policy == "notice" else "notice"
    site = small_site(
        tmp_path_factory.mktemp("untranslated"),
        UNTRANSLATED=policy if where == "site" else other,
        SOCIAL_CARDS=False,
        SEARCH=False,
    )
    header = {"untranslated": policy} if where == "article" else {}
    site.article("english", category="local", sdgs="16", date="2026-03-02", **header)
    site.article("serbian", "sr", category="local", sdgs="16", date="2026-03-03", title="Srpska", **header)
    site.article("half", category="local", sdgs="16", date="2026-03-04", **header)
    site.article("half", "sr", title="Upola", status="draft")
    site.article("pair", category="local")
    site.article("pair", "sr", title="Par")
    site.build()
    return site, policy


def cards(page: BeautifulSoup, slug: str) -> list[Any]:
    """Links to a story in a page's lists."""
    return [link for link in page.select("main a[href]") if link["href"].endswith(f"/news/{slug}/")]


@pytest.mark.parametrize("slug", ["english", "half"])
def test_lists(policy_site: tuple[SmallSite, str], slug: str) -> None:
    """Lists leave the story out, or name it with its language marked on the title and in words."""
    site, policy = policy_site
    for address in LISTS:
        found = cards(site.page(address), slug)
        assert bool(found) == bool(POLICIES[policy][0]), address
        for link in found:
            assert link["href"] == (f"/news/{slug}/" if policy == "link" else f"/sr/news/{slug}/")
            assert link.find_parent(attrs={"lang": "en"}) or link.get("lang") == "en"
            assert "English" in link.find_parent("article").get_text()


@pytest.mark.parametrize("slug", ["english", "half"])
def test_page(policy_site: tuple[SmallSite, str], slug: str) -> None:
    """Only under the policy of a notice there is a page, which is whole: never an empty one, never a draft's."""
    site, policy = policy_site
    file = site.output / "sr" / "news" / slug / "index.html"
    assert file.exists() == POLICIES[policy][1]
    if file.exists():
        assert "The second paragraph." in file.read_text("utf-8")
        assert "Upola" not in file.read_text("utf-8")
    assert (site.output / "news" / slug / "index.html").exists()


def test_other_direction(policy_site: tuple[SmallSite, str]) -> None:
    """A story in Serbian only is treated alike in the English edition; both Serbian editions have it as their own."""
    site, policy = policy_site
    assert (site.output / "news" / "serbian" / "index.html").exists() == POLICIES[policy][1]
    assert bool(cards(site.page("/category/local/"), "serbian")) == bool(POLICIES[policy][0])
    for home in ("/sr/", "/sr-cyrl/"):
        assert (
            site.page(f"{home}news/serbian/").select_one("link[rel=canonical]")["href"] == f"{SITE}{home}news/serbian/"
        )


def test_no_link_leads_nowhere(policy_site: tuple[SmallSite, str]) -> None:
    """Every link of every page leads to a file of the output, whatever the policy."""
    site, _ = policy_site
    files = site.files()
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}
    for name, text in pages.items():
        for link in set(html.fromstring(text).xpath("//a/@href[starts-with(., '/')]")):
            path = link.partition("#")[0].partition("?")[0].lstrip("/")
            assert (f"{path}index.html" if path.endswith("/") or not path else path) in files, f"{name} -> {link}"
    assert len(pages) > 50


def test_machines_have_only_own_words(policy_site: tuple[SmallSite, str]) -> None:
    """Feeds and the sitemap of an edition never have a story that is not in its words."""
    site, _ = policy_site
    assert "/news/english/" not in site.text("/sr/feeds/news.atom.xml")
    assert "/news/half/" not in site.text("/sr/feeds/category-local.atom.xml")
    assert "/news/serbian/" not in site.text("/feeds/news.atom.xml").replace("/sr/news/serbian/", "")
    locations = [tag.text for tag in BeautifulSoup(site.text("/sitemap.xml"), "xml").select("url > loc")]
    assert f"{SITE}/news/english/" in locations
    assert f"{SITE}/sr/news/serbian/" in locations
    assert not {f"{SITE}/sr/news/english/", f"{SITE}/news/serbian/", f"{SITE}/sr/news/half/"} & set(locations)


def test_original_names_no_translation(policy_site: tuple[SmallSite, str]) -> None:
    """The original's alternates and structured data name itself only."""
    site, _ = policy_site
    page = site.page("/news/english/")
    assert [link["href"] for link in page.select("link[rel=alternate][hreflang]")] == [f"{SITE}/news/english/"] * 2
    data = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert "workTranslation" not in json.dumps(data)


@pytest.mark.parametrize(
    ("edition", "notice"),
    [
        ("sr", "Ova vest još nije prevedena na srpski. Čitate izvorni tekst na drugom jeziku (engleski)."),
        ("sr-cyrl", "Ова вест још није преведена на српски. Читате изворни текст на другом језику (енглески)."),
    ],
)
def test_notice(built: SmallSite, edition: str, notice: str) -> None:
    """The notice is in the reader's words, the text marked with its language; search engines find the original."""
    page = built.page(f"/{edition}/news/english-only/")
    assert notice in " ".join(page.select_one("main").get_text(" ").split())
    assert page.html["lang"] == {"sr": "sr-Latn", "sr-cyrl": "sr-Cyrl"}[edition]
    assert page.find("h2", id="facts").find_parent(attrs={"lang": "en"})["dir"] == "ltr"
    assert page.h1.get("lang") == "en" or page.h1.find_parent(attrs={"lang": "en"})
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/news/english-only/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("link[rel=alternate][hreflang]") == []


def test_untranslated_fixed_page(built: SmallSite) -> None:
    """A fixed page that is not translated has its notice in the reader's words and is led to from the menu."""
    page = built.page("/sr/contact/")
    assert "Ova stranica još nije prevedena na srpski." in page.select_one("main").get_text(" ")
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/contact/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("a[href='/sr/contact/']")


def test_serbian_notice_in_english(built: SmallSite) -> None:
    """In the English edition the notice is English, and the text is marked as Serbian in Latin script."""
    page = built.page("/news/serbian-only/")
    assert (
        "This story has not been translated into English yet. You are reading the original in Serbian."
        in page.main.get_text(" ")
    )
    assert page.find("h2", string="Šta je novo").find_parent(attrs={"lang": "sr-Latn"})["dir"] == "ltr"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with one story, in Serbian only, with a picture and a goal, and no category."""
    site = small_site(tmp_path_factory.mktemp("pictured"), SOCIAL_CARDS=False, SEARCH=False)
    file = site.content / "images" / "red.png"
    file.parent.mkdir(parents=True)
    Image.new("RGB", (640, 400), "red").save(file)
    fields = {"image": "images/red.png", "image_alt": "Crveno polje", "image_credit": "Ilustracija: Redakcija"}
    site.article("alone", "sr", date="2026-03-01", sdgs="3", **fields)
    site.build()
    return site


def test_words_of_its_picture_are_marked(pictured: SmallSite) -> None:
    """What the picture shows and who made it is marked as Serbian too, on the page and in lists."""
    credit = pictured.page("/news/alone/").select_one(".credit")
    assert credit.find_parent(attrs={"lang": True})["lang"] == "sr-Latn"
    for address in ("/news/alone/", "/", "/sdg/3/"):
        picture = pictured.page(address).select_one("main img[alt='Crveno polje']")
        assert picture.find_parent(attrs={"lang": True})["lang"] == "sr-Latn", address


def test_machines_are_led_to_the_original(pictured: SmallSite) -> None:
    """A list names the story by the address of the page that describes it; nothing is said of a section it lacks."""
    described = f"{SITE}/sr/news/alone/"
    graph = json.loads(pictured.page("/sdg/3/").select_one("script[type='application/ld+json']").string)["@graph"]
    assert [(part["@id"], part["url"]) for part in graph[0]["hasPart"]] == [(f"{described}#article", described)]
    assert not pictured.page("/sr/news/alone/").select("meta[property='article:section']")


@pytest.mark.parametrize("address", ["/sr/news/english-only/", "/sr/contact/"])
def test_notice_stands_above_headline_and_picture(built: SmallSite, address: str) -> None:
    """The notice comes first in the article, in the reader's language, and names the original's."""
    article = built.page(address).select_one("main article")
    notice = article.select_one(".notice")
    assert article.find(True) is notice
    assert not notice.find_parent(attrs={"lang": "en"})
    assert "(engleski)" in notice.get_text()


def test_read_in_names_only_editions_with_their_own_words(built: SmallSite, pictured: SmallSite) -> None:
    """An edition that would show the same original is not offered as another language of the story."""

    def offered(site: SmallSite, address: str) -> list[str]:
        return [link["href"] for link in site.page(address).select(".story-translations a")]

    assert offered(built, "/sr/news/english-only/") == ["/news/english-only/"]
    assert offered(built, "/news/english-only/") == []
    assert offered(pictured, "/news/alone/") == ["/sr/news/alone/", "/sr-cyrl/news/alone/"]
    assert offered(pictured, "/sr/news/alone/") == ["/sr-cyrl/news/alone/"]


def test_first_places_of_a_front_page_are_in_the_editions_words(tmp_path: Path) -> None:
    """Lead and top stories are the newest in the edition's own words; newer ones in another language come after."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    for day in range(1, 7):
        site.article(f"pair-{day}", date=f"2026-03-{day:02}")
        site.article(f"pair-{day}", "sr", title=f"Par {day}")
        site.article(f"english-{day}", date=f"2026-03-{10 + day}")
    site.build()
    page = site.page("/sr/")
    first = [link["href"] for link in page.select(".front .card-title a")]
    latest = [link["href"] for link in page.select("#latest ~ .cards .card-title a")]
    assert first == [f"/sr/news/pair-{day}/" for day in (6, 5, 4, 3)]
    assert latest[:6] == [f"/sr/news/english-{day}/" for day in (6, 5, 4, 3, 2, 1)]
    assert latest[6:] == ["/sr/news/pair-2/", "/sr/news/pair-1/"]
    english = [link["href"] for link in site.page("/").select(".front .card-title a")]
    assert english == [f"/news/english-{day}/" for day in (6, 5, 4, 3)]
    few = SmallSite(tmp_path, {**site.settings, "FRONT_TOP": 1, "FRONT_LATEST": 2})
    few.build()
    counts = [len(few.page("/sr/").select(f"{part} .card-title a")) for part in (".front", "#latest ~ .cards")]
    assert counts == [2, 2]
