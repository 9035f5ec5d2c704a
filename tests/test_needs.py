"""How the suite installs the programs that its tests need, with a stand-in for apt-get."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs
from tests.small_site import ROOT

APT_GET = """#!/bin/sh
mkdir "{folder}/under-way" 2>/dev/null || echo "two at once" >> "{folder}/log"
echo "$@" >> "{folder}/log"
sleep 0.2
rmdir "{folder}/under-way"
"""
INSTALL = "from tests import needs; needs.os.geteuid = lambda: 0; assert needs.install('rsync')"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What apt-get is given, one command a line."""
    program = tmp_path / "apt-get"
    program.write_text(APT_GET.format(folder=tmp_path), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(needs.os, "geteuid", lambda: 0)
    return tmp_path / "log"


def test_several_programs_are_installed_by_one_command(log: Path) -> None:
    """The list of packages is read once, and all packages are installed together."""
    assert needs.install("rsync", "nginx")
    packages = "rsync nginx libnginx-mod-http-brotli-static"
    assert log.read_text("utf-8") == f"update -q\ninstall -y -q --no-install-recommends {packages}\n"


def test_two_processes_install_one_after_the_other(log: Path) -> None:
    """apt-get refuses to run twice at once: a process waits until another one has installed."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [subprocess.Popen([sys.executable, "-c", INSTALL], cwd=ROOT, env=variables) for _ in range(2)]
    assert [process.wait(120) for process in started] == [0, 0]
    lines = log.read_text("utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["update", "install"] * 2


def test_what_is_there_is_not_installed(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is found, or a dictionary whose file is there, needs no package."""
    monkeypatch.setattr(needs, "DICTIONARIES", {"hunspell-sr": str(log.parent / "apt-get")})
    assert needs.offered("apt-get") == str(log.parent / "apt-get")
    assert needs.offered("hunspell-sr")
    assert not log.exists()
