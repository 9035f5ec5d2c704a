"""Results are kept by the code that found them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from plugins.digests import FileDigests, files_digest, kept_digests


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
