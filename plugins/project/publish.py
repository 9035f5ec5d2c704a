"""Publishes the site of the working folder: check, build, audit, upload, with everything that happens as an event.

Readers keep what they have until the new site is complete. `publish_site` and `roll_back` say what they do by the
events of `publish_events`, and return the last; they print nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins import publishing
from plugins.audit import Report
from plugins.checker import CheckResult, KeptFindings, check_content
from plugins.content.library import ContentLibrary
from plugins.content.links.redirects import redirects
from plugins.content.settings.site_config import SiteConfig
from plugins.diagnostics import Diagnostic, Message, UserError
from plugins.diagnostics.overrides import read_overrides
from plugins.kept_work import kept_work
from plugins.project.build import BuildResult, build_lock, build_site
from plugins.project.current_site import read_config, read_library
from plugins.project.errors import error_kind, format_error
from plugins.project.holding import Holding, hold_back, sources_of
from plugins.project.lock import file_lock
from plugins.project.publish_events import (
    AUDIT_FOUND_ERRORS,
    TEXTS_HAVE_ERRORS,
    Audited,
    Built,
    Change,
    ChangeKind,
    Checked,
    Done,
    Emit,
    Failed,
    FileChange,
    Finding,
    Held,
    Notice,
    Outcome,
    Preview,
    Progress,
    Step,
    StepBegun,
)
from plugins.project.publish_record import PublishRecord, published_stories, read_record, write_record
from plugins.project.settings import settings_of
from plugins.project.site_audit import run_audit
from plugins.publishing import PublishPlan, PublishResult, RollbackResult, VerificationStatus
from plugins.publishing.backends import choose_target
from plugins.publishing.summary import StoryChanges, count_files, list_files

SETTINGS = "publishconf.py"
# The records of incremental builds in the cache, and the folders there whose files are named by their content.
BUILD_RECORDS = "*.build.sqlite3"
KEPT_FOLDERS = ("pictures", "compressed", "audit", "checker")
# Host names that are reserved for examples (RFC 2606).
EXAMPLE_HOST = re.compile(r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|invalid|test)$")
# The parts of a build that are counted.
BUILD_STAGES = {"texts": Message("texts"), "pages": Message("pages"), "pictures": Message("pictures")}


@dataclass(frozen=True)
class PublishOptions:
    """What is published where: `target` is a name of `TARGETS`, the first by default; with `dry_run` nothing is
    changed; `files` says each changed file; without `check_site` what readers get is not fetched."""

    target: str = ""
    dry_run: bool = False
    files: bool = False
    check_site: bool = True


def publish_site(options: PublishOptions, emit: Emit) -> Done | Failed:
    """Check, build, audit and publish the site; the last event, which is emitted too."""
    return _Run(emit).end(lambda run: _publish(options, run))


def roll_back(target: str, to: str, emit: Emit, *, check_site: bool = True) -> Done | Failed:
    """Restore the release before at a target, or the release `to`; the last event, which is emitted too."""
    return _Run(emit).end(lambda run: _roll_back(target, to, check_site, run))


class _Run:
    """One publish or rollback: the step it is in, and its listener."""

    def __init__(self, emit: Emit) -> None:
        self._process, self._emit = os.getpid(), emit
        self.step: Step | None = None

    def emit(self, event: Any) -> None:
        """Emit an event, but not from a forked worker, which counts only its own share."""
        if os.getpid() == self._process:
            self._emit(event)

    def begin(self, step: Step) -> None:
        """Begin a step."""
        self.step = step
        self.emit(StepBegun(step))

    def progress(self, stage: str, done: int, total: int) -> None:
        """Say how far a part of the step is."""
        self.emit(Progress(BUILD_STAGES.get(stage, stage), done, total))

    def notice(self, text: str) -> None:
        """Say what a person should know."""
        self.emit(Notice(text))

    def warn(self, text: str) -> None:
        """Say what a person should correct."""
        self.emit(Notice(text, is_warning=True))

    def findings(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Say what was found."""
        for one in diagnostics:
            self.emit(Finding(one.path, one.line, one.column, one.message, one.code, one.severity))

    def failure(self, code: str, cause: str, correction: str = "") -> Failed:
        """The end at this step."""
        return Failed(self.step, code, cause, correction)

    def end(self, work: Callable[[_Run], Done | Failed]) -> Done | Failed:
        """Do the work and emit its end; errors whose message is for people are such an end, bugs are raised."""
        try:
            last = work(self)
        except publishing.PublishError as error:
            last = Failed(
                self.step, error.failure.code, error.cause, error.correction, error.output, tuple(error.details)
            )
        except Exception as error:
            text = format_error(error)
            if text is None:
                raise
            last = self.failure(error_kind(error), text)
        self.emit(last)
        return last


