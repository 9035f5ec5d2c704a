"""Bylines: what a system prints about its accounts is left out, the names of people stay, and neither makes a file."""

from __future__ import annotations

import pytest

from plugins.cyrillic import to_latin
from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY

PRINTED = (
    "Written by Super User",
    "Written by Administrator",
    "Submitted by webmaster on 3 May 2024",
    "Submitted by editor on Fri, 03/05/2024 - 12:00",
    "Submitted by Anonymous (not verified)",
    "Posted by admin",
    "Posted by admin in News",
    "By Web Editor",
    "by admin",
    "Author: Super User",
    "Authored by content_editor",
    "Published by user12",
    "Created by Super User",
    "Uploaded by web-editor",
    "Posted by: office.serbia",
    "Written by Super User | Hits: 1284",
    "Autor: admin",
    "Objavio/la admin",
    "Objavio/la: administrator",
    "Objavio(la) Super User",
    "Napisao/la Administrator",
    "Napisano od strane Super User",
    "Postavio/la admin u 12:00",
    "Poslao/la admin dana 3. maja 2024.",
    "Autor objave: admin",
    "Piše: Web urednik",
    "Uneo: admin",
    "Objavio korisnik admin",
    "Аутор: админ",
    "Објавио/ла админ",
    "Аутор: Администратор",
)
PEOPLE = (
    "By Dragana Tasić",
    "Written by Dragana Tasić",
    "Posted by D. Tasić",
    "Autor: Dragana Tasić",
    "Autorka: D. Tasić",
    "Objavio/la Dragana Tasić",
    "Аутор: Драгана Тасић",
    "By Rade",
    "By the Kladovo Rowing Club",
    "Written by Ana Marić and Petar Ilić",
)


def import_with(line: str, code: str) -> ImportResult:
    """Import the story in one language, with a line below its title."""
    label, day, letter = {"sr": ("Lokalno", "3. maj 2024.", "b"), "en": ("Local", "3 May 2024", "a")}[code]
    parts = (label, STORY[letter], line, day, *(STORY[letter + number] for number in "123"))
    return import_document("\n\n".join(parts).encode(), "page.txt", SITE)


@pytest.mark.parametrize("code", ["en", "sr"])
@pytest.mark.parametrize("line", PRINTED)
def test_the_name_of_an_account_is_left_out(line: str, code: str) -> None:
    """Nothing of the line is in the one file that is made, and nothing is asked."""
    result = import_with(line, code)
    assert list(result.bodies) == [code]
    assert to_latin(line.split()[-1]) not in to_latin(result.bodies[code])
    assert (result.fields.date, result.questions) == ("2024-05-03", ())
    said = to_latin("\n".join([*result.facts, *(left.text for left in result.left_out)]))
    assert to_latin(line.split()[0]) in said


@pytest.mark.parametrize("code", ["en", "sr"])
@pytest.mark.parametrize("line", PEOPLE)
def test_the_name_of_a_person_stays_in_the_text(line: str, code: str) -> None:
    """Whichever language the byline is in, it is in the file of the story and makes no other."""
    result = import_with(line, code)
    assert list(result.bodies) == [code]
    assert to_latin(line.split()[-1]) in to_latin(result.bodies[code])
    assert result.questions == ()


def test_an_author_and_two_named_days_in_one_line_are_facts() -> None:
    """The day of publication is used, not that of a change."""
    line = "by Zoran M. — published May 3, 2024 10:05 AM, last modified Jun 01, 2024 02:10 PM"
    parts = ("Local", STORY["a"], line, *(STORY["a" + number] for number in "123"))
    result = import_document("\n\n".join(parts).encode(), "page.txt", SITE)
    assert (result.fields.date[:10], result.questions) == ("2024-05-03", ())
    assert "Zoran" not in result.bodies["en"]


@pytest.mark.parametrize("line", PRINTED)
def test_between_two_texts_the_name_of_an_account_is_left_out(line: str) -> None:
    """A line of a system above the second title is no part of either text."""
    halves = ["\n\n".join(STORY[letter + number] for number in ("", "1", "2")) for letter in "ab"]
    page = f"Local\n3 May 2024\n\n{halves[0]}\n\n{line}\n\n{halves[1]}"
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
    assert not any(to_latin(line.split()[-1]) in to_latin(body) for body in result.bodies.values())
    assert result.questions == ()


def test_a_page_of_a_system_with_one_text_makes_one_file() -> None:
    """The English byline of a system on a page in Serbian makes no English file."""
    facts = "<dd class='createdby'>Written by Super User</dd><dd>Vesti / Lokalno</dd><dd>3. maj 2024.</dd>"
    text = "".join(f"<p>{STORY['b' + number]}</p>" for number in "123")
    page = f"<html lang='en-gb'><body><h2>{STORY['b']}</h2><dl>{facts}</dl>{text}</body></html>"
    result = import_document(page.encode(), "page.html", SITE)
    assert list(result.bodies) == ["sr"]
    assert "Super User" not in result.bodies["sr"]
