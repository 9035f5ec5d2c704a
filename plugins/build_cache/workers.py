"""Jobs shared between forked processes, by the standard library's executor.

Jobs and results need not all be picklable: a worker is a fork of this process and finds the jobs in its own memory;
only positions go to it, and results come back. Where processes cannot fork, or there are few jobs, the work is done
here."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from concurrent import futures as concurrent_futures
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from multiprocessing.connection import wait
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
Done = Callable[[int, int], None]
"""Progress callback: (done, total)."""

# So many small jobs, such as pages, are worth another process.
JOBS_A_PROCESS = 32
ENDED = "a worker process was ended before its work was done"
_inherited: dict[int, tuple[Callable[[Any], Any], Sequence[Any]]] = {}
_numbers = itertools.count()


def run_jobs(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    workers: int,
    done: Done = lambda done, total: None,
    jobs_a_process: int = JOBS_A_PROCESS,
) -> list[Result]:
    """`work` applied to every job; results in the jobs' order. An exception in a worker is raised here."""
    return start_jobs(jobs, work, workers, done, jobs_a_process)()


def start_jobs(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    workers: int,
    done: Done = lambda done, total: None,
    jobs_a_process: int = JOBS_A_PROCESS,
    finalizers: contextlib.ExitStack | None = None,
) -> Callable[[], list[Result]]:
    """Begin the work on other processes at once, and return a function that waits for the results.

    `finalizers` end the processes if nobody waits. Raises MemoryError where the system has ended a worker.
    """
    count = min(workers, len(jobs) // jobs_a_process + 1) if can_fork() else 1
    if count < 2:
        return lambda: _run_here(jobs, work, done)
    number, size = next(_numbers), max(1, jobs_a_process // 2)
    _inherited[number] = work, jobs
    # This process does its share when it waits for the results: it shares no memory that it would have to copy.
    pool = ProcessPoolExecutor(count - 1, multiprocessing.get_context("fork"), _end_with_parent)
    others = active_children()

    def stop() -> None:
        _inherited.pop(number, None)
        pool.shutdown(wait=True, cancel_futures=True)

    try:
        starts = range(0, len(jobs), size)
        futures = [pool.submit(_run_batch, number, start, start + size) for start in starts]
    except OSError:
        # The system allows no more processes; the executor drops those that it has.
        stop()
        for process in set(active_children()).difference(others):
            process.kill()
            process.join()
        return lambda: _run_here(jobs, work, done)
    except BrokenProcessPool:
        stop()
        raise MemoryError(ENDED) from None

    if finalizers:
        finalizers.callback(stop)
    return lambda: _gather(pool, number, futures, size, len(jobs), done, stop)


def _gather(
    pool: ProcessPoolExecutor,
    number: int,
    futures: Sequence[Future[list[Any]]],
    size: int,
    total: int,
    done: Done,
    stop: Callable[[], None],
) -> list[Any]:
    """The results of all batches; those at the end that no worker has taken yet are done here."""
    results: dict[int, list[Any]] = {}
    try:
        for place in reversed(range(len(futures))):
            if not futures[place].cancel():
                break
            results[place] = _run_batch(number, place * size, (place + 1) * size)
            done(min((len(results) + sum(future.done() for future in futures[:place])) * size, total), total)
        for place, future in enumerate(futures):
            if place not in results:
                while not concurrent_futures.wait([future], 1).done:
                    # Raises if a worker has ended. Python 3.11 leaves futures pending where others were cancelled.
                    pool.submit(int)
                results[place] = future.result()
        done(total, total)
    except BrokenProcessPool:
        raise MemoryError(ENDED) from None
    finally:
        stop()
    return [result for place in range(len(futures)) for result in results[place]]


def _run_here(jobs: Sequence[Job], work: Callable[[Job], Result], done: Done) -> list[Result]:
    results = []
    for number, job in enumerate(jobs, 1):
        results.append(work(job))
        done(number, len(jobs))
    return results


def _run_batch(number: int, start: int, stop: int) -> list[Any]:
    work, jobs = _inherited[number]
    try:
        return [work(job) for job in jobs[start:stop]]
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
