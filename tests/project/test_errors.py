"""Errors of this computer, which no file of the site can be blamed for."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cli.terminal import command
from plugins.publishing.backends import read_target
from tests.small_site import small_site


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "No space left on device: free some space"),
        (errno.EROFS, "Read-only file system: have it mounted for writing"),
        (errno.EACCES, "Permission denied: give yourself the right to read and write there"),
    ],
)
def test_what_a_disk_refuses_is_reported(number: int, cure: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk that is full or read-only is reported in one line, with the file where the system names it."""
    for names in ((), ("output/index.html",)):

        def work(names: tuple[str, ...] = names) -> int:
            raise OSError(number, os.strerror(number), *names)

        assert command(work)() == 1
        output = capsys.readouterr().err
        assert output.startswith(f"{names[0] if names else 'this computer'}: {cure}")
        assert output.count("\n") == 1


@pytest.mark.parametrize("place", ["output", ".cache/pictures"])
def test_a_file_in_place_of_a_folder_is_reported(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file, or a link to nowhere, in the place of a folder that a build makes is reported with a fix and left in
    place."""
    site, there = small_site(tmp_path, SEARCH=False), tmp_path / place
    site.article("story")
    there.parent.mkdir(exist_ok=True)
    for create in (lambda: there.symlink_to("nowhere"), lambda: there.write_text("mine", "utf-8")):
        there.unlink(missing_ok=True)
        create()
        assert command(lambda: len(site.build()))() == 1
        output = capsys.readouterr().err.splitlines()[-1]
        fix = "this must be a folder, and it is not: move it away or delete it"
        assert output == f"{there}: {fix}, then run the command again (disk)"
    assert there.read_text("utf-8") == "mine"


def test_a_wrong_target_shows_no_secret(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a setting got a secret of the environment by mistake, the message names the setting and hides the value."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter22hunter22")
    values = {"kind": "s3", "bucket": "b", "endpoint": os.environ["AWS_SECRET_ACCESS_KEY"]}

    assert command(lambda: bool(read_target("live", values)))() == 1

    output = capsys.readouterr().err
    assert output.startswith('TARGETS["live"]["endpoint"]: expected an address')
    assert "hunter22" not in output


def test_other_faults_of_files_are_errors_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing on this computer is blamed for them, and their traceback is kept."""
    monkeypatch.chdir(tmp_path)
    faults: tuple[Callable[[], int], ...] = (
        lambda: len(os.listdir("/nowhere/at/all")), lambda: bool(os.mkdir(tmp_path))
    )  # fmt: skip
    for fault, name in zip(faults, ("FileNotFoundError", "FileExistsError"), strict=True):
        assert command(fault)() == 1
        assert capsys.readouterr().err.startswith(f"the program has an error of its own ({name}: ")
        assert name in (tmp_path / ".cache" / "last-error.txt").read_text("utf-8")
