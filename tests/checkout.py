"""A site in a folder as its maintainers have it, with settings, plugins and theme of its own, built by processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from pathlib import Path

from tests.forked import run_python
from tests.small_site import ROOT, SmallSite, small_site

BUILD = "from plugins.cli.commands.build import build; raise SystemExit(build('pelicanconf.py'))"
LIGHT = "\nSEARCH = SOCIAL_CARDS = False\nWORKERS = 1\nNOW = 1_780_000_000\n"
WITHOUT_DERIVED = "del EDITIONS['sr-cyrl']\n"
UNCOPIED = shutil.ignore_patterns("__pycache__", ".*")


@dataclass(frozen=True)
class Checkout:
    """A site's folder; `environment` is added to that of its processes."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> SmallSite:
        """Its content and output."""
        return SmallSite(self.folder, {})

    def command(self, code: str) -> list[str]:
        """Python running some code."""
        return [sys.executable, "-c", code]

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its processes: they import the plugins of this folder."""
        own = {"PYTHONPATH": str(self.folder), **self.environment}
        return {**{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}, **own}

    def run(self, code: str = BUILD) -> subprocess.CompletedProcess[str]:
        """Run some code, by default a build, to its end, in a process that has its libraries."""
        return run_python(code, self.folder, self.variables)

    def start(self, code: str = BUILD) -> subprocess.Popen[str]:
        """Start Python with some code in a process group of its own."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.Popen(
            self.command(code), cwd=self.folder, env=self.variables, text=True, start_new_session=True, **pipes
        )

    def copied(self, folder: Path) -> Checkout:
        """A copy of it, with all times; it takes a tenth of the time of a build."""
        subprocess.run(["cp", "-a", self.folder, folder], check=True)
        return Checkout(folder, self.environment)

    def clean(self) -> dict[str, bytes]:
        """The files of a build from nothing, which takes the place of what was there."""
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        shutil.rmtree(self.folder / "output", ignore_errors=True)
        done = self.run()
        assert done.returncode == 0, done.stderr
        return self.site.files()


def checkout(
    folder: Path, settings: str = "", stories: int = 2, has_derived: bool = False, **environment: str
) -> Checkout:
    """A new checkout with some stories in two languages and a page, with or without the derived edition; `settings`
    are lines of its pelicanconf.py."""
    place = linked_checkout(folder, settings, stories, has_derived, **environment)
    (folder / "plugins").unlink()
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=UNCOPIED)
    copy_bytecode(folder)
    return place


def linked_checkout(
    folder: Path, settings: str = "", stories: int = 2, has_derived: bool = False, **environment: str
) -> Checkout:
    """The same with a link to the plugins, for what is done in this process and changes none of them."""
    site = small_site(folder)
    (folder / "plugins").symlink_to(ROOT / "plugins")
    shutil.copytree(ROOT / "theme", folder / "theme", ignore=UNCOPIED)
    text = (ROOT / "pelicanconf.py").read_text("utf-8")
    light = LIGHT if has_derived else LIGHT + WITHOUT_DERIVED
    (folder / "pelicanconf.py").write_text(f"{text}{light}{settings}", "utf-8")
    for number in range(stories):
        site.article(f"story-{number}", category="local", sdgs="4", date=f"2026-03-{1 + number:02d}")
        site.article(f"story-{number}", "sr", title=f"Priča {number}")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    return Checkout(folder, environment)


def copy_bytecode(folder: Path) -> None:
    """Give the plugins of a folder, copied with their times, what Python has compiled of this repository's: to compile
    them takes longer than to build a small site."""
    for file in (ROOT / "plugins").rglob("*.py"):
        compiled = Path(cache_from_source(str(file)))
        if compiled.is_file():
            copy = Path(cache_from_source(str(folder / file.relative_to(ROOT))))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(compiled, copy)


@contextmanager
def edited(file: Path, change: Callable[[str], str]) -> Iterator[None]:
    """A file while it is edited."""
    before = file.read_text("utf-8")
    file.write_text(change(before), "utf-8")
    try:
        yield
    finally:
        file.write_text(before, "utf-8")
