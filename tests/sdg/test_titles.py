"""The titles of the goals by language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from plugins.sdg.goals import GOALS
from plugins.sdg.titles import goal_title, language_tables, read_own_titles, template_words
from plugins.sdg.tokens import fold

ROOT = Path(__file__).parents[2]
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
    found = goal_title(10, language, {})
    assert (found.title, found.language) == (title, tag)


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


@pytest.mark.parametrize("language", ["en", "sr"])
def test_titles_are_those_of_our_own_site(language: str) -> None:
    """The site's string files and the plugin's language files have the same titles."""
    strings = tomllib.loads((ROOT / "theme" / "strings" / f"{language}.toml").read_text("utf-8"))
    for goal in GOALS:
        found = goal_title(goal.number, language, {})
        number = str(goal.number)
        assert (found.title, found.full_title) == (strings["goals"][number], strings["goals_full"][number])


def test_own_titles_come_first() -> None:
    """`SDG_TITLES` may add a language, change a title, and leave out what stays."""
    own = read_own_titles({"de": {10: ("Weniger Ungleichheiten", "Ungleichheit verringern")}, "EN": {"10": "Equality"}})
    assert goal_title(10, "de-AT", own).full_title == "Ungleichheit verringern"
    assert goal_title(10, "en", own).title == "Equality"
    assert goal_title(10, "en", own).full_title == "Reduce inequality within and among countries"
    assert goal_title(11, "de", own).language == "en"


def test_a_title_alone_stands_for_the_full_one() -> None:
    """In a language of one's own the full title may be left out."""
    own = read_own_titles({"de": {10: "Weniger Ungleichheiten"}})
    assert goal_title(10, "de", own).full_title == "Weniger Ungleichheiten"
