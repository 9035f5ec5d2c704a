"""Changes that rules offer to choose from, where none of them is certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.diagnostics.fixes import apply_fixes
from tests.checker.checking import MakeLibrary, check

STORY = "news/2026/a.en.md"
HEADER = "Title: A story\nDate: 2026-03-01\nCategory: Local\n\n"


@pytest.mark.parametrize(
    ("code", "text", "choices"),
    [
        ("heading-one", "# What changed\n\nIt did.", ["## What changed\n\nIt did."]),
        ("heading-one", "What changed\n====\n\nIt did.", ["What changed\n----\n\nIt did."]),
        ("heading-levels", "## One\n\nA.\n\n#### Two\n\nB.", ["## One\n\nA.\n\n### Two\n\nB."]),
        ("glued-number", "We met in room12 today.", ["We met in room 12 today."]),
        ("missing-space", "It ended.They left.", ["It ended. They left."]),
        ("loose-hyphen", "A well- known town.", ["A well-known town.", "A well – known town."]),
        ("repeated-word", "They met in in Lima.", ["They met in Lima."]),
        ("repeated-word", "They met in\nin Lima.", ["They met in\nLima."]),
        ("spelling", "The goverment met.", ["The government met."]),
        ("accidental-list", "Some words.\n\n12. May was warm.", ["Some words.\n\n12\\. May was warm."]),
        ("accidental-code", "Some words.\n\n    More of them.", ["Some words.\n\nMore of them."]),
        ("lost-list", "They brought:\n- bread\n- salt", ["They brought:\n\n- bread\n- salt"]),
    ],
)
def test_a_rule_that_is_not_certain_offers_changes(
    make_library: MakeLibrary, code: str, text: str, choices: list[str]
) -> None:
    """Each suggestion makes a text without this diagnostic, and none of them is applied unasked."""
    library = make_library({STORY: HEADER + text + "\n"})
    (found,) = [one for one in check(library) if one.code == code]
    assert found.fix is None
    file = library.config.content / STORY
    offered = []
    for suggestion in found.suggestions:
        file.write_bytes((HEADER + text + "\n").encode())
        apply_fixes([replace(found, fix=suggestion)], library.config.root)
        offered.append(file.read_text("utf-8").removeprefix(HEADER).removesuffix("\n"))
        again = make_library({STORY: file.read_bytes()})
        assert code not in {one.code for one in check(again)}
    assert offered[: len(choices)] == choices
