"""What stands below a heading such as "Comments (3)" or "Related news": lists of other pages, and text that is none."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY

HEADINGS = [
    "Comments (3)",
    "Komentari (2)",
    "Comments",
    "2 comments",
    "Related (2)",
    "Povezane vesti (4)",
    "Categories",
    "Newsletter",
    "Recommended",
    "Most read",
    "Read also:",
    "Supported by",
]
BELOW = [
    ["The ride is short.", "It costs nothing at all."],
    ["Next week the ropes are checked", "The next ride is on Monday, said the captain."],
    ["Contact: Ana Savić, ana@example.org"],
]


def import_text(heading: str, below: list[str], then: list[str]) -> ImportResult:
    """A text file in which the heading and the lines stand below the English text."""
    lines = ["Local", "3 May 2024", *(STORY[key] for key in ("a", "a1", "a2")), heading, *below]
    page = "\n\n".join([*lines, *then, *(STORY[key] for key in ("b", "b1", "b2"))])
    return import_document(page.encode(), "page.txt", SITE)


def import_html(heading: str, below: list[str], then: list[str]) -> ImportResult:
    """The same as a page of a site."""
    lines = "".join(f"<p>{line}</p>" for line in [*below, *then])
    parts = [f"<h1>{STORY[key]}</h1><p>{STORY[f'{key}1']}</p><p>{STORY[f'{key}2']}</p>" for key in "ab"]
    page = f"<html><body><p>Local</p><p>3 May 2024</p>{parts[0]}<h3>{heading}</h3>{lines}{parts[1]}</body></html>"
    return import_document(page.encode(), "page.html", SITE)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("read", [import_text, import_html])
def test_text_below_such_a_heading_is_asked_about(heading: str, read) -> None:
    """Lines that are no links and no titles may be the text's: they are left out, but not in silence."""
    for below in BELOW:
        result = read(heading, below, [])
        assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
        asked = " ".join(map(str, result.questions))
        for line in below:
            assert line in result.bodies["en"].replace("\\", "") or line[:40] in asked, (line, asked)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("read", [import_text, import_html])
def test_text_goes_on_below_such_a_heading(heading: str, read) -> None:
    """A paragraph below it is the text's; a heading that no list stands below is left out, and asked about if it is
    not surely the page's."""
    result = read(heading, [], [STORY["a3"], STORY["a1"].replace("People", "Families")])
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert STORY["a3"] in result.bodies["en"]
    assert heading not in result.bodies["en"]
    result = read(heading, ["A new rope for the ferry"], [STORY["a3"]])
    assert STORY["a3"] in result.bodies["en"]
    assert "A new rope for the ferry" in " ".join(map(str, result.questions))


@pytest.mark.parametrize("heading", HEADINGS)
def test_links_below_such_a_heading_are_left_out_without_a_question(heading: str) -> None:
    """They lead to other pages."""
    links = '<a href="/news/8">Road closed at Bor</a></p><p><a href="/news/9">A school opens in Pirot</a>'
    result = import_html(heading, [links], [])
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert "Pirot" not in result.bodies["en"]
    assert result.questions == ()


def test_titles_below_such_a_heading_at_the_end_of_a_copied_page_are_left_out_without_a_question() -> None:
    """A page that was copied as text has no links."""
    lines = ["Local", "3 May 2024", *(STORY[key] for key in ("a", "a1", "a2", "b", "b1", "b2"))]
    page = "\n\n".join([*lines, "Related news", "Road closed at Bor", "A school opens in Pirot"])
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.questions == ()
    assert "Pirot" not in "".join(result.bodies.values())
