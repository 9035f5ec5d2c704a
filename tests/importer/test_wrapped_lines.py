"""Texts whose lines a mail program or a PDF reader broke."""

from __future__ import annotations

import textwrap

import pytest

from plugins.importer import import_document
from plugins.importer.readers.text import read_plain
from tests.importer.stories import SITE, STORY


@pytest.mark.parametrize("width", [46, 52, 60, 72, 84])
def test_wrapped_paragraphs_are_joined(width: int) -> None:
    """Whatever the width, and though a title is longer than it, each paragraph is one line again."""
    title = "Ferry returns to the river at Kladovo after eleven months of mending and of long waiting on the bank"
    wrapped = [textwrap.fill(STORY[key], width) for key in ("a1", "a2", "a3", "b1", "b2", "b3")]
    page = "\n\n".join(["Local\n3 May 2024", title, *wrapped[:3], STORY["b"], *wrapped[3:]])
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": title, "sr": STORY["b"]}
    assert all(STORY[f"a{number}"] in result.bodies["en"] for number in "123")
    assert all(STORY[f"b{number}"] in result.bodies["sr"] for number in "123")
    assert result.questions == ()


def test_wrapped_text_without_empty_lines_keeps_its_titles() -> None:
    """A title on two lines is one title, also where no empty line parts the paragraphs."""
    lines = {
        "a": "Ferry returns to the river at Kladovo after eleven months of mending",
        "b": "Skela se vraća na reku kod Kladova posle jedanaest meseci popravke",
    }
    paragraphs = ["Local", "3 May 2024", lines["a"], *(STORY[f"a{number}"] for number in "123"), lines["b"]]
    paragraphs += [STORY[f"b{number}"] for number in "123"]
    page = "\n".join(textwrap.fill(text, 58) for text in paragraphs)
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": lines["a"], "sr": lines["b"]}


def test_short_lines_are_not_joined() -> None:
    """Lines that have room for more are lines of their own."""
    blocks = read_plain("the oars\nthe boat\nthe river\nthe bank\nthe school and the children of the town\nthe feast")
    assert [block.text.count("\n") for block in blocks] == [5]


def test_short_text_with_names_at_the_ends_of_lines_is_joined() -> None:
    """Lines that break before a name are wrapped as well as those that break before small letters."""
    texts = (
        "The only ferry of the middle Danube whose ropes are still turned by hand has been mended in Golubac. Captain "
        "Rade Vujić rang its bell on 29 September in front of Veliko Gradište.",
        "Jedina skela srednjeg Dunava čiji se konopci još okreću ručno popravljena je u Golupcu. Kapetan Rade Vujić "
        "zazvonio je njenim zvonom 29. septembra ispred Velikog Gradišta.",
    )
    blocks = read_plain("\n\n".join(textwrap.fill(text, 58) for text in texts))
    assert tuple(block.text for block in blocks) == texts
