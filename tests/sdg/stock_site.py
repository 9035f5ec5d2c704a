"""A site of stock Pelican with the plugin `sdg` and nothing else of this project."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blinker import NamedSignal, Signal
from bs4 import BeautifulSoup
from pelican import Pelican
from pelican.plugins import signals
from pelican.settings import read_settings

from tests.forked import run_python

ROOT = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, Any] = {
    "SITENAME": "Stock",
    "SITEURL": "https://stock.example.org",
    "PATH": "content",
    "THEME": "simple",
    "TIMEZONE": "Europe/Belgrade",
    "DEFAULT_LANG": "en",
    "PAGE_PATHS": ["pages"],
    "PLUGINS": ["plugins.sdg"],
}


# Pelican finds plugins beside itself when it is imported; the site's own folder is no place of modules.
FRESH = """
import sys
del sys.path[0]
for name in [name for name in sys.modules if name.partition(".")[0] == "pelican"]:
    del sys.modules[name]
"""


class ContextProbe:
    """A plugin that keeps the generators of a run, so that a test can look at them."""

    def __init__(self) -> None:
        self.generators: list[Any] = []

    def register(self) -> None:
        """Connect the handler."""
        signals.all_generators_finalized.connect(self.keep)

    def keep(self, generators: list[Any]) -> None:
        """Handler of `all_generators_finalized`."""
        self.generators = generators


@contextlib.contextmanager
def unconnected_signals() -> Iterator[None]:
    """Pelican's signals without the handlers of other builds in this process."""
    before = {name: value for name, value in vars(signals).items() if isinstance(value, Signal)}
    try:
        vars(signals).update((name, NamedSignal(name)) for name, value in before.items())
        yield
    finally:
        vars(signals).update(before)


@dataclass
class StockSite:
    """A site in a folder of its own; `settings` are in its pelicanconf.py."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))

    @property
    def output(self) -> Path:
        """Its output folder."""
        return self.folder / "output"

    def write(self, name: str, text: str) -> None:
        """A file of the content folder."""
        file = self.folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def article(self, name: str, sdgs: str = "", date: str = "2026-03-01", **fields: str) -> None:
        """A Markdown article `name`.md: its title is its name, and its SDGs field is in the third line."""
        header = f"Title: {name}\nDate: {date}\n" + (f"SDGs: {sdgs}\n" if sdgs else "")
        header += "".join(f"{key.title()}: {value}\n" for key, value in fields.items())
        self.write(f"{name}.md", f"{header}\nText of {name}.\n")

    def template(self, name: str, text: str) -> None:
        """A template of the site's own theme, which has nothing else and falls back to the simple one."""
        file = self.folder / "theme" / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / "theme" / "static").mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        self.settings["THEME"] = str(self.folder / "theme")

    def build(self, **overrides: Any) -> dict[str, Any]:
        """Build in this process; returns the context."""
        shutil.rmtree(self.output, ignore_errors=True)
        probe = ContextProbe()
        given = {**self.settings, **overrides}
        given |= {
            "PATH": str(self.folder / "content"),
            "OUTPUT_PATH": str(self.output),
            "CACHE_PATH": str(self.folder / "cache"),
            "PLUGINS": [*given["PLUGINS"], probe],
        }
        with unconnected_signals():
            Pelican(read_settings(override=given)).run()
        context: dict[str, Any] = probe.generators[0].context
        return context

    def run_pelican(self, path: Path = ROOT, **overrides: Any) -> subprocess.CompletedProcess[str]:
        """Build by the command `pelican` in the site's folder, with `path` on Python's path."""
        given = {name: value for name, value in {**self.settings, **overrides}.items() if value is not ...}
        text = "".join(f"{name} = {value!r}\n" for name, value in given.items())
        (self.folder / "pelicanconf.py").write_text(text, "utf-8")
        code = "from pelican import main; raise SystemExit(main())"
        return run_python(FRESH + code, self.folder, {**os.environ, "PYTHONPATH": str(path), "COLUMNS": "200"})

    def files(self, pattern: str = "**/*") -> set[str]:
        """The files of the output that have to do with goals."""
        files = {path.relative_to(self.output).as_posix() for path in self.output.glob(pattern) if path.is_file()}
        return {name for name in files if "sdg" in name}

    def text(self, name: str) -> str:
        """A file of the output."""
        return (self.output / name).read_text("utf-8")

    def page(self, name: str) -> BeautifulSoup:
        """A page of the output as a tree."""
        return BeautifulSoup(self.text(name), "lxml")
