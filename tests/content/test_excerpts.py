"""A summary for a text that has none."""

from __future__ import annotations

import pytest

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import excerpt
from plugins.content.settings.table import DEFAULTS

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Heading\n\n![p](q)\n\nThe *first* [words](x.md) of `it`.\n\nMore.", "The first words of it."),
        ("<!-- a\n\nb -->\n\nOne <!-- c --> two\n\n--> three", "One two"),
        ("- a list\n- only\n", ""),
        ("A heading\n=========\n\nAnother\n---\n\nThe words.", "The words."),
        ("2 * 3 is 6, 5 < 6 and 7 > 6, <b>so</b> ***there***.", "2 * 3 is 6, 5 < 6 and 7 > 6, so there."),
        ("A \\*star\\* of [a place](https://example.org/Place_(town)), _here_.", "A *star* of a place, here."),
        ("[A place][p], a note.[^1]\n\n[p]: https://example.org\n[^1]: Note.", "A place, a note."),
        (
            "{: .lead }\nA text with <span lang='sr'>vode</span>  \nand a break.",
            "{: .lead } A text with vode and a break.",
        ),
        ("    code\n\n> quoted\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nhttps://youtu.be/QBb-VfMFPdc\n\nWords.", "Words."),
        ("word " * 100, "word " * 38 + "word…"),
    ],
)
def test_first_words_as_plain_text(body: str, expected: str) -> None:
    """The first paragraph as its page has it, without marks, cut between words."""
    assert excerpt(RENDERER.render(body)) == expected


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("# One\n\n<h1 id='a'>Two</h1>", '<h2 id="one">One</h2>\n<h2 id="a">Two</h2>'),
        ('`<td style="text-align: left;">`', '<p><code>&lt;td style="text-align: left;"&gt;</code></p>'),
        ("<div style='text-align: center;'>a</div>", '<div class="center">a</div>'),
        ("<div style='color: red'>a</div>", "<div>a</div>"),
        ("<p style='text-align: right;'>a</p>", "<p>a</p>"),
    ],
)
def test_headings_and_sides_are_the_themes(body: str, html: str) -> None:
    """The page's title is its only heading of the first rank, and a side is a class; what is written as text stays."""
    assert RENDERER.render(body).strip() == html


def test_cells_have_their_sides() -> None:
    """The columns of a table are set as its second line says."""
    html = RENDERER.render("| a | b | c |\n| :- | -: | :-: |\n| 1 | 2 | 3 |")
    assert [side for side in ("start", "end", "center") if html.count(f' class="{side}"') == 2] == [
        "start",
        "end",
        "center",
    ]
    assert "style" not in html
