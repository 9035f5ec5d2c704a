"""Topics and places: two tables of one form, the header's fields, their pages, feeds, search and related stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.content.settings.subjects import read_subjects
from plugins.content.subjects import IN_TABLES, SubjectKind
from plugins.diagnostics import ContentErrors
from tests.small_site import SmallSite, small_site

LIGHT = {"SOCIAL_CARDS": False, "WORKERS": 1}
TABLE = """
[{slug}]
stories = ["early"]

[{slug}.en]
name = "{english}"
text = "All about it."

[{slug}.sr]
name = "{serbian}"
text = "Sve o tome."
"""


def written(slug: str, english: str, serbian: str) -> str:
    """A table with one subject."""
    return TABLE.format(slug=slug, english=english, serbian=serbian)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with one subject of each kind; the first story is named by the tables alone."""
    site = small_site(tmp_path_factory.mktemp("subjects"), **LIGHT)
    site.write("topics.toml", written("clean-water", "Clean water", "Čista voda"))
    site.write("places.toml", written("nis", "The city of Niš", "Niš"))
    site.write("authors.toml", '["Ana Đurić"]\nen = "Ana Djuric"\n')
    site.article("early", date="2026-01-01", author="ana djuric", category="local")
    site.article("middle", date="2026-02-01", topics="чиста вода", places="NIS", sdgs="6")
    site.article("middle", "sr", title="Srednja")
    site.article("late", date="2026-03-01", topics="clean-water")
    site.article("other", date="2026-04-01", sdgs="6")
    site.build()
    return site


def test_names_are_read_in_every_spelling_and_the_page_begins_with_its_story(site: SmallSite) -> None:
    """By slug or name, in any script; the page has the table's story first, then the newest; each edition has its
    words."""
    links = [link["href"] for link in site.page("/topic/clean-water/").select(".cards .card-title a")]
    assert links == ["/news/early/", "/news/late/", "/news/middle/"]
    for address, heading, text in (
        ("/topic/clean-water/", "Clean water", "All about it."),
        ("/sr/topic/clean-water/", "Čista voda", "Sve o tome."),
        ("/sr-cyrl/topic/clean-water/", "Чиста вода", "Све о томе."),
        ("/sr-cyrl/place/nis/", "Ниш", "Све о томе."),
    ):
        page = site.page(address)
        assert (page.h1.text, page.select_one(".list-head .list-heading-intro").text) == (heading, text)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", IN_TABLES)
def test_each_kind_has_what_the_other_has(site: SmallSite, kind: SubjectKind) -> None:
    """A list of all and of nothing else, a page, an Atom and a JSON feed, an entry in the sitemap with alternates, in
    llms.txt, in the search and on the page that lists feeds; the story links to it."""
    (subject,) = [name for name in ("clean-water", "nis") if (site.output / kind.value / name).exists()]
    address = f"/{kind.value}/{subject}/"
    feed = f"/feeds/{kind.value}-{subject}"
    listed = {link["href"] for link in site.page(f"/{kind.value}/").select("main a") if link["href"].count("/") == 3}
    assert listed == {address}
    assert "<title>Story middle</title>" in site.text(f"{feed}.atom.xml")
    assert {"Story middle"} <= {one["title"] for one in json.loads(site.text(f"{feed}.json"))["items"]}
    sitemap = site.text("/sitemap.xml")
    assert sitemap.count(f"<loc>https://news.example.org/sr-cyrl{address}</loc>") == 1
    assert f"({'https://news.example.org'}{address})" in site.text("/llms.txt")
    index = json.loads(site.text("/search/index.json"))
    assert [kind.value, subject] in index["subjects"]
    assert address in [place["path"] for place in index["places"]]
    assert site.page("/search/").select_one(f"select[name={kind.value}] option[value={subject}]")
    assert f"{feed}.atom.xml" in site.text("/follow/")
    assert site.page("/news/middle/").select_one(f'.story-goals a[href="{address}"]')
    assert address in site.text("/")


def test_stories_of_a_topic_are_related_before_those_of_a_goal(site: SmallSite) -> None:
    """What shares a topic stands before what shares a goal only."""
    related = [link["href"] for link in site.page("/news/late/").select(".related .card-title a")]
    assert related[:2] == ["/news/middle/", "/news/early/"]


