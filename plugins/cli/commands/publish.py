"""`publish` and `rollback` on the terminal: the steps, their progress, and the result as a paragraph for people."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plugins.cli.commands.audit import run_audit, show_audit
from plugins.cli.commands.build import build
from plugins.cli.commands.check import show
from plugins.cli.current_site import read_config, read_library
from plugins.cli.terminal import open_console, print_error, print_line, run_safely
from plugins.diagnostics import UserError
from plugins.project.build import build_lock
from plugins.project.lock import file_lock
from plugins.project.publish_record import PublishRecord, published_stories, read_record, write_record
from plugins.project.settings import settings_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from plugins.audit import Report
    from plugins.publishing import PublishPlan, PublishResult, RollbackResult

SETTINGS = "publishconf.py"
# The number of further lines of an error, such as addresses, that are printed.
DETAILS = 20
WAITING = "Another publish is running in this folder; this one waits for it."
# The records of incremental builds in the cache, and the folders there whose files are named by their content, or are
# the work of people and records of what was done.
BUILD_RECORDS = "*.build.sqlite3"
KEPT_FOLDERS = ("pictures", "compressed", "editor", "published")
# Host names that are reserved for examples (RFC 2606).
EXAMPLE_HOST = re.compile(r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|invalid|test)$")


def publish(
    target: str = "", dry_run: bool = False, *, files: bool = False, verbose: bool = False, no_verify: bool = False
) -> int:
    """Check, build, audit and publish the site; readers keep what they have until the new site is complete.

    `files` lists every changed file, `verbose` the audit's checks too; without verification what readers get is not
    fetched. Returns the exit status: 0 if the site is live and, unless switched off, verified.
    """
    return run_safely(lambda: _publish(target, dry_run, files or verbose, verbose, no_verify))


def _publish(target: str, dry_run: bool, files: bool, verbose: bool, no_verify: bool) -> int:
    from plugins import publishing
    from plugins.checker import check_content
    from plugins.content.links.redirects import redirects
    from plugins.diagnostics.overrides import read_overrides
    from plugins.publishing.backends import choose_target

    settings, console = settings_of(SETTINGS), open_console()
    cache = Path(settings["CACHE_PATH"])
    # An unknown name is reported before minutes are spent on a build.
    chosen = choose_target(settings.get("TARGETS", {}), target or None)
    warn_of_example(str(settings["SITEURL"]))
    with file_lock(cache / "publish.lock", chosen.settings.wait_seconds, lambda: print_error(WAITING)) as is_held:
        if not is_held:
            print_error(
                "publish: another publish is running in this folder: wait until it has ended, then run it again"
            )
            return 1
        library = read_library(settings)
        if _step_fails("check", lambda: show(check_content(library, (), read_overrides(settings))), console):
            return 1
        ready = _build_and_audit(Path(settings["OUTPUT_PATH"]), cache, console, verbose)
        if ready is None:
            return 1
        console.rule("upload", style="dim")
        labels = {f"{one.prefix}/" if one.prefix else "": one.label for one in library.config.editions}
        targets, moved = settings["TARGETS"], redirects(library)
        with Bars(console) as bars:
            try:
                if dry_run:
                    plan = publishing.plan_publish(ready, targets, target or None, redirects=moved, progress=bars)
                else:
                    hub = str(settings.get("WEBSUB_HUB") or "")
                    result = publishing.publish(
                        ready,
                        targets,
                        target or None,
                        redirects=moved,
                        hub=hub,
                        check_site=not no_verify,
                        progress=bars,
                    )
                    record_publish(cache, result, published_stories(library))
            except publishing.PublishError as error:
                bars.stop()
                return report_error("publish", error)
        if dry_run:
            print_line("\n".join(plan_lines(plan, labels, files)))
            return 0
        return report_publish(result, labels, target, files)


def record_publish(
    cache: Path, result: PublishResult | RollbackResult, stories: Mapping[str, str] | None, location: str = ""
) -> None:
    """Record on this computer what is live at the target now."""
    where = getattr(result, "location", location)
    moment = dt.datetime.now(dt.UTC)
    write_record(cache, PublishRecord(result.target, result.url, where, result.release, moment, stories))


def warn_of_example(address: str) -> None:
    """Warn if SITEURL is still that of the example: feeds, sitemaps and canonical links would name it."""
    if EXAMPLE_HOST.search(urlsplit(address).hostname or ""):
        print_error(
            f"publish: warning: SITEURL is still the example's, {address}, and feeds and sitemaps name it. "
            "Set the site's own address in publishconf.py."
        )


def report_error(command: str, error: Exception) -> int:
    """Print why a command failed, with the details that belong to it; 1."""
    details = getattr(error, "details", ())
    for line in details[:DETAILS]:
        print_error(f"  {line}")
    if len(details) > DETAILS:
        print_error(f"  and {len(details) - DETAILS} more")
    print_error(f"{command}: {error}")
    return 1


def plan_lines(plan: PublishPlan, labels: Mapping[str, str], files: bool) -> list[str]:
    """A dry run: stories first, then the number of files or, with `files`, each of them."""
    from plugins.publishing.summary import count, count_files, describe_stories, list_files

    lines = [describe_stories(plan.stories, labels, would=True)]
    lines += [f"  {line}" for line in list_files(plan.changes)] if files else []
    number, size = count(count_files(plan.changes), "file", "files"), count(plan.changes.size, "byte", "bytes")
    more = "" if files or not plan.changes.count else " --files lists them."
    return [*lines, f"{plan.target}: {number} would change, {size}; nothing was changed.{more}"]


def report_publish(result: PublishResult, labels: Mapping[str, str], target: str, files: bool) -> int:
    """Print what was published, what failed besides, and how to undo it; 1 if the site was not verified."""
    from plugins.publishing.summary import list_files

    if files and result.deployed:
        print_line("\n".join(f"  {line}" for line in list_files(result.changes)))
    print_line("\n".join(publish_lines(result, labels, target)))
    for line in (*result.problems[:DETAILS], *result.warnings):
        print_error(f"  {line}")
    if result.verification.is_doubtful:
        print_error(f"publish: the new site is live at the target, but not verified: {result.verification.value}.")
        return 1
    return 0


def publish_lines(result: PublishResult, labels: Mapping[str, str], target: str) -> list[str]:
    """The paragraph about a publish."""
    from plugins.publishing.summary import count, describe_stories

    if not result.deployed:
        return [f"{result.target} has this site already; nothing to publish. {describe_address(result)}"]
    undo = f"./inv rollback {target}".rstrip()
    lines = [
        f"Published to {result.target}: {count(result.pages, 'page', 'pages')}, release {result.release}, "
        f"{result.seconds:.1f} s. {describe_stories(result.stories, labels)}",
        describe_address(result),
    ]
    return [*lines, f"To undo this: {undo}"] if result.previous else lines


def describe_address(result: PublishResult) -> str:
    """The address of the site; for a folder without an address, how to serve it."""
    if result.url:
        return f"Readers find it at {result.url}/"
    return f"The files are in {result.location}; a web server must serve them before readers find the site."


def _step_fails(step: str, work: Callable[[], int], console: Console) -> bool:
    console.rule(step, style="dim")
    status = work()
    if status:
        print_error(f"publish: stopped at the {step}; what readers have now is as it was")
    return bool(status)


def _build_and_audit(output: Path, cache: Path, console: Console, verbose: bool) -> Path | None:
    """The compressed copy of the output as it was built and audited; no other build may write to it meanwhile."""
    from plugins import publishing

    with build_lock(cache, print_error):
        incremental = any(cache.glob(BUILD_RECORDS))
        if _step_fails("build", lambda: build(SETTINGS, locked=True), console):
            return None
        console.rule("audit", style="dim")
        report: Report | None = run_audit(SETTINGS)
        if report and not report.is_ok and incremental:
            report = _audit_clean_build(report, cache)
        if report is None or show_audit(report, verbose=verbose):
            print_error("publish: stopped at the audit; what readers have now is as it was")
            return None
        try:
            return publishing.compress(output, cache / "compressed")
        except publishing.PublishError as error:
            report_error("publish", error)
            return None


def _audit_clean_build(report: Report, cache: Path) -> Report | None:
    """Build without the cache and audit again, because records of earlier builds may be wrong."""
    from plugins.publishing.summary import count

    clear_cache(cache)
    if build(SETTINGS, locked=True):
        return None
    again = run_audit(SETTINGS)
    if again.is_ok:
        found = count(sum(one.severity == "error" for one in report.findings), "problem", "problems")
        print_error(
            f"The audit found {found} that earlier builds had left and a build from nothing does not have, so the site "
            "was built from nothing; the texts are right."
        )
    return again


def clear_cache(cache: Path) -> None:
    """Delete the records of earlier builds in the cache, except locks, files that are named by their content, the
    editor's versions and unsaved work, and the record of what was published."""
    for path in cache.iterdir():
        if path.is_dir():
            if path.name not in KEPT_FOLDERS:
                shutil.rmtree(path, ignore_errors=True)
        elif path.suffix != ".lock":
            path.unlink(missing_ok=True)


