"""A plugin of pytest that keeps in `.cache/durations.txt` what each file, fixture and test of a run took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

REPORT = Path(".cache") / "durations.txt"
FIXTURE = "seconds of fixture "
taken: dict[str, Counter[str]] = {"file": Counter(), "fixture": Counter(), "test": Counter()}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Generator[None, object, object]:
    """Measure the fixture; the figure travels with the report of the test that was the first to ask for it."""
    begun = time.perf_counter()
    try:
        return (yield)
    finally:
        name = f"{FIXTURE}{fixturedef.argname} ({fixturedef.scope}, {fixturedef.baseid or 'tests'})"
        request._pyfuncitem.user_properties.append((name, time.perf_counter() - begun))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a part of a test took."""
    taken["test"][f"{report.nodeid} ({report.when})"] += report.duration
    taken["file"][report.nodeid.partition("::")[0]] += report.duration
    if report.when == "setup":
        for name, seconds in report.user_properties:
            if name.startswith(FIXTURE):
                taken["fixture"][name.removeprefix(FIXTURE)] += float(str(seconds))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report, the longest first."""
    if hasattr(session.config, "workerinput"):
        return
    rows = [f"{seconds:8.2f} s  {kind}  {name}" for kind, all_ in taken.items() for name, seconds in all_.most_common()]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(rows) + "\n", "utf-8")
    print(f"\n{REPORT} has what each file, fixture and test took")
