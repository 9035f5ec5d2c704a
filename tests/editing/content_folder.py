"""A content folder for the editing tools, read again for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from plugins.content.library import ContentLibrary, load_library
from plugins.content.outdated import find_outdated
from plugins.content.settings.site_config import read_site_config
from plugins.editing.article_status import ArticleStatus, pair_status
from plugins.editing.lookup import find_pair
from plugins.editing.translation import start_translation
from plugins.system.clock import Clock

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
        return load_library(read_site_config({**self.settings, "PATH": str(self.content), "THEME": theme}), Clock(NOW))

    def run(self, tool: Callable[..., Result], *arguments: str, **options: Any) -> Result:
        """The result of a tool for what the content folder holds now."""
        return tool(*arguments, library=self.library(), **options)

    def status(self, slug: str) -> ArticleStatus:
        """The status of one story; raises UserError where there is none of that slug."""
        library = self.library()
        return pair_status(find_pair(library, slug), library=library)


HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\nSDGs: 9\nSummary: It is open.\n"
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"
FINISHED = "Title: Most\nSummary: Otvoren je.\n\nKola su stigla.\n\nAutomobili su stigli.\n"


def finished(content_folder) -> None:
    """A story with a finished translation."""
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n\nCars came.\n")
    content_folder.run(start_translation, "bridge", to="sr")
    content_folder.write(SERBIAN, FINISHED)


def outdated(content_folder):
    """What the translation has not seen."""
    library = content_folder.library()
    return find_outdated(library.by_name[ENGLISH], "sr", library.config)
