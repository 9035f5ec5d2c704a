"""`publish` and `rollback` on the terminal: their events as text for people, or each as a line of JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence

from plugins.cli.build_text import BuildText
from plugins.cli.commands.audit import show_audit
from plugins.cli.commands.check import summarize
from plugins.cli.progress import ProgressBar, UploadProgress
from plugins.cli.terminal import command, count, open_console, print_error, print_line
from plugins.diagnostics import SettingError, Severity, format_diagnostics
from plugins.project.events import Built, Failed, Progress, Step
from plugins.project.publish_events import (
    TEXTS_HAVE_ERRORS,
    Audited,
    Checked,
    Done,
    Event,
    FileChange,
    Held,
    Outcome,
    StepBegun,
    to_line,
)
from plugins.publishing.summary import ChangeKind, StoryChange

FORMATS = ("text", "json")
# The number of further lines of an error, such as addresses, that are printed.
DETAILS = 20
# The number of new warnings and pieces of advice about texts that are printed.
LISTED = 50
# What is said of stories that changed, and how many of a kind are named before the rest are counted.
STORIES = {
    ChangeKind.NEW: ("new story", "new stories"),
    ChangeKind.CHANGED: ("changed story", "changed stories"),
    ChangeKind.REMOVED: ("story taken down", "stories taken down"),
}
NAMED, NO_CHANGE = 5, "No story changed."
# Seconds between two lines of JSON about the progress of one stage.
REPEATED = 0.1


def publish(
    names: Iterable[str] = (),
    dry_run: bool = False,
    *,
    files: bool = False,
    verbose: bool = False,
    no_verify: bool = False,
    format: str = "text",
) -> int:
    """Check, build, audit and publish the site, or the stories that are named beside a target; readers keep what they
    have until the new site is complete.

    `files` lists every changed file, `verbose` the audit's checks too; without verification what readers get is not
    fetched. Returns the exit status: 0 if the site is live and, unless switched off, verified.
    """
    from plugins.project.publish import PublishOptions, publish_site

    # A timer's publish has no terminal; programs that show it to a person ask for JSON.
    is_timed = format == "text" and not (sys.stdin and sys.stdin.isatty())
    options = PublishOptions(tuple(names), dry_run, files or verbose, not no_verify, is_timed)
    return print_events(
        format,
        lambda: PublishText("publish", files=options.files, verbose=verbose),
        lambda emit: publish_site(options, emit),
    )


def rollback(target: str = "", to: str = "", *, no_verify: bool = False, format: str = "text") -> int:
    """Restore the previous release, or the given one."""
    from plugins.project.publish import roll_back

    return print_events(
        format,
        lambda: PublishText("rollback"),
        lambda emit: roll_back(target, to, emit, check_site=not no_verify),
    )


@command
def print_events(
    format: str,
    make_text: Callable[[], PublishText],
    work: Callable[[Callable[[Event], None]], Done | Built | Failed],
) -> int:
    """Do the work and print its events in a format; the exit status."""
    if format not in FORMATS:
        raise SettingError("--format", f"one of {' and '.join(FORMATS)}", format)
    if format == "json":
        last = work(JsonLines())
    else:
        with make_text() as text:
            last = work(text)
    if isinstance(last, Done):
        return int(last.outcome is not Outcome.PLANNED and last.verification.is_doubtful)
    return int(isinstance(last, Failed))


class JsonLines:
    """Prints each event as a line of JSON; of the progress of a stage a few lines a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._printed: dict[str, float] = {}

    def __call__(self, event: Event) -> None:
        """Print an event."""
        if isinstance(event, Progress) and event.done < event.total:
            now = self._clock()
            if now < self._printed.get(event.stage, 0.0) + REPEATED:
                return
            self._printed[event.stage] = now
        # JSON has escapes of its own.
        print(to_line(event), flush=True)


