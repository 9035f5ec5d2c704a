"""A content folder for the editing tools, read again for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.project.settings import settings_of

ROOT = Path(__file__).parents[2]
Result = TypeVar("Result")
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


class ContentFolder:
    """The content folder of one test."""

    def __init__(self, content: Path, settings: Mapping[str, Any]) -> None:
        self.content, self.settings = content, settings

    def write(self, name: str, text: str) -> Path:
        """Write a file of the content folder."""
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def library(self) -> ContentLibrary:
        """What the content folder holds now."""
        theme = str(ROOT / "theme")
        return load_library(read_site_config({**self.settings, "PATH": str(self.content), "THEME": theme}), NOW)

    def run(self, tool: Callable[..., Result], *arguments: str, **options: Any) -> Result:
        """The result of a tool for what the content folder holds now."""
        return tool(*arguments, library=self.library(), **options)


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The site's settings, read once."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture
def content_folder(settings: dict[str, Any], tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    (tmp_path / "content").mkdir()
    return ContentFolder(tmp_path / "content", settings)
