"""Digests of files are those of their bytes, whatever was known of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.file_digests import SAME_MOMENT, FileDigests, code_digest

BEFORE = 1_700_000_000_000_000_000
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "replace", "link", "swap", "touch"]),
        st.sampled_from("ab"),
        st.sampled_from([b"x", b"y", b"longer"]),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(EDITS)
def test_digest_is_that_of_the_bytes(tmp_path_factory: pytest.TempPathFactory, edits) -> None:
    """After any edits that leave another file, another size or another time, each digest is that of the bytes."""
    folder = tmp_path_factory.mktemp("files")
    a, b = folder / "a", folder / "b"
    a.write_bytes(b"first")
    b.write_bytes(b"other")
    for step, (edit, name, data, moment) in enumerate(edits, 1):
        file = folder / name
        if edit == "write":
            file.write_bytes(data)
            os.utime(file, ns=(BEFORE, BEFORE + step))
        elif edit == "replace":
            (folder / "new").write_bytes(data)
            os.utime(folder / "new", ns=(BEFORE, BEFORE + moment))
            # Another file of the same time: the system must not give it the number of one that is gone.
            os.link(file, folder / f"earlier-{step}")
            (folder / "new").replace(file)
        elif edit == "link":
            file.unlink()
            os.link(b if name == "a" else a, file)
        elif edit == "swap":
            a.replace(folder / "aside")
            b.replace(a)
            (folder / "aside").replace(b)
        else:
            os.utime(file, ns=(BEFORE, BEFORE + step))
        digests = FileDigests(folder / "record")
        for path in (a, b):
            assert digests.digest(path) == hashlib.sha256(path.read_bytes()).hexdigest(), (edit, name)
        digests.save()


def test_files_are_read_once_and_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known is not read again, by another name neither; what was written a moment ago is."""
    old, new = tmp_path / "old", tmp_path / "new"
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, ns=(BEFORE, BEFORE))
    os.link(old, tmp_path / "link")
    reads: list[str] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: reads.append(self.name) or read(self))
    for _ in range(2):
        digests = FileDigests(tmp_path / "record")
        for file in (old, new, tmp_path / "link"):
            digests.digest(file)
        digests.save()
    assert [name for name in reads if name != "record"] == ["old", "new", "new"]
    assert SAME_MOMENT > 1_000_000_000


def test_damaged_record_is_no_record(tmp_path: Path) -> None:
    """Whatever stands in the record's place, the digests are right."""
    (tmp_path / "record").write_bytes(b"\x81\xa1x\x01")
    (tmp_path / "file").write_bytes(b"x")
    assert FileDigests(tmp_path / "record").digest(tmp_path / "file") == hashlib.sha256(b"x").hexdigest()


def test_code_has_another_digest_after_any_edit(tmp_path: Path) -> None:
    """Another byte, name or place of a file is other code; compiled modules are none."""
    (tmp_path / "a.py").write_text("x = 1")
    before = code_digest(tmp_path)
    (tmp_path / "a.pyc").write_bytes(b"compiled")
    assert code_digest(tmp_path) == before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    moved = code_digest(tmp_path)
    (tmp_path / "b.py").write_text("x = 2")
    assert len({before, moved, code_digest(tmp_path)}) == 3
