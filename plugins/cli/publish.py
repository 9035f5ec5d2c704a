"""`publish`: check, build with publishconf.py, audit, compress, upload, verify; `rollback`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.build import build, run_safely
from plugins.cli.commands import audit_site, library_of
from plugins.project.build import alone
from plugins.project.lock import held
from plugins.project.settings import settings_of
from plugins.project.terminal import errors, own_console

if TYPE_CHECKING:
    from rich.console import Console

SETTINGS = "publishconf.py"
WAITING = "Another publish is under way in this folder; this one waits for it."


def publish(target: str, dry_run: bool) -> int:
    """Bring the site to its readers, or say why not; what they have now stays until the new site is whole."""
    return run_safely(lambda: _publish(target, dry_run))


def _publish(target: str, dry_run: bool) -> int:
    from plugins import publishing
    from plugins.checker import run as check
    from plugins.content.redirects import redirects
    from plugins.publishing.targets import choose

    settings, console = settings_of(SETTINGS), own_console()
    cache = Path(settings["CACHE_PATH"])
    # A name that is not known is said before minutes are spent on a build.
    chosen = choose(settings.get("TARGETS", {}), target or None)
    with held(cache / "publish.lock", chosen.facts.wait_seconds, WAITING) as mine:
        if not mine:
            errors("publish: another publish is under way in this folder: wait until it has ended, then publish again")
            return 1
        library = library_of(settings)
        if _failed("check", lambda: check(library, (), format="text", strict=False, console=console), console):
            return 1
        ready = _ready(Path(settings["OUTPUT_PATH"]), cache, console)
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
        errors(f"publish: stopped at the {step}; what readers have now is as it was")
    return bool(status)


def _ready(output: Path, cache: Path, console: Console) -> Path | None:
    """The compressed copy of the output, as it was built and audited: `serve` and other builds must leave it alone
    meanwhile."""
    from plugins import publishing

    with alone(cache):
        steps = (("build", lambda: build(SETTINGS, locked=True)), ("audit", lambda: audit_site(SETTINGS)))
        if any(_failed(step, work, console) for step, work in steps):
            return None
        return publishing.compress(output, cache / "compressed")


def rollback(target: str, to: str) -> int:
    """Bring back the release before, or the one named."""
    from plugins import publishing

    return run_safely(
        lambda: publishing.rollback(
            settings_of(SETTINGS).get("TARGETS", {}), target or None, to=to or None, console=own_console()
        )
    )
