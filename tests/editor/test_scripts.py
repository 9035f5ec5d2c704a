"""The editor's scripts by themselves: their types, a linter, and tests of modules without a server or a browser.

What checks them comes from npm in the versions of `javascript/package-lock.json`, into `.cache/`; where
there is no Node, or no way to the packages, the tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.needs import LOCKED, NPM, need
from tests.small_site import ROOT

SCRIPTS = ROOT / "plugins/editor/static"


def run(*command: str) -> None:
    """Run a command where the checks are; the test fails with what it says where it fails."""
    done = subprocess.run(command, cwd=LOCKED, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def packages() -> Path:
    """The folder of the programs that check."""
    need("node")
    return Path(need(NPM))


@pytest.mark.parametrize("strictness", ["tsconfig.json", "tsconfig.strict.json"])
def test_types(packages, strictness):
    """Types agree in all scripts; in those without a page everything has one."""
    run(os.fspath(packages / "tsc"), "-p", strictness)


def test_linter(packages):
    """The linter finds nothing."""
    run(os.fspath(packages / "biome"), "lint", "--error-on-warnings", "--config-path=.", os.fspath(SCRIPTS), "..")


def test_modules():
    """The tests of single modules pass."""
    run(need("node"), "--test", "--test-reporter=spec", ".")


def test_the_lock_file_names_no_address():
    """Packages come from where npm is told to look, and are the ones whose sums the lock file has."""
    lock = (LOCKED / "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert lock.count('"integrity"') == lock.count('"version"')
