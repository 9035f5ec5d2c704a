"""A missing text is reported where the story is published."""

from __future__ import annotations

import pytest

from tests.checker.checking import check

EN = "Title: The new bridge\nDate: 2026-03-02\nCategory: Local\nSummary: The bridge is open again.\n\n"
ENGLISH = "news/2026/bridge.en.md"


@pytest.mark.parametrize("body", ["", "\n \n", "<!-- Write here. -->\n\n<!-- And\n\nhere. -->\n"])
def test_a_published_header_alone_is_reported(make_library, body):
    """An article of which readers would see the title alone is an error; a draft of it is not."""
    (finding,) = check(make_library({ENGLISH: EN + body}))
    assert (finding.path, finding.line, finding.code, finding.severity) == (
        f"content/{ENGLISH}",
        1,
        "missing-text",
        "error",
    )
    assert check(make_library({ENGLISH: f"Status: draft\n{EN}{body}"})) == []


@pytest.mark.parametrize("body", ["![The new bridge](bridge.jpg)", "`1`", "<!-- Ours. -->\n\nOpen.", "<p>Open.</p>"])
def test_a_picture_or_a_word_is_a_text(make_library, body):
    """Whatever readers see below the header is a text."""
    assert not [finding for finding in check(make_library({ENGLISH: EN + body})) if finding.code == "missing-text"]
