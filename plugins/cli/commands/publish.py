"""`publish`: check, build with publishconf.py, audit, compress, upload, verify; `rollback`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.commands.build import build
from plugins.cli.commands.check import audit_site, show
from plugins.cli.site import read_library
from plugins.cli.terminal import open_console, print_error, run_safely
from plugins.project.build import alone
from plugins.project.lock import held
from plugins.project.settings import settings_of

if TYPE_CHECKING:
    from rich.console import Console

SETTINGS = "publishconf.py"
WAITING = "Another publish is running in this folder; this one waits for it."


def publish(target: str, dry_run: bool) -> int:
    """Publish the site; readers keep what they have until the new site is complete."""
    return run_safely(lambda: _publish(target, dry_run))


def _publish(target: str, dry_run: bool) -> int:
    from plugins import publishing
    from plugins.checker import check_content
    from plugins.content.redirects import redirects
    from plugins.diagnostics.overrides import read_overrides
    from plugins.publishing.targets import choose

    settings, console = settings_of(SETTINGS), open_console()
    cache = Path(settings["CACHE_PATH"])
    # An unknown target is reported before minutes are spent on a build.
    chosen = choose(settings.get("TARGETS", {}), target or None)
    with held(cache / "publish.lock", chosen.facts.wait_seconds, lambda: print_error(WAITING)) as is_held:
        if not is_held:
            print_error(
                "publish: another publish is running in this folder: wait until it has ended, then run it again"
            )
            return 1
        library = read_library(settings)
        if _failed("check", lambda: show(check_content(library, (), read_overrides(settings))), console):
            return 1
        ready = _build_and_audit(Path(settings["OUTPUT_PATH"]), cache, console)
        if ready is None:
            return 1
        moved, hub = redirects(library), settings.get("WEBSUB_HUB") or None
        console.rule("upload", style="dim")
        return publishing.publish(
            ready, settings["TARGETS"], target or None, dry_run=dry_run, console=console, redirects=moved, hub=hub
        )


def _failed(step: str, work: Callable[[], int], console: Console) -> bool:
    console.rule(step, style="dim")
    status = work()
    if status:
        print_error(f"publish: stopped at the {step}; what readers have now is as it was")
    return bool(status)


def _build_and_audit(output: Path, cache: Path, console: Console) -> Path | None:
    """The compressed copy of the output as it was built and audited; no other build may write to it meanwhile."""
    from plugins import publishing

    with alone(cache, print_error):
        steps = (("build", lambda: build(SETTINGS, locked=True)), ("audit", lambda: audit_site(SETTINGS)))
        if any(_failed(step, work, console) for step, work in steps):
            return None
        return publishing.compress(output, cache / "compressed")


def rollback(target: str, to: str) -> int:
    """Restore the release before, or the one named."""
    from plugins import publishing

    return run_safely(
        lambda: publishing.rollback(
            settings_of(SETTINGS).get("TARGETS", {}), target or None, to=to or None, console=open_console()
        )
    )
