"""`status` on a terminal: the table, the changes word by word, and the key that accepts a translation."""

from __future__ import annotations

import io

import pytest

from plugins.cli.commands.status import show_status
from plugins.cli.terminal import open_console
from plugins.content.outdated import decode_snapshot
from tests.editing.content_folder import ENGLISH, HEAD, ContentFolder, finished, outdated


def printed(content_folder: ContentFolder, **options: object) -> str:
    """What `status` prints."""
    out = io.StringIO()
    assert show_status(content_folder.library(), open_console(file=out, width=120), **options) == 0
    return out.getvalue()


def test_the_table_counts(content_folder: ContentFolder) -> None:
    """The table has a row for each state and goal, and for each story that is not finished."""
    finished(content_folder)
    content_folder.write("news/2026/road.sr.md", "Title: Put\nDate: 2026-01-01\nSDGs: 9, 11\n\nPut je obišao ZMRB.\n")
    content_folder.write("news/2026/rail.en.md", "Title: Rail\nDate: 2026-01-01\nStatus: draft\n\nRails.\n")
    rows = {
        line.split("│")[1].strip(): [cell.strip() for cell in line.split("│")[2:4]]
        for line in printed(content_folder).splitlines()
        if "│" in line
    }
    assert rows["Published"] == ["0", "0"]
    assert rows["Ready"] == ["1", "2"]
    assert rows["Missing"] == ["1", "1"]
    assert rows["Draft"] == ["1", "0"]
    assert rows["Undecided words"] == ["0", "1"]
    assert rows["Goal 9"] == ["1", "2"]
    assert rows["Goal 11"] == ["0", "1"]
    assert rows["2026-01-01 rail"] == ["draft", "missing"]
    assert not any("bridge" in name for name in rows)


def test_changes_are_shown_word_by_word(content_folder: ContentFolder, tmp_path) -> None:
    """Each outdated paragraph is shown with its place, and the same is written as a page."""
    finished(content_folder)
    basis = content_folder.content / "news/2026/bridge.sr.basis"
    recorded = decode_snapshot(basis.read_text("utf-8")).recorded.isoformat(timespec="seconds")
    basis.write_text(basis.read_text("utf-8").replace(recorded, "2026-07-01T22:30:00+00:00"), "utf-8")
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars <b>came</b> at noon.\n")
    content_folder.write("news/2026/road.en.md", "Title: A road\nDate: 2027-01-01\n\nA road.\n")
    out = printed(content_folder, html=tmp_path / "wall.html")
    assert "behind in 1 paragraph" in out
    assert "Cars {+<b>+}came{+</b> at noon+}." in out
    assert f"content/{ENGLISH}:9" in out
    assert "translate the change, or run `./inv check --accept bridge` if the translation is right as it is" in out
    assert "scheduled" in out
    assert "as it was on 2026-07-02" in out
    assert f"{tmp_path}/wall.html is written." in out
    assert "at noon" in (tmp_path / "wall.html").read_text("utf-8")


@pytest.mark.parametrize(("key", "remains"), [("x", True), ("q", True), ("", True), ("a", False)])
def test_one_key_accepts(content_folder: ContentFolder, key: str, remains: bool) -> None:
    """`a` accepts a translation as it is; any other key leaves it."""
    finished(content_folder)
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came!\n")
    printed(content_folder, key=lambda: key)
    assert (outdated(content_folder) is not None) == remains
