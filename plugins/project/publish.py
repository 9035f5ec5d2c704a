"""Publishes the site of the working folder: check, build, audit, upload, with everything that happens as an event.

Readers keep what they have until the new site is complete. `publish_site` and `roll_back` say what they do by the
events of `publish_events`, and return the last; they print nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from plugins import publishing
from plugins.audit import Report
from plugins.build_cache.protocol import BuildOptions
from plugins.content.links.redirects import redirects
from plugins.content.settings.site_config import SiteConfig, files_of, read_site_config
from plugins.diagnostics import Message, UserError
from plugins.project.build import SiteReading, build_lock, build_site, callbacks, gc_paused, last_build, read_site
from plugins.project.error_messages import failure_of
from plugins.project.events import Built, Failed, Notice, Progress, Step, emit_all
from plugins.project.found_stories import Search, Trial, UnheldFindings
from plugins.project.holding import Holding
from plugins.project.outgoing import Order, Outgoing, read_order
from plugins.project.publish_events import (
    AUDIT_FOUND_ERRORS,
    TEXTS_HAVE_ERRORS,
    Audited,
    Done,
    Emit,
    FileChange,
    Outcome,
    StepBegun,
)
from plugins.project.publish_record import PublishRecord, published_stories, read_record, write_record
from plugins.project.settings import PUBLISH_SETTINGS, settings_of
from plugins.project.site_audit import run_audit
from plugins.project.snapshot import take_snapshot
from plugins.project.sources import unpublished_in, write_sources
from plugins.publishing import PublishResult
from plugins.publishing.backends import Target, choose_target
from plugins.publishing.summary import StoryChange, count_files, list_files
from plugins.system.clock import read_time
from plugins.system.digests import FileDigests, kept_digests, read_cached, write_cached
from plugins.system.file_changes import complete_change
from plugins.system.file_lock import file_lock
from plugins.system.kept_work import kept_work

# The records of incremental builds in the cache, and the folders there whose files are named by their content.
BUILD_RECORDS = "*.build.sqlite3"
KEPT_FOLDERS = ("pictures", "compressed", "audit", "checker")
# In the cache: what the last audit found in a whole build.
CONFIRMED = "audit/confirmed"
# Host names that are reserved for examples (RFC 2606).
EXAMPLE_HOST = re.compile(r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|invalid|test)$")

Last = TypeVar("Last")


@dataclass(frozen=True)
class PublishOptions:
    """What is published where: `names` are those of a target, the first by default, and of stories that go out alone;
    with `dry_run` nothing is changed; `files` says each changed file; without `check_site` what readers get is not
    fetched; `is_timed` says that no person began it."""

    names: tuple[str, ...] = ()
    dry_run: bool = False
    files: bool = False
    check_site: bool = True
    is_timed: bool = False


def publish_site(options: PublishOptions, emit: Emit) -> Done | Failed:
    """Check, build, audit and publish the site; the last event, which is emitted too."""
    return _Run(emit).end(lambda run: _publish(options, run))


def roll_back(target: str, to: str, emit: Emit, *, check_site: bool = True) -> Done | Failed:
    """Restore the release before at a target, or the release `to`; the last event, which is emitted too."""
    return _Run(emit).end(lambda run: _roll_back(target, to, check_site, run))


def build_outgoing(settings_file: str, emit: Emit) -> Built | Failed:
    """Build what a publish with these settings would take: without the stories that have errors. The last event."""
    return _Run(emit).end(lambda run: _build_outgoing(settings_file, run))


class _Stopped(Exception):
    """What ends a publish at its step: a code, what happened and what to do."""


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
        self.emit(Progress(stage, done, total))

    def notice(self, text: str) -> None:
        """Say what a person should know."""
        self.emit(Notice(text))

    def warn(self, text: str) -> None:
        """Say what a person should correct."""
        self.emit(Notice(text, is_warning=True))

    def end(self, work: Callable[[_Run], Last]) -> Last | Failed:
        """Do the work and emit its end; errors whose message is for people are such an end, bugs are raised."""
        last: Last | Failed
        try:
            last = work(self)
        except _Stopped as stopped:
            last = Failed(self.step, *stopped.args)
        except Exception as error:
            failed = failure_of(error, self.step)
            if failed is None:
                raise
            last = failed
        self.emit(last)
        return last


@gc_paused()
def _publish(options: PublishOptions, run: _Run) -> Done:
    settings = settings_of(PUBLISH_SETTINGS)
    # What people wrote leaves the cache before anything clears it, and a change that was interrupted is completed.
    with contextlib.suppress(OSError):
        work_of(settings)
        complete_change(Path(settings["PATH"]))
    order = read_order(options.names, settings.get("TARGETS", {}))
    # A wrong target is reported before minutes are spent on a build.
    target = choose_target(settings.get("TARGETS", {}), order.target or None)
    warn_of_example(str(settings["SITEURL"]), run.warn)
    with _one_at_a_time(settings, target, run):
        is_usual = not (options.dry_run or options.files or order.stories)
        if is_usual and (confirmed := _confirm(options, target.settings.name, settings, run)):
            return confirmed
        with kept_digests(Path(settings["CACHE_PATH"], "digests")) as digests:
            # No other build may write to the cache or the output meanwhile.
            with build_lock(Path(settings["CACHE_PATH"]), run.notice), contextlib.ExitStack() as finalizers:
                run.begin(Step.CHECK)
                outgoing, going = _choose(PUBLISH_SETTINGS, order, finalizers, digests, run)
                going = _build_and_audit(settings, outgoing, going, digests, run)
                ready = publishing.compress(
                    Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"], "compressed"), digests
                )
            # What was built must be what was checked.
            is_as_read = going.reading.snapshot_of and going.reading.is_current
            build = last_build(PUBLISH_SETTINGS) if is_as_read else ""
            return _upload(ready, options, order, settings, going, digests, build, run)


def _choose(
    settings_file: str, order: Order, finalizers: contextlib.ExitStack, digests: FileDigests, run: _Run
) -> tuple[Outgoing, Holding]:
    """What goes out, as far as the texts are checked; the build lock is held. The content folder is read here, and
    nowhere later."""
    options, settings = BuildOptions(**callbacks(run.emit), finalizers=finalizers), settings_of(settings_file)
    content, output = Path(settings["PATH"]), Path(settings["OUTPUT_PATH"]).resolve()
    snapshot = take_snapshot(content, output.parent / ".publishing" / f"{output.name}-snapshot", digests)

    def read(copy: Path | None) -> SiteReading:
        return read_site(settings_file, copy or snapshot, options, "" if copy else os.path.abspath(content))

    outgoing = Outgoing(order, read, run.emit)
    going = outgoing.choose()
    if going is None:
        raise _Stopped(TEXTS_HAVE_ERRORS, Message("the texts have errors"), Message("correct them, then publish again"))
    return outgoing, going


def _confirm(options: PublishOptions, name: str, settings: Mapping[str, Any], run: _Run) -> Done | None:
    """The end where readers have what this folder published last at this target, and nothing has changed since: what
    was checked, built and audited then would be the same again. None where it might not."""
    work = work_of(settings)
    record = read_record(work, name)
    if record is None or record.stories is None or not record.build or record.build != last_build(PUBLISH_SETTINGS):
        return None
    run.begin(Step.UPLOAD)
    result = publishing.confirm_live(
        settings["TARGETS"], name, record.key, check_site=options.check_site, progress=run.progress
    )
    if result is None:
        return None
    run.notice(Message("Nothing has changed since the last publish: nothing was checked or built again."))
    record_publish(work, result, None, build=record.build, is_timed=options.is_timed)
    return done_of(Outcome.UNCHANGED, result)


def _build_outgoing(settings_file: str, run: _Run) -> Built:
    settings = settings_of(PUBLISH_SETTINGS)
    with _one_at_a_time(settings, choose_target(settings.get("TARGETS", {}), None), run):
        cache = Path(settings_of(settings_file)["CACHE_PATH"])
        with (
            kept_digests(cache / "digests") as digests,
            build_lock(cache, run.notice),
            contextlib.ExitStack() as finalizers,
        ):
            _, going = _choose(settings_file, Order(), finalizers, digests, run)
            return build_site(settings_file, run.emit, locked=True, reading=going.reading)


@contextlib.contextmanager
def _one_at_a_time(settings: Mapping[str, Any], target: Target, run: _Run) -> Iterator[None]:
    """Wait for other publishes, and builds of what one would take, in this folder, and keep them out."""
    waiting = Message("Another publish is running in this folder; this one waits for it.")
    lock = Path(settings["CACHE_PATH"], "publish.lock")
    with file_lock(lock, target.settings.wait_seconds, lambda: run.notice(waiting)) as is_held:
        if not is_held:
            cause = Message("another publish is running in this folder")
            raise _Stopped("busy", cause, Message("wait until it has ended, then run it again"))
        yield


def _build_and_audit(
    settings: Mapping[str, Any], outgoing: Outgoing, going: Holding, digests: FileDigests, run: _Run
) -> Holding:
    """Build and audit what goes out, without the stories that the audit's findings are about; the build lock is held,
    and the output is that of what is returned."""
    cache = Path(settings["CACHE_PATH"])
    incremental = any(cache.glob(BUILD_RECORDS))

    def build(going: Holding) -> Report:
        run.emit(build_site(PUBLISH_SETTINGS, run.emit, locked=True, reading=going.reading))
        return run_audit(settings, going.library, digests)

    run.begin(Step.BUILD)
    run.emit(build_site(PUBLISH_SETTINGS, run.emit, locked=True, reading=going.reading))
    run.begin(Step.AUDIT)
    report = run_audit(settings, going.library, digests)
    if not report.is_ok and incremental and _errors_of(report) != read_cached(cache / CONFIRMED, list[str], []):
        n = len(_errors_of(report))
        clear_cache(cache)
        going = replace(going, reading=outgoing.read_again(going))
        report = build(going)
        if report.is_ok:
            message = Message(
                "The audit found {n:,} problem{s} that earlier builds had left and a build from nothing does not "
                "have, so the site was built from nothing; the texts are right.",
                n=n,
                s="" if n == 1 else "s",
            )
            run.notice(message)
    # What is found in a whole build is not looked for in another one the next time.
    with contextlib.suppress(OSError):
        write_cached(cache / CONFIRMED, _errors_of(report))
    trial, stopped = Trial(going, report), None
    if not report.is_ok:
        try:
            trial = Search(outgoing, build).settle(trial)
        except UnheldFindings as unheld:
            stopped = unheld
    report = trial.report
    emit_all(report.findings, run.emit)
    run.emit(Audited(report.checks, report.pages, report.files, report.seconds))
    if stopped:
        raise _Stopped(AUDIT_FOUND_ERRORS, *stopped.args)
    said = {story.stem for story in going.held}
    emit_all((story for story in trial.going.held if story.stem not in said), run.emit)
    return trial.going


def _errors_of(report: Report) -> list[str]:
    return sorted(str(finding) for finding in report.findings if finding.severity == "error")


def _upload(
    ready: Path,
    options: PublishOptions,
    order: Order,
    settings: Mapping[str, Any],
    going: Holding,
    digests: FileDigests,
    build: str,
    run: _Run,
) -> Done:
    run.begin(Step.UPLOAD)
    library, output = going.library, Path(settings["OUTPUT_PATH"]).resolve()
    folder = output.parent / ".publishing" / f"{output.name}-sources"
    sources = write_sources(library, folder, going.reading.build.code_key, digests)
    if wrong := unpublished_in(library, sources, digests):
        cause = Message("what is not published would stand beside the release: {names}", names=", ".join(wrong))
        raise _Stopped("unpublished-sources", cause, Message("send this message to the keeper of the site"))
    targets, moved = settings["TARGETS"], redirects(library)
    name = order.target or None
    result = publishing.publish(
        ready,
        targets,
        name,
        redirects=moved,
        sources={name: sources / name for name in files_of(sources)},
        base=going.base,
        hub=str(settings.get("WEBSUB_HUB") or ""),
        check_site=options.check_site,
        dry_run=options.dry_run,
        digests=digests,
        progress=run.progress,
    )
    if options.dry_run:
        outcome = Outcome.PLANNED
    else:
        outcome = Outcome.PUBLISHED if result.deployed else Outcome.UNCHANGED
        is_timed = options.is_timed and not order.stories
        record_publish(work_of(settings), result, published_stories(library), build=build, is_timed=is_timed)
    if outcome is not Outcome.UNCHANGED:
        _emit_changes(result.stories, edition_labels(library.config), run)
        for line in list_files(result.changes) if options.files else ():
            run.emit(FileChange(line))
    return done_of(outcome, result)


def _roll_back(target: str, to: str, check_site: bool, run: _Run) -> Done:
    settings = settings_of(PUBLISH_SETTINGS)
    targets, work = settings.get("TARGETS", {}), work_of(settings)
    result = publishing.rollback(targets, target or None, to=to or None, check_site=check_site, progress=run.progress)
    record_publish(work, result, None)
    try:
        labels = edition_labels(read_site_config(settings))
    except UserError:
        # Settings that are wrong must not stop a rollback.
        labels = {}
    _emit_changes(result.stories, labels, run)
    return done_of(Outcome.ROLLED_BACK, result)


def done_of(outcome: Outcome, result: PublishResult) -> Done:
    """The end of a publish, a dry run or a rollback."""
    return Done(
        outcome, result.target, result.url, result.location, result.release,
        "" if outcome is Outcome.UNCHANGED else result.previous, result.verification, result.pages,
        count_files(result.changes), result.changes.size, result.seconds, result.problems, result.warnings,
    )  # fmt: skip


def _emit_changes(stories: Iterable[StoryChange], labels: Mapping[str, str], run: _Run) -> None:
    """Say which stories change for readers; `labels` names editions by their prefix."""
    for change in stories:
        editions = tuple(labels.get(prefix, prefix.strip("/") or "root") for prefix in change.editions)
        run.emit(replace(change, editions=editions))


def work_of(settings: Mapping[str, Any]) -> Path:
    """The folder of people's work on the site in the working folder."""
    return kept_work(Path.cwd(), Path(settings["CACHE_PATH"]))


def record_publish(
    work: Path,
    result: PublishResult,
    stories: Mapping[str, str] | None,
    *,
    build: str = "",
    is_timed: bool = False,
) -> None:
    """Record on this computer what is live at the target now, and the `build` that passed all checks before it."""
    where, moment, key = result.location, read_time(), result.key
    record = PublishRecord(result.target, result.url, where, result.release, moment, stories, key=key, build=build)
    write_record(work, record, is_timed=is_timed)


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
    return {f"{edition.prefix}/" if edition.prefix else "": edition.label for edition in config.editions}
