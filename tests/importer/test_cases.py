"""The importer on pages of every shape: one case file each, run as an editor runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importer.harness import Result, import_bytes, missing_words, rendered_text
from tests.importer.stories import CASES, case_of

PREFIXES = {
    "questions": "  to do: ",
    "notes": "  note: ",
    "taken": "  read as a fact: ",
    "left_out": "  left out (",
    "aside": "    ",
}


def input_of(case: dict) -> bytes:
    """The case's page as bytes in its encoding."""
    old, new = case.get("replace", ["", ""])
    return case["input"].replace(old, new).encode(case.get("encoding", "utf-8"))


def imported(case: dict, tmp_path: Path) -> Result:
    """What the importer makes of the case."""
    return import_bytes(input_of(case), tmp_path, **case.get("options", {}))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    """The page becomes the files, header fields and report that its case file says."""
    case = case_of(path)
    result, expect = imported(case, tmp_path), case["expect"]
    assert result.status == 0, result.report
    for name in ("slug", "year", "original", "category", "goals", "date"):
        if name in expect:
            assert getattr(result, name) == str(expect[name]), name
    assert result.state == "draft"
    if "asks" in expect:
        assert ("  to do: " in result.report) == expect["asks"], result.report
    if "files" in expect:
        assert sorted(result.files) == sorted(expect["files"])
    for language in ("en", "sr"):
        check_text(result, language, expect.get(language, {}))
    for text in expect.get("report", []):
        assert text in result.report
    for kind, prefix in PREFIXES.items():
        lines = [line for line in result.report.split("\n") if line.startswith(prefix)]
        for text in expect.get(kind, []):
            assert any(text in line for line in lines), (kind, text, result.report)


def check_text(result: Result, language: str, expect: dict) -> None:
    """The title and the body of one language's file."""
    if "title" in expect:
        assert result.title(language) == expect["title"], result.report
    for text in expect.get("has", []):
        assert text in result.body(language), result.report
    for text in expect.get("hasnt", []):
        assert text not in result.body(language), result.report


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_word_is_lost(path: Path, tmp_path: Path) -> None:
    """Every word of the article is in a file or in the report, as often as in the page."""
    case = case_of(path)
    result = imported(case, tmp_path)
    text = input_of(case).decode(case.get("encoding", "utf-8"))
    assert missing_words(text, case.get("article", ""), result) == []


@pytest.mark.parametrize("path", [path for path in CASES if "rendered" in case_of(path)], ids=lambda path: path.stem)
def test_rendered_text_is_the_original(path: Path, tmp_path: Path) -> None:
    """Rendered by Markdown, each paragraph reads as the author wrote it."""
    case = case_of(path)
    text = rendered_text(imported(case, tmp_path).body("en"))
    for line in case["rendered"]:
        assert line in text


def test_there_are_enough_cases() -> None:
    """Every shape that the documentation names has a case."""
    assert len(CASES) >= 40
