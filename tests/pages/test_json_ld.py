"""Structured data."""

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from plugins.pages.json_ld import (
    Article,
    Publisher,
    WrittenIn,
    breadcrumbs,
    collection_page,
    news_article,
    script_text,
    shorten_headline,
    web_site,
)

URL = "https://example.org"
PUBLISHER = Publisher("UN Srbija", f"{URL}/", f"{URL}/logo.png")
ENGLISH, SERBIAN = WrittenIn(f"{URL}/news/x/", "en"), WrittenIn(f"{URL}/sr/news/x/", "sr-Latn")
ARTICLE = Article(
    address=ENGLISH.address,
    headline="Equipment for thirty officers",
    summary="Thirty officers were given equipment.",
    language="en",
    published=dt.datetime(2023, 8, 22, 10, 0, tzinfo=dt.UTC),
    modified=None,
    images=(f"{URL}/pictures/x.jpg",),
    author="",
    section="Local",
    goals={16: "Peace, Justice and Strong Institutions", 10: "Reduced Inequalities"},
    original=ENGLISH,
    translations=(ENGLISH, SERBIAN),
)


def _read(*nodes: dict) -> list[dict]:
    """The nodes as a search engine reads them."""
    return json.loads(script_text(*nodes))["@graph"]


def test_a_story_says_what_search_engines_ask_for() -> None:
    """Headline, dates with a zone, language, page, picture, author, publisher and section are there."""
    (node,) = _read(news_article(ARTICLE, PUBLISHER))
    assert node["@type"] == "NewsArticle"
    assert node["headline"] == ARTICLE.headline
    assert node["datePublished"] == node["dateModified"] == "2023-08-22T10:00:00+00:00"
    assert node["inLanguage"] == "en"
    assert node["mainEntityOfPage"] == ARTICLE.address
    assert node["image"] == list(ARTICLE.images)
    assert node["author"]["name"] == "UN Srbija"
    assert node["publisher"]["logo"]["url"] == PUBLISHER.logo
    assert node["articleSection"] == "Local"
    assert node["isAccessibleForFree"] is True


def test_an_author_of_its_own_has_no_borrowed_address() -> None:
    """An office that writes for the site is named; the publisher's address is the publisher's only."""
    (node,) = _read(news_article(replace(ARTICLE, author="IOM Serbia"), PUBLISHER))
    assert node["author"] == {"@type": "Organization", "name": "IOM Serbia"}


def test_goals_are_named_by_the_uns_identifiers() -> None:
    """A story is about its goals, in order, by the names that the UN's data gives them."""
    (node,) = _read(news_article(ARTICLE, PUBLISHER))
    assert [about["@id"] for about in node["about"]] == [
        "http://metadata.un.org/sdg/10",
        "http://metadata.un.org/sdg/16",
    ]
    assert node["about"][1]["name"] == "Peace, Justice and Strong Institutions"


def test_original_and_translation_point_to_each_other() -> None:
    """The original names its translations, each of which names the original, by the same identifiers."""
    translation = replace(ARTICLE, address=SERBIAN.address, language="sr-Latn")
    original, translated = _read(news_article(ARTICLE, PUBLISHER), news_article(translation, PUBLISHER))
    assert [work["@id"] for work in original["workTranslation"]] == [translated["@id"]]
    assert translated["translationOfWork"]["@id"] == original["@id"]
    assert "translationOfWork" not in original
    assert "workTranslation" not in translated


def test_what_is_not_there_is_not_said() -> None:
    """A story without picture, goals or translations has no empty names."""
    bare = replace(ARTICLE, images=(), goals={}, translations=(ENGLISH,), summary="")
    (node,) = _read(news_article(bare, Publisher("UN", f"{URL}/", "")))
    assert {"image", "about", "workTranslation", "description"}.isdisjoint(node)
    assert "logo" not in node["publisher"]


def test_headlines_are_cut_between_words() -> None:
    """A headline of more than 110 characters ends with an ellipsis after a whole word."""
    cut = shorten_headline("Equipment, training and support for officers " * 4)
    assert len(cut) <= 110
    assert cut.removesuffix("…").split()[-1] in {"Equipment", "training", "and", "support", "for", "officers"}
    assert shorten_headline("x" * 110) == "x" * 110


def test_lists_and_trails() -> None:
    """A trail counts from one; a list names its stories and its goal; a site its publisher."""
    trail, listed, site = _read(
        breadcrumbs([("Front page", f"{URL}/"), ("Goals", f"{URL}/sdg/")]),
        collection_page(f"{URL}/sdg/5/", "Goal 5", "", "en", [f"{URL}/news/x/"], {5: "Gender Equality"}),
        web_site(f"{URL}/", "News", "Tagline", "en", PUBLISHER),
    )
    assert [(item["position"], item["item"]) for item in trail["itemListElement"]] == [
        (1, f"{URL}/"),
        (2, f"{URL}/sdg/"),
    ]
    assert [part["@id"] for part in listed["hasPart"]] == [news_article(ARTICLE, PUBLISHER)["@id"]]
    assert listed["about"][0]["@id"] == "http://metadata.un.org/sdg/5"
    assert (site["@id"], site["publisher"]["name"]) == (f"{URL}/#site", "UN Srbija")


@given(st.text())
def test_nothing_ends_the_script(text: str) -> None:
    """Whatever a headline says, the JSON is read back whole and holds nothing that HTML would act on."""
    written = script_text({"@type": "Thing", "name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["@graph"][0]["name"] == text
