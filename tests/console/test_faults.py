"""Faults of this computer, which no file of the site can be blamed for."""

from __future__ import annotations

import errno
import os

import pytest

from plugins.console.building import run_safely


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "No space left on device: free some space"),
        (errno.EROFS, "Read-only file system: have it mounted for writing"),
        (errno.EACCES, "Permission denied: give yourself the right to read and write there"),
    ],
)
def test_what_a_disk_refuses_is_told(number: int, cure: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk that is full or may not be written is told in one line, with the file where the system names it."""
    for names in ((), ("output/index.html",)):

        def work(names: tuple[str, ...] = names) -> int:
            raise OSError(number, os.strerror(number), *names)

        assert run_safely(work) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{names[0] if names else 'this computer'}: {cure}")
        assert said.count("\n") == 1


def test_other_faults_of_files_keep_their_place_in_the_program() -> None:
    """What the program itself gets wrong is no fault of the disk."""
    with pytest.raises(FileNotFoundError):
        run_safely(lambda: len(os.listdir("/nowhere/at/all")))
