"""`publish`: check, build with publishconf.py, audit, compress, upload, verify; `rollback`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.console.building import alone, build, run_safely
from plugins.console.desk import newsroom_of
from plugins.console.lock import held
from plugins.console.settings import settings_of
from plugins.console.terminal import errors, own_console
from plugins.languages.faults import SettingFault

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from plugins.audit import Report

SETTINGS = "publishconf.py"
AUDIT_FORMATS = ("text", "json")
# Findings of one check that the table shows.
EXAMPLES = 5
WAITING = "Another publish is under way in this folder; this one waits for it."


def publish(target: str, dry_run: bool) -> int:
    """Bring the site to its readers, or say why not; what they have now stays until the new site is whole."""
    return run_safely(lambda: _publish(target, dry_run))


def _publish(target: str, dry_run: bool) -> int:
    from plugins import publishing
    from plugins.checker import run as check
    from plugins.languages.moved import redirects
    from plugins.publishing.targets import choose

    settings, console = settings_of(SETTINGS), own_console()
    cache = Path(settings["CACHE_PATH"])
    # A name that is not known is said before minutes are spent on a build.
    chosen = choose(settings.get("TARGETS", {}), target or None)
    with held(cache / "publish.lock", chosen.facts.wait_seconds, WAITING) as mine:
        if not mine:
            errors("publish: another publish is under way in this folder: wait until it has ended, then publish again")
            return 1
        newsroom = newsroom_of(settings)
        if _failed("check", lambda: check(newsroom, (), format="text", strict=False, console=console), console):
            return 1
        ready = _ready(Path(settings["OUTPUT_PATH"]), cache, console)
        if ready is None:
            return 1
        moved, hub = redirects(newsroom), settings.get("WEBSUB_HUB") or None
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


def audit_site(settings_file: str, format: str = "text", verbose: bool = False) -> int:
    """Audit the built site and print one line, a table of findings or JSON; 1 if there is a finding.

    With `verbose` the table lists every check even if nothing is wrong."""
    from plugins.audit import EditionSpec, SiteSpec, audit

    if format not in AUDIT_FORMATS:
        raise SettingFault("--format", f"one of {' and '.join(AUDIT_FORMATS)} with --site", format)
    settings = settings_of(settings_file)
    newsroom, output = newsroom_of(settings), Path(settings["OUTPUT_PATH"])
    if not (output / "index.html").is_file():
        errors(f"{os.path.relpath(output)}/ holds no site: run `./inv build` first")
        return 1
    editions = tuple(
        EditionSpec(edition.name, edition.tag, edition.prefix, edition.label, edition.direction)
        for edition in newsroom.desk.editions
    )
    hidden = tuple(pair.slug for pair in (*newsroom.waiting, *newsroom.drafts))
    report = audit(output, SiteSpec(settings["SITEURL"], editions, hidden_slugs=hidden))
    if format == "json":
        print(report.as_json())
    elif report.ok and not verbose:
        print(report.headline)
    else:
        own_console().print(audit_table(report))
    return 0 if report.ok else 1


def audit_table(report: Report, examples: int = EXAMPLES) -> Table:
    """A row for each finding, at most `examples` of a check: a fault in a template is a fault on every page."""
    from rich.markup import escape
    from rich.table import Column, Table

    # Addresses are copied from this table: they are wrapped and never shortened.
    columns = (Column(name, overflow="fold") for name in ("check", "page", "what is wrong, and the correction"))
    table = Table(*columns, title=report.headline, title_justify="left")
    for check, count in report.counts.items():
        found = [finding for finding in report.findings if finding.code == check]
        for finding in found[:examples]:
            # Rich would take a bracket in an address or a title for markup.
            table.add_row(check, escape(finding.path), escape(finding.message))
        if count > examples:
            table.add_row(check, "…", f"and {count - examples} more")
        elif not count:
            table.add_row(check, "", "✓")
    return table
