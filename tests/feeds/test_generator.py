"""The files that a build makes for programs."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from tests.feeds.rendering import texts
from tests.feeds.stories import EDITIONS, HOST, write_stories
from tests.small_site import LIGHT, SmallSite, small_site


def _xml(site: SmallSite, address: str) -> etree._Element:
    return etree.fromstring(site.text(address).encode())


def _listed(site: SmallSite) -> dict[str, set[tuple[str, str]]]:
    """The alternates (language, address) of every page in the sitemap, by its address."""
    found = {}
    for url in _xml(site, "/sitemap.xml"):
        links = zip(texts(url, "x:link/@hreflang"), texts(url, "x:link/@href"), strict=True)
        found[texts(url, "s:loc/text()")[0]] = set(links)
    return found


def _titles(site: SmallSite, address: str) -> list[str]:
    return texts(_xml(site, address), "//a:entry/a:title/text()")


def test_every_edition_has_a_feed_for_everything(site: SmallSite) -> None:
    """All news, each category and each of the 17 goals have a feed in each edition, in its language."""
    for tag, prefix in EDITIONS.items():
        names = {file.name for file in (site.output / prefix.lstrip("/") / "feeds").glob("*.xml")}
        assert {f"sdg-{number}.atom.xml" for number in range(1, 18)} < names
        assert {"news.atom.xml", "category-local.atom.xml"} < names
        assert {texts(_xml(site, f"{prefix}/feeds/{name}"), "/a:feed/@xml:lang")[0] for name in names} == {tag}


def test_every_entry_of_a_feed_names_its_author(site: SmallSite) -> None:
    """The story's, or the site where the story has none."""
    first = _xml(site, "/feeds/news.atom.xml")
    assert texts(first, "//a:author/a:name/text()")[1:3] == ["IOM", "UN Serbia News"]
    for file in site.output.rglob("*.atom.xml"):
        for entry in _xml(site, f"/{file.relative_to(site.output)}").iter("{*}entry"):
            assert all(texts(entry, "a:author/a:name/text()")), file
            assert len(texts(entry, "a:author/a:name/text()")) == 1, file


def test_a_feed_speaks_one_language(site: SmallSite) -> None:
    """A story that is not translated is in the feed of its own language only, and a draft in none."""
    assert _titles(site, "/feeds/news.atom.xml") == ["Fresh & <new>", "Story alone", "Story old"]
    assert _titles(site, "/sr/feeds/news.atom.xml") == ["Sveže i novo", "Staro"]
    assert _titles(site, "/sr-cyrl/feeds/news.atom.xml") == ["Свеже и ново", "Старо"]


def test_a_feed_is_about_its_subject(site: SmallSite) -> None:
    """The feed of a category or a goal has its stories and no others; where there are none it is empty."""
    assert _titles(site, "/feeds/category-global.atom.xml") == ["Story old"]
    assert _titles(site, "/sr/feeds/sdg-5.atom.xml") == ["Sveže i novo"]
    assert _titles(site, "/sr/feeds/sdg-1.atom.xml") == []


def test_a_feed_needs_no_page_around_it(site: SmallSite) -> None:
    """Every address in a feed is absolute and, where it is this site's, leads to a file that is there."""
    for feed in site.output.rglob("*.atom.xml"):
        text = feed.read_text("utf-8")
        inner = re.findall(r"(?:href|src)=&#34;(.*?)&#34;", text)
        for address in [*re.findall(r' href="(.*?)"', text), *inner]:
            assert address.startswith("https://"), address
            if address.startswith(HOST):
                path = urlsplit(address).path
                assert site.text(path) if path.endswith(("/", ".xml")) else (site.output / path[1:]).is_file(), address


def test_ids_survive_an_editors_changes(site: SmallSite, tmp_path: Path) -> None:
    """A new title, date, category, text or goal leaves each entry's id as it was."""
    changed = small_site(tmp_path, **site.settings)
    write_stories(changed)
    changed.article("fresh", date="2026-02-27", category="global", sdgs="1", title="Quite another title", body="New.")
    changed.build()
    before = texts(_xml(site, "/feeds/news.atom.xml"), "//a:entry/a:id/text()")
    after = texts(_xml(changed, "/feeds/news.atom.xml"), "//a:entry/a:id/text()")
    assert sorted(before) == sorted(after)
    assert "Quite another title" in _titles(changed, "/feeds/news.atom.xml")


def test_a_correction_is_an_update(site: SmallSite) -> None:
    """An entry says when it was corrected, beside when it was published."""
    root = _xml(site, "/feeds/category-global.atom.xml")
    assert texts(root, "//a:entry/a:published/text()") == ["2025-06-01T10:00:00+02:00"]
    assert texts(root, "//a:updated/text()") == ["2025-06-09T08:00:00+02:00"] * 2


