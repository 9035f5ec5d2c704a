"""What readers see of a text is found in its source, however it is written there."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import text_lines
from plugins.content.markup.source_map import BLANK, shown_text
from plugins.content.settings.table import DEFAULTS
from tests.loops import times

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])


def shown(text: str) -> str:
    """What readers see of a text, `·` for whatever else stands there."""
    return re.sub(f"{BLANK}+", "·", shown_text(text, RENDERER).text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the report](my report.md).", "See [the report·."),
        ("See [x](x.md)\n\n<!-- x -->\n\nx", "See [x·\n\n·\n\nx"),
        ("See [the plan][]!\n\n[the plan]: https://un.org", "See [the plan·!\n\n·"),
        ("See [the plan][odd].", "See [the plan][odd]."),
        ("A note[^1].\n\n[^1]: The note.\n\nThe end.", "A note·.\n\n· The note.\n\nThe end."),
        ('![A bridge](b.jpg "The bridge") and', "![A bridge\n\n·The bridge· and"),
        ("[![A bridge](b.jpg)](https://un.org)", "[![A bridge·"),
        ("bo**ld** H<sub>2</sub>O", "bo**ld** H·2·O"),
        ("UN&nbsp;staff &amp; 22\\. May", "UN·staff &· 22·. May"),
        ('<span lang="fr">le pont</span> here', "· here"),
        ("`code` and\n\n```\nmore code\n```", "· and\n\n·\n·\n·"),
        ("- one\n- two\n\n1. first\n2. second\n\n> said", "- one\n- two\n\n1. first\n2. second\n\n> said"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
        ("Two.\n{: .lead }\n\nx", "Two.\n·\n\nx"),
        ('<div markdown="1">\n\n**Words** here\n\n</div>', "·\n\n**Words** here\n\n·"),
        ("x <!-- never\n\nended", "x <!-- never\n\nended"),
    ],
)
def test_what_readers_do_not_see_is_blank(text: str, expected: str) -> None:
    """Targets, code, comments, tags, attributes, definitions and marks of notes; the words of all of these stay."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A\n\n##\n\nB\n---\n\n<h3>C</h3>", [("h1", 0), ("h2", 5), ("h2", 9), ("h3", 16)]),
        ("```\n## no\n```\n\n## `code`", [("h2", 15)]),
        ("One\n\n> ## Two", [("p", 0), ("h2", 7)]),
    ],
)
def test_blocks_have_their_places(text: str, blocks: list[tuple[str, int]]) -> None:
    """A heading begins where its line does, whatever stands in it."""
    assert [(block.element, block.offset) for block in shown_text(text, RENDERER).blocks] == blocks


PIECES = (
    "Ana wrote {}.", "[{}]({}.md) went", "*{}* and **{}**", "<b>{}</b> <i title='{}'>{}</i>", '![{}]({}.jpg "{}")',
    "`{}` is code", "<!-- {} {} -->", "note[^{}]", "{}[^1]", "[{}][label]", "<span lang='fr'>{}</span>", "{} &amp; {}",
    "\\*{}\\*", "<https://un.org/{}>", "\n\n", "\n", "\n\n- {} {}\n- {}\n\n", "\n\n## {} {}\n\n",
    '\n\n[label]: /{} "{} {}"\n\n', "\n\n[^1]: {} says {}\n\n", "\n\n| {} | {} |\n|---|---|\n| {} | {} {} |\n\n",
    "\n\n```\n{} {}\n```\n\n", "\n\n> {} {}\n> {}\n\n", "\n\n<!-- {}\n\n{} -->\n\n", "\n\n{}\n: {} {}\n\n",
    "\n\n{}\n\n", "(UN) {}", "\n\n*[UN]: {} {}\n\n", "(see [{}]({}.md))",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(times(10, 100)))
def test_what_stays_is_what_readers_see(seed: int) -> None:
    """The words that are left in the source are those of the page, as many times and nowhere else; each character that
    is left stands where it stood."""
    chance = random.Random(seed)
    for _ in range(20):
        pieces = " ".join(chance.choices(PIECES, k=chance.randint(1, 10)))
        text = re.sub(r"\{\}", lambda _: chance.choice(("ada", "bor", "ceo", "dan", "eho")), pieces)
        left = shown_text(text, RENDERER).text
        assert len(left) == len(text)
        assert all(new in (old, BLANK, "\n") for old, new in zip(text, left, strict=True)), text
        html = re.sub(r"<(code|span)\b.*?</\1>", "", RENDERER.render(text), flags=re.S)
        pictures = [" ".join(words) for words in re.findall(r'<img alt="(\w*)" src="[^"]*" title="(\w*)">', html)]
        meanings = set(re.findall(r'<abbr title="([^"]*)">', html))
        assert Counter(words_of(left)) == Counter(words_of(" ".join([*text_lines(html), *pictures, *meanings]))), text
        assert left.count("(") == left.count(")"), text


def words_of(text: str) -> list[str]:
    """The words that pieces are filled with."""
    return re.findall(r"\b(?:ada|bor|ceo|dan|eho)\b", text)


MARKS = st.sampled_from(
    [*"[]()!<>\"'` \na#*|:{}&", "](", "![", "\n[r]: z", '<a href="u">', "```", "\n~~~", "<!--", "-->", "&#xF0002; a "]
)


@given(st.lists(MARKS, max_size=20).map("".join))
def test_any_text_is_read(text: str) -> None:
    """However odd a text is, it stays as long, and nothing is raised."""
    assert len(shown_text(text, RENDERER).text) == len(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "![a](b", "[[a] ", "|", "(", ">", "`", "`a` ", "<a ", "<!--", "##\n\n", "```\na\n```\n\n", "a\n\n", "a ",
     "[a](b) ", "![a](b \"c\") ", "- a\n", "1. a\n\nb\n\n", "    a\n\nb\n\n", "*a* ", "[^1] "],
)  # fmt: skip
def test_a_long_text_is_read(piece: str) -> None:
    """A text of one piece takes time in proportion to its length, or is refused as too much; this would not end if any
    took too long."""
    text = f"a [b {piece * (20_000 // len(piece))}"
    assert len(shown_text(text, RENDERER).text) == len(text)
