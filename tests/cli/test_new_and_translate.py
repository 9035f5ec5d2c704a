"""`new` and `translate` on a terminal: what is printed, and what to run next."""

from __future__ import annotations

import pytest

from plugins.cli.commands import new_and_translate
from tests.editing.content_folder import ContentFolder


@pytest.fixture
def folder(content_folder: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> ContentFolder:
    """A content folder that is the current site's."""
    monkeypatch.setattr(new_and_translate, "open_library", content_folder.library)
    return content_folder


def test_new_prints_the_file_the_address_and_the_next_command(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """A story is started with its fields; the command that starts its translation follows."""
    assert new_and_translate.new("The new bridge", "local", ["9", "11"], "en", "2026-03-02") == 0
    assert capsys.readouterr().out.splitlines() == [
        "content/news/2026/the-new-bridge.en.md is ready to write in; its address will be /news/the-new-bridge/",
        "When the text is done: ./inv translate the-new-bridge --to sr",
    ]
    header = (folder.content / "news/2026/the-new-bridge.en.md").read_text("utf-8").partition("\n\n")[0].splitlines()
    assert {"Title: The new bridge", "SDGs: 9, 11"} <= set(header)


def test_translate_prints_the_file_and_how_it_is_finished(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """A translation is started as a draft, with the number of its paragraphs."""
    folder.write("news/2026/bridge.en.md", "Title: A bridge\nDate: 2026-03-02\n\nOne.\n\nTwo.\n")
    assert new_and_translate.translate("bridge", "") == 0
    assert capsys.readouterr().out.splitlines() == [
        "content/news/2026/bridge.sr.md is ready: 2 paragraphs, each below its original.",
        "When it is done, delete the line `Status: draft`.",
    ]
    assert "Status: draft" in (folder.content / "news/2026/bridge.sr.md").read_text("utf-8")


def test_what_cannot_be_started_is_one_sentence(folder: ContentFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """A category or a story that the site lacks ends the command, and no file is written."""
    assert new_and_translate.new("A bridge", "bridges", [], "", "") == 1
    assert new_and_translate.translate("bridge", "sr") == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not list(folder.content.rglob("*bridge*"))
