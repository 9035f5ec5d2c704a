"""Results are kept by the code that found them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.system import digests
from plugins.system.digests import (
    SETTLED,
    FileDigests,
    code_digest,
    digest_of,
    files_digest,
    kept_digests,
    key_of,
    read_cached,
    read_sealed,
    write_cached,
)


def test_code_has_another_digest_after_any_edit(tmp_path: Path) -> None:
    """Another byte, name or place of a file is other code; compiled modules are none."""
    (tmp_path / "a.py").write_text("x = 1")
    before = files_digest(tmp_path)
    (tmp_path / "a.pyc").write_bytes(b"compiled")
    assert files_digest(tmp_path) == before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    moved = files_digest(tmp_path)
    (tmp_path / "b.py").write_text("x = 2")
    assert len({before, moved, files_digest(tmp_path)}) == 3


def test_a_kept_digest_of_code_is_that_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens to a file, even if size and time are as they were, another process finds the digest of the code
    as it is now; of files that nobody touched it finds the one that is kept, unless they have just been written."""
    code, kept = tmp_path / "code", tmp_path / "kept"
    code.mkdir()
    file = code / "a.py"

    def find() -> str:
        monkeypatch.setattr(digests, "CODE_FOUND", {})
        return code_digest(code, kept=kept)

    file.write_text("x = 1")
    assert find() == files_digest(code)
    assert not kept.exists()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2 * SETTLED)
    monkeypatch.setattr(digests, "read_time", lambda: later)
    changes: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: file.write_text("x = 2"),
        lambda: (code / "b.py").write_text("x = 2"),
        lambda: (code / "b.py").rename(code / "c.py"),
        lambda: (file.unlink(), (code / "c.py").rename(file)),
    )
    for change in changes:
        before = file.stat()
        change()
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert find() == files_digest(code) == find()
    state, _ = read_cached(kept, tuple[str, str], ("", ""))
    write_cached(kept, (state, "known"))
    assert find() == "known" == code_digest(code)


def test_a_file_is_read_again_after_any_write(tmp_path: Path) -> None:
    """The digest that is kept is that of the bytes, although size and time of a file that was written to are as they
    were; of a file that nobody wrote to it is known without its bytes."""
    file, kept = tmp_path / "page", tmp_path / "digests"
    for data in (b"one", b"two", b"two", b"six"):
        before = file.stat() if file.exists() else None
        if before is None or file.read_bytes() != data:
            file.write_bytes(data)
        if before:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        with kept_digests(kept) as digests:
            assert digests.find(file) == hashlib.sha256(data).hexdigest()
    known = FileDigests({str(file): (digests.used[str(file)][0], "known")})
    assert known.find(file) == "known"
    kept.write_bytes(b"\xc1 is nothing")
    with kept_digests(kept) as digests:
        assert digests.find(file) == hashlib.sha256(data).hexdigest()


def test_code_that_is_linked_to_is_code(tmp_path: Path) -> None:
    """A folder of code may lie elsewhere; a link to a folder that holds it, or to nothing, has no code of its own."""
    code, elsewhere = tmp_path / "code", tmp_path / "elsewhere"
    for folder in (code, elsewhere):
        folder.mkdir()
        (folder / "a.py").write_text("x = 1")
    alone = files_digest(code)
    (code / "around").symlink_to(tmp_path)
    (code / "nothing.py").symlink_to("nowhere.py")
    assert files_digest(code) == alone
    (code / "linked").symlink_to(elsewhere)
    linked = files_digest(code)
    (elsewhere / "a.py").write_text("x = 2")
    assert len({alone, linked, files_digest(code)}) == 3


def test_the_key_of_values_is_short_and_theirs_alone() -> None:
    """Of bytes and texts too, which may have half letters, as a file of another program may."""
    values = ["a", "\ud83d", ("a",), 1, None]
    assert len({key_of(value) for value in values}) == len(values)
    assert len({digest_of("a"), digest_of("\ud83d"), digest_of(b"")}) == 3
    assert digest_of("đ") == digest_of("đ".encode())
    assert key_of("a", size=6) == key_of("a", size=6)
    assert len(key_of("a", size=6)) == 12


def test_what_is_kept_is_given_back_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    """A value of another kind, a file of which one byte has changed, and one that is not there, are as none."""
    file = tmp_path / "kept"
    assert read_cached(file, list[int], [7]) == [7]
    write_cached(file, [1, 2])
    assert read_cached(file, list[int], [7]) == [1, 2]
    assert read_cached(file, list[str], ["none"]) == ["none"]
    file.write_bytes(file.read_bytes().replace(b"\x01", b"\x03"))
    assert read_cached(file, list[int], [7]) == [7]
    with pytest.raises(ValueError, match="damaged"):
        read_sealed(file)


@pytest.mark.parametrize(("moment", "is_kept"), [(10**18 + 1, True), (10**18, False)])
def test_digests_of_whole_seconds_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, is_kept: bool
) -> None:
    """Where a file system has no parts of seconds, a file may be written to again within the same one."""
    (tmp_path / "file").write_text("one")
    monkeypatch.setattr("plugins.system.digests.status_of", lambda file: (3, moment, moment, 1))
    with kept_digests(tmp_path / "digests") as digests:
        assert digests.find_with_size(tmp_path / "file") == (3, hashlib.sha256(b"one").hexdigest())
    (tmp_path / "file").write_text("two")
    with kept_digests(tmp_path / "digests") as digests:
        assert digests.find(tmp_path / "file") == hashlib.sha256(b"one" if is_kept else b"two").hexdigest()
