"""Style, types and imports of the source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_site import ROOT


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "ruff", "check", "--quiet", "."],
        pytest.param([sys.executable, "-m", "mypy"], marks=pytest.mark.first),
        [str(Path(sys.executable).with_name("lint-imports"))],
    ],
    ids=["style", "types", "imports"],
)
def test_the_source_passes(command: list[str]) -> None:
    """Ruff, mypy and import-linter find no fault; pyproject.toml has their rules."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
