"""The importer on pages of every shape: one case file each, run as an editor runs it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.importer.harness import Result, import_bytes, import_files, missing_words, rendered_text, words
from tests.importer.stories import CASES, STORY, case_of

PREFIXES = {
    "questions": "  to do: ",
    "notes": "  note: ",
    "taken": "  read as a fact: ",
    "left_out": "  left out (",
    "aside": "    ",
}


def input_of(case: dict) -> bytes:
    """The case's page as bytes in its encoding."""
    return case["input"].encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    """The page becomes the files, header fields and report that its case file says; every word of the article is in a
    file or in the report, as often as in the page; rendered, each paragraph reads as the author wrote it."""
    case = case_of(path)
    result = import_bytes(input_of(case), tmp_path, **case.get("options", {}))
    check_result(result, case["expect"])
    assert missing_words(case["input"], case.get("article", ""), result) == []
    if "rendered" in case:
        rendered = rendered_text(result.body("en"))
        assert [line for line in case["rendered"] if line not in rendered] == []


def check_result(result: Result, expect: dict) -> None:
    """The files, fields and report are those that a case expects."""
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


def test_each_page_of_a_folder_accounts_for_its_own_words(tmp_path: Path) -> None:
    """Whatever other pages of a run have as well, such as the menu of their site: all words of a page are in its own
    files and in its own part of the report."""
    folder = tmp_path / "pages"
    folder.mkdir()
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li><li>More</li></ul></nav>"
    pages = {
        f"{number}.html": f"<html><body>{menu}<main><h1>{number} {STORY['a']}</h1><p>{STORY['a1']} There is more.</p>"
        f"<h1>{number} {STORY['b']}</h1><p>{STORY['b1']}</p></main></body></html>"
        for number in ("First", "Second", "Third")
    }
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8")
    result = import_files([folder], tmp_path)
    parts = re.split(r"^(?=\S*pages/)", result.report, flags=re.MULTILINE)[1:]
    for (name, page), part in zip(pages.items(), parts, strict=True):
        files = [tmp_path / path for path in re.findall(r"wrote (\S+\.md)", part)]
        written = "\n".join([part.partition("Imported")[0], *(path.read_text("utf-8") for path in files)])
        assert len(files) == 2, name
        assert words(BeautifulSoup(page, "lxml").get_text(" ")) - words(written.replace("\\", "")) == Counter(), name
