"""Findings that are kept from an earlier check are those that a first check finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.checker import KeptFindings, check_content
from plugins.checker.engine import checking
from plugins.content.library import ContentLibrary
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.message import message_parts
from tests.checker.checking import CASES, documents, read_documents

FILE = "news/2026/bridge.en.md"


def whole(found: tuple[Diagnostic, ...]) -> list[object]:
    """Everything of diagnostics, fixes and the parts of messages too, which their comparison leaves out."""
    return [(one, one.fix, one.suggestions, one.details, message_parts(one.message)) for one in found]


def later(library: ContentLibrary, file: Path) -> list[object]:
    """What a check that keeps its findings finds."""
    kept = KeptFindings(file, library.config)
    found = check_content(library, (), {}, kept).diagnostics
    kept.save()
    return whole(found)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The slugs of the pairs that rules were run on."""
    slugs: list[str] = []
    check_pair: Callable[..., Iterator[Diagnostic]] = checking.check_pair

    def counted(config, pair, resources):
        slugs.append(pair.slug)
        return check_pair(config, pair, resources)

    monkeypatch.setattr(checking, "check_pair", counted)
    return slugs


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir() if (folder / "fail.txt").is_file()))
def test_mistake_made_after_a_check_is_found_as_in_a_first_one(
    name: str, make_library, tmp_path: Path, checked
) -> None:
    """Where a sound text is checked and then spoilt, and then checked again, each check finds what one without anything
    kept does, in the same words and with the same fixes; the last runs no rule."""
    folder = CASES / name
    for file in [file for file in (folder / "pass.txt", folder / "fail.txt") if file.is_file()]:
        library = make_library(documents(file))
        fresh = whole(check_content(library).diagnostics)
        assert later(library, tmp_path / "kept") == fresh
    checked.clear()
    assert later(library, tmp_path / "kept") == fresh
    assert checked == []


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"words.txt": "Zrenjaninn"}, {}),
        ({"glossary.txt": "Zrenjaninn = Zrenjaninn"}, {}),
        ({}, {"TIMEZONE": "Asia/Tokyo"}),
    ],
)
def test_lists_and_settings_are_read_anew(change, changed, settings, tmp_path, checked) -> None:
    """Another list of the editors or another setting is another check of all pairs, another story one of its own."""
    story = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSummary: At Zrenjaninn.\n\nCarts came.\n"
    later(read_documents({FILE: story}, tmp_path, settings), tmp_path / "kept")
    checked.clear()
    later(read_documents({"news/2026/road.en.md": story}, tmp_path, settings), tmp_path / "kept")
    assert checked == ["road"]
    checked.clear()
    library = read_documents(change, tmp_path, {**settings, **changed})
    assert later(library, tmp_path / "kept") == whole(check_content(library).diagnostics)
    assert sorted(set(checked)) == ["bridge", "road"]


def test_damaged_findings_are_none(make_library, tmp_path: Path) -> None:
    """Whatever stands in the file of findings, the check is right."""
    library = make_library({FILE: "Title: The bridge\nDate: 2026-03-02\nCategory: Local\n\nCarts  came.\n"})
    fresh = later(library, tmp_path / "kept")
    for data in (b"", b"\xff", (tmp_path / "kept").read_bytes()[:-3]):
        (tmp_path / "kept").write_bytes(data)
        assert later(library, tmp_path / "kept") == fresh
