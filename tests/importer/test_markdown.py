"""Markdown that reads back as the words and the style that were put in."""

from __future__ import annotations

import re
from itertools import pairwise

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.importer.document import Block, Run, tidy
from plugins.importer.readers.html import BlockReader, safe
from plugins.importer.readers.text import make_items
from plugins.importer.writers.images import Album
from plugins.importer.writers.markdown import render, safe_address
from tests.loops import times

CHARACTERS = st.text(alphabet="ab1č *_#>+-.[](){}<>&`~|=:!\\\n\"'/^@;", min_size=1, max_size=40)

ADDRESSES = st.sampled_from(["", "https://x.example/a_b"])


def html_of(*blocks: Block) -> str:
    """The blocks rendered as the site renders them."""
    body = render(blocks, lambda picture: picture.src)
    return markdown.markdown(body, extensions=["extra", "sane_lists", "toc"])


def text_of(html: str) -> str:
    """What a reader reads."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


@settings(max_examples=times(80, 400), deadline=None)
@given(CHARACTERS)
@example("1\n:\n1")
@example("a &amp; b &#97; c &b")
def test_paragraph_reads_back(text: str) -> None:
    """A paragraph of any characters is one paragraph with the same text."""
    runs = tidy([Run(text)])
    if runs:
        html = html_of(Block("paragraph", runs))
        assert text_of(html) == " ".join(text.split())
        assert html.startswith("<p>")
        assert "<li>" not in html


@settings(max_examples=times(60, 200), deadline=None)
@given(st.sampled_from(["heading", "item", "quote"]), CHARACTERS)
def test_other_blocks_read_back(kind: str, text: str) -> None:
    """Headings, list items and quotations keep their text too."""
    runs = tidy([Run(text)])
    if runs:
        assert text_of(html_of(Block(kind, runs, level=2 if kind == "heading" else 0))) == " ".join(text.split())


RUNS = st.lists(st.builds(Run, CHARACTERS, st.booleans(), st.booleans(), ADDRESSES), min_size=1, max_size=5)


@settings(max_examples=times(60, 300), deadline=None)
@given(RUNS)
def test_styled_runs_read_back(pieces: list[Run]) -> None:
    """Bold, italic and linked pieces in any order keep their text, and each letter its style and its address."""
    runs = tidy(pieces)
    if runs:
        html = html_of(Block("paragraph", runs))
        assert text_of(html) == " ".join("".join(run.text for run in runs).split())
        # A style ends with its line, so that each line of the file can be read and moved alone.
        assert not BeautifulSoup(html, "html.parser").select("strong br, em br, a br")
        assert styled_letters(html) == [
            (letter, run.bold, run.italic, run.href) for run in runs for letter in run.text if not letter.isspace()
        ]


def styled_letters(html: str) -> list[tuple[str, bool, bool, str]]:
    """Each letter that a reader sees, whether it is bold and italic, and where it leads to."""
    found = []
    for string in BeautifulSoup(html, "html.parser").find_all(string=True):
        around = {parent.name: parent for parent in string.parents}
        style = ("strong" in around, "em" in around, around["a"]["href"] if "a" in around else "")
        found += [(letter, *style) for letter in string if not letter.isspace()]
    return found


SPACED = st.text(alphabet="a \n\u00a0", max_size=6)


@given(st.lists(st.builds(Run, SPACED, st.booleans()), max_size=6))
@example([Run("a"), Run(" "), Run(" ", bold=True), Run("a")])
def test_tidy_runs_have_single_spaces(pieces: list[Run]) -> None:
    """Each letter keeps its style; no space is beside another, a line break or an end, and neighbours differ."""
    runs = tidy(pieces)
    text = "".join(run.text for run in runs)
    assert text == text.strip()
    assert not re.search(r"\u00a0|  | \n|\n ", text)
    assert all(run.text for run in runs)
    assert all(one.bold != other.bold for one, other in pairwise(runs))
    for style in (True, False):
        assert "".join(run.text for run in runs if run.bold is style).count("a") == "".join(
            run.text for run in pieces if run.bold is style
        ).count("a")
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(run.text for run in pieces))


@pytest.mark.parametrize("address", ["HTTPS://un.org/a", "mailto:a@un.org", "TEL:+381", "/a:b", "c.html", "#x", ""])
def test_other_addresses_are_kept(address: str) -> None:
    """Whatever a scheme's letters, and where there is none."""
    assert safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        " java\nscript:x",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "\x01javascript:x",
    ],
)
def test_dangerous_addresses_are_dropped(address: str) -> None:
    """A link whose address could do something is text only."""
    assert safe_address(address) == ""
    assert "<a" not in html_of(Block("paragraph", (Run("read", href=address),)))


def test_table_reads_back() -> None:
    """Cells with strokes and line breaks stay in their cells."""
    cells = tuple((Block("paragraph", (Run(text),)),) for text in ("a | b", "c\nd", "1. e"))
    soup = BeautifulSoup(html_of(Block("table", rows=(cells, cells), headed=True)), "html.parser")
    assert [cell.get_text(" ") for cell in soup.find_all("td")] == ["a | b", "c d", "1. e"]


def test_nested_lists() -> None:
    """Items of three levels are nested as deep."""
    blocks = [Block("item", (Run(f"level {level}"),), level=level) for level in (0, 1, 2, 0)]
    soup = BeautifulSoup(html_of(*blocks), "html.parser")
    assert [len(item.find_parents("ul")) for item in soup.find_all("li")] == [1, 2, 3, 1]