def test_an_author_has_a_page_where_there_are_stories(site: SmallSite) -> None:
    """The byline leads to it, in the name of the edition; it has no feed."""
    assert site.page("/news/early/").select_one('.story-meta a[href="/author/ana-djuric/"]')
    assert site.page("/author/ana-djuric/").h1.text == "Ana Djuric"  # type: ignore[union-attr]
    assert site.page("/sr-cyrl/author/ana-djuric/").h1.text == "Ана Ђурић"  # type: ignore[union-attr]
    assert not list(site.output.glob("feeds/author*"))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Topics: Clean wter", "Topics 'Clean wter' is not in content/topics.toml: did you mean Clean water?"),
        ("Places: Xyz", "Places 'Xyz' is not in content/places.toml: use one of The city of Niš"),
        ("Topcs: Clean water", "'Topcs' is not a field: did you mean Topics?"),
    ],
)
def test_an_unknown_subject_is_an_error_with_the_nearest(site: SmallSite, header: str, said: str) -> None:
    """The build says the file, the line and what was probably meant."""
    file = site.write("news/2026/wrong.en.md", f"Title: Wrong\nDate: 2026-05-01\n{header}\n\nText.\n")
    try:
        with pytest.raises(ContentErrors) as caught:
            site.build()
    finally:
        file.unlink()
    assert said in str(caught.value)
    assert "content/news/2026/wrong.en.md:3:" in str(caught.value)


WATER = written("water", "Water", "Voda")


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("[water", 1, "this is no table of topics or places"),
        ('water = "Water"', 1, "'water' is no table: write [water] and, below it, [water.en]"),
        (WATER.replace("[water", "[Water"), 2, "'Water' is part of an address: write it in small letters"),
        ('[water.en]\nname = "Water"\ntext = "It."\n', 1, "'water' lacks its words in 'sr'"),
        (WATER.replace("stories", "story"), 3, "'story' is not known: use one of image, stories, en, sr"),
        (WATER.replace('["early"]', '"early"'), 3, "'stories' is a list of stories"),
        (f'{WATER}words = "All."\n', 12, "'words' is not known: use one of name, text, image-alt"),
        (WATER.replace('"Voda"', "5"), 10, "'water.sr' has no name of its own"),
        (f"{WATER}image-alt = 5\n", 12, "'water.sr' has no image-alt of its own"),
        (WATER.replace("Water", "Water, air"), 6, "'water.en' has no name of its own"),
        (WATER.replace("Sve o tome.", " "), 11, "'water.sr' has no text of its own"),
        (WATER.replace("stories", 'image = "no.jpg"\nstories'), 3, "the image 'no.jpg' is not there"),
        (WATER.replace("stories", 'image = "outside.png"\nstories'), 3, "this is a link to a file outside content/"),
        (written("a", "Water", "Voda") + written("b", "Voda", "B"), 13, "'Voda' is a name of 'a' too"),
        (WATER.encode("utf-16"), 1, "the file is not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_at_its_line(
    tmp_path: Path, table: str | bytes, line: int, said: str
) -> None:
    """With the file and what to write."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "outside.png").symlink_to(tmp_path / "elsewhere.png")
    (content / "topics.toml").write_bytes(table if isinstance(table, bytes) else table.encode())
    with pytest.raises(ContentErrors) as caught:
        read_subjects(content, ("en", "sr"), ("outside.png",))
    first = caught.value.diagnostics[0]
    assert said in first.message
    assert (first.path, first.line, first.code) == ("content/topics.toml", line, "bad-subjects")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[water", "this is no table of topics or places"),
        (WATER.replace("early", "erly"), "there is no story 'erly': did you mean early?"),
        (WATER.replace("stories", 'image = "broken.png"\nstories'), "the picture broken.png"),
    ],
)
def test_a_table_that_cannot_be_shown_stops_the_build(tmp_path: Path, table: str, said: str) -> None:
    """By itself, by its stories or by its pictures."""
    site = small_site(tmp_path, **LIGHT, SEARCH=False)
    site.article("early")
    site.write("broken.png", b"no picture")
    site.write("topics.toml", table)
    with pytest.raises(ContentErrors) as caught:
        site.build()
    assert said in str(caught.value)
    assert "content/topics.toml:" in str(caught.value)


def test_without_a_table_no_page_has_anything_of_it(tmp_path: Path) -> None:
    """No list, no filter, no link; a page may have that address."""
    site = small_site(tmp_path, **LIGHT)
    site.article("early")
    site.write("pages/topic.en.md", "Title: Topic\n\nA page of its own.\n")
    site.build()
    assert site.page("/topic/").h1.text == "Topic"  # type: ignore[union-attr]
    assert not (site.output / "place").exists()
    names = {select["name"] for select in site.page("/search/").select("select")}
    assert names == {"goal", "category", "year"}
