"""Builds on the terminal: their events as text for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from plugins.cli.progress import ProgressBar
from plugins.cli.terminal import count, print_error, print_line
from plugins.diagnostics import Diagnostic, format_diagnostics
from plugins.project.events import Built, Failed, Notice, PreviewPage, Progress


class BuildText:
    """Prints the events of builds as text for people. In a `with` statement, bars are removed at the end."""

    def __init__(self, command: str = "build") -> None:
        self._command, self._bar = command, ProgressBar()
        self._findings: list[Diagnostic] = []
        self._printers: dict[type, Callable[[Any], object]] = {
            Progress: lambda event: self._bar(event.stage, event.done, event.total),
            Notice: self._notice,
            Diagnostic: self._findings.append,
            PreviewPage: self._show_preview,
            Built: self._show_build,
            Failed: lambda event: print_error(str(event)),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __call__(self, event: object) -> None:
        """Print an event, if there is something to say of it here."""
        self._printers.get(type(event), str)(event)

    def _stop(self) -> None:
        self._bar.__exit__(None, None, None)

    def _notice(self, event: Notice) -> None:
        self._stop()
        print_error(f"{self._command}: warning: {event.message}" if event.is_warning else event.message)

    def _take_findings(self) -> tuple[Diagnostic, ...]:
        findings = tuple(self._findings)
        self._findings.clear()
        return findings

    def _show_build(self, event: Built) -> None:
        self._stop()
        if findings := self._take_findings():
            print_error(format_diagnostics(findings))
        self._show_result(event)

    def _show_result(self, event: Built) -> None:
        changed = "nothing" if event.is_unchanged else count(event.files, "file")
        print_line(f"{event.pages} pages: {changed} changed, {event.seconds:.1f} s")

    def _show_preview(self, event: PreviewPage) -> None:
        print_line(f"preview of {event.path}: {event.address or 'none, for PREVIEW_KEY is not set'}")
