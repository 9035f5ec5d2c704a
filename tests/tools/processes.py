"""A plugin of pytest that runs the tests in several processes, forked once the tests are collected: to import and to
collect them is what each process would begin with."""

from __future__ import annotations

import importlib
import itertools
import os
import pkgutil
import random
import shutil
import signal
import tempfile
import warnings
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest

import plugins
from tests.forked import LIBRARIES

# In the environment of each process: its number, and the folder of all of them.
NUMBER, FOLDER = "TESTS_PROCESS", "TESTS_FOLDER"
# Where pytest makes its temporary folders.
ROOM = "PYTEST_DEBUG_TEMPROOT"
# Fixtures that start a browser or import an editor, once in each process that needs them.
STARTED = {"browser", "starter"}
SLOW = ("first", "long", "browser", "server")
USUAL = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
Run = deque[int]
"""Tests of one file that follow one another, by their numbers."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--processes N`."""
    parser.addoption("--processes", type=int, default=0, help="run the tests in so many processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the collected tests in processes, and report here what they report."""
    processes = session.config.getoption("processes")
    if not processes or session.testsfailed or session.config.option.collectonly:
        return None
    import_plugins()
    # A process that is forked returns as this one does, and has its own end.
    return Spread(session, processes).run()


def import_plugins() -> None:
    """Import what tests import while they run, and what it needs."""
    named = pkgutil.walk_packages(plugins.__path__, f"{plugins.__name__}.")
    for name in (*LIBRARIES, *(module.name for module in named if not module.name.endswith("__main__"))):
        importlib.import_module(name)


class Ended(Exception):
    """Raised in a forked process when its tests have ended."""


@dataclass
class Process:
    """A forked process. `run` are tests that it will be given, `handed` those that it has and has not ended."""

    number: int
    id: int
    connection: Connection
    run: Run
    handed: Run = field(default_factory=deque)
    is_last: bool = False

    def hand(self, test: int | None) -> None:
        """Give it the next test; None for the end."""
        if not self.is_last:
            self.connection.send(test)
            self.is_last = test is None
            self.handed.extend([] if test is None else [test])


class Spread:
    """Hands the tests of a session out. Half of the processes begin with the files that start a browser or an editor,
    so that few of them start any, the others with other slow ones; who has nothing left takes half of what another
    one has."""

    def __init__(self, session: pytest.Session, number: int) -> None:
        self._session, self._hook, self._number = session, session.config.hook, number
        self._folder = Path(tempfile.mkdtemp(prefix="tests-", dir=os.environ.get(ROOM)))
        self._processes: dict[Connection, Process] = {}
        self._waiting: dict[str, deque[Run]] = {"starting": deque(), "slow": deque(), "quick": deque()}
        for (kind, _), run in itertools.groupby(enumerate(session.items), lambda one: (kind_of(one[1]), one[1].path)):
            self._waiting[kind].append(deque(number for number, _ in run))

    def run(self) -> bool:
        """Run all tests; True, in each forked process, too."""
        try:
            for number in range(self._number):
                self._start(number, deque())
            while self._processes:
                for connection in wait([*self._processes]):
                    self._receive(self._processes[connection])
        except Ended:
            return True
        finally:
            if NUMBER not in os.environ:
                self._close()
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)
        return True

    def _start(self, number: int, run: Run) -> None:
        """Fork a process, and give it two tests, so that it knows which fixtures the next one needs."""
        connection, other_end = Pipe()
        if process := os.fork():
            other_end.close()
            started = self._processes[connection] = Process(number, process, connection, run)
            for _ in range(2):
                started.hand(self._take(started))
            return
        for one in (connection, *self._processes):
            one.close()
        os.environ |= {NUMBER: str(number), FOLDER: str(self._folder), ROOM: str(self._folder / str(number))}
        Path(os.environ[ROOM]).mkdir(exist_ok=True)
        run_tests(self._session, other_end)
        raise Ended

    def _take(self, process: Process) -> int | None:
        """The next test of a process; None where no more are to be begun."""
        if self._session.shouldfail:
            return None
        if not process.run:
            begins = process.number < self._number / 2
            kinds = ("starting", "quick", "slow") if begins else ("slow", "quick", "starting")
            process.run = next((self._waiting[kind].popleft() for kind in kinds if self._waiting[kind]), deque())
        if not process.run:
            longest = max((other.run for other in self._processes.values()), key=len)
            for _ in range((len(longest) + 1) // 2):
                process.run.appendleft(longest.pop())
        return process.run.popleft() if process.run else None

    def _receive(self, process: Process) -> None:
        """Report a test that has ended; in the place of a process that has ended with it, start another one."""
        try:
            reports, complaints = process.connection.recv()
        except (EOFError, ConnectionError):
            reports = complaints = None
        if reports is None:
            self._replace(process)
            return
        for warning in complaints:
            self._hook.pytest_warning_recorded.call_historic(kwargs=warning)
        config = self._session.config
        made = [self._hook.pytest_report_from_serializable(config=config, data=report) for report in reports]
        self._report(self._session.items[process.handed.popleft()], made)
        process.hand(self._take(process))

    def _report(self, item: pytest.Item, reports: Iterable[pytest.TestReport]) -> None:
        self._hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in reports:
            self._hook.pytest_runtest_logreport(report=report)
        self._hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)

    def _replace(self, process: Process) -> None:
        del self._processes[process.connection]
        process.connection.close()
        status = os.waitstatus_to_exitcode(os.waitpid(process.id, 0)[1])
        if process.handed:
            item = self._session.items[process.handed.popleft()]
            said = f"this test has ended its process, with {status}"
            self._report(item, [pytest.TestReport(item.nodeid, item.location, {item.name: 1}, "failed", said, "call")])
            self._start(process.number, deque([*process.handed, *process.run]))
        elif status not in USUAL:
            raise RuntimeError(f"process {process.number} of the tests has ended with {status} after its last test")

    def _close(self) -> None:
        """Interrupt the processes that still run, and wait until they have cleared up."""
        for process in self._processes.values():
            os.kill(process.id, signal.SIGINT)
        for process in self._processes.values():
            os.waitpid(process.id, 0)
        shutil.rmtree(self._folder, ignore_errors=True)


