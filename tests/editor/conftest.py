"""A small site in a folder of its own, and the editor on it: in process, and as a server of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.small_site import ROOT, SmallSite, small_site

SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\nWORKERS = 1\nNOW = 1_780_000_000\n"
TOKEN = "t" * 43
PORT = 8000
HOST = f"127.0.0.1:{PORT}"


def write_site(folder: Path) -> SmallSite:
    """A site with settings, theme and a few stories; the plugins are those of this repository."""
    site = small_site(folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    for name in ("pelicanconf.py", "publishconf.py"):
        text = (ROOT / name).read_text("utf-8")
        (folder / name).write_text(f"{text}{SETTINGS if name == 'pelicanconf.py' else ''}", "utf-8")
    site.article("bridge", title="The bridge is open", category="Local", sdgs="9, 16.2", summary="It is open.")
    site.article("bridge", "sr", title="Most je otvoren", summary="Otvoren je.")
    site.article("alone", title="Only in English", date="2026-02-01", category="Local")
    site.article("fair", title="The fair", date="2026-01-10", category="Regional")
    site.article("fair", "sr", title="Sajam", status="draft")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    return site


@pytest.fixture
def site_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The small site, with its folder as the current one."""
    site = write_site(tmp_path / "site")
    monkeypatch.chdir(site.folder)
    return site


@pytest.fixture
def editor(site_folder: SmallSite) -> Any:
    """The editor of the small site, without its threads."""
    from plugins.editor.application import Editor
    from plugins.editor.site import Site

    return Editor(Site(), may_publish=True)


@pytest.fixture
def client(editor: Any) -> Iterator[Any]:
    """Sends requests as the editor's own page does: with its cookie, host and origin."""
    from starlette.testclient import TestClient

    from plugins.editor.application import make_application

    application = make_application(editor, TOKEN, PORT)
    headers = {"origin": f"http://{HOST}"}
    with TestClient(application, base_url=f"http://{HOST}", headers=headers, follow_redirects=False) as opened:
        opened.cookies.set(f"editor-{PORT}", TOKEN)
        yield opened


@dataclass
class Running:
    """An editor in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    folder: Path

    @property
    def root(self) -> str:
        """The server's address without a path."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The server's port."""
        return urlsplit(self.address).port or 0

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def start_editor(folder: Path, port: int = 0) -> Running:
    """Start `edit` on a site and wait for its address."""
    code = f"from plugins.editor.server import edit; raise SystemExit(edit({port}, False, True))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    return Running(process, process.stdout.readline().strip(), folder)
