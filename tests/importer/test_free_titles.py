"""Titles that are translated freely, and what a question shows beside a title."""

from __future__ import annotations

import pytest

from plugins.importer import import_document
from tests.importer.stories import SITE, STORY, WHOLE

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
    assert f"“{STORY['b']}”" in [question.beside for question in result.questions]
