"""Collects what builds leave behind, in processes of the suite that build hundreds of sites."""

from __future__ import annotations

import gc
import os
from pathlib import Path

GROWTH = 200 * 2**20


def own_memory() -> int:
    """The bytes of memory that this process has now, as Linux reports them; 0 elsewhere."""
    report = Path("/proc/self/statm")
    return int(report.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if report.is_file() else 0


class Collector:
    """A build pauses Python's garbage collection, so that its objects never count as new, and a process of hundreds of
    builds would grow by gigabytes before Python collected anything."""

    def __init__(self) -> None:
        self._before = own_memory()

    def collect(self) -> None:
        """Collect once the process has grown by some amount since it was done last."""
        if own_memory() > self._before + GROWTH:
            gc.collect()
            self._before = own_memory()

    def pytest_runtest_logfinish(self) -> None:
        """Called by pytest after each test."""
        self.collect()


COLLECTOR = Collector()
