"""Files are replaced in one step, keep what they were, and leave nothing beside them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from plugins.system.atomic_files import write_atomically


def names(folder: Path) -> list[str]:
    """The names in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("is_durable", [False, True])
def test_a_file_and_its_folder_are_made(tmp_path: Path, is_durable: bool) -> None:
    """Nothing but the file is in the folder afterwards."""
    file = tmp_path / "new" / "čitanje.md"
    write_atomically(file, b"one", is_durable=is_durable)
    write_atomically(file, b"two", is_durable=is_durable)
    assert file.read_bytes() == b"two"
    assert names(file.parent) == ["čitanje.md"]


def test_who_has_it_open_reads_the_old_bytes(tmp_path: Path) -> None:
    """The file is another one, not the same one written over."""
    file = tmp_path / "story.md"
    write_atomically(file, b"old")
    with file.open("rb") as reader:
        write_atomically(file, b"new and longer")
        assert reader.read() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_stay(tmp_path: Path) -> None:
    """Those of a new file are the usual ones."""
    file, usual = tmp_path / "story.md", tmp_path / "usual.md"
    usual.write_bytes(b"")
    write_atomically(file, b"1")
    assert file.stat().st_mode == usual.stat().st_mode
    file.chmod(0o640)
    write_atomically(file, b"2")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to has the bytes."""
    file, link = tmp_path / "kept" / "story.md", tmp_path / "story.md"
    write_atomically(file, b"old")
    link.symlink_to(file)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert names(file.parent) == ["story.md"]


@pytest.mark.parametrize(("owner", "at"), [(os, "replace"), (os, "fsync"), (Path, "chmod"), (Path, "open")])
def test_a_failure_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, at: str
) -> None:
    """Wherever the disk is full, or the system refuses: the error names the file, and nothing is beside it."""
    file = tmp_path / "story.md"
    write_atomically(file, b"old")

    def refuse(*names: object, **_: object) -> None:
        raise OSError(28, "No space left on device", *map(str, names[:1]))

    with monkeypatch.context() as patch:
        patch.setattr(owner, at, refuse)
        with pytest.raises(OSError, match="No space") as raised:
            write_atomically(file, b"new", is_durable=True)
    assert (raised.value.filename, raised.value.filename2) == (str(file), None)
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["story.md"]