def _publish(options: PublishOptions, run: _Run) -> Done | Failed:
    settings = settings_of(SETTINGS)
    cache = Path(settings["CACHE_PATH"])
    # What people wrote leaves the cache before anything clears it.
    work_of(settings)
    # An unknown name is reported before minutes are spent on a build.
    chosen = choose_target(settings.get("TARGETS", {}), options.target or None)
    warn_of_example(str(settings["SITEURL"]), run.warn)
    waiting = Message("Another publish is running in this folder; this one waits for it.")
    with file_lock(cache / "publish.lock", chosen.settings.wait_seconds, lambda: run.notice(waiting)) as is_held:
        if not is_held:
            return run.failure(
                "busy",
                Message("another publish is running in this folder"),
                Message("wait until it has ended, then run it again"),
            )
        library = read_library(settings)
        run.begin(Step.CHECK)
        found = _check(library, settings, "findings")
        run.findings(found.diagnostics)
        run.emit(Checked(found.files))
        content = None
        if found.has_failed():
            holding = _hold_back(library, found, options, settings, run)
            if holding is None:
                return run.failure(
                    TEXTS_HAVE_ERRORS, Message("the texts have errors"), Message("correct them, then publish again")
                )
            library, content = holding.library, holding.content
        ready = _build_and_audit(Path(settings["OUTPUT_PATH"]), cache, run, content)
        return ready if isinstance(ready, Failed) else _upload(ready, options, settings, library, run)


def _check(library: ContentLibrary, settings: Mapping[str, Any], name: str) -> CheckResult:
    """What the checker finds in a library; the results are kept under that name."""
    kept = KeptFindings(Path(settings["CACHE_PATH"], "checker", name), library.config)
    found = check_content(library, (), read_overrides(settings), kept)
    kept.save()
    return found


def _hold_back(
    library: ContentLibrary, found: CheckResult, options: PublishOptions, settings: Mapping[str, Any], run: _Run
) -> Holding | None:
    """The site without the stories that have errors, each of which is said; None where they cannot be held back."""

    def check(content: Path) -> tuple[ContentLibrary, CheckResult]:
        changed = settings_of(SETTINGS, {"PATH": str(content)})
        held = read_library(changed)
        return held, _check(held, changed, "held-findings")

    cache, output = Path(settings["CACHE_PATH"]), Path(settings["OUTPUT_PATH"]).resolve()
    # A content folder may not be within the cache.
    folder = output.parent / ".publishing" / f"{output.name}-content"
    with publishing.open_live(settings["TARGETS"], options.target or None, run.progress) as live:
        holding = hold_back(library.config.content, folder, cache, found, live, check)
    for one in holding.held if holding else ():
        run.emit(Held(one.stem, one.is_kept, one.message))
    return holding


def _build_and_audit(output: Path, cache: Path, run: _Run, content: Path | None) -> Path | Failed:
    """The compressed copy of the output as it was built and audited; no other build may write to it meanwhile."""
    with build_lock(cache, run.notice):
        incremental = any(cache.glob(BUILD_RECORDS))
        run.begin(Step.BUILD)
        _build(run, content)
        run.begin(Step.AUDIT)
        report = run_audit(SETTINGS, content)
        if not report.is_ok and incremental:
            report = _audit_clean_build(report, cache, run, content)
        run.findings(report.findings)
        run.emit(Audited(report.checks, report.pages, report.files, report.seconds))
        if not report.is_ok:
            return run.failure(
                AUDIT_FOUND_ERRORS, Message("the built site is not right"), Message("correct what the audit found")
            )
        return publishing.compress(output, cache / "compressed")


def _build(run: _Run, content: Path | None) -> None:
    result: BuildResult = build_site(SETTINGS, progress=run.progress, notice=run.notice, locked=True, content=content)
    run.findings(result.warnings)
    for path, address in result.previews:
        run.emit(Preview(path, address or ""))
    run.emit(Built(result.pages, result.files_changed, result.seconds, result.is_unchanged))


def _audit_clean_build(report: Report, cache: Path, run: _Run, content: Path | None) -> Report:
    """Build without the cache and audit again, because records of earlier builds may be wrong."""
    clear_cache(cache)
    _build(run, content)
    again = run_audit(SETTINGS, content)
    if again.is_ok:
        n = sum(one.severity == "error" for one in report.findings)
        run.notice(
            Message(
                "The audit found {n:,} problem{s} that earlier builds had left and a build from nothing does not have, "
                "so the site was built from nothing; the texts are right.",
                n=n,
                s="" if n == 1 else "s",
            )
        )
    return again


