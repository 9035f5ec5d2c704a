"""What readers see of a text, and where in its source it stands, however it is written there."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import text_lines
from plugins.content.markup.shown_text import BLANK, shown_text
from plugins.content.markup.source_map import find_shown, paragraphs
from plugins.content.settings.table import DEFAULTS
from tests.loops import times

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the report](my report.md).", "See the report."),
        ("See [x](x.md)\n\n<!-- x -->\n\nx", "See x\n\nx"),
        ("See [the plan][]!\n\n[the plan]: https://un.org", "See the plan!"),
        ("See [the plan][odd].", "See [the plan][odd]."),
        ("A note[^1].\n\n[^1]: The note.\n\nThe end.", "A note·.\n\nThe end.\n\n-The note.\xa0·"),
        ('![A bridge](b.jpg "The bridge") and', "A bridge\n\nThe bridge\n\nand"),
        ("[![A bridge](b.jpg)](https://un.org)", "A bridge"),
        ("![](b.jpg) bo**ld** H<sub>2</sub>O", "·\n\nbold H2O"),
        ("UN&nbsp;staff &amp; 22\\. May", "UN\xa0staff & 22. May"),
        ('<span lang="fr">le pont</span> here', "· here"),
        ("`code` and\n\n```\nmore code\n```\n\n    and this", "· and\n\n·\n\n·"),
        ("- one\n- two\n    - three\n\n1. first\n2. second\n\n> said", "-one-two-three\n\n-first-second\n\nsaid"),
        ("- one\n\n- two\n\n    more", "-one\n\n-two\n\nmore"),
        ("| a | b |\n|---|---|\n| c |   |", "-a | b-c |"),
        ("One  \ntwo\nthree", "One\ntwo\nthree"),
        ("Two.\n{: .lead }\n\nx", "Two.\n\nx"),
        ('<div markdown="1">\n\n**Words** here\n\n</div>', "Words here"),
        ("x <!-- never\n\nended", "x <!-- never\n\nended"),
        ("The UN\n\n*[UN]: United Nations", "The UN\n\nUnited Nations"),
    ],
)
def test_what_readers_see_is_shown(text: str, expected: str) -> None:
    """Blocks are parted by an empty line, points and rows by a sign of their own; code, words of another language and
    marks of notes are blank."""
    assert shown_text(text, RENDERER).text.replace(BLANK, "·").replace("\x1e", "-") == expected


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A\n\n##\n\nB\n---\n\n<h3>C</h3>", [("h1", 0), ("h2", 5), ("h2", 9), ("h3", 16)]),
        ("```\n## no\n```\n\n## `code`", [("pre", 4), ("h2", 15)]),
        ("One\n\n> ## Two", [("p", 0), ("blockquote", 7), ("h2", 7)]),
    ],
)
def test_blocks_have_their_places(text: str, blocks: list[tuple[str, int]]) -> None:
    """A heading begins where its line does, whatever stands in it."""
    found = find_shown(text, RENDERER)
    assert [(block.element, found.of_block(block)) for block in found.shown.blocks] == blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\nThree.", [("One.\nTwo.", 1), ("Three.", 4)]),
        ("## One\nTwo\n- three", [("## One", 1), ("Two\n- three", 2)]),
        ("- one\n- two\n\n<!-- none -->\n\n> a\n> b", [("- one\n- two", 1), ("> a\n> b", 6)]),
        ("One.\n\n```\ncode <!-- x -->\n\nmore\n```\n\nTwo <!-- y --> three", [
            ("One.", 1), ("```\ncode <!-- x -->\n\nmore\n```", 3), ("Two  three", 9)]),
        ("| a | b |\n|---|---|\n| c | d |\n\nA note[^1].\n\n[^1]: The note.", [
            ("| a | b |\n|---|---|\n| c | d |", 1), ("A note[^1].", 5), ("[^1]: The note.", 7)]),
    ],
)  # fmt: skip
def test_paragraphs_are_the_blocks_as_they_are_written(text: str, expected: list[tuple[str, int]]) -> None:
    """Each begins where the library begins a block; comments are none, and code is one whatever is in it."""
    assert list(paragraphs(text, RENDERER)) == expected


PIECES = (
    "Ana wrote {}.", "[{}]({}.md) went", "*{}* and **{}**", "<b>{}</b> <i title='{}'>{}</i>", '![{}]({}.jpg "{}")',
    "`{}` is code", "<!-- {} {} -->", "note[^{}]", "{}[^1]", "[{}][label]", "<span lang='fr'>{}</span>", "{} &amp; {}",
    "\\*{}\\*", "<https://un.org/{}>", "\n\n", "\n", "\n\n- {} {}\n- {}\n\n", "\n\n## {} {}\n\n",
    '\n\n[label]: /{} "{} {}"\n\n', "\n\n[^1]: {} says {}\n\n", "\n\n| {} | {} |\n|---|---|\n| {} | {} {} |\n\n",
    "\n\n```\n{} {}\n```\n\n", "\n\n> {} {}\n> {}\n\n", "\n\n<!-- {}\n\n{} -->\n\n", "\n\n{}\n: {} {}\n\n",
    "\n\n{}\n\n", "(UN) {}", "\n\n*[UN]: {} {}\n\n", "(see [{}]({}.md))",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(times(10, 100)))
def test_what_is_shown_is_found_where_it_stands(seed: int) -> None:
    """The words that are shown are those of the page, as many times and nowhere else; each stands in the source where
    it is found, and no two in one place."""
    chance = random.Random(seed)
    for _ in range(20):
        pieces = " ".join(chance.choices(PIECES, k=chance.randint(1, 10)))
        text = re.sub(r"\{\}", lambda _: chance.choice(("ada", "bor", "ceo", "dan", "eho")), pieces)
        found = find_shown(text, RENDERER)
        shown = found.shown.text
        html = re.sub(r"<(code|span)\b.*?</\1>", "", RENDERER.render(text), flags=re.S)
        pictures = [" ".join(words) for words in re.findall(r'<img alt="(\w*)" src="[^"]*" title="(\w*)">', html)]
        meanings = set(re.findall(r'<abbr title="([^"]*)">', html))
        assert Counter(words_of(shown)) == Counter(words_of(" ".join([*text_lines(html), *pictures, *meanings]))), text
        places = [found.span(*word.span()) for word in re.finditer(WORDS, shown)]
        assert None not in places, text
        # A word of a label is shown wherever the label is named.
        assert len(set(places)) == len(places) or "[label]" in text or "[UN]" in text, text


WORDS = r"\b(?:ada|bor|ceo|dan|eho)\b"


def words_of(text: str) -> list[str]:
    """The words that pieces are filled with."""
    return re.findall(WORDS, text)


MARKS = st.sampled_from(
    [*"[]()!<>\"'` \na#*|:{}&", "](", "![", "\n[r]: z", '<a href="u">', "```", "\n~~~", "<!--", "-->", "&#xF0002; a "]
)


@given(st.lists(MARKS, max_size=20).map("".join))
def test_any_text_is_read(text: str) -> None:
    """However odd a text is, each character has a place in it, each paragraph its line, and nothing is raised."""
    found = find_shown(text, RENDERER)
    assert all(0 <= found.of(at) <= len(text) for at in range(len(found.shown.text) + 1))
    lines = [line for _, line in paragraphs(text, RENDERER)]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "piece",
    ["[", "![a](b", "[[a] ", "|", "(", ">", "`", "`a` ", "<a ", "<!--", "##\n\n", "```\na\n```\n\n", "a\n\n", "a ",
     "[a](b) ", "![a](b \"c\") ", "- a\n", "1. a\n\nb\n\n", "    a\n\nb\n\n", "*a* ", "[^1] "],
)  # fmt: skip
def test_a_long_text_is_read(piece: str) -> None:
    """A text of one piece takes time in proportion to its length, or is refused as too much; this would not end if any
    took too long."""
    text = f"a [b {piece * (20_000 // len(piece))}"
    found = find_shown(text, RENDERER)
    assert found.of(0) == 0
    assert all(found.of_block(block) < len(text) for block in found.shown.blocks)
    assert paragraphs(text, RENDERER)
