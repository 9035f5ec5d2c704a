"""Code and comments keep their places, and no text, however odd, takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.markup.source_marks import INLINE, blank_code

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


@given(TEXTS)
def test_code_and_comments_are_silent(text: str) -> None:
    """What the pattern of code and comments finds is blanked, and nothing else; no character changes its place."""
    assert blank_code(text) == SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


@pytest.mark.parametrize("before", ["", "[", "[a]("])
@pytest.mark.parametrize("piece", PIECES)
def test_odd_texts_end(piece: str, before: str) -> None:
    """A text of one piece a hundred thousand characters long is read; this would not end if any took too long."""
    text = before + piece * (LENGTH // len(piece))
    assert len(blank_code(text)) == len(text)
    assert all(match.end() > 0 for match in INLINE.finditer(text))
