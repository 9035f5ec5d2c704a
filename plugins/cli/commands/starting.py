"""The commands `start`, `language` and `upgrade`, and those for a copy of the engine: sites have neither its tests nor
what starts and upgrades sites."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from plugins.cli.terminal import command, print_line
from plugins.diagnostics import UserError


@command
def start(folder: str, name: str, languages: str, address: str) -> int:
    """Start a site; prints its editions and the next steps."""
    require_engine()
    from plugins.starting.new_site import ADDRESS, start_site

    codes = [code.strip() for code in languages.split(",") if code.strip()]
    done = start_site(Path(folder), name, codes, address=address or ADDRESS)
    print_line(f"{done.folder}: {done.files} files")
    for edition, path in done.editions.items():
        print_line(f"  edition {edition} at {path}")
    for code, count in done.missing.items():
        print_line(f"  {code}: English stands in for {count} sentences of the interface; see ./inv language {code}")
    for code in done.without_example:
        print_line(f"  {code}: there is no example text; write one with ./inv translate first-story --to {code}")
    print_line(f"Next: cd {done.folder}, then ./inv serve")
    return 0


@command
def language(code: str) -> int:
    """Make the files that the site in this folder lacks for a language; prints the checklist."""
    from plugins.editing.new_language import make_language

    kit = make_language(Path.cwd(), code)
    print_line(f"{kit.name} ({kit.code})")
    for path in kit.written:
        print_line(f"  written: {path}")
    print_line("\nTo do:")
    for line in kit.checklist:
        print_line(f"  [ ] {line}")
    return 0


@command
def upgrade(folder: str, dry_run: bool) -> int:
    """Upgrade the site in a folder to this version; prints what changed and what to check."""
    require_engine()
    from plugins.starting.upgrade import upgrade_site

    done = upgrade_site(Path(folder), dry_run=dry_run)
    would = "would be " if dry_run else ""
    print_line(f"{folder}: {done.before} -> {done.after}")
    if done.changes:
        print_line(f"\n{done.changes}\n")
    print_line(f"  {done.written} files of the engine {would}new, {done.removed} {would}removed")
    for note in done.notes:
        print_line(f"  {note}")
    if done.is_committed:
        print_line("  It is one commit of the site's repository; `git revert HEAD` takes it back.")
    if not dry_run:
        print_line(f"Next: cd {folder}, then ./inv check and ./inv build")
    return 0


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
