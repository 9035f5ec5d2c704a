"""Content for the checker: the site's own settings over a content folder made for one test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from plugins.checker import check_content
from plugins.content.library import ContentLibrary, load_library
from plugins.content.settings.site_config import read_site_config
from plugins.diagnostics import Diagnostic
from plugins.project.settings import settings_of

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MakeLibrary = Callable[[Mapping[str, str | bytes]], ContentLibrary]


def check(library: ContentLibrary, paths: Sequence[Path | str] = ()) -> list[Diagnostic]:
    """What the checker finds."""
    return list(check_content(library, paths).diagnostics)


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The site's settings, read once."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of the dictionaries' verdicts for all tests, so that each word is looked up once."""
    return tmp_path_factory.mktemp("verdicts")


@pytest.fixture
def make_library(settings: dict[str, Any], verdicts: Path, tmp_path: Path) -> MakeLibrary:
    """Write files (name from the content folder -> text or bytes) and read the library from them."""
    (tmp_path / ".cache").symlink_to(verdicts)

    def make(documents: Mapping[str, str | bytes]) -> ContentLibrary:
        content = tmp_path / "content"
        for name, text in {"images/bridge.jpg": b"\xff\xd8", **documents}.items():
            file = content / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        config = read_site_config({**settings, "PATH": str(content), "THEME": str(ROOT / "theme")})
        return load_library(config, NOW)

    return make
