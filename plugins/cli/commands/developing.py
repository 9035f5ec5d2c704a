"""Commands for developers of the engine; their tools are in tests/, which sites made by `start` do not have."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from plugins.cli.terminal import command
from plugins.diagnostics import UserError

TOOLS = Path(__file__).resolve().parents[3] / "tests" / "tools"


@command
def run_tool(module: str, function: str, *values: object) -> int:
    """Run a function of a module of tests/tools; its exit status, or 1 with an explanation where there are no tests."""
    if not TOOLS.is_dir():
        raise UserError(
            "this folder has no tests/, with the tools of those who develop the engine: run the command in a copy "
            "of the engine; a site is checked with `./inv check`, `./inv build` and `./inv check --site`"
        )
    return int(getattr(import_module(f"tests.tools.{module}"), function)(*values))
