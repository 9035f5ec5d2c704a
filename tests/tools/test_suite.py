"""`test` on a tiny project: what runs, what runs beside it, and what a failure or an interruption makes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.small_site import ROOT

SETTINGS = """
[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-q -p no:cacheprovider"
markers = ["browser: b", "server: s", "long: l", "beside: p"]
"""
TESTS = """
import os, pathlib, time
import pytest

def noted(name):
    pathlib.Path(f"{name}.{os.nice(0) - int(os.environ['PRIORITY'])}").touch()
    assert name not in os.environ.get("FAILING", "")

@pytest.fixture
def server(request):
    yield
    time.sleep(1)
    pathlib.Path(f"{request.node.name}.cleared").touch()

def test_quick():
    noted("quick")

@pytest.mark.long
def test_long(server):
    noted("long")
    time.sleep(float(os.environ.get("SECONDS_EACH", "0")))

@pytest.mark.browser
def test_browser(server):
    print("heard of browser")
    noted("browser")
    time.sleep(float(os.environ.get("SECONDS_EACH", "0")))

@pytest.mark.long
@pytest.mark.beside
def test_beside(server):
    print("heard of beside")
    noted("beside")
    time.sleep(float(os.environ.get("SECONDS_EACH", "0")))
"""
RUN = """
import os, sys
os.environ["PRIORITY"] = str(os.nice(0))
from tests.tools import suite as testing
testing.CHECKS = (("style", ["this"]),)
testing.INSTALLER = ["-c", ""]
raise SystemExit(testing.test("--fast" in sys.argv, "".join(sys.argv[2:])))
"""
# The tests that run with the command's own priority, whatever it is.
FIRST = {"quick.0", "long.0", "browser.0"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a quick test, a long one, one of a browser, and a long one that runs beside the others."""
    (tmp_path / "pyproject.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_all.py").write_text(TESTS, "utf-8")
    return tmp_path


def started(project: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The running command, in a process group of its own as on a terminal."""
    # Pytest needs none of the plugins that are installed, and takes a second to import them.
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    command = [sys.executable, "-c", RUN, *arguments]
    return subprocess.Popen(command, cwd=project, env=variables, text=True, start_new_session=True, **pipes)


def run(project: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Its status and its words."""
    process = started(project, *arguments, **environment)
    output, _ = process.communicate(timeout=60)
    return process.returncode, output


def noted(project: Path) -> set[str]:
    """The tests that ran, each with how much lower its priority was than that of the command."""
    return {file.name for file in project.glob("*.[0-9]*")}


def test_all_tests_run_once_and_some_of_them_beside(project: Path) -> None:
    """The whole suite runs each test once, those marked so with less of the processor, and shows all three parts."""
    status, output = run(project)
    assert (status, noted(project)) == (0, FIRST | {f"beside.{min(10, 19 - os.nice(0))}"}), output
    assert output.index("2 passed") < output.index("1 passed") < output.rindex("1 passed")


@pytest.mark.parametrize("failing", ["quick", "beside", "browser", "quick browser beside"])
def test_a_failure_of_any_part_is_reported_once(project: Path, failing: str) -> None:
    """Whichever part fails, the others run to their end, its output is shown, and the status is 1."""
    status, output = run(project, FAILING=failing)
    assert status == 1
    assert len(noted(project)) == 4
    assert output.endswith("\ntest: tests failed\n")
    for name in ("browser", "beside"):
        assert (f"heard of {name}" in output) == (name in failing)
    for name in failing.split():
        assert f"FAILED tests/test_all.py::test_{name}" in output


def test_fast_leaves_out_what_is_long(project: Path) -> None:
    """`--fast` runs neither long tests nor those beside."""
    assert run(project, "--fast")[0] == 0
    assert noted(project) == {"quick.0"}


def test_only_runs_all_of_a_part_in_one_process(project: Path) -> None:
    """`--only` runs whatever the file has, with nothing beside it and no look at style."""
    status, output = run(project, "--only", "tests/test_all.py")
    assert (status, noted(project)) == (0, FIRST | {"beside.0"})
    assert "style" not in output


def test_only_of_what_is_not_there_fails(project: Path) -> None:
    """A file that does not exist is no success."""
    assert run(project, "--only", "tests/nothing.py")[0] == 1


def test_only_of_a_place_without_tests_fails(project: Path) -> None:
    """A file in which there are no tests is no success, and the reason is printed, with `--fast` and without."""
    (project / "tests" / "test_none.py").write_text("", "utf-8")
    for fast in ([], ["--fast"]):
        status, output = run(project, *(fast or ["--only"]), "tests/test_none.py")
        assert (status, output.splitlines()[-1]) == (1, "test: tests/test_none.py holds no tests")


def test_nothing_fast_in_a_place_is_no_failure(project: Path) -> None:
    """Where a file has only slow tests, `--fast` reports that and succeeds."""
    slow = TESTS.replace("def test_quick", "@pytest.mark.long\ndef test_quick")
    (project / "tests" / "test_all.py").write_text(slow, "utf-8")
    status, output = run(project, "--fast", "tests/test_all.py")
    assert (status, noted(project)) == (0, set())
    assert output.endswith("\ntest: nothing in tests/test_all.py is fast; without --fast all of it runs\n")


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_lets_all_parts_clear_up(project: Path, number: signal.Signals) -> None:
    """After Ctrl+C, which all get, or SIGTERM to the command alone, all parts take down what they set up, and
    nothing runs on."""
    # As of a script's own background, where Ctrl+C is ignored.
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = started(project, SECONDS_EACH="60")
    signal.signal(signal.SIGINT, ignored)
    until = time.monotonic() + 30
    while len(noted(project)) < 4 and time.monotonic() < until:
        time.sleep(0.05)
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    process.communicate(timeout=30)
    assert process.returncode != 0
    cleared = {f"test_{name}.cleared" for name in ("long", "browser", "beside")}
    assert {file.name for file in project.glob("*.cleared")} == cleared
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
