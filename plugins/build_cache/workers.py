"""Work shared out over forked processes; where processes cannot fork, or the work is small, it is done in this one."""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
Told = Callable[[int, int], None]
"""Is told how many jobs are done, and of how many."""

# So many small jobs, such as pages, are worth another process. Half of them, that lie together, are done together:
# neighbours have much in common.
WORTH_A_FORK = 32
# Bytes of a ticket: the number of a batch. All tickets must fit into a pipe, which holds 64 KiB at least.
TICKET, TICKETS = 4, 8192


def shared_out(jobs: Sequence[Job], work: Callable[[Job], Result], workers: int, **more: Any) -> list[Result]:
    """`work` done on every job; results in the jobs' order. What a worker raises is raised here."""
    return begun(jobs, work, workers, **more)()


def begun(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    workers: int,
    told: Told = lambda done, of: None,
    worth: int = WORTH_A_FORK,
    end: contextlib.ExitStack | None = None,
) -> Callable[[], list[Result]]:
    """The same, begun at once by the other workers, if there are so many jobs that it is `worth` another process; this
    one joins them when it asks for the results. What is dropped, or not asked for by the `end`, is given up."""
    count = min(workers, len(jobs) // worth + 1) if hasattr(os, "fork") else 1
    size = max(1, worth // 2, len(jobs) // TICKETS + 1)
    batches = [jobs[at : at + size] for at in range(0, len(jobs), size)]

    def done(numbers: Iterator[int]) -> list[tuple[int, list[Result]]]:
        answers = []
        for number in numbers:
            answers.append((number, [work(job) for job in batches[number]]))
            told(min((number + 1) * size, len(jobs)), len(jobs))
        return answers

    alone = iter(range(len(batches)))
    office = _by_processes(done, len(batches), count) if count > 1 else (part for part in ([], done(alone)))
    next(office)
    if end:
        end.callback(office.close)
    return lambda: [result for _, results in sorted(next(office), key=lambda answer: answer[0]) for result in results]


def _by_processes(done: Callable[[Iterator[int]], list[Any]], batches: int, count: int) -> Generator[list[Any]]:
    """First nothing, when all have begun, then their answers. Each process takes the next batch as soon as it has done
    one, so that all end at about the same time."""
    tickets, office = os.pipe()
    os.write(office, b"".join(number.to_bytes(TICKET, "big") for number in range(batches)))
    os.close(office)
    children: list[tuple[int, int]] = []
    try:
        # Where the system gives no more processes, those that there are do the work.
        with contextlib.suppress(OSError):
            children += (_start(done, tickets) for _ in range(count - 1))
        yield []
        answers = done(_drawn(tickets))
    finally:
        # What is still to be drawn now is of use to nobody.
        list(_drawn(tickets))
        os.close(tickets)
        outcomes = [_outcome(pid, pipe) for pid, pipe in children]
    for results, error in outcomes:
        if error is not None:
            raise error
        answers += results
    yield answers


def _drawn(tickets: int) -> Iterator[int]:
    while ticket := os.read(tickets, TICKET):
        yield int.from_bytes(ticket, "big")


def _start(done: Callable[[Iterator[int]], list[Any]], tickets: int) -> tuple[int, int]:
    read, write = os.pipe()
    home, pid = os.getpid(), os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    try:
        with open(write, "wb") as pipe:
            # A worker without its parent, which was killed, ends too.
            pipe.write(_answer(done, takewhile(lambda _: os.getppid() == home, _drawn(tickets))))
    finally:
        # Not sys.exit: what the parent has registered to do at its end is the parent's to do, and so is all that would
        # follow here, even where the parent was killed and nobody reads the answer.
        os._exit(0)


def _answer(done: Callable[[Iterator[int]], list[Any]], numbers: Iterator[int]) -> bytes:
    try:
        return pickle.dumps((done(numbers), None))
    except BaseException as error:
        try:
            data = pickle.dumps(([], error))
            pickle.loads(data)
        except Exception:
            # Not every exception survives the way between processes; its words do.
            data = pickle.dumps(([], RuntimeError(f"{type(error).__name__}: {error}")))
        return data


def _outcome(pid: int, pipe: int) -> tuple[list[Any], BaseException | None]:
    with open(pipe, "rb") as stream:
        data = stream.read()
    os.waitpid(pid, 0)
    try:
        results, error = pickle.loads(data)
    except Exception:
        return [], MemoryError("a worker process was ended before its work was done")
    return results, error


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def progress(settings: Mapping[str, Any], stage: str) -> Told:
    """Who is to be told how far that stage of the build has come."""
    return partial(settings.get("PROGRESS", lambda stage, done, of: None), stage)
