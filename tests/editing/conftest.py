"""A newsroom for the editors' verbs, read anew whenever a test asks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import read_settings
from rich.console import Console

from plugins.content.config import read_site_config
from plugins.content.library import ContentLibrary, load_library

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


class Office:
    """A content folder of one test, and what the verbs print."""

    def __init__(self, content: Path, settings: Mapping[str, Any]) -> None:
        self.content, self.settings = content, settings
        self.out = io.StringIO()
        self.console = Console(file=self.out, width=120)

    def lay(self, name: str, text: str) -> Path:
        """Write a file of the content folder."""
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def library(self) -> ContentLibrary:
        """What the content folder holds now."""
        theme = str(ROOT / "theme")
        return load_library(read_site_config({**self.settings, "PATH": str(self.content), "THEME": theme}), NOW)

    def say(self, verb: Callable[..., int], *arguments: str, **options: Any) -> int:
        """Run a verb; its output is added to `out`."""
        return verb(*arguments, library=self.library(), console=self.console, **options)

    @property
    def said(self) -> str:
        """All that was printed."""
        return self.out.getvalue()


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The site's settings, read once."""
    return dict(read_settings(str(ROOT / "pelicanconf.py")))


@pytest.fixture
def office(settings: dict[str, Any], tmp_path: Path) -> Office:
    """An empty newsroom."""
    (tmp_path / "content").mkdir()
    return Office(tmp_path / "content", settings)
