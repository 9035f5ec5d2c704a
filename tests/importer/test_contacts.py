"""Names and numbers below a text, and the line above them that says whom they are for."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from plugins.importer.pipeline import importer_of
from tests.importer.stories import SITE, STORY, WHOLE

HEADINGS = [
    ("For journalists:", "Za novinare:"),
    ("For journalists", "Za novinare"),
    ("FOR THE MEDIA", "ZA MEDIJE"),
    ("Press:", "Mediji:"),
    ("Media contact:", "Kontakt za medije:"),
    ("For the press:", "Za štampu:"),
    ("Press office:", "Služba za medije:"),
    ("Press centre", "Pres centar"),
    ("Information for journalists:", "Informacije za novinare:"),
    ("Spokesperson:", "Portparol:"),
    ("For interviews:", "Za intervjue:"),
    ("Media enquiries:", "Upiti medija:"),
]
PEOPLE = [
    ("Ana Savić, ana.savic@example.org, +381 11 123 4567", "Ana Savić, ana.savic@example.org, +381 11 123 4567"),
    ("Ana Savić, tel. 011/123-4567", "Ana Savić, tel. 011/123-4567"),
    ("Ana Savić, Communications Officer\nana@example.org", "Ana Savić, službenica za komunikacije\nana@example.org"),
]


def write_text(ours: list[str], theirs: list[str]) -> tuple[str, str]:
    """A text file with contacts below each text."""
    page = ["Local", "3 May 2024", WHOLE["A"], *ours, WHOLE["B"], *theirs]
    return "\n\n".join(page), "page.txt"


def write_html(ours: list[str], theirs: list[str]) -> tuple[str, str]:
    """A page of a site with contacts below each text."""
    texts = [(STORY[key], STORY[f"{key}1"], STORY[f"{key}2"], *lines) for key, lines in (("a", ours), ("b", theirs))]
    parts = [f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in rest) for title, *rest in texts]
    return f"<html><body><p>Local</p><p>3 May 2024</p>{''.join(parts)}</body></html>", "page.html"


def import_page(page: str, name: str) -> ImportResult:
    """What the importer makes of a page."""
    return import_document(page.encode(), name, SITE)


@pytest.mark.parametrize("headings", HEADINGS, ids=lambda pair: pair[0])
@pytest.mark.parametrize("write", [write_text, write_html])
def test_contacts_stay_below_their_text(headings: tuple[str, str], write) -> None:
    """With the line above them, in the file of that language, below one text or both, and without a question."""
    for ours, theirs in PEOPLE:
        lines = [[headings[0], *ours.split("\n")], [headings[1], *theirs.split("\n")]]
        for below in (lines, [lines[0], []]):
            result = import_page(*write(*below))
            assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
            for code, expected in zip(("en", "sr"), below, strict=True):
                text = result.bodies[code].replace("\\", "")
                assert [line for line in expected if line not in text] == []
            if all(below):
                assert result.questions == ()


def test_label_above_a_contact_stays_a_label() -> None:
    """Above a title "PRESS RELEASE" says what the text is, though a contact stands below it."""
    page = f"PRESS RELEASE\nContact: press@example.org\n\nLocal, 3 May 2024\n\n{WHOLE['A']}\n\n"
    page += f"SAOPŠTENJE ZA MEDIJE\nKontakt: press@example.org\n\n{WHOLE['B']}"
    result = import_page(page, "page.txt")
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert not any("PRESS RELEASE" in body or "SAOPŠTENJE" in body for body in result.bodies.values())


@pytest.mark.parametrize(
    "line", ["http://example.org/knjiga", "Knjiga o reci: http://example.org/knjiga", "www.example.org"]
)
def test_address_of_a_page_is_no_contact(line: str) -> None:
    """It may be a link that the author gives, as below a list of books or songs."""
    assert not importer_of(SITE).line_reader.is_bare_contact(line)
