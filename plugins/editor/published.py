"""What readers have of the site, and the process that publishes it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from plugins.devserver.events import Event
from plugins.project.events import Notice
from plugins.project.publish_events import Emit, from_line
from plugins.project.publish_record import PublishRecord, read_site_record
from plugins.project.settings import PUBLISH_SETTINGS, SETTINGS, settings_of
from plugins.project.up_to_date import digest_path
from plugins.system.clock import read_time

INTERRUPTED = "The publish that was under way has been stopped. Run ./inv publish to publish."
# Its input and output; Ctrl+C on the terminal does not reach it.
PIPES: dict[str, Any] = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "stdin": subprocess.DEVNULL,
    "encoding": "utf-8",
    "errors": "replace",
    "start_new_session": True,
}
# Seconds in which a command that is interrupted ends.
MOMENT = 1.0


class Readers(msgspec.Struct, frozen=True):
    """Where readers have the site, as far as this computer has published it, and whether a timer publishes there what
    waits for its date."""

    where: str = ""
    timed: bool = False


class Published:
    """Reads what this computer last made live at the site's first target."""

    def __init__(self, settings: dict[str, Any], work: Path) -> None:
        """`settings` are those of the site, `work` is the folder of people's work."""
        self._site_settings, self._work = settings, work
        self._known: tuple[str, dict[str, Any]] = ("", {})

    def record(self) -> PublishRecord | None:
        """The record of it; None where it is not known."""
        return read_site_record(self._settings(), self._work)

    def readers(self) -> Readers:
        """What the record says of readers."""
        record = self.record()
        return Readers(record.place, record.has_timer(read_time())) if record else Readers()

    def _settings(self) -> dict[str, Any]:
        """The settings of a publish, read again when their files change; those from before while the files cannot be
        read, which the next build or publish reports."""
        key = digest_path(PUBLISH_SETTINGS) + digest_path(SETTINGS)
        if self._known[0] != key:
            try:
                has_own = Path(PUBLISH_SETTINGS).is_file()
                settings = settings_of(PUBLISH_SETTINGS) if has_own else dict(self._site_settings)
            except (Exception, SystemExit):
                settings = self._known[1]
            self._known = (key, settings)
        return self._known[1]


class PublishProcess:
    """Runs the commands that publish, each in a process of its own. Ctrl+C on the terminal does not reach it: `end`
    interrupts it, once."""

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._command: subprocess.Popen[str] | None = None

    def end(self) -> None:
        """Begin to end what is under way; a publish that is interrupted leaves readers what they have, or what is
        complete."""
        if self._command is not None and os.name != "nt":
            self._command.send_signal(signal.SIGINT)
            self._on_event(Notice(INTERRUPTED))

    def close(self) -> None:
        """Wait a moment for its end."""
        if self._command is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._command.wait(MOMENT)

    def run(self, command: list[str], emit: Emit, say: Callable[[str], None]) -> None:
        """Run `publish` or `rollback` with its arguments; `emit` gets the events, `say` all else that is printed."""
        with self._start([*command, "--format", "json"]) as process:
            assert process.stdout is not None
            self._command = process
            for line in process.stdout:
                try:
                    event = from_line(line)
                except ValueError:
                    say(line.rstrip())
                else:
                    emit(event)
        self._command = None

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-m", "plugins.cli.main", *command], **PIPES)
