"""Findings that are kept from an earlier check are those that a first check finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest

from pelicanconf import EDITIONS, LANGUAGES
from plugins.checker import CheckResult, KeptFindings, check_content
from plugins.checker.engine import checking
from plugins.content.library import ContentLibrary
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.diagnostic import SEVERITIES
from plugins.diagnostics.message import message_parts
from plugins.system.digests import read_cached
from tests.checker.checking import CASES, documents, read_documents

FILE = "news/2026/bridge.en.md"


def whole(found: tuple[Diagnostic, ...]) -> list[object]:
    """Everything of diagnostics, fixes and the parts of messages too, which their comparison leaves out."""
    return [(one, one.fix, one.suggestions, one.details, message_parts(one.message)) for one in found]


def later(library: ContentLibrary, file: Path) -> CheckResult:
    """What a check that keeps its findings finds."""
    return check_content(library, (), {}, KeptFindings(str(file), library.config))


def assert_same(found: CheckResult, fresh: CheckResult) -> None:
    """A check with kept findings found what a `fresh` one does: as much of each severity, each error, and nothing
    else."""
    assert list(map(found.count, SEVERITIES)) == list(map(fresh.count, SEVERITIES))
    whole_fresh = whole(fresh.diagnostics)
    assert all(one in whole_fresh for one in whole(found.diagnostics))
    assert found.has_failed() == fresh.has_failed()
    assert "error" not in found.known


def test_texts_that_have_not_changed_are_known(make_library, tmp_path: Path) -> None:
    """After a check what is found in the texts of a pair is counted by the next one, until one of them changes."""
    text = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\n\nCarts  came.\n"
    known = []
    for files in ({FILE: text}, {FILE: text}, {FILE: f"{text}\nMore.\n"}):
        found = later(make_library(files), tmp_path / "kept")
        known.append((sum(found.known.values()), len(found.diagnostics)))
    number = known[0][1]
    assert known == [(0, number), (number, 0), (0, number)]
    assert number


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
    """Where a sound text is checked and then spoilt, and then checked again, the check finds what one without anything
    kept does, in the same words and with the same fixes; the last runs no rule."""
    if (sound := CASES / name / "pass.txt").is_file():
        later(make_library(documents(sound)), tmp_path / "kept")
    library = make_library(documents(CASES / name / "fail.txt"))
    fresh = check_content(library)
    found = later(library, tmp_path / "kept")
    assert whole(found.diagnostics) == whole(fresh.diagnostics)
    checked.clear()
    assert_same(later(library, tmp_path / "kept"), fresh)
    assert checked == []


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"words.txt": "Zrenjaninn"}, {}),
        ({"glossary.txt": "Zrenjaninn = Zrenjaninn"}, {}),
        ({}, {"TIMEZONE": "Asia/Tokyo"}),
        ({}, {"LANGUAGES": {**LANGUAGES, "en": {**LANGUAGES["en"], "quotes": "«»"}}}),
        ({}, {"EDITIONS": {**EDITIONS, "en": {**EDITIONS["en"], "label": "In English"}}}),
        ({}, {"UNTRANSLATED": "hide"}),
        ({}, {"EXTRA_HTML": {"table": ["border"]}}),
        ({}, {"ATTACHMENT_TYPES": ("pdf",)}),
        ({}, {"MARKDOWN": {"extension_configs": {}, "output_format": "html5"}}),
    ],
)
def test_lists_and_settings_are_read_anew(change, changed, settings, tmp_path, checked) -> None:
    """Another list of the editors or another setting is another check of all pairs, another story one of its own."""
    story = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSummary: At Zrenjaninn.\n\nCarts came.\n"
    later(read_documents({FILE: story, "words.txt": "Zrenjanin"}, tmp_path, settings), tmp_path / "kept")
    checked.clear()
    later(read_documents({"news/2026/road.en.md": story}, tmp_path, settings), tmp_path / "kept")
    assert checked == ["road"]
    library = read_documents(change, tmp_path, {**settings, **changed})
    fresh = check_content(library)
    checked.clear()
    assert_same(later(library, tmp_path / "kept"), fresh)
    assert sorted(checked) == ["bridge", "road"]


def test_damaged_findings_are_none(make_library, tmp_path: Path) -> None:
    """Whatever stands in the file of findings, the check is right."""
    library = make_library({FILE: "Title: The bridge\nDate: 2026-03-02\nCategory: Local\n\nCarts  came.\n"})
    fresh = later(library, tmp_path / "kept")
    for data in (b"", b"\xff", (tmp_path / "kept").read_bytes()[:-3]):
        (tmp_path / "kept").write_bytes(data)
        assert later(library, tmp_path / "kept") == fresh


def test_several_processes_find_what_one_does(make_library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that are shared between processes have the same findings, and the words that they looked up are kept."""
    # Words that no test before has looked up.
    new = ["".join(random.choices(ascii_lowercase, k=12)) for _ in range(4)]
    texts = {f"news/2026/story-{word}.en.md": f"Title: A {word}\nDate: 2026-03-02\n\nThe {word}.\n" for word in new}
    library = make_library(texts)
    monkeypatch.setattr(checking, "PAIRS_A_PROCESS", 1)
    shared = whole(check_content(library, processes=2).diagnostics)
    words = read_cached(library.config.cache / "checker/spelling-en", dict[str, dict[str, Any]], {})
    (kept,) = words.values()
    assert [kept[word] for word in new] == [False] * len(new)
    assert shared == whole(check_content(library).diagnostics)
    assert len([one for one, *_ in shared if one.code == "spelling"]) == 2 * len(new)
