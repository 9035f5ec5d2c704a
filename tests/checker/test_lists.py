"""Pasted lists are reported once each, with what to write; what only resembles a point is not."""

from __future__ import annotations

import pytest

from tests.checker.checking import EN, ENGLISH, check


@pytest.mark.parametrize(
    ("text", "line", "column", "begins", "fix"),
    [
        ("The family needs:\n\n• blankets\n• water", 8, 1, "begin with •", "`- `"),
        ("The family needs:\n• blankets\n• water", 7, 1, "begin with •", "`- `"),
        ("•\tblankets\n\n•\twater", 6, 1, "begin with •", "`- `"),
        ("\uf0b7\xa0blankets", 6, 1, "begin with a sign of Word's", "`- `"),
        ("> ·   blankets", 6, 3, "begin with ·", "`- `"),
        ("The family needs:\n\n1) blankets\n2) water", 8, 1, "begin with 1)", "`1. `"),
        ("1) blankets\n\n2)\twater\n\n3) bread", 6, 1, "begin with 1)", "`1. `"),
    ],
)
def test_a_pasted_list_is_reported_once(make_library, text, line, column, begins, fix):
    """Points as Word writes them, as lines or as paragraphs, are one finding at the first of them."""
    (finding,) = [finding for finding in check(make_library({ENGLISH: f"{EN}{text}\n"})) if finding.code == "lost-list"]
    assert (finding.line, finding.column, finding.severity) == (line, column, "error")
    assert begins in finding.message
    assert f"begin each with {fix}" in finding.message


def test_each_pasted_list_is_reported(make_library):
    """A paragraph between two lists parts them."""
    text = "• blankets\n\n• water\n\nThe road is open.\n\n• bread\n"
    assert [(finding.line, finding.code) for finding in check(make_library({ENGLISH: EN + text}))] == [
        (6, "lost-list"),
        (12, "lost-list"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Bread • water • blankets.",
        "They need bread (1) and water (see page\n2) now.",
        "They need 1) bread and\n2) water.",
        "```\n• blankets\n1) water\n2) bread\n```",
        "<!-- • blankets -->\n\nThe road is open.",
        "- blankets\n- water\n\n1. bread\n2. salt",
    ],
)
def test_what_is_no_point_is_left_alone(make_library, text):
    """A sign within a line, one number alone, code, comments and true lists."""
    assert not [finding for finding in check(make_library({ENGLISH: f"{EN}{text}\n"})) if finding.code == "lost-list"]
