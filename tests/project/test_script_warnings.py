"""What is said after a build of words that nobody has decided for the other script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pelican.settings import read_settings

from plugins.content.config import read_site_config
from plugins.content.library import ContentLibrary, load_library
from plugins.project.script_warnings import doubts

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
STORY = "news/2026/most.sr.md"
Lay = Callable[[str], ContentLibrary]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """A newsroom of one Serbian story with this body."""

    def laid(body: str) -> ContentLibrary:
        file = tmp_path / "content" / STORY
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Title: Novi most\nDate: 2026-03-02\nSummary: Most je otvoren.\n\n{body}\n", "utf-8")
        settings: Mapping[str, object] = read_settings(str(ROOT / "pelicanconf.py"))
        return load_library(
            read_site_config({**settings, "PATH": str(tmp_path / "content"), "THEME": str(ROOT / "theme")}), NOW
        )

    return laid


@pytest.mark.parametrize(
    ("word", "cure"),
    [
        ("MINUSCA", "add the line `MINUSCA = МИНУСЦА` to content/glossary.txt"),
        ("nadju", "write 'nađu'"),
    ],
)
def test_an_undecided_word_is_told_with_what_decides_it(lay: Lay, word: str, cure: str) -> None:
    """Where a word stands, and the line of the glossary or the spelling that decides it, as `check` says it."""
    (line,) = doubts({"NEWSROOM": lay(f"Most je otvoren.\n\nOvo je {word}.")})
    assert line.startswith(f"content/{STORY}:7: warning: '{word}' is not decided for ")
    assert cure in line
    assert line.endswith("(undecided-word)")


def test_a_word_with_letters_of_two_scripts_is_left_to_check(lay: Lay) -> None:
    """No line of the glossary is proposed for what is to be typed again."""
    assert not list(doubts({"NEWSROOM": lay("M\u043e\u0441\u0442 je otvoren.")}))


def test_a_text_that_was_read_before_is_not_told_again(lay: Lay) -> None:
    """Only what a build reads for the first time is news to its editor."""
    library = lay("Ovo je MINUSCA.")
    (text,) = library.texts()
    assert len(list(doubts({"NEWSROOM": library}))) == 1
    assert not list(doubts({"NEWSROOM": library, "KNOWN_SOURCES": {f"{text.source.name}:{text.source.digest}": text}}))
