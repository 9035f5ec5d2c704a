"""Jobs shared between forked processes, by the standard library's executor.

Jobs and results need not all be picklable: a worker is a fork of this process and finds the jobs in its own memory;
only positions go to it, by a pipe, and results come back. Where processes cannot fork, or there are few jobs, the work
is done here."""

from __future__ import annotations

import contextlib
import itertools
import math
import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children
from multiprocessing.connection import wait
from typing import Any, TypeVar, cast

Job = TypeVar("Job")
Result = TypeVar("Result")
Done = Callable[[int, int], None]
"""Progress callback: (done, total)."""

# So many small jobs, such as pages, are worth another process.
JOBS_A_PROCESS = 32
ENDED = "a worker process was ended before its work was done"
# So many batches fit into a pipe on every system, each as so many bytes.
MOST_BATCHES, START = 4000, 4
_inherited: dict[int, _Batches] = {}
_numbers = itertools.count()


def start_jobs(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    workers: int,
    done: Done = lambda done, total: None,
    jobs_a_process: int = JOBS_A_PROCESS,
    finalizers: contextlib.ExitStack | None = None,
    receive: Callable[[int, Result], None] | None = None,
) -> Callable[[], list[Result]]:
    """Begin the work on other processes at once, and return a function that waits for the results.

    Results are in the order of the jobs, and an exception in a worker is raised by that function. `finalizers` end the
    processes if nobody waits. `receive` is called with the position of each job and its result as
    they come, in any order, and then none is returned. Raises MemoryError where the system has ended a worker.
    """
    results: list[Result] = [cast("Result", None)] * (0 if receive else len(jobs))
    receive = receive or results.__setitem__
    count = min(workers, len(jobs) // jobs_a_process + 1) if can_fork() else 1
    if count < 2:
        return partial(_run_here, jobs, work, receive, done, results)
    number, size = next(_numbers), max(1, jobs_a_process // 2, math.ceil(len(jobs) / MOST_BATCHES))
    starts = range(0, len(jobs), size)
    batches = _Batches(jobs, work, size)
    _inherited[number] = batches
    # This process does its share when it waits for the results: it shares no memory that it would have to copy.
    pool = ProcessPoolExecutor(count - 1, multiprocessing.get_context("fork"), _end_with_parent)
    others = active_children()

    def stop() -> None:
        _inherited.pop(number, None)
        batches.close()
        pool.shutdown(wait=True, cancel_futures=True)

    try:
        futures = deque(pool.submit(_run_batch, number) for _ in starts)
    except OSError:
        # The system allows no more processes; the executor drops those that it has.
        stop()
        for process in set(active_children()).difference(others):
            process.kill()
            process.join()
        return partial(_run_here, jobs, work, receive, done, results)
    except BrokenProcessPool:
        stop()
        raise MemoryError(ENDED) from None

    if finalizers:
        finalizers.callback(stop)
    return partial(_gather, batches, futures, receive, done, stop, results)


class _Batches:
    """A queue of batches of jobs in a pipe, from which the workers and the parent take each batch once.

    Futures of the batches that the parent takes cannot be cancelled instead: Python 3.11 then leaves the others pending
    when a worker ends."""

    def __init__(self, jobs: Sequence[Any], work: Callable[[Any], Any], size: int) -> None:
        self.jobs, self._work, self.size = jobs, work, size
        self._next, writer = os.pipe()
        starts = range(0, len(jobs), size)
        os.write(writer, b"".join(start.to_bytes(START, "big") for start in starts))
        # Nobody writes any more, so that whoever reads an empty pipe is at its end.
        os.close(writer)

    def run_next(self) -> tuple[int, list[Any]] | None:
        """Take a batch and do its jobs: the position of its first job, and the results; None where all are taken."""
        taken = os.read(self._next, START)
        if not taken:
            return None
        start = int.from_bytes(taken, "big")
        return start, [self._work(job) for job in self.jobs[start : start + self.size]]

    def close(self) -> None:
        """Let no process take another batch."""
        if self._next >= 0:
            while os.read(self._next, START * MOST_BATCHES):
                pass
            os.close(self._next)
            self._next = -1


def _gather(
    batches: _Batches,
    futures: deque[Future[tuple[int, list[Any]] | None]],
    receive: Callable[[int, Any], None],
    done: Done,
    stop: Callable[[], None],
    results: list[Any],
) -> list[Any]:
    """Receive the results of all batches; this process takes those that no worker has taken yet."""
    finished, total = 0, len(batches.jobs)

    def take(batch: tuple[int, list[Any]] | None) -> None:
        nonlocal finished
        start, results = batch or (0, [])
        for number, result in enumerate(results, start):
            receive(number, result)
        finished += len(results)

    try:
        while batch := batches.run_next():
            take(batch)
            while futures and futures[0].done():
                take(futures.popleft().result())
            done(finished, total)
        while futures:
            take(futures.popleft().result())
        done(total, total)
    except BrokenProcessPool:
        raise MemoryError(ENDED) from None
    finally:
        stop()
    return results


def _run_here(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    receive: Callable[[int, Result], None],
    done: Done,
    results: list[Result],
) -> list[Result]:
    for number, job in enumerate(jobs):
        receive(number, work(job))
        done(number + 1, len(jobs))
    return results


def _run_batch(number: int) -> tuple[int, list[Any]] | None:
    try:
        return _inherited[number].run_next()
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            # Some exceptions cannot be pickled; fall back to their text.
            raise RuntimeError(f"{type(error).__name__}: {error}") from None
        raise


def _end_with_parent() -> None:
    """Initialize a worker: it ends when its parent was killed, since it holds the parent's locks."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def can_fork() -> bool:
    """Whether this system forks processes."""
    return hasattr(os, "fork") and "fork" in multiprocessing.get_all_start_methods()


def count_processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
