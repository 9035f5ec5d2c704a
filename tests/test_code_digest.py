"""Results are kept by the code that found them."""

from __future__ import annotations

from pathlib import Path

from plugins.code_digest import code_digest


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
