"""Pairs: what is written once belongs to both, drafts hold back what they should, and the day of publication counts."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from plugins.content.library import ContentLibrary, load_library
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import read_site_config
from plugins.project.settings import settings_of
from plugins.system.clock import Clock
from tests.small_site import ROOT, SmallSite, small_site

NOW = dt.datetime(2026, 5, 28, tzinfo=dt.UTC)
FACTS = {
    "date": ("2026-03-01 09:30", lambda facts: facts.date.isoformat(), "2026-03-01T09:30:00+01:00"),
    "category": ("Saopštenja", lambda facts: facts.category, "press-releases"),
    "sdgs": ("10, 16.2", lambda facts: [(tag.number, tag.targets) for tag in facts.goals], [(10, ()), (16, ("16.2",))]),
    "author": ("Ana Petrović", lambda facts: facts.author, "Ana Petrović"),
    "image": ("images/bridge.jpg", lambda facts: facts.image, "images/bridge.jpg"),
    "untranslated": ("link", lambda facts: facts.untranslated, "link"),
    "aliases": ("/old/, /older/", lambda facts: facts.aliases, ("/old/", "/older/")),
}


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    """The site's own settings."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """An empty site with a picture."""
    site = small_site(tmp_path)
    site.write("images/bridge.jpg", b"\xff\xd8")
    return site


def library(site: SmallSite, settings: dict[str, Any], now: dt.datetime = NOW) -> ContentLibrary:
    """Everything in the site's content folder."""
    return load_library(read_site_config({**settings, "PATH": str(site.content)}), Clock(now))


def pair(found: ContentLibrary, slug: str) -> Pair:
    """The pair of that slug, whether it is published or not."""
    return next(pair for pair in found.by_name.values() if pair.slug == slug)


@pytest.mark.parametrize("language", ["en", "sr"])
@pytest.mark.parametrize("name", FACTS)
def test_shared_fact_is_written_once(site: SmallSite, settings: dict[str, Any], name: str, language: str) -> None:
    """A shared fact that is in one file of the pair, whichever, belongs to both."""
    value, read, expected = FACTS[name]
    for one in ("en", "sr"):
        site.article(
            "fair",
            one,
            **{"date": "2026-03-01" if one == language else "", **({name: value} if one == language else {})},
        )
    found = library(site, settings)
    assert found.diagnostics == ()
    assert read(pair(found, "fair").shared) == expected


def test_draft_original_holds_back_the_pair(site: SmallSite, settings: dict[str, Any]) -> None:
    """Where the original is a draft nothing of the pair is published."""
    site.article("fair", "sr", date="2026-03-01", status="draft", original="yes")
    site.article("fair", date="")
    found = library(site, settings)
    assert (found.news, [pair.slug for pair in found.drafts]) == ((), ["fair"])


def test_draft_may_be_unfinished(site: SmallSite, settings: dict[str, Any]) -> None:
    """A draft without a title and a date is no error: it is not finished."""
    site.article("fair", title="", date="", status="draft")
    found = library(site, settings)
    assert (found.diagnostics, len(found.drafts)) == ((), 1)


@pytest.mark.parametrize(
    ("said", "original"), [({}, "en"), ({"sr": "yes"}, "sr"), ({"en": "sr"}, "sr"), ({"en": "sr", "sr": "da"}, "sr")]
)
def test_original(site: SmallSite, settings: dict[str, Any], said: dict[str, str], original: str) -> None:
    """The first language of the table is the original unless one of the files says otherwise, by a code or by yes."""
    for language in ("en", "sr"):
        site.article("fair", language, original=said.get(language, ""))
    found = library(site, settings)
    assert (found.diagnostics, found.news[0].original) == ((), original)


def test_day_of_publication(site: SmallSite, settings: dict[str, Any]) -> None:
    """A story waits until its date, to the minute and in the site's time zone, and is published from then on."""
    site.article("fair", date="2026-06-01 10:00")
    before = dt.datetime(2026, 6, 1, 7, 59, tzinfo=dt.UTC)
    waiting = library(site, settings, before)
    assert ([pair.slug for pair in waiting.waiting], waiting.news) == (["fair"], ())
    later = library(site, settings, before + dt.timedelta(minutes=1))
    assert ([pair.slug for pair in later.news], later.waiting) == (["fair"], ())


def test_newest_first(site: SmallSite, settings: dict[str, Any]) -> None:
    """Stories are newest first; those of one moment are in order of their slugs, on every computer."""
    for slug, date in (("b", "2026-03-01"), ("a", "2026-03-01"), ("c", "2026-03-02"), ("d", "2026-03-01 10:00")):
        site.article(slug, date=date)
    assert [pair.slug for pair in library(site, settings).news] == ["c", "d", "a", "b"]


