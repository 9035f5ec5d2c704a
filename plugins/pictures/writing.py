"""Files of the cache are written whole or not at all, and made in several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
# Below this many jobs a process costs more than it saves.
WORTH_A_PROCESS = 3


def write_whole(file: Path, data: bytes) -> None:
    """Put a file in its place by one rename, so that a build that is stopped leaves no half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(data)
    os.replace(beside, file)


def processors() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(jobs: Sequence[Callable[[], Result]], workers: int) -> list[Result]:
    """The jobs' results, in order; the work is done by several processes where they can fork and it is worth it."""
    count = min(workers, len(jobs) // WORTH_A_PROCESS + 1)
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [job() for job in jobs]
    chunk = max(1, min(16, len(jobs) // (count * 4)))
    with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
        return list(pool.map(_done, jobs, chunksize=chunk))


def _done(job: Callable[[], Result]) -> Result:
    return job()
