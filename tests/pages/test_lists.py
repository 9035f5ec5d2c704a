"""Lists that stay still: a new story changes a handful of files, however many there are; the older stand by year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.audit import EditionSpec, SiteSpec, audit
from tests.small_site import CONF, LIGHT, SmallSite, small_site
from tests.synthetic import write_pair

SIZES = (60, 180)
# In the larger site a category and a goal have pages by year too: one more page of each list in each edition.
YEAR_PAGES = 2 * 3
NOW = 1_795_000_000


def sized(folder: Path, pairs: int) -> SmallSite:
    """A generated site of so many pairs, all but its newest."""
    site = small_site(folder, **{**LIGHT, "CATEGORIES": CONF["CATEGORIES"]}, NOW=NOW)
    for number in range(1, pairs):
        write_pair(site.content, number, words=30)
    return site


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, set[str]]:
    """The files that one new pair changes, by the size of the site."""
    found = {}
    for pairs in SIZES:
        site = sized(tmp_path_factory.mktemp("sized"), pairs)
        site.build()
        write_pair(site.content, 0, words=30)
        changes = site.build()["BUILD"].changes
        found[pairs] = {*changes.written, *changes.removed}
    return found


def test_number_does_not_grow(changed: dict[int, set[str]]) -> None:
    """One new pair changes as many files in a site three times the size, but for lists that now have years."""
    small, large = (len(changed[pairs]) for pairs in SIZES)
    assert large <= small + YEAR_PAGES
    # The digest of each edition is among them.
    assert small < 70 + 3


def test_only_the_newest_pages_change(changed: dict[int, set[str]]) -> None:
    """What changes is the story, its neighbours, front pages, feeds, sitemap, its month and the lists it stands in."""
    # Story 0 stands between story 1 and story 5, which is of the day before.
    usual = re.compile(
        r"(?:sr/|sr-cyrl/)?(?:index\.html|404\.html|digest/index\.html|archive/index\.html|archive/2026/10/index\.html"
        r"|news/story-0000[015]/.*|llms\.txt|feeds/.*|category/local/.*|sdg/.*|search/.*)|sitemap.*\.xml|news-sitemap\.xml|robots\.txt"
    )
    assert [name for name in changed[SIZES[1]] if not usual.fullmatch(name)] == []


def test_category_by_year(built: SmallSite) -> None:
    """A category with more stories than one page holds has a page for each year, with its stories and their number."""
    newest = built.page("/category/local/")
    years = {link["href"]: link for link in newest.select("nav.year-nav a")}
    assert list(years) == ["/category/local/2026/", "/category/local/2025/"]
    for path, link in years.items():
        page = built.page(path)
        stories = {a["href"] for a in page.select("main article a") if a["href"].startswith("/news/")}
        assert len(stories) == int(link.select_one(".count").get_text())
        assert page.select_one("nav.year-nav [aria-current]")["href"] == path
        assert path[-5:-1] in page.h1.get_text()
        assert path[-5:-1] in page.select_one("meta[name=description]")["content"]
    assert len({a["href"] for a in newest.select("main article a") if a["href"].startswith("/news/")}) == 20


def test_goal_by_year(built: SmallSite) -> None:
    """A goal's older stories stand by year in the same way, in each edition."""
    for home in ("/", "/sr/", "/sr-cyrl/"):
        assert [a["href"] for a in built.page(f"{home}sdg/16/").select("nav.year-nav a")] == [
            f"{home}sdg/16/2026/",
            f"{home}sdg/16/2025/",
        ]


def test_short_list_has_no_years(built: SmallSite) -> None:
    """A list that fits on one page has that page only."""
    assert not built.page("/category/global/").select("nav.year-nav")
    assert not (built.output / "category" / "global" / "2026").exists()


