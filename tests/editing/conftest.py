"""A content folder for the editing tools, read again for each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.project.settings import settings_of
from tests.editing.content_folder import ROOT, ContentFolder


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The site's settings, read once."""
    return settings_of(str(ROOT / "pelicanconf.py"))


@pytest.fixture
def content_folder(settings: dict[str, Any], tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    (tmp_path / "content").mkdir()
    return ContentFolder(tmp_path / "content", settings)
