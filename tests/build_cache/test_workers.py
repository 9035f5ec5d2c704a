"""Work shared out over processes: every result once and in order, whatever becomes of a worker."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.build_cache.workers import begun, shared_out
from tests.small_site import ROOT

JOBS = list(range(200))
ORPHANS = """
import os, signal
from plugins.build_cache.workers import shared_out
parent = os.getpid()
def work(job):
    if os.getpid() == parent:
        os.kill(parent, signal.SIGKILL)
    while os.getppid() == parent:
        pass
    return job
try:
    shared_out(list(range(200)), work, 3)
finally:
    print("somebody went on as if it were the parent", flush=True)
"""
LEFT = """
import os, signal, time
from plugins.build_cache.workers import begun
def work(job):
    time.sleep(0.02)
    print(job, flush=True)
results = begun(list(range(200)), work, 2, worth=1)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Awkward(Exception):
    """An exception that cannot be made again from its pickle."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")


def away_from_home(work: Callable[[], object]) -> Callable[[int], object]:
    """A job that each worker does, while the parent waits until one of them has ended."""
    home = os.getpid()

    def job(number: int) -> object:
        if os.getpid() != home:
            return work()
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return number

    return job


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_are_in_the_order_of_the_jobs(workers: int) -> None:
    """However many share the work."""
    assert shared_out(JOBS, lambda job: job * job, workers) == [job * job for job in JOBS]


def test_work_is_begun_before_anybody_asks(tmp_path: Path) -> None:
    """Another process is at work while this one does something else."""
    home = os.getpid()

    def work(job: int) -> bool:
        if os.getpid() != home:
            (tmp_path / "begun").touch()
        return os.getpid() == home

    results = begun(JOBS, work, 2)
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    assert not results()[0]


def test_work_that_nobody_asks_for_is_given_up(tmp_path: Path) -> None:
    """No process is left, nor a file open, and most of the work is not done."""

    def work(job: int) -> None:
        with (tmp_path / "done").open("a") as done:
            done.write(".")
        time.sleep(0.01)

    (tmp_path / "done").touch()
    opened = len(os.listdir("/dev/fd"))
    results = begun(JOBS, work, 3)
    del results
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert len(os.listdir("/dev/fd")) == opened
    assert (tmp_path / "done").stat().st_size < len(JOBS) / 2


def test_work_that_was_begun_ends_with_the_build() -> None:
    """Though somebody still holds on to its results, which are more than a pipe has room for."""
    opened = len(os.listdir("/dev/fd"))
    with contextlib.ExitStack() as end:
        results = begun(JOBS, lambda job: "x" * 10_000, 3, end=end)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert len(os.listdir("/dev/fd")) == opened
    assert callable(results)


def test_what_a_worker_raises_is_raised_here() -> None:
    """In its own words, even where it does not survive the way between processes."""

    def work() -> None:
        raise Awkward("so", "it is")

    with pytest.raises(RuntimeError, match="Awkward: so it is"):
        shared_out(JOBS, away_from_home(work), 2)


def test_a_result_that_cannot_be_sent_says_why() -> None:
    """It is the pickling that failed, not the work."""
    with pytest.raises((AttributeError, pickle.PicklingError), match="pickle"):
        shared_out(JOBS, away_from_home(lambda: lambda: 0), 2)


def test_a_worker_that_is_killed_is_missed() -> None:
    """As when memory is short: its jobs are not done, and nobody takes their results for done."""
    with pytest.raises(MemoryError, match="ended before its work was done"):
        shared_out(JOBS, away_from_home(lambda: os._exit(9)), 2)


def test_where_no_more_processes_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that there is does all the work."""

    def none() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none)
    assert shared_out(JOBS, lambda job: -job, 4) == [-job for job in JOBS]


def test_a_worker_without_a_parent_ends() -> None:
    """When the parent is killed, no worker does what the parent would have done next."""
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == ""


def test_a_worker_without_a_parent_begins_nothing_more() -> None:
    """It would work for nobody, and hold the cache against the next build."""
    done = subprocess.run(
        [sys.executable, "-c", LEFT], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert len(done.stdout.split()) < 10
