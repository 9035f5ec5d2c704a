"""Words that the end of a line broke: the hyphen there is their own, or the line's."""

from __future__ import annotations

from functools import reduce

import pytest

from plugins.importer import ImportResult, import_document
from plugins.importer.document import Block, Run
from plugins.importer.language.data import read_language
from plugins.importer.readers.broken_words import BrokenWords, join_lines
from tests.importer.stories import SITE, STORY

OWN = [read_language(*language) for language in SITE.languages]
WORDS = ("announced", "programima", "kragujevačkom", "школама", "ZAŠTITA")
COMPOUNDS = ("long-term", "srpsko-mađarski", "UN-Habitat", "COVID-19", "двадесет-тридесет", "rok-sastave")


def joined(*lines: str, beside: str = "") -> tuple[str, BrokenWords]:
    """Some lines as one text, on a page that has another one too."""
    blocks = [Block("paragraph", (Run(text),)) for text in (reduce(join_lines, lines), beside)]
    words = BrokenWords(blocks, OWN)
    return words.settle_all()[0].text, words


@pytest.mark.parametrize("word", [*WORDS, *COMPOUNDS])
def test_a_word_is_whole_wherever_its_line_ends(word: str) -> None:
    """A word that a dictionary has loses the hyphen of the line, and a compound that is broken at its own keeps it."""
    places = [word.index("-") + 1] if "-" in word else range(2, len(word) - 1)
    for at in places:
        line = word[:at] if "-" in word else f"{word[:at]}-"
        text, words = joined(f"One {line}", f"{word[at:]} more.")
        assert text == f"One {word} more."
        assert not words.unsure


@pytest.mark.parametrize("word", ["zurgofalt", "zurgo-falt"])
@pytest.mark.parametrize("beside", ["The {} of Kladovo", "{}u u Kladovu"])
def test_another_place_of_the_page_shows_how_a_word_is_written(word: str, beside: str) -> None:
    """Also in the other text, and with another ending."""
    text, words = joined("One zurgo-", "falt more.", beside=beside.format(word))
    assert text == f"One {word} more."
    assert not words.unsure


def test_a_hyphen_that_hangs_stays_with_its_space() -> None:
    """What stands before "and" has its second part behind it."""
    assert joined("for pre-", "and post-war houses")[0] == "for pre- and post-war houses"
    assert joined("za crno-", "-beli film")[0] == "za crno-beli film"


def imported(text: str) -> ImportResult:
    """The result for a page with one more paragraph."""
    page = "\n\n".join(["Local\n3 May 2024", STORY["a"], STORY["a1"], text, STORY["b"], STORY["b1"], STORY["b2"]])
    return import_document(page.encode(), "page.txt", SITE)


def test_a_word_that_nothing_shows_keeps_its_hyphen_and_is_asked_about() -> None:
    """The question names it, and a note the compounds that keep theirs."""
    lines = [
        "Children of the village came to see the long-",
        "term works and a zurgo-",
        "falt that nobody had seen before.",
    ]
    result = imported("\n".join(lines))
    assert "".join(lines) in result.bodies["en"]
    assert [question.message for question in result.questions if "zurgo-falt" in question.message]
    assert [note for note in result.notes if "long-term" in note]
