"""The titles of the goals by language."""

from __future__ import annotations

import re

import pytest

from plugins.sdg.goals import GOALS
from plugins.sdg.phrases import fold
from plugins.sdg.titles import goal_titles, language_tables, read_own_titles, template_words

ENGLISH, LATIN, CYRILLIC = "Reduced Inequalities", "Smanjenje nejednakosti", "Смањење неједнакости"


@pytest.mark.parametrize(
    ("language", "title", "tag"),
    [
        ("en", ENGLISH, "en"),
        ("en-GB", ENGLISH, "en"),
        ("sr", LATIN, "sr"),
        ("sr-latn", LATIN, "sr"),
        ("sr-Latn-RS", LATIN, "sr"),
        ("sr_Latn", LATIN, "sr"),
        ("sr-cyrl", CYRILLIC, "sr-cyrl"),
        ("sr-Cyrl-RS", CYRILLIC, "sr-cyrl"),
        ("SR_CYRL", CYRILLIC, "sr-cyrl"),
        ("de", ENGLISH, "en"),
        ("", ENGLISH, "en"),
    ],
)
def test_a_language_is_found_by_its_tag(language: str, title: str, tag: str) -> None:
    """A tag gives its own titles, or those of the next shorter tag, or English ones."""
    found, _, found_language = goal_titles(10, language, {})
    assert (found, found_language) == (title, tag)


@pytest.mark.parametrize("language", sorted(language_tables()))
def test_every_language_file_is_complete(language: str) -> None:
    """Each file has both titles of 17 goals and all words of the templates, and no word of another script."""
    table = language_tables()[language]
    assert set(table["goals"]) == {str(goal.number) for goal in GOALS}
    assert all(goal["title"] and goal["full_title"] for goal in table["goals"].values())
    assert set(template_words(language)) == set(language_tables()["en"]["words"])
    shown = "".join(goal["title"] + goal["full_title"] for goal in table["goals"].values())
    assert not re.search("[a-zA-Z]" if language == "sr-cyrl" else "[а-яА-Я]", shown)


def test_cyrillic_titles_are_the_latin_ones() -> None:
    """Serbian titles are the same in both scripts, word for word."""
    latin, cyrillic = (language_tables()[language]["goals"] for language in ("sr", "sr-cyrl"))
    for number, goal in latin.items():
        for name in ("title", "full_title"):
            assert fold(cyrillic[number][name]) == fold(goal[name])


def test_own_titles_come_first() -> None:
    """`SDG_TITLES` may add a language, change a title, and leave out what stays."""
    own = read_own_titles({"de": {10: ("Weniger Ungleichheiten", "Ungleichheit verringern")}, "EN": {"10": "Equality"}})
    assert goal_titles(10, "de-AT", own)[1] == "Ungleichheit verringern"
    assert goal_titles(10, "en", own)[0] == "Equality"
    assert goal_titles(10, "en", own)[1] == "Reduce inequality within and among countries"
    assert goal_titles(11, "de", own)[2] == "en"


def test_a_title_alone_stands_for_the_full_one() -> None:
    """In a language of one's own the full title may be left out."""
    own = read_own_titles({"de": {10: "Weniger Ungleichheiten"}})
    assert goal_titles(10, "de", own)[1] == "Weniger Ungleichheiten"
