"""Titles of other pages above, in and below a text, such as "Read also: Bridge at Bor is closed"."""

from __future__ import annotations

import pytest

from plugins.importer import ImportResult, import_document
from tests.importer.stories import SITE, STORY

ENGLISH, SERBIAN = "Bridge at Bor is closed", "Most kod Bora je zatvoren"
LEADS = [
    *(
        f"{lead}: {ENGLISH}"
        for lead in ("More on this", "Read also", "Also read", "Don't miss", "Next", "Related story")
    ),
    *(f"{lead}: {ENGLISH}" for lead in ("Read this next", "You may also like", "From the archive", "Trending")),
    *(f"{lead}: {SERBIAN}" for lead in ("Povezano", "Vezana vest", "Pogledajte još", "Čitajte još", "Opširnije")),
    *(f"{lead}: {SERBIAN}" for lead in ("Iz iste rubrike", "Prethodna vest", "Pročitajte i")),
]
PLACES = {"above": 0, "below the title": 1, "inside": 2}


def import_text(ours: list[str], theirs: list[str]) -> ImportResult:
    """A text file."""
    return import_document("\n\n".join(["Local", "3 May 2024", *ours, *theirs]).encode(), "page.txt", SITE)


def import_html(ours: list[str], theirs: list[str]) -> ImportResult:
    """A page of a site."""
    titles = (STORY["a"], STORY["b"])
    lines = "".join(f"<h1>{line}</h1>" if line in titles else f"<p>{line}</p>" for line in [*ours, *theirs])
    page = f"<html><body><div><p>Local</p><p>3 May 2024</p>{lines}</div></body></html>"
    return import_document(page.encode(), "page.html", SITE)


@pytest.mark.parametrize("line", LEADS)
@pytest.mark.parametrize("read", [import_text, import_html])
def test_title_of_another_page_is_no_title_and_no_text(line: str, read) -> None:
    """Wherever it stands; the titles are those of the page."""
    for at in PLACES.values():
        texts = [[STORY[key] for key in (letter, f"{letter}1", f"{letter}2", f"{letter}3")] for letter in "ab"]
        texts[line.endswith(SERBIAN)].insert(at, line)
        result = read(*texts)
        assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}, result.questions
        assert ENGLISH not in result.bodies["en"]
        assert SERBIAN not in result.bodies["sr"]


@pytest.mark.parametrize("lead", ["Our dear readers", "From our files", "One more thing", "Still to come", "Elsewhere"])
def test_unknown_words_before_the_title_of_another_page_are_asked_about(lead: str) -> None:
    """In a text a line with a name before a colon above a line like a title may be none; in a page the heading wins."""
    texts = [[STORY[key] for key in (letter, f"{letter}1", f"{letter}2")] for letter in "ab"]
    texts[0].insert(0, f"{lead}: {ENGLISH}")
    result = import_text(*texts)
    assert result.titles["en"] == STORY["a"] or any(question.topic == "title" for question in result.questions)
    assert import_html(*texts).titles == {"en": STORY["a"], "sr": STORY["b"]}
