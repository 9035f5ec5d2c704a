"""A summary for a text that has none."""

from __future__ import annotations

import pytest

from plugins.content.markup.excerpts import excerpt

LENGTH = 100_000


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Heading\n\n![p](q)\n\nThe *first* [words](x.md) of `it`.\n\nMore.", "The first words of it."),
        ("<!-- a\n\nb -->One <!-- c --> two\n\n--> three", "One two"),
        ("One <!-- that does not end", "One <!-- that does not end"),
        ("- a list\n- only\n", ""),
        ("A heading\n=========\n\nAnother\n---\n\nThe words.", "The words."),
        ("2 * 3 is 6, 5 < 6 and 7 > 6, <b>so</b> ***there***.", "2 * 3 is 6, 5 < 6 and 7 > 6, so there."),
        ("A \\*star\\* of [a place](https://example.org/Place_(town)), _here_.", "A *star* of a place, here."),
        ("word " * 100, "word " * 38 + "word…"),
    ],
)
def test_first_words_as_plain_text(body: str, expected: str) -> None:
    """The first paragraph of prose, without marks and comments, cut between words."""
    assert excerpt(body) == expected


@pytest.mark.parametrize(
    "piece", ["a[", "a![", "[a](b", "[a]((b)", "a[^b", "a<", "a<!--", "a<!-- -->", "a`", "a*", "a_", "a&"]
)
def test_odd_texts_end(piece: str) -> None:
    """A paragraph of one piece a hundred thousand characters long is read; this would not end if any took too long."""
    assert len(excerpt("x " + piece * (LENGTH // len(piece)))) <= 200
