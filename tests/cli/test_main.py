"""What the command line says of what it does not understand: the cure, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.cli.main import CommandLine
from tests.small_site import ROOT

MISTAKES = {
    "chek": "there is no verb 'chek': did you mean check? ./inv alone lists them all",
    "--help chek": "there is no verb 'chek': did you mean check? ./inv alone lists them all",
    "frobnicate": "there is no verb 'frobnicate': ./inv alone lists them all",
    "build --prod": "build has no option '--prod': did you mean --production? ./inv --help build lists what it takes",
    "build now": "build can do nothing with 'now': leave it out, or put a name with spaces in quotation marks; "
    "./inv --help build lists what it takes",
    "new": "new needs a title: ./inv new TITLE; ./inv --help new says more",
    "translate --to sr": "translate needs a slug: ./inv translate SLUG; ./inv --help translate says more",
    "new Bridge --category": "--category needs a value: one of the site's categories; ./inv --help new says more",
    "serve --port abc": "--port needs a number, such as 8000, and 'abc' is none",
    "serve --port=abc": "--port needs a number, such as 8000, and 'abc' is none",
}

WAITING = """
import time

from invoke import task


@task
def wait(c):
    print("waiting", flush=True)
    time.sleep(60)
"""
# What `inv` does before it hands over, and a key that is pressed too soon.
SENT_EARLY = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
os.kill(os.getpid(), signal.SIGINT)
from plugins.cli.main import main
main()
"""


@pytest.mark.parametrize("given", MISTAKES)
def test_mistakes(given: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A slip in a verb, an option or a value is told in one line that says what to type."""
    with pytest.raises(SystemExit) as ended:
        CommandLine(binary="./inv").run(["inv", "--search-root", str(ROOT), *given.split()])
    assert (ended.value.code, capfd.readouterr().err.strip()) == (1, MISTAKES[given])


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize("loading", [True, False])
def test_interrupted(loading: bool, tmp_path: Path) -> None:
    """Ctrl+C while a verb loads, or while it works, is answered with one sentence and no traceback."""
    (tmp_path / "tasks.py").write_text(WAITING)
    program = SENT_EARLY if loading else "from plugins.cli.main import main; main()"
    command = [sys.executable, "-c", program, "--search-root", str(tmp_path), "wait"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        if not loading:
            assert started.stdout
            assert started.stdout.readline() == "waiting\n"
            started.send_signal(signal.SIGINT)
        _, told = started.communicate(timeout=60)
    assert (started.returncode, told) == (130, "\nStopped; nothing is lost. Say it again to go on.\n")


def test_elsewhere(tmp_path: Path) -> None:
    """A verb that is said in another folder is told where the site's is."""
    done = subprocess.run([sys.executable, ROOT / "inv", "check"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"inv: verbs work in the site's folder: first say  cd {ROOT}\n"
