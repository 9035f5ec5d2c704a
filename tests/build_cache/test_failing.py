"""Builds that fail in one process, as those of `serve` may: nothing that they began outlives them."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from plugins.build_cache.workers import shared_out
from plugins.cli.terminal import run_safely
from plugins.project import build as building
from tests.small_site import ROOT, SmallSite, small_site

LONG = "Reč njegova. " * 2000


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site whose front page cannot be made, with many bodies to be read and a picture to be drawn meanwhile."""
    monkeypatch.setattr(building, "PATIENCE", 0.5)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    with (tmp_path / "theme/templates/index.html").open("a") as template:
        template.write("{% if %}")
    site = small_site(tmp_path, SEARCH=False, WORKERS=3, THEME=str(tmp_path / "theme"))
    for number in range(40):
        site.article(f"story-{number}", "sr", LONG, date="2026-03-01", category="local")
    return site


def test_no_work_outlives_the_build_that_it_was_begun_for(site: SmallSite) -> None:
    """No process, no open file, and the lock is free for the next build, though the fault is still being looked at."""
    opened, diagnostics = len(os.listdir("/dev/fd")), []
    for _ in range(3):
        with pytest.raises(TemplateSyntaxError) as caught:
            site.build()
        diagnostics.append(caught.value)
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
    assert len(os.listdir("/dev/fd")) == opened
    assert len(diagnostics) == 3


def test_a_worker_that_the_system_ended_is_told_with_a_cure(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, since no file of the program is to blame."""
    home = os.getpid()

    def work(job: int) -> None:
        if os.getpid() != home:
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)

    assert run_safely(lambda: len(shared_out(range(200), work, 2))) == 1
    said = capsys.readouterr().err
    assert said.startswith(
        "a worker process was ended before its work was done: end other programs, or set WORKERS = 1"
    )
    assert said.count("\n") == 1
