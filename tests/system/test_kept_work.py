"""People's work in `.editor/`: moved out of the cache once, ignored by Git, and in no way of a build or an upgrade."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.project.publish import clear_cache
from plugins.system.atomic_files import write_atomically
from plugins.system.kept_work import kept_work, read_kept, read_table, set_aside, write_kept
from tests.small_site import ROOT

WORK = {
    "journal/news/2026/bridge/w1.json": b"typed",
    "versions/news/2026/bridge.en.md/20260901T100000000000.md": b"before",
    "deleted/20260901T100000000000/news/2026/old.en.md": b"deleted",
    "renamed.json": b"{}",
    "started": b"",
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write these files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache as version 1.1 left it."""
    write(tmp_path / ".cache" / "editor", WORK)
    write(tmp_path / ".cache", {"published/local.json": b"record", "pictures/known.json": b"a cache"})
    return tmp_path / ".cache"


ALL = {**WORK, "published/local.json": b"record", ".gitignore": b"*\n"}


def test_work_moves_out_of_the_cache_once(tmp_path: Path, cache: Path) -> None:
    """The first start moves everything over; a later one finds nothing to move, and the cache may go."""
    assert contents(kept_work(tmp_path, cache)) == ALL
    assert contents(cache) == {"pictures/known.json": b"a cache"}
    assert not (cache / "editor").exists()
    clear_cache(cache)
    shutil.rmtree(cache)
    assert contents(kept_work(tmp_path, cache)) == ALL


@pytest.mark.parametrize("moved", range(len(WORK)))
def test_a_move_that_is_interrupted_goes_on(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    """Wherever it ends, each file is in one of the two places, and whole."""
    left = [moved]

    def write(file: Path, data: bytes, **options: bool) -> None:
        if file.name != ".gitignore":
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        write_atomically(file, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr("plugins.system.kept_work.write_atomically", write)
        with pytest.raises(KeyboardInterrupt):
            kept_work(tmp_path, cache)
        found = {**contents(cache / "editor"), **contents(tmp_path / ".editor")}
        assert found.items() >= WORK.items()
    assert contents(kept_work(tmp_path, cache)) == ALL


def test_a_move_replaces_nothing(tmp_path: Path, cache: Path) -> None:
    """What an old version wrote after the move stays where it is if there is newer work of that name."""
    newer = {"journal/news/2026/bridge/w1.json": b"typed later"}
    write(tmp_path / ".editor", newer)
    assert contents(kept_work(tmp_path, cache)) == {**ALL, **newer}
    assert contents(cache / "editor") == {"journal/news/2026/bridge/w1.json": b"typed"}


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    """With half letters too, which a browser may send."""
    table = {"đ": ["\ud83d", None, 1]}
    write_kept(tmp_path / "kept.json", table)
    assert read_kept(tmp_path / "kept.json", read_table) == table


@pytest.mark.parametrize("error", [PermissionError, ValueError, KeyError, TypeError, OverflowError, RecursionError])
def test_what_cannot_be_read_is_set_aside(tmp_path: Path, error: type[Exception]) -> None:
    """Whatever is wrong with a file, each that was written there stays as it is under a name of its own."""

    def read(data: bytes) -> None:
        raise error

    for number in range(1, 4):
        write(tmp_path, {"journal/a/w.json": str(number).encode()})
        assert read_kept(tmp_path / "journal/a/w.json", read) is None
    assert [file.read_text("utf-8") for file in set_aside(tmp_path)] == ["1", "2", "3"]
    assert read_kept(tmp_path / "journal/a/w.json", read) is None


def test_git_ignores_it_everywhere(tmp_path: Path) -> None:
    """In a site whose `.gitignore` is of before, and by the engine's own."""
    for folder, lines in ((tmp_path / "old", ""), (tmp_path / "new", (ROOT / ".gitignore").read_text("utf-8"))):
        folder.mkdir()
        (folder / ".gitignore").write_text(lines, "utf-8")
        subprocess.run(["git", "init", "-q", folder], check=True)
        write(kept_work(folder, folder / ".cache"), WORK)
        command = ["git", "-C", folder, "status", "--porcelain", "--untracked-files=all"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert said == "?? .gitignore\n"
    assert "/.editor/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
