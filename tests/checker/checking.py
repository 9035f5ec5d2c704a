"""What the checker finds in content that is made for one test."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.checker import check_content
from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.errors import CODE
from plugins.system.clock import Clock

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MakeLibrary = Callable[[Mapping[str, str | bytes]], ContentLibrary]


def check(library: ContentLibrary, paths: Sequence[Path | str] = ()) -> list[Diagnostic]:
    """What the checker finds; no rule fails."""
    diagnostics = list(check_content(library, paths).diagnostics)
    assert not [diagnostic.details for diagnostic in diagnostics if diagnostic.code == CODE]
    return diagnostics


CASES = Path(__file__).parent / "cases"
# The files of a pair, and their headers, in which nothing is wrong.
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"
EN = "Title: The new bridge\nDate: 2026-03-02\nCategory: Local\nSummary: The bridge is open again.\n\n"
SR = "Title: Novi most\nSummary: Most je ponovo otvoren.\n\n"


def documents(file: Path) -> dict[str, str]:
    """The documents of a case, by name: each begins with a line `>>> name`."""
    parts = re.split(r"^>>> (\S.*)\n", file.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def read_documents(documents: Mapping[str, str | bytes], folder: Path, settings: Mapping[str, Any]) -> ContentLibrary:
    """The library of files (name from the content folder -> text or bytes) that are written to a folder."""
    content = folder / "content"
    for name, text in {"images/bridge.jpg": b"\xff\xd8", **documents}.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    config = read_site_config({**settings, "PATH": str(content), "THEME": str(ROOT / "theme")})
    return load_library(config, Clock(NOW))
