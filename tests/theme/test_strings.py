"""The string files: complete, agreeing, and used."""

import re

import pytest
from babel import Locale

from tests.theme.sample_edition import THEME, strings

LANGUAGES = {"en": "en_GB", "sr": "sr_Latn_RS"}
PLURALS = ("stories", "minutes", "results", "results_elsewhere", "targets", "outdated_paragraphs", "digest_left_out")
NAMES = ("categories", "goals", "goals_full")
PLACE = re.compile(r"{(\w+)}")
ROOT = THEME.parent


def sources() -> str:
    """Everything that may ask for a string, as one text."""
    templates, scripts = (THEME / "templates").rglob("*.html"), (THEME / "static").rglob("*.js")
    files = [*templates, *(ROOT / "plugins").rglob("*.py"), *scripts]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_all_languages_have_the_same_keys():
    """No string is missing in one language."""
    english, serbian = (strings(language) for language in LANGUAGES)
    assert english.keys() == serbian.keys()
    for section in NAMES:
        assert english[section].keys() == serbian[section].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language):
    """A plural has exactly the forms that CLDR distinguishes for whole numbers in that language."""
    forms = {Locale.parse(LANGUAGES[language]).plural_form(n) for n in range(200)} | {"other"}
    for key in PLURALS:
        assert set(strings(language)[key]) == forms, key


def test_places_agree():
    """A sentence has the same places to fill in in every language."""
    english, serbian = (strings(language) for language in LANGUAGES)
    for key, text in english.items():
        if isinstance(text, str):
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(serbian[key])), key


def test_templates_ask_only_for_strings_that_are_there():
    """Every key that a template names is in the string files."""
    asked = set(re.findall(r"\bt\([\"'](\w+)[\"']", sources()))
    assert asked
    assert asked <= strings("en").keys()


def test_no_string_is_left_over():
    """Every string is asked for by a template, a plugin or the search script."""
    text = sources()
    assert [key for key in strings("en") if not re.search(rf"[\"']{key}[\"']", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_are_seventeen(language):
    """Each language names the 17 goals, short and full, no two alike."""
    for section in ("goals", "goals_full"):
        names = strings(language)[section]
        assert list(names) == [str(n) for n in range(1, 18)]
        assert len(set(names.values())) == 17
