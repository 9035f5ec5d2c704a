"""Addresses of mail and telephone numbers are links, and rows of a table have headings."""

import pytest

from plugins.content.markup.markdown import MarkdownRenderer

RENDERER = MarkdownRenderer({"extensions": ["markdown.extensions.extra"]})


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Write to press@un.example.", '<a href="mailto:press@un.example">press@un.example</a>.'),
        ("**a_b+c@un.example**", '<a href="mailto:a_b+c@un.example">a_b+c@un.example</a>'),
        ("Call +381 11 4155-300!", '<a href="tel:+381114155300">+381 11 4155-300</a>!'),
        ("+381 (0)11 415 53", '<a href="tel:+38101141553">+381 (0)11 415 53</a>'),
    ],
)
def test_contacts_are_links(text, link):
    """What is written as plain text leads to a letter or a call."""
    assert link in RENDERER.render(text)


@pytest.mark.parametrize(
    "text",
    [
        "[a@b.example](https://un.org)",
        "`a@b.example`",
        "<mailto:a@b.example>",
        "a @ b",
        "+20 per cent",
        "2+2 34 567",
        "https://x.example/@y.z",
    ],
)
def test_links_code_and_numbers_stay_as_they_are(text):
    """A link within a link, or of what is no address, is never made."""
    made = RENDERER.render(text)
    assert made.count("<a ") <= 1
    assert "tel:" not in made
    assert 'href="mailto:a@b.example"' not in made or text.startswith("<mailto")


def test_rows_have_headings_where_their_column_has_one():
    """The first cell of a row is its heading; a column without a heading says nothing of its cells."""
    assert '<th scope="row">a</th>\n<td>b</td>' in RENDERER.render("| x | y |\n| --- | --- |\n| a | b |")
    assert 'scope="row"' not in RENDERER.render("|   | y |\n| --- | --- |\n| a | b |")
