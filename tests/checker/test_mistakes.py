"""Mistakes with more forms than one case of a rule can show."""

from __future__ import annotations

import pytest

from tests.checker.checking import check

HEADER = "Title: Park\nDate: 2026-03-02\nCategory: Local\nSummary: Park.\n\n"

MISTAKES = [
    ("en", "It was held in 2023.The park is green.", "missing-space"),
    ("en", "It was held at 10:30,then it ended.", "missing-space"),
    ("en", "It was held there(in the park) again.", "missing-space"),
    ("en", "They said:yes, we are here.", "missing-space"),
    ("sr", "Održano je 22.avgusta u parku.", "missing-space"),
    ("sr", "Održano je 22. 8. 2023.godine u parku.", "missing-space"),
    ("en", "It was held ( in the park) again.", "space-before-punctuation"),
    ("sr", "Ona kaže :da.", "space-before-punctuation"),
    ("en", "The bridge 'Liberty' is open again.", "straight-quotes"),
    ("sr", "Most ,,Sloboda“ je otvoren.", "straight-quotes"),
    ("sr", 'Most ,,Sloboda" je otvoren.', "straight-quotes"),
    ("en", "The new Goverment has opened the park.", "spelling"),
    ("sr", "Kažu da ce most biti gotov.", "missing-diacritics"),
    ("sr", "Most je meðu nama.", "missing-diacritics"),
    ("en", "**The park:**\n\nIt is open.", "bold-heading"),
    ("en", "It is open.\n\n![Photo 1](../../images/bridge.jpg)", "file-name-alt"),
    ("sr", "Projekat „Novi most“ i projekat “Stari most“.", "foreign-quotes"),
]


@pytest.mark.parametrize(("language", "text", "rule"), MISTAKES)
def test_a_mistake_is_found(make_library, language, text, rule):
    """The rule finds the mistake, once."""
    found = [finding.code for finding in check(make_library({f"news/2026/park.{language}.md": HEADER + text}))]
    assert found.count(rule) == 1, found


def test_a_text_typed_without_any_of_its_letters(make_library):
    """A whole text without any of the language's own letters is reported once, though each of its words exists."""
    sentence = "Grad je otvorio park u kome deca rado borave i u kome ima dosta mesta. "
    for times, expected in ((1, 0), (4, 1)):
        text = {f"news/2026/park{times}.sr.md": HEADER + sentence * times}
        found = [finding for finding in check(make_library(text)) if finding.code == "missing-diacritics"]
        assert len([one for one in found if f"park{times}" in one.path]) == expected


NAMES = [
    # The other text knows how a name is written, whatever the dictionary has that is like it.
    ("Mr Saipov spoke to Saipov.", "Advokati brane Saipova, rekli su.", []),
    ("They met in Kruševac.", "Sreli su se u Krusevcu u junu.", ["missing-diacritics"]),
    # A slip is made once, a name comes again.
    ("The Rangers won, and the Rangers danced.", "Pobedio je Rendžers, i slavio je Rendžers.", []),
    ("The Ministry paid.", "Platilo je i Ministrastvo zdravlja.", ["spelling"]),
]


@pytest.mark.parametrize(("english", "serbian", "expected"), NAMES)
def test_names_are_no_slips(make_library, english, serbian, expected):
    """A name is not taken for a word that is like it; one that the other text has with its letters is."""
    header = HEADER.replace("Title: Park", "Title: News").replace("Summary: Park.", "Summary: News.")
    texts = {
        "news/2026/park.en.md": header + english,
        "news/2026/park.sr.md": "Title: Vesti\nSummary: Vesti.\n\n" + serbian,
    }
    found = check(make_library(texts))
    assert [one.code for one in found] == expected
