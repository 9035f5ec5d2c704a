"""`publish`: check, build with publishconf.py, audit, compress, upload, verify; `rollback`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.console.building import build, run_safely
from plugins.console.desk import audit_site, open_newsroom
from plugins.console.terminal import errors, own_console

SETTINGS = "publishconf.py"


def publish(target: str, dry_run: bool) -> int:
    """Bring the site to its readers, or say why not; what they have now stays until the new site is whole."""
    return run_safely(lambda: _publish(target, dry_run))


def _publish(target: str, dry_run: bool) -> int:
    from plugins import publishing
    from plugins.checker import run as check
    from plugins.languages.moved import redirects
    from plugins.publishing.targets import choose

    newsroom, console, settings = open_newsroom(SETTINGS), own_console(), _settings()
    # A name that is not known is said before minutes are spent on a build.
    choose(settings["TARGETS"], target or None)
    steps: tuple[tuple[str, Callable[[], int]], ...] = (
        ("check", lambda: check(newsroom, (), format="text", strict=False, console=console)),
        ("build", lambda: build(SETTINGS)),
        ("audit", lambda: audit_site(SETTINGS)),
    )
    for step, work in steps:
        console.rule(step, style="dim")
        if work():
            errors(f"publish: stopped at the {step}; what readers have now is as it was")
            return 1
    console.rule("upload", style="dim")
    ready = publishing.compress(Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"], "compressed"))
    moved = redirects(newsroom)
    hub = settings.get("WEBSUB_HUB") or None
    return publishing.publish(
        ready, settings["TARGETS"], target or None, dry_run=dry_run, console=console, redirects=moved, hub=hub
    )


def rollback(target: str, to: str) -> int:
    """Bring back the release before, or the one named."""
    from plugins import publishing

    return run_safely(
        lambda: publishing.rollback(_settings()["TARGETS"], target or None, to=to or None, console=own_console())
    )


def _settings() -> dict[str, Any]:
    from pelican.settings import read_settings

    settings: dict[str, Any] = read_settings(SETTINGS)
    return settings
