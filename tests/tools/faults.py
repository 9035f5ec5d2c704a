"""`test --faults`: faults that are planted one by one in a copy of this project, and the tests that see them.

`tests/faults/PACKAGE.toml` lists a package's faults. `tests` are the places whose tests are run, `tests/PACKAGE` where
there is none. Each fault has a sentence, a file, the text that is replaced there and the new one, and may name the
tests that see it, which are run first:

    tests = ["tests/feeds"]

    [[fault]]
    what = "Addresses in feeds are relative."
    file = "plugins/feeds/items.py"
    old = "return site.absolute(address)"
    new = "return address"
    seen_by = ["tests/feeds/test_feeds.py::test_addresses"]

With `--every`, each fault is run to its end, and the cheapest tests that see what all see are printed:

    .venv/bin/python -m tests.tools.faults PACKAGE --every
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from plugins.diagnostics import UserError
from tests.small_site import ROOT

FAULTS = ROOT / "tests" / "faults"
# What one run of a package's tests may take, in seconds: a fault that never ends is seen.
LIMIT = 600
HANGS = "(it does not end)"


@dataclass(frozen=True)
class Fault:
    """A text of a file that is replaced by a wrong one."""

    what: str
    file: str
    old: str
    new: str
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """What a run of tests found: those that fail, the seconds that each took, and those of the whole run."""

    failed: tuple[str, ...]
    took: Mapping[str, float]
    seconds: float
    output: str


def faults(package: str | bool) -> int:
    """Plant the faults of a package, or of all with True, and print which are seen; 0 where all are."""
    return run_faults("" if package is True else str(package), is_every=False)


def run_faults(package: str, *, is_every: bool) -> int:
    """As `faults`; with `is_every` no test is left out after the first that fails, and the cheapest are chosen."""
    files = [FAULTS / f"{package}.toml"] if package else sorted(FAULTS.glob("*.toml"))
    survived = 0
    for file in files:
        if not file.is_file():
            known = ", ".join(sorted(one.stem for one in FAULTS.glob("*.toml")))
            raise UserError(f"test: no faults are listed for {package}; there are those of {known}")
        table = tomllib.loads(file.read_text("utf-8"))
        listed = [Fault(**{**row, "seen_by": tuple(row.get("seen_by", ()))}) for row in table["fault"]]
        places = table.get("tests", [f"tests/{file.stem}"])
        with copy_of_project() as copy:
            for fault in listed:
                check(fault, file, copy)
            survived += try_all(file.stem, listed, places, copy, is_every)
    return int(bool(survived))


def check(fault: Fault, listed_in: Path, copy: Path) -> None:
    """Raise UserError where a fault cannot be planted."""
    place = copy / fault.file
    found = place.read_text("utf-8").count(fault.old) if place.is_file() else 0
    if found != 1:
        raise UserError(
            f"test: {listed_in.relative_to(ROOT)}: “{fault.what}”: {fault.file} has its old text {found} times, "
            f"and must have it once: correct the fault, or take it out\n{fault.old}"
        )


def try_all(package: str, listed: Sequence[Fault], places: Sequence[str], copy: Path, is_every: bool) -> int:
    """Plant each fault in the copy, print a row for it, and return how many survive."""
    sound = run_tests(places, copy)
    if sound.failed or not sound.took:
        raise UserError(f"test: {package}: the tests must pass before a fault is planted\n{sound.output[-3000:]}")
    print(f"{package}: {len(listed)} faults, {len(sound.took)} tests that take {sound.seconds:.0f} s", flush=True)
    seen: dict[str, tuple[str, ...]] = {}
    for number, fault in enumerate(listed):
        with planted(fault, copy, number):
            run = run_tests(fault.seen_by, copy, first=True) if fault.seen_by and not is_every else None
            if run is None or not run.failed:
                run = run_tests(places, copy, first=not is_every)
        seen[fault.what] = run.failed
        tests = f"{len(run.failed)} tests: {run.failed[0]}" if is_every and run.failed else "".join(run.failed[:1])
        print(f"{'seen' if run.failed else 'SURVIVED':8}  {run.seconds:5.1f} s  {fault.what}  {tests}", flush=True)
    survived = sum(not tests for tests in seen.values())
    print(f"{package}: {len(listed) - survived} of {len(listed)} faults are seen\n", flush=True)
    if is_every:
        for test, new in cheapest(seen, sound.took):
            print(f"{sound.took.get(test, 0):6.2f} s  {new:3} more  {test}")
    return survived


def cheapest(seen: Mapping[str, Sequence[str]], took: Mapping[str, float]) -> Iterator[tuple[str, int]]:
    """The tests that together see all that is seen, chosen one after the other by the faults that they add for their
    time, each with the number that it adds."""
    left = {what for what, tests in seen.items() if tests}
    tests = sorted({test for tests in seen.values() for test in tests})
    while left:
        adds = {test: sum(test in seen[what] for what in left) for test in tests}
        best = max(tests, key=lambda test: adds[test] / (took.get(test, 0) + 0.05))
        left -= {what for what in left if best in seen[what]}
        yield best, adds[best]


@contextmanager
def copy_of_project() -> Iterator[Path]:
    """A folder with the files of this project that Git knows or would, and its environment."""
    command = ["git", "ls-files", "-zco", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        copy = Path(folder)
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file() and not name.startswith(".venv"):
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
        (copy / ".venv").symlink_to(ROOT / ".venv")
        yield copy


@contextmanager
def planted(fault: Fault, copy: Path, number: int) -> Iterator[None]:
    """The fault is in its file. Python and builds keep what they made of a file of one time and size: each fault has a
    time of its own."""
    place = copy / fault.file
    before, stat = place.read_text("utf-8"), place.stat()
    place.write_text(before.replace(fault.old, fault.new), "utf-8")
    os.utime(place, (number, number))
    try:
        yield
    finally:
        place.write_text(before, "utf-8")
        os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def run_tests(places: Sequence[str], copy: Path, *, first: bool = False) -> Run:
    """Run tests in the copy; with `first` until one fails."""
    report = copy / "report.xml"
    report.unlink(missing_ok=True)
    words = ["-m", "pytest", *places, "-n", "0", "--tb=short", f"--junit-xml={report}", *(["-x"] if first else [])]
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment["PYTHONPYCACHEPREFIX"] = str(copy / ".cache" / "pycache")
    began = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, timeout=LIMIT
        )
    except subprocess.TimeoutExpired:
        return Run((HANGS,), {}, time.monotonic() - began, HANGS)
    seconds = time.monotonic() - began
    cases = list(ElementTree.parse(report).iter("testcase")) if report.is_file() else []
    took = {name_of(case): float(case.get("time", 0)) for case in cases}
    failed = dict.fromkeys(name_of(case) for case in cases if {"failure", "error"} & {part.tag for part in case})
    # Where pytest itself ends, as where nothing can be imported, there may be no test to name.
    told = tuple(failed) or ((f"(pytest ends with {done.returncode})",) if done.returncode else ())
    return Run(told, took, seconds, done.stdout + done.stderr)


def name_of(case: ElementTree.Element) -> str:
    """A test's name as pytest takes it."""
    names = case.get("classname", "")
    path = re.sub(r"\.", "/", names) + ".py" if names else ""
    return f"{path}::{case.get('name')}" if path else str(case.get("name"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("package", nargs="?", default="")
    parser.add_argument("--every", action="store_true")
    asked = parser.parse_args()
    sys.exit(run_faults(asked.package, is_every=asked.every))