class PublishText(BuildText):
    """Prints events of a publish as text for people."""

    def __init__(self, command: str, *, files: bool = False, verbose: bool = False) -> None:
        """With `files` they are listed."""
        super().__init__(command)
        self._files, self._verbose = files, verbose
        self._console = open_console()
        self._changes: list[StoryChange] = []
        self._lines: list[str] = []
        self._printers |= {
            StepBegun: self._begin,
            Held: lambda event: print_error(f"{self._command}: held back: {event.message}"),
            Checked: self._show_check,
            Audited: self._show_audit,
            StoryChange: self._changes.append,
            FileChange: lambda event: self._lines.append(f"  {event.line}"),
            Done: self._show_end,
            Failed: self._show_failure,
        }

    def _begin(self, event: StepBegun) -> None:
        self._stop()
        self._console.rule(event.step.value, style="dim")
        self._bar = UploadProgress() if event.step is Step.UPLOAD else ProgressBar()

    def _show_check(self, event: Checked) -> None:
        from plugins.checker import CheckResult

        known: dict[Severity, int] = {"warning": event.known_warnings, "advice": event.known_advice}
        result = CheckResult(self._take_findings(), event.files, known=known)
        errors = [diagnostic for diagnostic in result.diagnostics if diagnostic.severity == "error"]
        listed = sorted(
            [*errors, *[diagnostic for diagnostic in result.diagnostics if diagnostic.severity != "error"][:LISTED]]
        )
        if listed:
            print_line(format_diagnostics(listed))
        if rest := len(result.diagnostics) - len(listed) + sum(known.values()):
            print_line(f"{rest:,} more, found before or beyond the first {LISTED}: ./inv check lists them")
        print_line(summarize(result))

    def _show_audit(self, event: Audited) -> None:
        from plugins.audit import Report

        report = Report(self._take_findings(), event.checks, event.pages, event.files, event.seconds)
        show_audit(report, verbose=self._verbose)

    def _show_end(self, event: Done) -> None:
        self._stop()
        lines = {
            Outcome.PLANNED: self._plan_lines,
            Outcome.ROLLED_BACK: self._rollback_lines,
            Outcome.PUBLISHED: self._publish_lines,
            Outcome.UNCHANGED: self._publish_lines,
        }[event.outcome](event)
        print_line("\n".join(lines))
        for line in (*event.problems[:DETAILS], *event.warnings):
            print_error(f"  {line}")
        if event.outcome is not Outcome.PLANNED and event.verification.is_doubtful:
            live = "release" if event.outcome is Outcome.ROLLED_BACK else "new site"
            print_error(
                f"{self._command}: the {live} is live at the target, but not verified: {event.verification.value}."
            )

    def _show_failure(self, event: Failed) -> None:
        self._stop()
        for line in event.details[:DETAILS]:
            print_error(f"  {line}")
        if len(event.details) > DETAILS:
            print_error(f"  and {len(event.details) - DETAILS} more")
        if event.code != TEXTS_HAVE_ERRORS:
            print_error(f"{self._command}: {event}" if event.correction or event.output else str(event))
        if event.step not in (None, Step.UPLOAD):
            print_error(f"publish: stopped at the {event.step.value}; what readers have now is as it was")

    def _plan_lines(self, event: Done) -> list[str]:
        """A dry run: stories first, then the number of files or each of them."""
        number, size = count(event.files, "file"), count(event.size, "byte")
        more = "" if self._files or not event.files else " --files lists them."
        return [
            describe_changes(self._changes) or "No story would change.",
            *self._lines,
            f"{event.target}: {number} would change, {size}; nothing was changed.{more}",
        ]

    def _publish_lines(self, event: Done) -> list[str]:
        """The paragraph about a publish."""
        if event.outcome is Outcome.UNCHANGED:
            return [f"{event.target} has this site already; nothing to publish. {describe_address(event)}"]
        lines = [
            *self._lines,
            f"Published to {event.target}: {count(event.pages, 'page', 'pages')}, release {event.release}, "
            f"{event.seconds:.1f} s. {describe_changes(self._changes) or NO_CHANGE}",
            describe_address(event),
        ]
        return [*lines, f"To undo this: ./inv rollback {event.target}"] if event.previous else lines

    def _rollback_lines(self, event: Done) -> list[str]:
        """What a rollback did, and how to return to the newest."""
        forward = f"To publish the newest texts again: ./inv publish {event.target}"
        if event.previous and event.previous != event.release:
            forward += f"; to return to release {event.previous}: ./inv rollback {event.target} --to {event.previous}"
        stories = describe_changes(self._changes) or NO_CHANGE
        return [f"{event.target} is back at release {event.release}, {event.seconds:.1f} s. {stories}", forward]


def describe_changes(changes: Sequence[StoryChange]) -> str:
    """The changed stories in sentences, each kind with the first of them by name; "" where there are none.

    >>> describe_changes([StoryChange(ChangeKind.NEW, "bridge", ("English", "Srpski"))])
    '1 new story: bridge (English, Srpski).'
    """
    sentences = []
    for kind, nouns in STORIES.items():
        names = [f"{change.slug} ({', '.join(change.editions)})" for change in changes if change.kind is kind]
        rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        if names:
            sentences.append(f"{count(len(names), *nouns)}: {', '.join(names[:NAMED])}{rest}.")
    return " ".join(sentences)


def describe_address(event: Done) -> str:
    """The address of the site; for a folder without an address, how to serve it."""
    if event.url:
        return f"Readers find it at {event.url}/"
    return f"The files are in {event.location}; a web server must serve them before readers find the site."
