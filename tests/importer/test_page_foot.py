"""The foot of a page below the texts: who made the page, its telephone and its address."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from plugins.importer.pipeline import importer_of
from tests.importer.stories import SITE, STORY

FEET = [
    "Designed by Studio Most",
    "Design: Studio Most",
    "Web design: Studio Most",
    "Dizajn: Studio Most",
    "Izrada sajta: Studio Most",
    "Hosted by Nordnet",
    "Website by Studio Most",
    "Theme by Colorlib",
    "Sajt izradio Studio Most",
    "Tel: +381 11 123 4567",
    "Telefon: 011/123-4567",
    "Phone 011 123 4567",
    "Fax: +381 11 123 4568",
    "office@example.org",
    "Uredništvo: redakcija@example.org",
]
ABOVE = [
    "",
    "<p>© 2024 Harbour Office. All rights reserved.</p>",
    "<p><a href='/'>Home</a> | <a href='/c'>Contact</a></p>",
]


def import_page(below: str, between: str = "") -> ImportResult:
    """A page of a site with lines below the texts, and between them."""
    parts = [f"<h1>{STORY[key]}</h1><p>{STORY[f'{key}1']}</p><p>{STORY[f'{key}2']}</p>" for key in "ab"]
    page = f"<html><body><div><p>Local</p><p>3 May 2024</p>{parts[0]}{between}{parts[1]}{below}</div></body></html>"
    return import_document(page.encode(), "page.html", SITE)


@pytest.mark.parametrize("foot", FEET)
def test_foot_of_a_page_is_left_out_and_asked_about(foot: str) -> None:
    """Whatever stands beside it, and in whatever element it is."""
    for above in ABOVE:
        for below in (f"{above}<p>{foot}</p>", f"<div>{foot}</div>{above}"):
            result = import_page(below)
            assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
            assert foot not in "".join(result.bodies.values())
            assert foot in " ".join(map(str, result.questions))


@pytest.mark.parametrize("foot", FEET)
def test_foot_of_a_copied_page_is_asked_about(foot: str) -> None:
    """In a text it may be the author's."""
    lines = ["Local", "3 May 2024", *(STORY[key] for key in ("a", "a1", "a2", "b", "b1", "b2"))]
    result = import_document("\n\n".join([*lines, foot]).encode(), "page.txt", SITE)
    assert foot in " ".join(map(str, result.questions))


@pytest.mark.parametrize(
    "lines",
    [
        ["Kontakt:", "Tel: +381 11 123 4567"],
        ["Ana Savić, službenica za komunikacije", "ana@example.org"],
        ["Za više informacija pozovite kancelariju.", "Tel: 011/123-4567"],
        ["Ana Savić, ana@example.org"],
    ],
)
def test_contacts_of_the_text_are_kept_below_it(lines: list[str]) -> None:
    """A name or a line that says whom to ask introduces them."""
    result = import_page("".join(f"<p>{line}</p>" for line in lines))
    assert lines[-1] in result.bodies["sr"]


def test_number_below_both_texts_is_kept_without_a_question() -> None:
    """Both have it."""
    result = import_page("<p>Tel: 011/123-4567</p>", "<p>Phone: 011/123-4567</p>")
    assert "Phone: 011/123-4567" in result.bodies["en"]
    assert "Tel: 011/123-4567" in result.bodies["sr"]
    assert result.questions == ()


@pytest.mark.parametrize(
    "line", ["http://example.org/knjiga", "Knjiga o reci: http://example.org/knjiga", "www.example.org"]
)
def test_address_of_a_page_is_no_foot(line: str) -> None:
    """It may be a link that the author gives, as below a list of books or songs."""
    assert not importer_of(SITE).line_reader.is_bare_contact(line)
