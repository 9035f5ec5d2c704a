"""Commands for a copy of the engine: sites have neither its tests nor what starts and upgrades sites."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from plugins.cli.terminal import command
from plugins.diagnostics import UserError

TOOLS = Path(__file__).resolve().parents[3] / "tests" / "tools"


@command
def run_tool(module: str, function: str, *values: object) -> int:
    """Run a function of a module of tests/tools; its exit status."""
    require_engine()
    return int(getattr(import_module(f"tests.tools.{module}"), function)(*values))


def require_engine() -> None:
    """Raise UserError where this folder is no copy of the engine but a site."""
    if not TOOLS.is_dir():
        raise UserError(
            "this folder is a site, which has no tools for the engine or for other sites: run the command in a copy of "
            "the engine; a site is checked with `./inv check`, `./inv build` and `./inv check --site`"
        )
