"""Content for the checker: the site's own settings over a content folder made for one test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.project.settings import settings_of
from tests.checker.checking import ROOT, MakeLibrary, read_documents


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The site's settings, read once."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture
def make_library(settings: dict[str, Any], verdicts: Path, tmp_path: Path) -> MakeLibrary:
    """Write files (name from the content folder -> text or bytes) and read the library from them."""
    (tmp_path / ".cache").symlink_to(verdicts)
    return lambda documents: read_documents(documents, tmp_path, settings)
