"""Structured data, as search engines read it in the pages of a site."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelicanconf import LANGUAGES
from plugins.pages.json_ld import script_text
from tests.small_site import SmallSite, small_site

URL = "https://news.example.org"
AFTER = "Equipment, training and support for officers " * 4
# What is said of each thing, where all of it is known; each name is one of schema.org.
SAID = {
    "NewsArticle": "about articleSection author correction dateModified datePublished description headline image "
    "inLanguage isAccessibleForFree mainEntityOfPage publisher translationOfWork workTranslation",
    "Event": "description eventStatus image inLanguage location name organizer startDate url",
    "CollectionPage": "about description hasPart inLanguage name url",
    "WebSite": "description inLanguage name publisher url",
}
NAMES = {code: row["site_name"] for code, row in LANGUAGES.items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A story in both languages with everything that can be said of one, and one with nothing of it."""
    site = small_site(tmp_path_factory.mktemp("data"), SITEURL=URL, SOCIAL_CARDS=False, SEARCH=False)
    site.article(
        "fair", title=AFTER, date="2026-03-01 10:00", modified="2026-03-03", correction="The sum was wrong.",
        category="local", sdgs="16, 10", author="IOM Serbia", event_start="2026-04-01", event_place="Hall",
        summary="Thirty officers.",
    )  # fmt: skip
    site.article("fair", "sr", title="Sajam")
    site.article("bare", title="Bare")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    site.build(INCREMENTAL=False)
    return site


def _read(site: SmallSite, address: str) -> dict[str, Any]:
    """The nodes of a page by their types."""
    script = site.page(address).find("script", type="application/ld+json")
    return {node["@type"]: node for node in json.loads(script.string)["@graph"]}


def test_a_story_says_what_search_engines_ask_for(site: SmallSite) -> None:
    """Headline, dates with a zone, language, page, picture, author, publisher and section are there."""
    node = _read(site, "/news/fair/")["NewsArticle"]
    assert node["@id"] == f"{URL}/news/fair/#article"
    assert node["description"] == "Thirty officers."
    assert node["datePublished"].startswith("2026-03-01T10:00:00+")
    assert node["dateModified"].startswith("2026-03-03T00:00:00+")
    assert node["inLanguage"] == "en"
    assert node["mainEntityOfPage"] == f"{URL}/news/fair/"
    assert [image.startswith(f"{URL}/pictures/") for image in node["image"]] == [True]
    assert node["publisher"]["name"] == NAMES["en"]
    assert node["publisher"]["url"] == f"{URL}/"
    assert node["publisher"]["logo"]["url"].startswith(f"{URL}/pictures/logo.")
    assert node["articleSection"] == site.page("/category/local/").h1.get_text(strip=True)
    assert node["isAccessibleForFree"] is True


def test_all_that_is_known_is_said(site: SmallSite) -> None:
    """No name is lost or misspelt, in a story, its translation, a list, or a front page."""
    pages = [_read(site, address) for address in ("/", "/news/fair/", "/sr/news/fair/", "/sdg/16/")]
    said = {kind: set().union(*(page.get(kind, ()) for page in pages)) for kind in SAID}
    assert said == {kind: {"@type", "@id", *names.split()} for kind, names in SAID.items()}


def test_a_correction_is_said_with_its_day(site: SmallSite) -> None:
    """What was corrected is a comment of its own; an article that was not corrected has none."""
    correction = _read(site, "/news/fair/")["NewsArticle"]["correction"]
    day = correction.pop("datePublished")
    assert day.startswith("2026-03-03T00:00:00+")
    assert correction == {"@type": "CorrectionComment", "text": "The sum was wrong."}


def test_an_author_of_its_own_has_no_borrowed_address(site: SmallSite) -> None:
    """An office that writes for the site is named; the publisher's address is the publisher's only."""
    authors = [_read(site, f"/news/{slug}/")["NewsArticle"]["author"] for slug in ("fair", "bare")]
    assert authors == [
        {"@type": "Organization", "name": "IOM Serbia"},
        {"@type": "Organization", "name": NAMES["en"], "url": f"{URL}/"},
    ]


def test_goals_are_named_by_the_uns_identifiers(site: SmallSite) -> None:
    """A story is about its goals, in order, by the names that the UN's data gives them; a goal's list about that."""
    about = _read(site, "/news/fair/")["NewsArticle"]["about"]
    assert [goal["@id"] for goal in about] == ["http://metadata.un.org/sdg/10", "http://metadata.un.org/sdg/16"]
    assert about[1] == {
        "@type": "DefinedTerm",
        "@id": "http://metadata.un.org/sdg/16",
        "name": "Peace, Justice and Strong Institutions",
        "termCode": "16",
    }
    assert _read(site, "/sdg/16/")["CollectionPage"]["about"] == about[1:]


def test_original_and_translation_point_to_each_other(site: SmallSite) -> None:
    """The original names its translations, each of which names the original, by the same identifiers."""
    original, *translated = (_read(site, f"{prefix}/news/fair/")["NewsArticle"] for prefix in ("", "/sr", "/sr-cyrl"))
    assert [work["@id"] for work in original["workTranslation"]] == [one["@id"] for one in translated]
    for one in translated:
        assert one["translationOfWork"] == {"@type": "NewsArticle", "@id": original["@id"], "inLanguage": "en"}
        assert "workTranslation" not in one
    assert "translationOfWork" not in original


def test_what_is_not_there_is_not_said(site: SmallSite) -> None:
    """A story without goals, section, correction, event or translations has no empty names."""
    nodes = _read(site, "/news/bare/")
    assert {"articleSection", "about", "workTranslation", "correction"}.isdisjoint(nodes["NewsArticle"])
    assert "Event" not in nodes


def test_an_event_is_at_its_place_on_its_day(site: SmallSite) -> None:
    """The story's event has the day that the header gives, and no end where it gives none."""
    event = _read(site, "/news/fair/")["Event"]
    assert event["startDate"] == "2026-04-01"
    assert "endDate" not in event
    assert event["location"]["name"] == "Hall"
    assert event["organizer"] == {"@type": "Organization", "name": NAMES["en"], "url": f"{URL}/"}


def test_headlines_are_cut_between_words(site: SmallSite) -> None:
    """A headline of more than 110 characters ends with an ellipsis after a whole word."""
    cut = _read(site, "/news/fair/")["NewsArticle"]["headline"]
    assert len(cut) <= 110
    assert cut.removesuffix("…").split()[-1] in AFTER.replace(",", "").split()


def test_lists_and_trails(site: SmallSite) -> None:
    """A trail counts from one; a list names its stories; a site its publisher."""
    trail = _read(site, "/sdg/16/")["BreadcrumbList"]["itemListElement"]
    addresses = [f"{URL}/", f"{URL}/sdg/", f"{URL}/sdg/16/"]
    assert [(item["position"], item["item"]) for item in trail] == list(enumerate(addresses, 1))
    listed = _read(site, "/category/local/")["CollectionPage"]
    assert [part["@id"] for part in listed["hasPart"]] == [f"{URL}/news/fair/#article"]
    front = _read(site, "/sr/")["WebSite"]
    assert (front["@id"], front["publisher"]["name"]) == (f"{URL}/sr/#site", NAMES["sr"])


@given(st.text())
def test_nothing_ends_the_script(text: str) -> None:
    """Whatever a headline says, the JSON is read back whole and holds nothing that HTML would act on."""
    written = script_text({"@type": "Thing", "name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["@graph"][0]["name"] == text