def test_a_folder_as_people_leave_it(site: SmallSite, settings: dict[str, Any]) -> None:
    """Hidden files and Word's notes are nobody's; a byte order mark, line ends of Windows, both kinds of header and a
    fact that two files give in other words are as they are meant; pages are in the order that they ask for."""
    site.write("news/2026/.fair.en.md", "Title: Half a title")
    site.write(".trash/old.en.md", "nothing")
    site.write("news/2026/~$fair.en.md", "what Word lays beside a file that it has open")
    header = "Title: The fair: day 2\r\nDate: 2026-03-01\r\nCategory: local\r\nSDGs: 5\r\n\r\nText.\r\n"
    site.write("news/2026/fair.en.md", b"\xef\xbb\xbf" + header.encode())
    site.write(
        "news/2026/fair.sr.md",
        '---\ntitle: "Sajam: drugi dan"\ndate: 1. 3. 2026.\ncategory: Iz Srbije\nsdgs: [SDG 5]\n---\n\nTekst.\n',
    )
    for slug, order in (("about", "2"), ("contact", "1")):
        site.write(f"pages/{slug}.en.md", f"Title: {slug}\nOrder: {order}\n\nText.\n")
    found = library(site, settings)
    assert found.diagnostics == ()
    assert [text.title for text in pair(found, "fair").texts.values()] == ["The fair: day 2", "Sajam: drugi dan"]
    assert [page.slug for page in found.pages] == ["contact", "about"]


CATEGORIES = {
    "local": ("local", "LOCAL", "Iz Srbije", "iz  srbije", "Из Србије", "Lokalno", "Локално", "Lokalne vesti"),
    "stories": ("Stories", "Priče", "price", "ПРИЧЕ", "Priča"),
    "press-releases": ("Press releases", "press release", "Saopstenja", "САОПШТЕЊА", "Saopštenje za medije"),
}


@pytest.mark.parametrize(("slug", "written"), [(slug, name) for slug, names in CATEGORIES.items() for name in names])
@pytest.mark.parametrize("language", ["en", "sr"])
def test_a_category_is_known_by_its_names_in_every_language(
    site: SmallSite, settings: dict[str, Any], slug: str, written: str, language: str
) -> None:
    """In either script and any case, with or without diacritics, and by usual words for it, in a file of either
    language."""
    site.article("fair", language, date="2026-03-01", category=written)
    found = library(site, settings)
    assert not found.diagnostics
    assert found.news[0].shared.category == slug


def test_the_names_of_a_sites_own_categories_are_known(site: SmallSite, settings: dict[str, Any]) -> None:
    """A site whose strings call a category “Vesti” has it by that name in Serbian, and lists it in messages."""
    theme = site.folder / "theme"
    shutil.copytree(ROOT / "theme", theme)
    for language, name in (("en", "News"), ("sr", "Vesti")):
        file = theme / "strings" / f"{language}.toml"
        file.write_text(file.read_text("utf-8").replace("[categories]\n", f'[categories]\nnews = "{name}"\n'), "utf-8")
    own = {**settings, "CATEGORIES": ("news",), "THEME": str(theme)}
    site.article("fair", "sr", date="2026-03-01", category="ВЕСТИ")
    assert library(site, own).news[0].shared.category == "news"
    site.article("odd", "sr", date="2026-03-01", category="Sport")
    assert [one.message for one in library(site, own).diagnostics] == [
        "category 'Sport' is not known: use one of Vesti"
    ]


def test_goals_are_named_by_the_titles_of_every_edition(tmp_path: Path, settings: dict[str, Any]) -> None:
    """The SDGs field understands the titles of the goals in the strings of a further language."""
    site, theme = small_site(tmp_path), tmp_path / "theme"
    (theme / "strings").mkdir(parents=True)
    for file in (ROOT / "theme/strings/en.toml", ROOT / "tests/editions/strings/sq.toml"):
        shutil.copy(file, theme / "strings")
    own = {
        "THEME": str(theme),
        "CATEGORIES": ("stories",),
        "LANGUAGES": {code: {"name": code, "cldr": cldr} for code, cldr in (("en", "en_GB"), ("sq", "sq_AL"))},
        "EDITIONS": {
            code: {"language": code, "tag": code, "prefix": prefix, "label": code, "og_locale": cldr}
            for code, prefix, cldr in (("en", "", "en_GB"), ("sq", "sq", "sq_AL"))
        },
    }
    site.article("soup", "en", category="stories", sdgs="Zero uri, Clean Water and Sanitation")
    found = library(site, {**settings, **own})
    assert [tag.number for tag in pair(found, "soup").shared.goals] == [2, 6]
