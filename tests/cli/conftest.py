"""A content folder for commands of the editing tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.project.settings import settings_of
from tests.editing.content_folder import ROOT, ContentFolder


@pytest.fixture
def content_folder(tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    (tmp_path / "content").mkdir()
    return ContentFolder(tmp_path / "content", settings_of(str(ROOT / "pelicanconf.py")))
