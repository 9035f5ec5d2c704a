"""A title in a language that the site does not have, with no text under it."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY, WHOLE

TITLES = [
    "Komp visszatér a folyóra Kladovónál",
    "Trageti kthehet në lumin pranë Kladovës",
    "Skela se vraća na rijeku kod Kladova",
    "Trajekt se vraća na rijeku kod Kladova",
    "Trajekt se vrača na reko pri Kladovu",
    "Feribotul se întoarce pe râu la Kladovo",
    "Фериботот се враќа на реката кај Кладово",
    "Die Fähre kehrt auf den Fluss bei Kladovo zurück",
    "Le bac revient sur la rivière à Kladovo",
    "Nehri geçen feribot Kladovo'ya dönüyor",
    "Паром возвращается на реку у Кладово",
    "Il traghetto torna sul fiume a Kladovo",
]
PLACES = (0, 1, 3, 6)


def import_lines(lines: list[str], tag: str) -> ImportResult:
    """A text file, or a page of a site whose third title is in an element with this tag."""
    if not tag:
        return import_document("\n\n".join(["Local", "3 May 2024", *lines]).encode(), "page.txt", SITE)
    tags = {STORY["a"]: "h2", STORY["b"]: "h2"} | dict.fromkeys(TITLES, tag)
    marked = "".join(f"<{tags.get(line, 'p')}>{line}</{tags.get(line, 'p')}>" for line in lines)
    page = f"<html><body><div><p>Local</p><p>3 May 2024</p>{marked}</div></body></html>"
    return import_document(page.encode(), "page.html", SITE)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("tag", ["", "h2", "p"])
def test_title_of_a_third_version_is_in_no_file_in_silence(title: str, tag: str) -> None:
    """It is set aside or left out, or asked about where it stands in a file."""
    for at in PLACES:
        lines = [STORY[key] for key in ("a", "a1", "a2", "b", "b1", "b2")]
        lines.insert(at, title)
        result = import_lines(lines, tag)
        asked = " ".join(map(str, result.questions))
        written = "\n".join([*result.bodies.values(), *result.titles.values()]).replace("\\", "")
        assert title not in written or title in asked, asked
        if result.titles != {"en": STORY["a"], "sr": STORY["b"]}:
            assert any(question.topic in ("title", "language") for question in result.questions)


FREE = ("Nobody here rows alone any more.", "Od sada se na reci vesla u dvoje.")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("below", [(), ("Bread and salt for the first passengers", "Hleb i so za prve putnike")])
def test_titles_that_are_sentences_and_translated_freely(order: int, below: tuple[str, ...]) -> None:
    """They stand first in both texts, and no other line is their translation, whatever pair stands below them."""
    halves = [
        [FREE[at], *([] if at else ["3 May 2024"]), *below[at : at + 1], *(STORY[f"{letter}{n}"] for n in "123")]
        for at, letter in enumerate("ab")
    ][::order]
    result = import_document("\n\n".join(["Local", *halves[0], *halves[1]]).encode(), "page.txt", SITE)
    assert (result.titles["en"], result.titles["sr"]) == FREE


def test_a_question_shows_both_texts() -> None:
    """Beside a line that is asked about stands what the other text has in its place."""
    caption = "Boys tie the new ropes to the pier\nDečaci vezuju novu užad za pristan"
    lines = ("Local", STORY["a"], "3 May 2024", caption, STORY["a1"], STORY["a2"], WHOLE["B"])
    result = import_document("\n\n".join(lines).encode(), "page.txt", SITE)
    assert [question.beside for question in result.questions] == [f"“{STORY['b']}”"]
