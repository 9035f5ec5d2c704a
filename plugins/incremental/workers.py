"""Work shared out over forked processes; where processes cannot fork, or the work is small, it is done in this one."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# Below this many jobs a fork costs more than it saves.
WORTH_A_FORK = 32


def shared_out(jobs: Sequence[Job], work: Callable[[Job], Result], workers: int) -> list[Result]:
    """`work` done on every job; results in the jobs' order. What a worker raises is raised here."""
    count = min(workers, len(jobs) // WORTH_A_FORK + 1)
    if count < 2 or not hasattr(os, "fork"):
        return [work(job) for job in jobs]
    # Objects that live on would be copied into each process when their collector marks are written.
    gc.freeze()
    children = [_start(jobs[at::count], work) for at in range(1, count)]
    shares: list[list[Result]] = []
    try:
        shares = [[work(job) for job in jobs[::count]]]
    finally:
        outcomes = [_outcome(pid, pipe) for pid, pipe in children]
        gc.unfreeze()
    for results, error in outcomes:
        if error is not None:
            raise error
        shares.append(results)
    return [shares[at % count][at // count] for at in range(len(jobs))]


def _start(jobs: Sequence[Any], work: Callable[[Any], Any]) -> tuple[int, int]:
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    try:
        answer: tuple[list[Any], BaseException | None] = ([work(job) for job in jobs], None)
    except BaseException as error:
        answer = ([], error)
    with open(write, "wb") as pipe:
        pipe.write(_pickled(answer))
    # Not sys.exit: what the parent has registered to do at its end is the parent's to do.
    os._exit(0)


def _pickled(answer: tuple[list[Any], BaseException | None]) -> bytes:
    try:
        data = pickle.dumps(answer)
        pickle.loads(data)
    except Exception:
        # Not every exception survives the way between processes; its words do.
        data = pickle.dumps(([], RuntimeError(f"{type(answer[1]).__name__}: {answer[1]}")))
    return data


def _outcome(pid: int, pipe: int) -> tuple[list[Any], BaseException | None]:
    with open(pipe, "rb") as stream:
        data = stream.read()
    os.waitpid(pid, 0)
    if not data:
        return [], RuntimeError("a worker process ended before its work was done: is there enough memory?")
    results, error = pickle.loads(data)
    return results, error