def _upload(
    ready: Path, options: PublishOptions, settings: Mapping[str, Any], library: ContentLibrary, run: _Run
) -> Done:
    run.begin(Step.UPLOAD)
    labels, targets, moved = edition_labels(library.config), settings["TARGETS"], redirects(library)
    name = options.target or None
    if options.dry_run:
        plan = publishing.plan_publish(ready, targets, name, redirects=moved, progress=run.progress)
        _emit_changes(plan.stories, labels, run)
        _emit_files(plan, options, run)
        return done_of_plan(plan)
    result = publishing.publish(
        ready,
        targets,
        name,
        redirects=moved,
        sources=sources_of(library),
        hub=str(settings.get("WEBSUB_HUB") or ""),
        check_site=options.check_site,
        progress=run.progress,
    )
    record_publish(work_of(settings), result, published_stories(library))
    if result.deployed:
        _emit_changes(result.stories, labels, run)
        _emit_files(result, options, run)
    return done_of_publish(result)


def _roll_back(target: str, to: str, check_site: bool, run: _Run) -> Done:
    settings = settings_of(SETTINGS)
    targets, work = settings.get("TARGETS", {}), work_of(settings)
    result = publishing.rollback(targets, target or None, to=to or None, check_site=check_site, progress=run.progress)
    before = read_record(work, result.target)
    location = before.location if before else ""
    record_publish(work, result, None, location)
    try:
        labels = edition_labels(read_config(settings))
    except UserError:
        # Settings that are wrong must not stop a rollback.
        labels = {}
    _emit_changes(result.stories, labels, run)
    return done_of_rollback(result, location)


def done_of_plan(plan: PublishPlan) -> Done:
    """The end of a dry run."""
    changes = plan.changes
    return Done(
        Outcome.PLANNED, plan.target, "", plan.location, "", "", VerificationStatus.SKIPPED, 0,
        count_files(changes) if changes.count else 0, changes.size, 0.0,
    )  # fmt: skip


def done_of_publish(result: PublishResult) -> Done:
    """The end of a publish."""
    return Done(
        Outcome.PUBLISHED if result.deployed else Outcome.UNCHANGED, result.target, result.url, result.location,
        result.release, result.previous if result.deployed else "", result.verification, result.pages,
        count_files(result.changes), result.changes.size, result.seconds, result.problems, result.warnings,
    )  # fmt: skip


def done_of_rollback(result: RollbackResult, location: str) -> Done:
    """The end of a rollback; `location` is where the files are, "" where that is not known."""
    return Done(
        Outcome.ROLLED_BACK, result.target, result.url, location, result.release, result.previous,
        result.verification, 0, 0, 0, result.seconds, result.problems,
    )  # fmt: skip


def _emit_changes(stories: StoryChanges, labels: Mapping[str, str], run: _Run) -> None:
    """Say which stories change for readers; `labels` names editions by their prefix."""
    by_kind = {
        ChangeKind.NEW: stories.new,
        ChangeKind.CHANGED: stories.changed,
        ChangeKind.REMOVED: stories.removed,
    }
    for kind, changes in by_kind.items():
        for one in changes:
            editions = tuple(labels.get(prefix, prefix.strip("/") or "root") for prefix in one.editions)
            run.emit(Change(kind, one.slug, editions))


def _emit_files(found: PublishPlan | PublishResult, options: PublishOptions, run: _Run) -> None:
    for line in list_files(found.changes) if options.files else ():
        run.emit(FileChange(line))


def work_of(settings: Mapping[str, Any]) -> Path:
    """The folder of people's work on the site in the working folder."""
    return kept_work(Path.cwd(), Path(settings["CACHE_PATH"]))


def record_publish(
    work: Path, result: PublishResult | RollbackResult, stories: Mapping[str, str] | None, location: str = ""
) -> None:
    """Record on this computer what is live at the target now."""
    where = getattr(result, "location", location)
    moment = dt.datetime.now(dt.UTC)
    write_record(work, PublishRecord(result.target, result.url, where, result.release, moment, stories))


def warn_of_example(address: str, warn: Callable[[str], None]) -> None:
    """Warn if SITEURL is still that of the example: feeds, sitemaps and canonical links would name it."""
    if EXAMPLE_HOST.search(urlsplit(address).hostname or ""):
        warn(
            Message(
                "SITEURL is still the example's, {address}, and feeds and sitemaps name it. Set the site's "
                "own address in publishconf.py.",
                address=address,
            )
        )


def clear_cache(cache: Path) -> None:
    """Delete the records of earlier builds in the cache; locks are held, and files that are named by their content take
    long to make."""
    for path in cache.iterdir():
        if path.is_dir():
            if path.name not in KEPT_FOLDERS:
                shutil.rmtree(path, ignore_errors=True)
        elif path.suffix != ".lock":
            path.unlink(missing_ok=True)


def edition_labels(config: SiteConfig) -> dict[str, str]:
    """The names of the editions by their prefix, such as `sr/`."""
    return {f"{one.prefix}/" if one.prefix else "": one.label for one in config.editions}
