"""`test`: style, types, the import contract, then every test, the fast ones first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from plugins.console.terminal import errors

CHECKS = (
    ("style", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("imports", ["importlinter.cli", "lint_imports"]),
)
# What needs a browser, a server or a long breath comes last.
SLOW = "browser or server or long"


def test(fast: bool, only: str) -> int:
    """Run the suite; the exit status is that of the first part that failed, with every part run."""
    failed = [] if only else [name for name, command in CHECKS if _failed(name, command)]
    chosen = [only] if only else []
    runs = [["-m", f"not ({SLOW})", *chosen]] if fast else [chosen]
    for arguments in runs:
        if subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode:
            failed.append("tests")
    if failed:
        errors(f"test: {', '.join(failed)} failed")
    return int(bool(failed))


def _failed(name: str, command: list[str]) -> bool:
    print(f"{name} … ", end="", flush=True)
    program = (
        [sys.executable, "-m", *command]
        if command[0] != "importlinter.cli"
        else [str(Path(sys.executable).with_name("lint-imports"))]
    )
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    print("ok" if done.returncode == 0 else f"failed\n{done.stdout}{done.stderr}")
    return done.returncode != 0