ROUND_TRIPS = {
    "bold with italic inside": "<p>Bold <strong>with <em>italic</em> inside</strong> here.</p>",
    "italic with bold inside": "<p>Italic <em>with <strong>bold</strong> inside</em> here.</p>",
    "bold that begins with italic": "<p><strong><em>one</em> two</strong> three</p>",
    "struck words": "<p>Struck <del>out</del> words.</p>",
    "code": "<p>The word <code>code_word</code> here.</p>",
    "picture with a link": '<p><a href="https://x.example/page"><img alt="A map" src="https://x.example/a.jpg"/></a></p>',
    "quotation in a quotation": "<blockquote><p>Outer.</p><blockquote><p>Inner.</p></blockquote></blockquote>",
    "list in a quotation": "<blockquote><p>Text:</p><ul><li>one</li><li>two</li></ul></blockquote><p>After.</p>",
    "heading in a quotation": "<blockquote><h3>Heading</h3><p>Text.</p></blockquote><p>After.</p>",
    "table in a quotation": (
        "<blockquote><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></blockquote>"
    ),
    "two lines of a cell": "<table><tr><th>a</th><th>b</th></tr><tr><td>1<br/>2</td><td>3</td></tr></table>",
}


def read_back(html: str) -> str:
    """HTML as the importer's Markdown of it is shown by the site."""
    blocks = make_items(BlockReader().read(BeautifulSoup(safe(html), "lxml")))
    album = Album("slug", None)
    return markdown.markdown(render(blocks, album.write_image), extensions=["extra", "sane_lists"])


def bare_html(html: str) -> str:
    """HTML without ids, parts of tables and white space between elements."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup(["thead", "tbody"]):
        part.unwrap()
    for element in soup(True):
        element.attrs = {name: element[name] for name in sorted(element.attrs) if name in ("alt", "href", "src")}
    for text in soup.find_all(string=lambda text: not text.strip() and "\n" in text):
        text.extract()
    return "".join(line.strip() for line in str(soup).splitlines())


@pytest.mark.parametrize("kind", ROUND_TRIPS)
def test_html_reads_back(kind: str) -> None:
    """What HTML says of a text is in the Markdown, and again in the page that is made of it."""
    assert bare_html(read_back(ROUND_TRIPS[kind])) == bare_html(ROUND_TRIPS[kind])


def test_space_in_an_address_stays_one() -> None:
    """An address with a space leads where it did; line breaks in it are left out, as in browsers."""
    assert 'href="https://x.example/a%20b"' in read_back('<p><a href=" https://x.example/a b\n">link</a></p>')
    assert 'href="https://x.example/ab"' in read_back('<p><a href="https://x.example/a\nb">link</a></p>')


def test_picture_that_leads_to_itself_has_no_link() -> None:
    """A link from a picture to its larger version is left out."""
    html = '<p><a href="https://x.example/a-large.jpg?x=1"><img alt="A" src="https://x.example/a.jpg"></a></p>'
    assert "<a" not in read_back(html)


def test_picture_that_cannot_be_shown_keeps_its_link_in_the_task() -> None:
    """The comment that asks for a picture says where the picture led to."""
    assert "https://x.example/page" in read_back('<p><a href="https://x.example/page"><img src="/a.jpg"></a></p>')


QUOTES = st.lists(
    st.tuples(st.sampled_from(["paragraph", "item", "heading"]), st.integers(0, 3)), min_size=1, max_size=8
)


@settings(max_examples=times(60, 300), deadline=None)
@given(QUOTES)
def test_blocks_stand_as_deep_in_quotations_as_they_did(rows: list[tuple[str, int]]) -> None:
    """Whatever blocks follow one another in whatever quotations, each keeps its depth."""
    blocks = [
        Block(kind, (Run(f"word{at}"),), level=2 if kind == "heading" else 0, quoted=depth)
        for at, (kind, depth) in enumerate(rows)
    ]
    soup = BeautifulSoup(html_of(*blocks), "html.parser")
    depths = [
        len(soup.find(string=lambda text, at=at: f"word{at}" in text).find_parents("blockquote"))
        for at in range(len(rows))
    ]
    assert depths == [depth for _, depth in rows]


ITEMS = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=times(60, 300), deadline=None)
@given(ITEMS)
def test_points_and_numbers_stay_items(rows: list[tuple[int, bool]]) -> None:
    """Whatever lists follow one another, each item is one, of its own kind, and none is words of another."""
    blocks = [
        Block("item", (Run(f"word {at}"),), level=level, number=at + 1 if counted else 0)
        for at, (level, counted) in enumerate(rows)
    ]
    found = BeautifulSoup(html_of(*blocks), "html.parser").find_all("li")
    own = [next(text for text in item.stripped_strings) for item in found]
    assert own == [f"word {at}" for at in range(len(rows))]
    assert [item.parent.name for item in found] == ["ol" if counted else "ul" for _, counted in rows]


def test_a_list_that_stands_further_in_is_one_list() -> None:
    """Points that all begin with a tab are of one level."""
    html = html_of(*(Block("item", (Run(word),), level=1) for word in ("light", "benches", "roof")))
    assert html.count("<ul>") == 1