def test_the_sitemap_lists_the_pages_that_were_made(site: SmallSite) -> None:
    """Every page that is its own canonical page and may be indexed is listed, once, and no other."""
    made = set()
    for file in site.output.rglob("*.html"):
        page = html.parse(file)
        path = "/" + file.relative_to(site.output).as_posix().removesuffix("index.html")
        is_hidden = page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
        if HOST + path in page.xpath("//link[@rel='canonical']/@href") and not is_hidden:
            made.add(HOST + path)
    listed = _listed(site)
    assert set(listed) == made
    assert len(listed) == len(texts(_xml(site, "/sitemap.xml"), "//s:loc/text()"))
    assert f"{HOST}/sr-cyrl/news/fresh/" in listed
    assert f"{HOST}/sr/news/alone/" not in listed


def test_sitemap_and_pages_agree_on_alternates(site: SmallSite) -> None:
    """A page and its line in the sitemap name the same counterparts."""
    for address, alternates in _listed(site).items():
        links = site.page(urlsplit(address).path).find_all("link", rel="alternate", hreflang=True)
        assert {(link["hreflang"], link["href"]) for link in links} == alternates, address


def test_the_sitemap_knows_when_pages_changed(site: SmallSite) -> None:
    """A story changed when it was corrected, a list when its newest story was published or corrected."""
    root = _xml(site, "/sitemap.xml")
    changed = {texts(url, "s:loc/text()")[0]: "".join(texts(url, "s:lastmod/text()")) for url in root}
    assert changed[f"{HOST}/news/old/"] == "2025-06-09T08:00:00+02:00"
    assert changed[f"{HOST}/category/global/"] == "2025-06-09T08:00:00+02:00"
    assert changed[f"{HOST}/sr-cyrl/sdg/5/"] == changed[f"{HOST}/"] == "2026-03-02T10:00:00+01:00"
    assert changed[f"{HOST}/about/"] == ""


def test_news_of_two_days_are_announced(site: SmallSite) -> None:
    """The news sitemap has the fresh story in each edition, and robots.txt names both sitemaps."""
    root = _xml(site, "/news-sitemap.xml")
    assert texts(root, "//s:loc/text()") == [f"{HOST}{prefix}/news/fresh/" for prefix in ("", "/sr-cyrl", "/sr")]
    assert texts(root, "//n:language/text()") == ["en", "sr", "sr"]
    assert [line for line in site.text("/robots.txt").splitlines() if ":" in line] == [
        "User-agent: *",
        "Disallow:",
        f"Sitemap: {HOST}/sitemap.xml",
        f"Sitemap: {HOST}/news-sitemap.xml",
    ]


def test_many_pages_make_an_index(site: SmallSite, tmp_path: Path) -> None:
    """Past the limit of the settings the sitemap becomes an index, on a quiet day without news."""
    many = small_site(tmp_path, **{**site.settings, "NOW": 1_780_000_000, "SITEMAP_LIMIT": 20})
    write_stories(many)
    many.build()
    parts = texts(_xml(many, "/sitemap.xml"), "/s:sitemapindex/s:sitemap/s:loc/text()")
    listed = [loc for part in parts for loc in texts(_xml(many, urlsplit(part).path), "//s:url/s:loc/text()")]
    assert len(parts) == -(-len(listed) // 20) > 1
    assert sorted(listed) == sorted(_listed(site))
    assert "news-sitemap" not in many.text("/robots.txt")
    assert texts(_xml(many, "/news-sitemap.xml"), "//s:loc/text()") == []


@pytest.mark.parametrize(("tag", "prefix"), EDITIONS.items())
def test_goals_as_data(site: SmallSite, tag: str, prefix: str) -> None:
    """Each edition's data has 17 goals, its own names and addresses, and each edition's number of stories."""
    data = json.loads(site.text(f"{prefix}/sdg/index.json"))
    five = data["goals"][4]
    assert [goal["number"] for goal in data["goals"]] == list(range(1, 18))
    assert (data["language"], five["address"]) == (tag, f"{HOST}{prefix}/sdg/5/")
    assert five["counts"] == {"en": 2, "sr-Cyrl": 1, "sr-Latn": 1}
    languages = {story["address"]: story["language"] for story in five["stories"]}
    assert languages == {f"{HOST}{prefix}/news/fresh/": tag, f"{HOST}{prefix}/news/alone/": "en"}
    assert data["goals"][15]["stories"][0]["targets"] == ["16.2"]


def test_a_story_is_news_for_48_hours_where_clocks_are_changed(tmp_path: Path) -> None:
    """Half an hour before that, in the night of whose first day an hour was left out."""
    site = small_site(tmp_path, **LIGHT, NOW=int(dt.datetime(2026, 3, 30, 10, 30, tzinfo=dt.UTC).timestamp()))
    site.article("fresh", date="2026-03-28 12:00")
    site.build()
    assert texts(_xml(site, "/news-sitemap.xml"), "//s:loc/text()") == [f"{HOST}/news/fresh/"]
