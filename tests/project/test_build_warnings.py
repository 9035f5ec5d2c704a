"""Warnings after a build about words that no rule puts into the other script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.content.library import ContentLibrary, Record, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.project.build_warnings import script_warnings
from plugins.project.settings import settings_of
from plugins.system.clock import Clock

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
STORY = "news/2026/most.sr.md"
Lay = Callable[..., ContentLibrary]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """A library of one Serbian story with this body."""

    def laid(body: str, records: Mapping[str, Record] | None = None) -> ContentLibrary:
        file = tmp_path / "content" / STORY
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Title: Novi most\nDate: 2026-03-02\nSummary: Most je otvoren.\n\n{body}\n", "utf-8")
        settings: Mapping[str, object] = settings_of(str(ROOT / "pelicanconf.py"))
        config = read_site_config({**settings, "PATH": str(tmp_path / "content"), "THEME": str(ROOT / "theme")})
        return load_library(config, Clock(NOW), records)

    return laid


def build_of(library: ContentLibrary) -> Any:
    """A build of a library."""
    return SimpleNamespace(library=library)


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("MINUSCA", "add the line `MINUSCA = МИНУСЦА` to content/glossary.txt"),
        ("nadju", "write 'nađu'"),
    ],
)
def test_an_undecided_word_is_reported_with_what_decides_it(lay: Lay, word: str, fix: str) -> None:
    """Where a word stands, and the line of the glossary or the spelling that decides it, as `check` says it."""
    (one,) = script_warnings(build_of(lay(f"Most je otvoren.\n\nOvo je {word}.")))
    assert (one.path, one.line, one.severity, one.code) == (f"content/{STORY}", 7, "warning", "undecided-word")
    assert one.message.startswith(f"'{word}' is not decided for ")
    assert fix in one.message


def test_a_word_with_letters_of_two_scripts_is_left_to_check(lay: Lay) -> None:
    """No line of the glossary is proposed for what is to be typed again."""
    assert not list(script_warnings(build_of(lay("M\u043e\u0441\u0442 je otvoren."))))


def test_a_text_that_was_read_before_is_not_reported_again(lay: Lay) -> None:
    """Only what a build reads for the first time is news to its editor."""
    library = lay("Ovo je MINUSCA.")
    assert len(list(script_warnings(build_of(library)))) == 1
    assert not list(script_warnings(build_of(lay("Ovo je MINUSCA.", library.records()))))
    assert len(list(script_warnings(build_of(lay("Ovo je i MINUSCA.", library.records()))))) == 1
