"""Jobs shared between processes: every result once and in order, whatever becomes of a worker."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from plugins.system.workers import start_jobs
from tests.build_cache.processes import child_processes
from tests.small_site import ROOT

JOBS = list(range(200))
ORPHANS = """
import os, signal
from plugins.system.workers import start_jobs
parent = os.getpid()
def work(job):
    if job == 0:
        os.kill(parent, signal.SIGKILL)
    while os.getppid() == parent:
        pass
    return job
try:
    list(start_jobs(list(range(200)), work, 3)())
finally:
    print("somebody went on as if it were the parent", flush=True)
"""
LEFT = """
import os, signal, time
from plugins.system.workers import start_jobs
def work(job):
    time.sleep(0.02)
    print(job, flush=True)
results = start_jobs(list(range(200)), work, 2, jobs_a_process=1)
os.kill(os.getpid(), signal.SIGKILL)
"""
INTERRUPTED = """
import os, signal, threading, time
from plugins.system.workers import start_jobs
def work(job):
    time.sleep(0.01 if job else 60)
threading.Timer({after}, os.killpg, (os.getpgrp(), signal.SIGINT)).start()
try:
    while True:
        list(start_jobs(list(range(20)), work, 3, jobs_a_process=1)())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


class Awkward(Exception):
    """An exception that cannot be made again from its pickle."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")


def in_workers(work: Callable[[], object]) -> Callable[[int], object]:
    """A job that each worker does, while the parent waits until one of them has begun."""
    home, begun = os.getpid(), multiprocessing.get_context("fork").Event()

    def job(number: int) -> object:
        if os.getpid() != home:
            begun.set()
            return work()
        assert begun.wait(60)
        return number

    return job


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_are_in_the_order_of_the_jobs(workers: int) -> None:
    """However many share the work; signals reach this process as before."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert list(start_jobs(JOBS, lambda job: job * job, workers)()) == [job * job for job in JOBS]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_work_starts_before_its_results_are_waited_for(tmp_path: Path) -> None:
    """Another process is at work while this one does something else."""
    home = os.getpid()

    def work(job: int) -> bool:
        if os.getpid() != home:
            (tmp_path / "started").touch()
        return os.getpid() == home

    results = start_jobs(JOBS, work, 2)
    while not (tmp_path / "started").exists():
        time.sleep(0.01)
    first, *_ = results()
    assert not first


def test_work_that_nobody_waits_for_ends_with_the_build(tmp_path: Path) -> None:
    """No process is left, nor a file open, and most of the work is not done, though somebody still holds the
    results, which are more than a pipe has room for."""

    def work(job: int) -> str:
        with (tmp_path / "done").open("a") as done:
            done.write(".")
        time.sleep(0.01)
        return "x" * 10_000

    (tmp_path / "done").touch()
    opened, children = len(os.listdir("/dev/fd")), child_processes()
    with contextlib.ExitStack() as finalizers:
        results = start_jobs(JOBS, work, 3, finalizers=finalizers)
    assert child_processes() <= children
    # A file of an earlier test may be closed meanwhile.
    assert len(os.listdir("/dev/fd")) <= opened
    assert (tmp_path / "done").stat().st_size < len(JOBS) / 2
    assert callable(results)


def test_progress_reaches_the_number_of_jobs() -> None:
    """However the jobs are divided, the callback ends with all of them done."""
    for workers in (1, 3):
        seen: list[tuple[int, int]] = []
        list(start_jobs(JOBS, abs, workers, lambda done, total, seen=seen: seen.append((done, total)))())
        assert seen == sorted(seen)
        assert seen[-1] == (len(JOBS), len(JOBS))


def test_what_a_worker_raises_is_raised_here() -> None:
    """In its own words, even where it does not survive the way between processes."""

    def work() -> None:
        raise Awkward("so", "it is")

    with pytest.raises(RuntimeError, match="Awkward: so it is"):
        list(start_jobs(JOBS, in_workers(work), 2)())


def test_a_result_that_cannot_be_sent_says_why() -> None:
    """It is the pickling that failed, not the work."""
    with pytest.raises((AttributeError, pickle.PicklingError), match=r"pickle|local object"):
        list(start_jobs(JOBS, in_workers(lambda: lambda: 0), 2)())


def test_a_killed_worker_is_an_error() -> None:
    """As when memory is short: its jobs are not done, and nobody takes their results for done."""
    with pytest.raises(MemoryError, match="ended before its work was done"):
        list(start_jobs(JOBS, in_workers(lambda: os._exit(9)), 2)())


@pytest.mark.parametrize("available", [0, 1, 2])
def test_where_no_more_processes_can_be_had(monkeypatch: pytest.MonkeyPatch, available: int) -> None:
    """This process does all the work, and none of those that it got is left."""
    fork, made, children = os.fork, [], child_processes()

    def limited_fork() -> int:
        if len(made) == available:
            raise OSError(11, "Resource temporarily unavailable")
        made.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", limited_fork)
    assert list(start_jobs(JOBS, lambda job: -job, 4)()) == [-job for job in JOBS]
    assert child_processes() <= children


@pytest.mark.parametrize(
    ("raised", "expected"), [(KeyboardInterrupt, KeyboardInterrupt), (BrokenProcessPool, MemoryError)]
)
def test_what_ends_the_beginning_leaves_no_process(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], expected: type[BaseException]
) -> None:
    """Ctrl+C, and a first worker that the system has ended already."""
    submit, begun, children = ProcessPoolExecutor.submit, [], child_processes()

    def submit_once(*given: object) -> object:
        if begun:
            raise raised
        begun.append(given)
        return submit(*given)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit_once)
    with pytest.raises(expected):
        start_jobs(JOBS, lambda job: time.sleep(60 if raised is KeyboardInterrupt else 0), 2)
    assert child_processes() <= children


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


@pytest.mark.parametrize("after", [0.1, 0.3])
def test_ctrl_c_is_answered_by_the_process_that_waits(after: float) -> None:
    """A terminal sends it to all processes: workers say nothing, whether they work or wait, and end at once."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(after=after)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        start_new_session=True,
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
