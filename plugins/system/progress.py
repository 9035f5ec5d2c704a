"""Progress of a build or a publish, reported to a callback `(stage, done, total)`.

A stage with a total of 0 is a message: something that happens now and is not counted, such as waiting for a lock.
"""

import threading
from collections.abc import Callable

OnProgress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""


class StageCounter:
    """Counts what is done of one stage, from several threads, and reports each change."""

    def __init__(self, progress: OnProgress, stage: str, total: int) -> None:
        self._progress, self._stage, self._total, self._done = progress, stage, total, 0
        self._lock = threading.Lock()
        if total:
            progress(stage, 0, total)

    def add(self, count: int = 1) -> None:
        """So many more are done."""
        with self._lock:
            self._done += count
            if self._total:
                self._progress(self._stage, min(self._done, self._total), self._total)
