"""Jobs shared between forked processes, by the standard library's executor.

Jobs and results need not all be picklable: a worker is a fork of this process and finds the jobs in its own memory;
only positions go to it, by a pipe, and results come back. Where processes cannot fork, or there are few jobs, the work
is done here."""

from __future__ import annotations

import contextlib
import itertools
import mmap
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children
from multiprocessing.connection import wait
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
Done = Callable[[int, int], None]
"""Progress callback: (done, total)."""

# So many small jobs, such as pages, are worth another process.
JOBS_A_PROCESS = 32
# A batch is this part of what each process has still to do.
SHARE = 8
ENDED = "a worker process was ended before its work was done"
# What a worker finds in its memory: the jobs, the work, and a byte that all processes share, which is 1 when nobody
# needs the results.
_inherited: dict[int, tuple[Sequence[Any], Callable[[Any], Any], mmap.mmap]] = {}
_numbers = itertools.count()


def start_jobs(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    workers: int,
    done: Done = lambda done, total: None,
    jobs_a_process: int = JOBS_A_PROCESS,
    finalizers: contextlib.ExitStack | None = None,
) -> Callable[[], Iterator[Result]]:
    """Begin the work on other processes at once, and return a function that yields the results, in the order of the
    jobs, as they come; what is raised in a worker is raised there. Where the work is done here, it is done then.

    `finalizers` end the processes if nobody asks for the results. Raises MemoryError where the system has ended a
    worker."""
    count, least = min(workers, len(jobs) // jobs_a_process + 1), max(1, jobs_a_process // 2)
    if count < 2 or not jobs or not can_fork():
        return partial(_work_here, jobs, work, done)
    batches = list(_divide(len(jobs), count, least))
    number, stopped = next(_numbers), mmap.mmap(-1, 1)
    _inherited[number] = jobs, work, stopped
    pool = ProcessPoolExecutor(min(count, len(batches)), multiprocessing.get_context("fork"), _end_with_parent)
    # By name: an error that is held would keep the processes themselves, and what they have open.
    others = {process.name for process in active_children()}

    def stop() -> None:
        _inherited.pop(number, None)
        stopped[0] = 1
        pool.shutdown(cancel_futures=True)

    def kill() -> None:
        for process in active_children():
            if process.name not in others:
                process.kill()
                process.join()

    try:
        with _interrupts_blocked():
            futures = deque(pool.submit(_run_batch, number, start, end) for start, end in batches)
    except OSError:
        # The system allows no more processes; the executor drops those that it has.
        stop()
        kill()
        return partial(_work_here, jobs, work, done)
    except KeyboardInterrupt:
        kill()
        stop()
        raise
    except BrokenProcessPool:
        stop()
        raise MemoryError(ENDED) from None
    if finalizers:
        finalizers.callback(stop)
    return partial(_gather, len(jobs), futures, done, stop, kill)


def _divide(total: int, processes: int, least: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each batch of jobs. Those that stand together share what a process keeps, such as cards of
    stories, so a batch is large at first; it is small at the end, where one process would wait for another."""
    start = 0
    while start < total:
        end = min(total, start + max(least, (total - start) // (SHARE * processes)))
        yield start, end
        start = end


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes that no Ctrl+C reaches: whoever waits for them ends them, and says one sentence."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _gather(
    total: int,
    futures: deque[Future[list[Result]]],
    done: Done,
    stop: Callable[[], None],
    kill: Callable[[], None],
) -> Iterator[Result]:
    finished = 0
    try:
        while futures:
            results = futures.popleft().result()
            finished += len(results)
            yield from results
            done(finished, total)
    except BrokenProcessPool:
        raise MemoryError(ENDED) from None
    except KeyboardInterrupt:
        kill()
        raise
    finally:
        stop()


def _work_here(jobs: Sequence[Job], work: Callable[[Job], Result], done: Done) -> Iterator[Result]:
    for number, job in enumerate(jobs, 1):
        yield work(job)
        done(number, len(jobs))


def _run_batch(number: int, start: int, end: int) -> list[Any]:
    jobs, work, stopped = _inherited[number]
    try:
        return [work(job) for job in jobs[start:end] if not stopped[0]]
    except Exception as error:
        sent = picklable(error)
        if sent is error:
            raise
        raise sent from None


def picklable(error: Exception) -> Exception:
    """An exception as another process can be sent it: its text where it cannot be pickled, or not read again."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


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
