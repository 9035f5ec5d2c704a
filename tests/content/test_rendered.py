"""What a text names is found in what it shows, however it is written."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import Kind, LinkStart, Mark, Reference, TableStart, references_of, split_text
from plugins.content.markup.source_map import find_places
from plugins.content.settings.table import DEFAULTS
from plugins.content.sources import Source, read_source

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])
PIECES = st.sampled_from(
    [
        *"[]()!<>\"'`&= \na*_|",
        *("](", "![", "[x](y.en.md)", "![p](q.png)", "\n\n[r]: z.en.md\n", '<a href="u.en.md">', "</a>", "<p>", "</p>"),
        *(
            "<img src='v.png' alt=x>",
            "\n\nfilm.mp4\n\n",
            "<table>",
            "</table>",
            "[^1]",
            "\n\n[^1]: note\n",
            "{: href=a.md }",
        ),
        *(
            "&lt;",
            "&quot;",
            "&#39;",
            "title='>'",
            "\n> ",
            "\n* ",
            "\n\n    ",
            "``",
            "```\n",
            "<!--",
            "-->",
            "https://youtu.be/QBb-VfMFPdc",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


class Reader(HTMLParser):
    """Python's own reader of HTML: the addresses of links and pictures, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.tables = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an address."""
        given = {name: value or "" for name, value in attrs}
        if tag == "img" or (tag == "a" and "href" in given and given.get("class") != "footnote-backref"):
            self.found.append(given.get("href" if tag == "a" else "src", ""))
        self.tables += tag == "table"


def in_order(text: str) -> list[str]:
    """The targets of all that is found, and the posters that videos hold."""
    return [one.target for one in references_of(split_text(RENDERER.render(text)))]


@given(TEXTS)
def test_all_that_is_shown_is_found(text: str) -> None:
    """What a reader of HTML sees of links, pictures and tables, is found, and nothing else, in any text."""
    html = RENDERER.render(text)
    read, parts = Reader(html), split_text(html)
    assert [one.target for one in references_of(parts)] == read.found
    assert sum(isinstance(part, TableStart) for part in parts) == read.tables
    assert sum(isinstance(part, LinkStart) for part in parts) == sum(part is Mark.LINK_END for part in parts)


@given(TEXTS)
def test_the_parts_are_the_whole_text(text: str) -> None:
    """Where nothing stands alone, the text is its parts put together."""
    html = RENDERER.render(text)
    parts = split_text(html)
    if not any(isinstance(part, Reference) or part is Mark.BACK_TITLE for part in parts):
        ends = {Mark.LINK_END: "</a>"}
        joined = (part.tag if isinstance(part, LinkStart) else ends.get(part, part) for part in parts)  # type: ignore[arg-type]
        assert "".join(part for part in joined if isinstance(part, str)) == html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", Reference(Kind.LINK, "b", "a")),
        ('![a](b.jpg "T")', Reference(Kind.PICTURE, "b.jpg", "a", "T", stands_alone=True)),
        ("x ![a](b.jpg)", Reference(Kind.PICTURE, "b.jpg", "a")),
        ("bridge.mp4", Reference(Kind.VIDEO, "bridge.mp4", stands_alone=True)),
        ("[![p](q.png)](https://youtu.be/QBb-VfMFPdc)", Reference(
            Kind.VIDEO, "https://youtu.be/QBb-VfMFPdc", "p", poster="q.png", stands_alone=True)),
    ],
)  # fmt: skip
def test_each_kind_is_told_apart(text: str, expected: Reference) -> None:
    """With its words, its caption and its place."""
    assert references_of(split_text(RENDERER.render(text)))[0] == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("`[a](b.md)`\n\n[a](b.md)", 3),
        ("b.md\n\n<A HREF=b.md>a</A>", 3),
        ("[a][r]\n\n[c](d.md)\n\n[r]: b.md", 5),
        ("<!-- b.md -->\n\n[a](<b.md>)", 3),
    ],
)
def test_the_line_is_where_the_name_makes_the_link(text: str, line: int, tmp_path: Path) -> None:
    """Not where the same name stands in code, in a comment, or among words."""
    file = tmp_path / "x.en.md"
    file.write_text(f"Title: X\n\n{text}\n", "utf-8")
    source = read_source(str(file), "x", "news/2026/x.en.md", ["en"], {})
    assert isinstance(source, Source)
    found = RENDERER.extract(source).references
    number = next(at for at, one in enumerate(found) if one.target == "b.md")
    assert find_places(source, found, RENDERER.references_in)[number][0] == line + 2
