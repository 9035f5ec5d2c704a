"""Two builds in one checkout: the second waits for the first, and nothing has to be cleared up by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.diagnostics import UserError
from plugins.project import build as building
from plugins.system import file_lock as lock
from plugins.system.file_lock import file_lock
from tests.checkout import checkout
from tests.small_site import ROOT, small_site

HOLDER = (
    "import sys, time; from pathlib import Path; from plugins.system import file_lock as lock\n"
    "if sys.argv[2] == 'filelock': lock.fcntl = None\n"
    "with lock.file_lock(Path(sys.argv[1]), 0) as mine: print(mine, flush=True); time.sleep(60)"
)


@pytest.fixture(params=["fcntl", "filelock"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The lock of this system, and that of systems without `fcntl`, such as Windows."""
    if request.param == "filelock":
        monkeypatch.setattr(lock, "fcntl", None)
    return str(request.param)


def holder(file: Path, system: str) -> subprocess.Popen[str]:
    """A process that holds the lock already."""
    command = [sys.executable, "-c", HOLDER, str(file), system]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    return process


@pytest.mark.usefixtures("system")
def test_a_lock_is_held_by_one_and_freed_by_its_end(tmp_path: Path) -> None:
    """A second holder waits for the given time and is refused; after the first has ended it is not."""
    file = tmp_path / "cache" / "build.lock"
    with file_lock(file, 0) as first, file_lock(file, 0.2) as second:
        assert (first, second) == (True, False)
    with file_lock(file, 0) as third:
        assert third


def test_the_lock_of_a_dead_build_is_free(tmp_path: Path, system: str) -> None:
    """A holder that is killed leaves no lock behind."""
    file = tmp_path / "build.lock"
    process = holder(file, system)
    with file_lock(file, 0) as mine:
        assert not mine
    process.kill()
    process.wait()
    with file_lock(file, 0) as mine:
        assert mine


@pytest.mark.usefixtures("system")
def test_a_cache_that_cannot_be_written_has_no_lock(tmp_path: Path) -> None:
    """Where the cache is no folder, builds go on without a lock."""
    (tmp_path / "cache").write_text("a file", "utf-8")
    with file_lock(tmp_path / "cache" / "build.lock", 0) as mine:
        assert mine


def test_a_build_refuses_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another build does not end in time, this one reports it and changes nothing."""
    notices: list[str] = []
    monkeypatch.setattr(building, "LOCK_TIMEOUT", 0.2)
    site = small_site(tmp_path)
    with file_lock(tmp_path / ".cache" / "build.lock", 0), pytest.raises(UserError, match="another build"):
        site.build(notice=notices.append)
    assert not site.output.exists()
    assert notices == [building.WAIT_MESSAGE]


@pytest.mark.long
def test_builds_at_once_all_succeed(tmp_path: Path) -> None:
    """Two builds started at once in one checkout end well, one after the other, with the bytes of a clean build."""
    place = checkout(tmp_path / "site")
    builds = [place.start() for _ in range(2)]
    output = [build.communicate(timeout=120)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], output
    together = place.site.files()
    assert together == place.clean()
