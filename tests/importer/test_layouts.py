"""One invented story in many layouts: each page becomes the same pair of files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from plugins.importer import import_document, site_of
from plugins.importer.project_api import to_latin
from tests.importer.harness import CATEGORIES, LANGUAGES

SITE = site_of(LANGUAGES, CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})
LAYOUTS = yaml.safe_load(Path(__file__).with_name("layouts.yaml").read_text("utf-8"))
STORY = {
    "a": "Ferry returns to the river at Kladovo",
    "a1": "People of both villages had waited all summer for the ferry to be mended, and on Sunday they met it with "
    "songs and candles on the water.",
    "a2": "Children will again reach their school in ten minutes. The first week of rides costs nothing.",
    "a3": "The new ropes were paid for by a fund that eleven towns along the river keep together.",
    "b": "Skela se vraća na reku kod Kladova",
    "b1": "Stanovnici oba sela čekali su celo leto da se skela popravi, a u nedelju su je dočekali pesmom i svećama na "
    "vodi.",
    "b2": "Deca će ponovo stizati u školu za deset minuta. Prve nedelje vožnja je besplatna.",
    "b3": "Novu užad platio je fond koji zajedno vodi jedanaest gradova duž reke.",
    "c": "Скела се враћа на реку код Кладова",
    "c1": "Становници оба села чекали су цело лето да се скела поправи, а у недељу су је дочекали песмом и свећама на "
    "води.",
    "c2": "Деца ће поново стизати у школу за десет минута. Прве недеље вожња је бесплатна.",
}  # fmt: skip
WHOLE = {letter.upper(): "\n\n".join(STORY[key] for key in (letter, f"{letter}1", f"{letter}2")) for letter in "abc"}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["name"].replace(" ", "_"))
def test_layout(layout: dict) -> None:
    """The titles, paragraphs and fields are those of the story, and only what the page lacks is asked."""
    page = layout["page"].format(**STORY, **WHOLE)
    result = import_document(page.encode(), layout.get("file", "page.txt"), SITE)
    asked = [str(question) for question in result.questions]
    titles = {"en": layout.get("a", STORY["a"]), "sr": layout.get("b", STORY["b"])}
    assert result.titles == titles, asked
    if not layout.get("lone"):
        for number in "123" if layout.get("three") else "12":
            for letter, own, other in (("a", "en", "sr"), ("b", "sr", "en")):
                assert STORY[letter + number] in result.bodies[own]
                assert STORY[letter + number] not in result.bodies[other]
    for key, code in (("keeps_a", "en"), ("keeps_b", "sr")):
        assert all(text in result.bodies[code] for text in layout.get(key, []))
    both = "\n".join([*result.bodies.values(), *titles.values()])
    assert all(text in both for text in layout.get("keeps", []))
    assert [text for text in layout.get("lost", []) if to_latin(text) in both] == []
    assert result.fields.category == layout.get("category", "Local")
    assert result.fields.date == layout.get("date", "2024-05-03")
    assert result.fields.goals == layout.get("goals", "")
    expected = layout.get("asks", [])
    assert all(any(text in message for message in asked) for text in expected), asked
    assert len(asked) == len(expected), asked
    assert all(any(text in note for note in result.notes) for text in layout.get("noted", []))


def test_there_are_many_layouts() -> None:
    """At least ninety layouts are tried."""
    assert len(LAYOUTS) >= 90
