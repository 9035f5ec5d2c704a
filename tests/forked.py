"""Python programs that are forked from a process which has imported their libraries: to import these takes longer than
most commands of a small site. How Python itself starts is no matter of such a program."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 300.0
# None of them is part of this project: a site brings its own copy of that.
LIBRARIES = (
    "babel.dates boto3 bs4 filelock hunspell invoke jinja2.ext lxml.html markdown.extensions.extra msgspec nh3 "
    "pelican.generators PIL.Image rich.console yaml"
).split()


def run_module(name: str) -> str:
    """The code that runs a module as `python -m` does."""
    return f"import runpy; runpy.run_module({name!r}, run_name='__main__', alter_sys=True)"


def forks() -> multiprocessing.context.ForkServerContext:
    """Makes processes that are forked from the one with the libraries."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    return context


def run_python(
    code: str, folder: Path, environment: Mapping[str, str], arguments: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run some code with these arguments in a folder to its end, in a process group of its own."""
    with tempfile.TemporaryDirectory() as output:
        given = (code, str(folder), dict(environment), ["-c", *arguments], output)
        process = forks().Process(target=_run, args=given)
        process.start()
        try:
            process.join(PATIENCE)
        finally:
            process.kill()
        printed, reported = (Path(output, name).read_text("utf-8") for name in ("stdout", "stderr"))
    assert process.exitcode is not None, f"not ended after {PATIENCE} s: {printed}{reported}"
    return subprocess.CompletedProcess(code, process.exitcode, printed, reported)


def _run(code: str, folder: str, environment: dict[str, str], arguments: list[str], output: str) -> None:
    os.setsid()
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(os.path.join(output, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in environment
    sys.argv[:] = arguments
    # Nothing is imported from the folder of these tests but what the environment names.
    libraries = [place for place in sys.path if "site-packages" in place or place.startswith(sys.base_prefix)]
    sys.path[:] = ["", *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep)), *libraries]
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
