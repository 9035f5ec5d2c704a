"""Titles on several lines that are no plain shapes of pages, and what a question shows beside a title."""

from __future__ import annotations

import email.message

import pytest

from plugins.importer import import_document
from tests.importer.stories import SITE, STORY, WHOLE


def test_titles_of_two_languages_below_each_other_are_two() -> None:
    """Each is broken, and each is whole."""
    page = "Local\n3 May 2024\n\nFerry returns to\nthe river\nSkela se vraća\nna reku\n\n"
    page += "\n\n".join(STORY[key] for key in ("a1", "a2", "b1", "b2"))
    result = import_document(page.encode(), "page.txt", SITE)
    assert result.titles == {"en": "Ferry returns to the river", "sr": "Skela se vraća na reku"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ferry of Kladovo carries", "300 pupils each day"), ("The Ferry of Kladovo Returns", "To The River Danube")],
)
def test_lines_that_may_be_one_title_are_asked_about(first: str, second: str) -> None:
    """What neither the words nor the other title show is a question that names both lines."""
    lines = ["Local", f"{first}\n{second}", "3 May 2024", STORY["a1"], STORY["a2"]]
    lines += ["Skela iz Kladova prevozi 300 učenika svakog dana", STORY["b1"], STORY["b2"]]
    result = import_document("\n\n".join(lines).encode(), "page.txt", SITE)
    assert any(first in str(question) and second in str(question) for question in result.questions)


def test_lines_of_a_heading_in_html_are_one_title() -> None:
    """A break within a heading is no end of the title."""
    texts = [f"<p>{STORY[letter + number]}</p>" for letter in "ab" for number in "12"]
    page = f"<p>Local</p><p>3 May 2024</p><h1>Ferry for Kladovo<br>back on the river</h1>{''.join(texts[:2])}"
    page += f"<h1>Skela za Kladovo<br>ponovo na reci</h1>{''.join(texts[2:])}"
    result = import_document(page.encode(), "page.html", SITE)
    assert result.titles == {"en": "Ferry for Kladovo back on the river", "sr": "Skela za Kladovo ponovo na reci"}
    assert result.questions == ()


def test_a_broken_title_below_the_note_of_a_message_is_one() -> None:
    """A sentence above the labels is no text below which titles are not looked for."""
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "ana@example.org", "web@example.org", "text"
    titles = ("The ferry of Kladovo returns\nfinally", "Skela iz Kladova vraća se\nnajzad")
    halves = [f"{title}\n\n{STORY[k + '1']}\n\n{STORY[k + '2']}" for title, k in zip(titles, "ab", strict=True)]
    message.set_content(f"Hi Jelena,\n\nhere are both versions.\n\nLocal\n3 May 2024\n\n{halves[0]}\n\n{halves[1]}\n")
    result = import_document(bytes(message), "page.eml", SITE)
    assert result.titles == {"en": "The ferry of Kladovo returns finally", "sr": "Skela iz Kladova vraća se najzad"}


def test_broken_lines_inside_a_text_stay() -> None:
    """Lines of a poem between two paragraphs keep their breaks."""
    poem = "the river runs\nbelow the bridge\nand takes us all"
    halves = (
        f"{STORY['a']}\n\n{STORY['a1']}\n\n{poem}\n\n{STORY['a2']}\n\n{STORY['b']}\n\n{STORY['b1']}\n\n{STORY['b2']}"
    )
    result = import_document(f"Local\n3 May 2024\n\n{halves}".encode(), "page.txt", SITE)
    assert "the river runs  \nbelow the bridge  \nand takes us all" in result.bodies["en"]


def test_a_question_shows_both_texts() -> None:
    """Beside a line that is asked about stands what the other text has in its place."""
    lines = ("Local", f"{STORY['a']}.", "3 May 2024", STORY["a1"], STORY["a2"], WHOLE["B"])
    result = import_document("\n\n".join(lines).encode(), "page.txt", SITE)
    assert STORY["b"] in [question.beside for question in result.questions]