def kind_of(item: pytest.Item) -> str:
    """Which tests are begun before it, or after it."""
    if STARTED & set(getattr(item, "fixturenames", ())):
        return "starting"
    return "slow" if any(item.get_closest_marker(mark) for mark in SLOW) else "quick"


# In a forked process


class Sender:
    """Sends what pytest reports of a test to the process that forked this one."""

    def __init__(self, config: pytest.Config, connection: Connection) -> None:
        self._config, self._connection = config, connection
        self._reports: list[dict[str, Any]] = []
        self._warnings: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest with the outcome of each part of a test."""
        self._reports.append(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: object
    ) -> None:
        """Called by pytest; not every warning can be pickled, and its words can."""
        said = Warning(f"{warning_message.category.__name__}: {warning_message.message}")
        plain = warnings.WarningMessage(said, Warning, warning_message.filename, warning_message.lineno)
        self._warnings.append({"warning_message": plain, "when": when, "nodeid": nodeid, "location": location})

    def send(self) -> None:
        """Send what was reported since it was done last."""
        self._connection.send((self._reports, self._warnings))
        self._reports, self._warnings = [], []


def run_tests(session: pytest.Session, connection: Connection) -> None:
    """Run tests by the numbers that come, until None does."""
    # An interruption comes from the process that reports, also where Ctrl+C reaches that one.
    os.setpgid(0, 0)
    random.seed()
    config = session.config
    for name in ("terminalreporter", "terminalprogress"):
        if config.pluginmanager.has_plugin(name):
            config.pluginmanager.unregister(name=name)
    capture: Any = config.pluginmanager.get_plugin("capturemanager")
    # Its files are those of all processes.
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture(in_=True)
    sender = Sender(config, connection)
    config.pluginmanager.register(sender)
    current = connection.recv()
    while current is not None:
        following = connection.recv()
        item, next_item = session.items[current], None if following is None else session.items[following]
        config.hook.pytest_runtest_protocol(item=item, nextitem=next_item)
        sender.send()
        current = following
