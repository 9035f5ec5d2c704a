"""Builds that fail in one process, as those of `serve` may: nothing that they started outlives them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from plugins.build_cache.cache import DiskCache
from plugins.build_cache.protocol import BuildOptions, TextJob
from plugins.cli.terminal import command
from plugins.project import build as building
from plugins.system.workers import start_jobs
from tests.build_cache.processes import child_processes
from tests.small_site import LIGHT, ROOT, SmallSite, small_site

LONG = "Reč njegova. " * 2000


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site whose front page cannot be made, with many bodies to be rendered and a picture to be drawn meanwhile."""
    monkeypatch.setattr(building, "LOCK_TIMEOUT", 0.5)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    with (tmp_path / "theme/templates/index.html").open("a") as template:
        template.write("{% if %}")
    site = small_site(tmp_path, SEARCH=False, EDITIONS=LIGHT["EDITIONS"], WORKERS=3, THEME=str(tmp_path / "theme"))
    for number in range(40):
        site.article(f"story-{number}", "sr", LONG, date="2026-03-01", category="local")
    return site


def test_no_work_outlives_a_build_that_fails(site: SmallSite) -> None:
    """No process, no open file, and the lock is free for the next build, though the error is still held."""
    opened, diagnostics, children = len(os.listdir("/dev/fd")), [], child_processes()
    for _ in range(3):
        with pytest.raises(TemplateSyntaxError) as caught:
            site.build()
        diagnostics.append(caught.value)
        assert child_processes() <= children
    assert len(os.listdir("/dev/fd")) == opened
    assert len(diagnostics) == 3


def test_texts_that_nobody_waits_for_are_ended(tmp_path: Path) -> None:
    """As those of a build that stops before it needs them."""
    children = child_processes()
    with contextlib.ExitStack() as finalizers:
        paths = {"OUTPUT_PATH": tmp_path / "output", "CACHE_PATH": tmp_path / "cache"}
        texts = DiskCache(paths, 3, BuildOptions(finalizers=finalizers))
        texts.begin("code", {}, use_kept=True)
        texts.prepare_texts([TextJob(str(number), lambda: "text", {}) for number in range(200)])
        assert child_processes() > children
    assert child_processes() <= children


def test_a_worker_that_the_system_ended_is_reported_with_a_fix(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, since no file of the program is to blame."""
    home, begun = os.getpid(), multiprocessing.get_context("fork").Event()

    def work(job: int) -> None:
        if os.getpid() != home:
            begun.set()
            os.kill(os.getpid(), signal.SIGKILL)
        assert begun.wait(60)

    assert command(lambda: len(list(start_jobs(range(200), work, 2)())))() == 1
    output = capsys.readouterr().err
    assert output.startswith(
        "a worker process was ended before its work was done: end other programs, or set WORKERS = 1"
    )
    assert output.count("\n") == 1