def rollback(target: str = "", to: str = "", *, no_verify: bool = False) -> int:
    """Restore the previous release, or the given one."""
    return run_safely(lambda: _rollback(target, to, no_verify))


def _rollback(target: str, to: str, no_verify: bool) -> int:
    from plugins import publishing

    settings = settings_of(SETTINGS)
    targets, cache = settings.get("TARGETS", {}), Path(settings["CACHE_PATH"])
    with Bars(open_console()) as bars:
        try:
            result = publishing.rollback(
                targets, target or None, to=to or None, check_site=not no_verify, progress=bars
            )
        except publishing.PublishError as error:
            bars.stop()
            return report_error("rollback", error)
    before = read_record(cache, result.target)
    record_publish(cache, result, None, before.location if before else "")
    return report_rollback(result, _labels(settings), target)


def _labels(settings: Mapping[str, Any]) -> dict[str, str]:
    """The editions' labels by their prefix; none where the settings are wrong, which must not stop a rollback."""
    try:
        editions = read_config(settings).editions
    except UserError:
        return {}
    return {f"{one.prefix}/" if one.prefix else "": one.label for one in editions}


def report_rollback(result: RollbackResult, labels: Mapping[str, str], target: str) -> int:
    """Print what a rollback did, and how to return to the newest; 1 if the site was not verified."""
    from plugins.publishing.summary import describe_stories

    stories = describe_stories(result.stories, labels)
    print_line(f"{result.target} is back at release {result.release}, {result.seconds:.1f} s. {stories}")
    forward = f"To publish the newest texts again: {' '.join(filter(None, ('./inv publish', target)))}"
    if result.previous and result.previous != result.release:
        back = " ".join(filter(None, ("./inv rollback", target, "--to", result.previous)))
        forward += f"; to return to release {result.previous}: {back}"
    print_line(forward)
    for line in result.problems[:DETAILS]:
        print_error(f"  {line}")
    if result.verification.is_doubtful:
        print_error(f"rollback: the release is live at the target, but not verified: {result.verification.value}.")
        return 1
    return 0


class Bars:
    """Shows the progress of a publish: a bar for each stage on a terminal, one line for each stage elsewhere."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._console, self._drawing = console, console.is_terminal
        self._progress = Progress(*columns, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._lines: set[str] = set()

    def __enter__(self) -> Bars:
        if self._drawing:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Remove the bars."""
        if self._drawing:
            self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that so many of the total are done; with a total of 0 the stage is a message."""
        if self._drawing and total:
            if stage not in self._tasks:
                self._tasks[stage] = self._progress.add_task(stage, total=total)
            self._progress.update(self._tasks[stage], completed=done)
        elif stage not in self._lines:
            self._lines.add(stage)
            line = f"{stage}: {total}" if total else stage
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