def test_only_editions_that_have_a_page_are_named(tmp_path: Path) -> None:
    """Where hidden stories leave an edition without a month or a year, no link of another edition leads there."""
    site = small_site(tmp_path, UNTRANSLATED="hide", SOCIAL_CARDS=False, SEARCH=False)
    site.article("pair", category="local", sdgs="3")
    site.article("pair", "sr", category="local", date="")
    for day in range(1, 22):
        site.article(f"serbian-{day}", "sr", date=f"2025-02-{day:02}", category="local", sdgs="3")
    site.build()
    editions = {"sr-Latn": "/sr/", "sr-Cyrl": "/sr-cyrl/"}
    for address in ("archive/2025/02/", "category/local/2025/", "category/local/2026/", "sdg/3/2025/"):
        page = site.page(f"/sr/{address}")
        named = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
        own = {tag: f"https://news.example.org{home}{address}" for tag, home in editions.items()}
        assert named == {**own, "x-default": own["sr-Latn"]}
        switch = {link["lang"]: link["href"] for link in page.select("[data-switch] a")}
        assert switch == {"en": "/", **{tag: f"{home}{address}" for tag, home in editions.items()}}
    assert site.page("/sr/archive/2026/03/").select_one("link[hreflang=en]")
    facts = (EditionSpec("en", "en", "", "English"), EditionSpec("sr", "sr-Latn", "sr", "Srpski"))
    cyrillic = EditionSpec("sr-cyrl", "sr-Cyrl", "sr-cyrl", "Српски")
    report = audit(site.output, SiteSpec("https://news.example.org", (*facts, cyrillic)))
    assert [str(finding) for finding in report.findings] == []


def test_empty_site_is_whole(tmp_path: Path) -> None:
    """A site with nothing in it yet has all its pages; a list without stories says so with a zero and leads on."""
    site = small_site(tmp_path, SEARCH=False)
    site.build()
    for address in ("/sdg/17/", "/category/local/"):
        page = site.page(address)
        assert "0 stories" in " ".join(page.main.get_text(" ").split())
        assert page.select("header a[href='/archive/']")
    assert site.page("/sr-cyrl/").h1
    assert site.page("/archive/").h1


def test_archive_has_every_story_once(built: SmallSite) -> None:
    """The months of the archive together have each story of the edition exactly once, and the index counts them."""
    index = built.page("/sr/archive/")
    months = [link for link in index.select("main a") if re.fullmatch(r"/sr/archive/\d{4}/\d\d/", link["href"])]
    assert [link["href"] for link in months] == sorted((link["href"] for link in months), reverse=True)
    found = []
    for link in months:
        page = built.page(link["href"])
        titles = [a["href"] for a in page.select("main article h2 a, main article h3 a")]
        assert len(titles) == int(link.select_one(".count").get_text())
        found += titles
    assert len(found) == len(set(found))
    assert {"/sr/news/fair/", "/sr/news/local-22/", "/news/kept-link/", "/sr/news/english-only/"} <= set(found)
    assert not any("secret" in path for path in found)


def test_a_month_s_name_begins_large_where_it_stands_alone(built: SmallSite) -> None:
    """Serbian writes months small within a sentence: headings, titles and links begin large, descriptions do not."""
    page = built.page("/sr/archive/2026/03/")
    assert page.h1.get_text() == "Mart 2026."
    assert page.title.get_text().startswith("Mart 2026. ")
    assert page.select_one("meta[name=description]")["content"].endswith(": mart 2026.")
    assert "April 2026." in page.select_one(".neighbours").get_text()
    assert built.page("/sr-cyrl/archive/").select_one(".year-nav a").get_text()[0].isupper()


def test_lists_without_stories_say_so(tmp_path: Path) -> None:
    """A section or a goal that has no story yet says that and leads to the archive; one story makes a front page."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    site.build()
    assert site.page("/archive/").select(".empty-state")
    site.article("first", category="local", summary="One.")
    site.build()
    for address in ("/category/global/", "/sdg/14/"):
        main = site.page(address).main
        assert not main.select(".card")
        assert main.select_one(".empty-state").get_text().startswith("Nothing has been published here yet.")
        assert main.select_one(".empty-state a")["href"] == "/archive/"
    front = site.page("/").main
    assert len(front.select(".card")) == 1
    assert not front.select(".empty-state, #latest")


def test_months_lead_to_their_neighbours(built: SmallSite) -> None:
    """From each month a reader gets to the month after and the month before."""
    hrefs = [link["href"] for link in built.page("/archive/2026/03/").select("main a")]
    assert {"/archive/2026/04/", "/archive/2026/02/"} <= set(hrefs)
