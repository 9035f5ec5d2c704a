"""One invented story in many layouts: each page becomes the same pair of files."""

from __future__ import annotations

import pytest

from plugins.cyrillic import to_latin
from plugins.importer import import_document
from tests.importer.stories import LAYOUTS, SITE, STORY, WHOLE


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
