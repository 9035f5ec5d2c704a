"""References: every link and picture is found in its place, and no text, however odd, takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.markup.source_marks import INLINE, LINK, blank_code, references

LENGTH = 100_000
# As one pattern, which takes long for long texts, what is silent in a text.
SILENT = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$|(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)|<!--.*?-->", re.S | re.M
)
# Each of these, written often, once kept a regular expression busy: what has no end was looked for at every place.
PIECES = [
    "[", "![", "]", "(", "!", "[a", "[a](", "[a](b", '[a](b "', "[a](b '", "[](<", "[](<b", "[a]:", "[a]:\n", "[[a] ",
    "![a](b)", "[![a](", "[![a](b)", "`", "``a", "~~~\n", "```\n", "<!--", "<a ", '<a href="', "<a href=", " ", "\n",
]  # fmt: skip
MARKS = st.sampled_from(
    [
        *"[]()!<>\"'` \na",
        *("](", "![", "[x](y)", "![p](q)", "\n[r]: z", '<a href="u">', "<img src='v'>", "{filename}x.en.md"),
        *("``", "```", "\n```", "\n````", "\n~~~", "<!--", "-->"),
    ]
)
TEXTS = st.lists(MARKS, max_size=20).map("".join)


def found(text: str, first_line: int = 1) -> list[tuple[str, bool, str, int, int]]:
    """What is found, as plain tuples."""
    return [(one.target, one.image, one.text, one.line, one.column) for one in references(text, first_line)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", [("b", False, "a", 1, 1)]),
        ("x\n y ![a](b.jpg 'T')", [("b.jpg", True, "a", 2, 4)]),
        ("[a [b] c](<d e>)", [("d e", False, "a [b] c", 1, 1)]),
        ('[a]( "T t")', [("", False, "a", 1, 1)]),
        ("[a](b(c)d)", [("b(c)d", False, "a", 1, 1)]),
        ("[![p](q)](r)", [("r", False, "![p](q)", 1, 1), ("q", True, "p", 1, 2)]),
        ("[one\n![p](q)](r)", [("r", False, "one\n![p](q)", 1, 1), ("q", True, "p", 2, 1)]),
        ("[ [a](b)", [("b", False, "a", 1, 3)]),
        ("[r]: <u> 'T'\n[s]:\n v", [("u", False, "", 1, 1), ("v", False, "", 2, 1)]),
        ("[r]: <u v.pdf>", [("u", False, "", 1, 1)]),
        ("<IMG alt='' src='u'>\n<a href=\"v\">", [("u", True, "", 1, 1), ("v", False, "", 2, 1)]),
        ("`[a](b)` <!-- [c](d)\n --> [e](f)", [("f", False, "e", 2, 6)]),
        ("````\n[a](b)\n```\n[c](d)\n`````\n[e](f)", [("f", False, "e", 6, 1)]),
        ("![a](Nova ćuprija (2).jpg)", [("Nova ćuprija (2).jpg", True, "a", 1, 1)]),
        ("[a](b  c.pdf  'T') [d](e f )", [("b  c.pdf", False, "a", 1, 1), ("e f", False, "d", 1, 20)]),
        ("![a]{b} [c] (d)", []),
    ],
)
def test_found_in_its_place(text: str, expected: list[tuple[str, bool, str, int, int]]) -> None:
    """Links, pictures, definitions and HTML are found in order, each with its words, its line and its column."""
    assert found(text) == expected
    assert found(text, 11) == [(*one[:3], one[3] + 10, one[4]) for one in expected]


@given(TEXTS)
def test_code_and_comments_are_silent(text: str) -> None:
    """What the pattern of code and comments finds is blanked, and nothing else; no character changes its place."""
    assert blank_code(text) == SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


@given(TEXTS)
def test_bang_is_all_that_tells_pictures(text: str) -> None:
    """The pattern with an exclamation mark finds the same links as the one without."""
    assert [match.end() for match in INLINE.finditer(text)] == [match.end() for match in LINK.finditer(text)]


@given(TEXTS)
def test_places_are_those_of_the_text(text: str) -> None:
    """The text at each reported line and column is the reference, with code and comments blanked."""
    lines = blank_code(text).split("\n")
    for target, image, words, line, column in found(text):
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert rest.startswith(("![", "<") if image else ("[", "<", " "))
        assert target in rest
        assert words in rest


@pytest.mark.parametrize("before", ["", "[", "[a]("])
@pytest.mark.parametrize("piece", PIECES)
def test_odd_texts_end(piece: str, before: str) -> None:
    """A text of one piece a hundred thousand characters long is read; this would not end if any took too long."""
    text = before + piece * (LENGTH // len(piece))
    assert len(blank_code(text)) == len(text)
    assert all(one.column > 0 for one in references(text))
