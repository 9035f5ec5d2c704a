"""Applying fixes: the right characters change, every other byte of a file stays."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.diagnostics import Diagnostic, Fix, Replacement
from plugins.diagnostics.fixes import apply_fixes


def fixed(line: int, column: int, old: str, new: str, path: str = "a.md") -> Diagnostic:
    """A diagnostic with a fix of one replacement."""
    return Diagnostic(path, line, column, "wrong", "wrong", fix=Fix((Replacement(path, line, column, old, new),)))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_only_the_named_bytes_change(tmp_path: Path, mark: bytes, end: bytes) -> None:
    """Line ends, a byte order mark, letters of several bytes and bytes that are no text stay as they are."""
    file = tmp_path / "a.md"
    file.write_bytes(mark + end.join(["čć  da".encode(), b"\xff no  text", "š".encode()]))
    file.chmod(0o640)
    found = (fixed(1, 3, "  ", " "), fixed(2, 5, "  ", " "))
    assert apply_fixes(found, tmp_path) == found
    assert file.read_bytes() == mark + end.join(["čć da".encode(), b"\xff no text", "š".encode()])
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_new_line_has_the_files_own_end(tmp_path: Path, end: str) -> None:
    """A line that a fix adds ends as the line does that it stands before."""
    (tmp_path / "a.md").write_bytes(f"One:{end}- a{end}".encode())
    assert len(apply_fixes([fixed(2, 1, "", "\n")], tmp_path)) == 1
    assert (tmp_path / "a.md").read_bytes() == f"One:{end}{end}- a{end}".encode()


def test_several_fixes_of_a_line_are_applied(tmp_path: Path) -> None:
    """Fixes of one line do not move one another's places, whatever their order."""
    (tmp_path / "a.md").write_text("a  b  c,d\n", "utf-8")
    assert len(apply_fixes([fixed(1, 9, "", " "), fixed(1, 2, "  ", " "), fixed(1, 5, "  ", " ")], tmp_path)) == 3
    assert (tmp_path / "a.md").read_text("utf-8") == "a b c, d\n"


@pytest.mark.parametrize(
    "stale", [fixed(1, 1, "x", "y"), fixed(2, 1, "", "y"), fixed(0, 1, "", "y"), fixed(1, 1, "a", "b", "nowhere.md")]
)
def test_a_file_that_has_changed_is_left_alone(tmp_path: Path, stale: Diagnostic) -> None:
    """A fix whose text or line is not there any more is not applied."""
    (tmp_path / "a.md").write_text("abc", "utf-8")
    assert apply_fixes([stale], tmp_path) == ()
    assert (tmp_path / "a.md").read_text("utf-8") == "abc"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_fix_is_applied_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where one replacement of a fix does not fit, none is made; of two fixes of the same place, the first is."""
    (tmp_path / "a.md").write_text('"a" b\n', "utf-8")
    half = Fix((Replacement("a.md", 1, 1, '"', "“"), Replacement("a.md", 1, 4, '"', "”")))
    whole = Fix((Replacement("a.md", 1, 1, '"', "“"), Replacement("a.md", 1, 3, '"', "”")))
    found = [Diagnostic("a.md", 1, 1, name, "quotes", fix=fix) for name, fix in (("half", half), ("whole", whole))]
    assert [one.message for one in apply_fixes([*found, fixed(1, 3, '"', "x")], tmp_path)] == ["whole"]
    assert (tmp_path / "a.md").read_text("utf-8") == "“a” b\n"


def test_of_two_fixes_of_the_same_characters_the_first_is_applied(tmp_path: Path) -> None:
    """Wherever two begin and end: both are applied, from the end of the line, where they have no character in common
    and none is put in within the other, or where it begins."""
    text, file = "abc", tmp_path / "a.md"
    places = [(start, end) for start in range(4) for end in range(start, 4)]
    for first, second in itertools.product(places, repeat=2):
        file.write_text(text, "utf-8")
        fixes = [fixed(1, start + 1, text[start:end], name) for (start, end), name in ((first, "1"), (second, "2"))]
        touched = [{2 * start, *range(2 * start, 2 * end)} for start, end in (first, second)]
        both = not touched[0] & touched[1]
        assert len(apply_fixes(fixes, tmp_path)) == 1 + both, (first, second)
        wanted = text
        for (start, end), name in sorted([(first, "1"), (second, "2")][: 1 + both], reverse=True):
            wanted = wanted[:start] + name + wanted[end:]
        assert file.read_text("utf-8") == wanted, (first, second)


def test_diagnostics_without_a_fix_change_nothing(tmp_path: Path) -> None:
    """Where a person has to decide, no file is written."""
    assert apply_fixes([Diagnostic("a.md", 1, 1, "wrong", "wrong")], tmp_path) == ()
    assert os.listdir(tmp_path) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A file that is a symbolic link is changed in its place."""
    (tmp_path / "real.md").write_text("a  b", "utf-8")
    (tmp_path / "a.md").symlink_to("real.md")
    apply_fixes([fixed(1, 2, "  ", " ")], tmp_path)
    assert (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8") == "a b"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.integers(1, 4), st.integers(1, 20), st.text(max_size=3), st.text(max_size=3))
def test_any_bytes_and_any_fix(tmp_path: Path, data: bytes, line: int, column: int, old: str, new: str) -> None:
    """Whatever the file holds, a fix that does not fit changes no byte, and one that fits only its line."""
    (tmp_path / "a.md").write_bytes(data)
    (tmp_path / "a.md").chmod(0o600)
    applied = apply_fixes([fixed(line, column, old, new.encode("utf-8", "replace").decode())], tmp_path)
    after = (tmp_path / "a.md").read_bytes()
    assert applied or after == data
    assert len(after) - len(data) == (len(new.encode("utf-8", "replace")) - len(old.encode()) if applied else 0)
