"""Authors have a name in each language and script, whichever of them a header uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.settings.authors import read_authors
from plugins.diagnostics import ContentErrors
from tests.small_site import SmallSite, small_site

LIGHT = {"SEARCH": False, "SOCIAL_CARDS": False, "WORKERS": 1}
TABLE = """
["Ana Đurić"]
en = "Ana Djuric"

["UN Serbia"]
sr = "UN u Srbiji"
sr-cyrl = "УН Србија"
"""
PLACES = ("en", "sr", "sr-cyrl")


def byline(site: SmallSite, address: str) -> str:
    """The first item of the line below a story's headline that is no date."""
    items = site.page(address).select(".story-meta li")
    return next(item.get_text(strip=True) for item in items if not item.select_one("time"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site whose stories name authors in several ways."""
    site = small_site(tmp_path_factory.mktemp("authors"), **LIGHT)
    site.write("authors.toml", TABLE)
    names = {"first": ("ana djuric", "Ана Ђурић"), "second": ("UN Serbia", ""), "third": ("Petar Ilić", "")}
    for slug, (english, serbian) in names.items():
        site.article(slug, author=english, category="local")
        site.article(slug, "sr", author=serbian)
    site.article("fourth", "sr", author="UN Serbia", date="2026-02-01")
    return site


def test_each_edition_has_its_name(site: SmallSite) -> None:
    """A byline is the name of the edition or its language, a derived one is converted, a name in no table is as
    before; a story without translation keeps the name of its own language; feeds agree."""
    site.build()
    shown = {
        slug: [byline(site, f"{prefix}/news/{slug}/") for prefix in ("", "/sr", "/sr-cyrl")]
        for slug in ("first", "second", "third", "fourth")
    }
    assert shown == {
        "first": ["Ana Djuric", "Ana Đurić", "Ана Ђурић"],
        "second": ["UN Serbia", "UN u Srbiji", "УН Србија"],
        "third": ["Petar Ilić", "Petar Ilić", "Петар Илић"],
        "fourth": ["UN u Srbiji", "UN u Srbiji", "УН Србија"],
    }
    assert "<name>УН Србија</name>" in site.text("/sr-cyrl/feeds/news.atom.xml")
    assert '"name":"Ana Djuric"' in site.text("/news/first/").replace('": "', '":"')


def test_a_changed_table_changes_its_bylines_alone(tmp_path: Path) -> None:
    """The next build shows the new name, in pages and feeds, and equals a clean build."""
    site = small_site(tmp_path, **LIGHT)
    site.write("authors.toml", TABLE)
    site.article("first", author="Ana Đurić", category="local")
    site.article("other", author="Petar Ilić", category="local")
    site.build()
    site.write("authors.toml", TABLE.replace("Ana Djuric", "Anna Durich"))
    changed = site.build()["BUILD"].changes.written
    assert byline(site, "/news/first/") == "Anna Durich"
    assert "Anna Durich" in site.text("/feeds/news.atom.xml")
    assert "news/other/index.html" not in changed
    incremental = site.files()
    site.build(INCREMENTAL=False, OUTPUT_PATH=str(tmp_path / "clean"))
    assert site.files_of(tmp_path / "clean") == incremental


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ('["Ana"]\nen = Ana\n', 2, "this is no table of authors"),
        ('"Ana" = "Ana P."\n', 1, "'Ana' is no table"),
        ('["Ana"]\nfr = "Anne"\n', 2, "'fr' is no language or edition of this site: use one of en, sr, sr-cyrl"),
        ('["Eva"]\nen = "Eva"\n\n["Ana"]\nen = ""\n', 5, "the name of 'Ana' in 'en' is empty"),
        ('["Ana"]\nsr = "Ана Илић"\n\n["Ana Ilic"]\n', 4, "'Ana Ilic' is a name of 'Ana' too"),
    ],
)
def test_a_table_that_cannot_be_used_names_its_line(tmp_path: Path, table: str, line: int, message: str) -> None:
    """What is wrong is reported with the line and what to write."""
    (tmp_path / "authors.toml").write_text(table, "utf-8")
    with pytest.raises(ContentErrors) as raised:
        read_authors(tmp_path, PLACES)
    (problem,) = raised.value.diagnostics
    assert (problem.line, problem.code) == (line, "bad-authors")
    assert problem.message.startswith(message)
