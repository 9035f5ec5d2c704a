"""Builds in a process of their own: the preview, events and answers come from there; it ends, and is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.devserver.build_process import BuildProcess, BuildProcessError
from plugins.devserver.builder import PreviewBuilder
from plugins.devserver.events import Event
from plugins.devserver.preview import Preview, resolve
from plugins.diagnostics import Message, UserError, message_of
from plugins.diagnostics.message import message_parts
from plugins.project.build import LOCK
from plugins.project.events import Built, Failed, Notice
from plugins.system.file_lock import file_lock
from tests.editor.editor_forks import ForkedBuildProcess
from tests.editor.running import PATIENCE, stop, wait_until, write_site
from tests.small_site import ROOT, SmallSite

LIGHT = "\nSEARCH = SOCIAL_CARDS = False\ndel EDITIONS['sr-cyrl']\n"
SLOW = "\nimport time\nif Path('slow').exists():\n    Path('building').touch()\n    time.sleep(60)\n"
KILLED = """
import os, sys
from plugins.devserver.build_process import BuildProcess
from plugins.devserver.preview import Preview
builds = BuildProcess(Preview(), lambda event: None)
builds.start()
print(builds.process, flush=True)
sys.stdin.read()
"""


def page_count(builder: PreviewBuilder, more: int) -> int:
    """The pages of the last build, and some; called in the process."""
    if more < 0:
        raise UserError(Message("{more} is too little", more=more))
    print("what a plugin prints is no answer")
    return builder.settings["BUILD"].changes.pages + more + 0 * os.getpid()


def process_of(builder: PreviewBuilder) -> int:
    """The number of the process in which the builder is."""
    return os.getpid()


def length_of(builder: PreviewBuilder, text: str) -> int:
    """The length of a text."""
    return len(text)


def a_bug(builder: PreviewBuilder) -> None:
    """Fails."""
    raise ValueError("a bug")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A small site as the current folder; its settings wait for a minute where a file says so."""
    site = write_site(tmp_path / "site")
    settings = site.folder / "pelicanconf.py"
    settings.write_text(f"from pathlib import Path\n{settings.read_text('utf-8')}{LIGHT}{SLOW}", "utf-8")
    monkeypatch.chdir(site.folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return site


def started(kind: type[BuildProcess]) -> Iterator[tuple[BuildProcess, list[Event]]]:
    """What builds the current site, and its events."""
    events: list[Event] = []
    process = kind(Preview(), events.append)
    yield process, events
    process.close()


@pytest.fixture
def builds(site: SmallSite) -> Iterator[tuple[BuildProcess, list[Event]]]:
    """What builds the site, and its events."""
    yield from started(BuildProcess)


@pytest.fixture
def forked_builds(site: SmallSite) -> Iterator[tuple[BuildProcess, list[Event]]]:
    """The same, forked from this process: to start Python takes longer than most builds."""
    yield from started(ForkedBuildProcess)


def is_running(process: int) -> bool:
    """Whether there is a process of that number, which has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_builds_calls_and_errors_come_from_the_process(
    site: SmallSite, builds: tuple[BuildProcess, list[Event]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build shows its outcome in the server's preview, redirects too; functions are called where the build is, and
    raise here what they raise there; a saved story's pages are rendered alone; an error is shown and goes. Where the
    system starts no more processes the preview says so, and the next build tries again."""
    process, events = builds

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        process.build()
    assert "Resource temporarily unavailable" in process.preview.state.error
    assert [type(event) for event in events] == [Failed]
    del events[:]
    aliased = site.article("moved", aliases="/old/", date="2026-01-05", category="Local")
    process.build()
    assert [type(event) for event in events] == [Built]
    assert process.preview.state.error == ""
    assert resolve(process.preview.state, "/news/bridge/").file
    assert resolve(process.preview.state, "/old/").location == "/news/moved/"
    assert not process.is_due()

    assert process.call(process_of) == process.process != os.getpid()
    assert process.call(page_count, 1) > 1
    with pytest.raises(UserError, match="-1 is too little") as refused:
        process.call(page_count, -1)
    assert message_parts(message_of(refused.value))["values"] == {"more": -1}
    with pytest.raises(ValueError, match="a bug") as bug:
        process.call(a_bug)
    assert "in a_bug" in bug.value.__notes__[0]
    with pytest.raises(Exception, match="local object"):
        process.call(lambda builder: 1)
    assert process.call(page_count, 1) > 1

    version = process.preview.state.version
    file = site.content / "news/2026/bridge.en.md"
    file.write_text(file.read_text("utf-8") + "\nA new paragraph.\n", "utf-8")
    process.render_stories({file})
    assert process.preview.state.version > version
    assert "A new paragraph." in site.text("/news/bridge/")

    aliased.write_text("Title: No date\nDate: soon\n\nText.\n", "utf-8")
    process.build()
    assert "soon" in process.preview.state.error
    assert isinstance(events[-1], Failed)
    aliased.unlink()
    process.build()
    assert process.preview.state.error == ""


def kill_while_it_builds(site: SmallSite, process: BuildProcess, times: int) -> None:
    """Kill the process in each of the next builds, with a signal that no program can take."""
    (site.folder / "slow").touch()

    def kill() -> None:
        for number in range(times):
            wait_until((site.folder / "building").exists)
            (site.folder / "building").unlink()
            if number == times - 1:
                (site.folder / "slow").unlink()
            os.kill(process.process, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()


def test_a_build_whose_process_was_killed_is_made_again(
    site: SmallSite, forked_builds: tuple[BuildProcess, list[Event]]
) -> None:
    """Where the system ends the process while it builds, the build is made again by another, once; where that ends too,
    the preview says so, and the next build starts another. Closing waits for no build, frees its lock, and is no
    failure; nothing is started afterwards."""
    process, events = forked_builds
    kill_while_it_builds(site, process, 1)
    process.build()
    assert [type(event) for event in events] == [Notice, Built]
    assert "has ended (-9): it is started again" in events[0].message  # type: ignore[union-attr]
    assert resolve(process.preview.state, "/news/bridge/").file
    assert not process.is_due()
    del events[:]
    kill_while_it_builds(site, process, 2)
    process.build()
    assert [type(event) for event in events] == [Notice, Failed]
    assert "has ended twice (-9)" in process.preview.state.error
    assert not process.is_due()
    process.build()
    assert process.preview.state.error == ""
    del events[:]
    (site.folder / "building").unlink(missing_ok=True)
    (site.folder / "slow").touch()
    build = threading.Thread(target=process.build, daemon=True)
    build.start()
    wait_until((site.folder / "building").exists)
    process.close()
    assert not is_running(process.process)
    build.join(PATIENCE)
    with file_lock(site.folder / ".cache" / LOCK, 0) as is_free:
        assert is_free
    process.build()
    assert events == []
    assert process.preview.state.error == ""
    with pytest.raises(BuildProcessError):
        process.call(page_count, 1)


def test_a_process_that_ends_or_stands_still_between_builds_holds_nobody_up(
    site: SmallSite, forked_builds: tuple[BuildProcess, list[Event]]
) -> None:
    """Where the process ends while nothing is built, a build is due, after which pages are rendered again; a call that
    waits meanwhile is answered with an error. A request may start the next process before the end of the first one is
    noticed: a build is due all the same. While the process is stopped, with more requests waiting than a pipe holds,
    others may be made, and closing ends it all the same; once it goes on, all are answered."""
    process, events = forked_builds
    process.build()
    first = process.process
    stop(first)

    def kill_once_it_is_waited_for() -> None:
        wait_until(lambda: process._answers)
        os.kill(first, signal.SIGKILL)

    threading.Thread(target=kill_once_it_is_waited_for, daemon=True).start()
    with pytest.raises(BuildProcessError, match="it is started again"):
        process.call(page_count, 1)
    wait_until(process.is_due)
    process.build()
    assert process.call(page_count, 1) > 1
    assert process.process != first
    assert not process.is_due()
    assert [type(event) for event in events] == [Built, Built]

    second = process.process
    # While the lock is held the end cannot be noticed.
    with process._lock:
        os.kill(second, signal.SIGKILL)
        wait_until(lambda: process._process is not None and process._process.poll() is not None)
        process._running_process()
    assert process.process != second
    wait_until(process.is_due)
    process.build()
    assert process.call(page_count, 1) > 1
    assert not process.is_due()

    large = "x" * 300_000
    stop(process.process)
    answers: list[Any] = []

    def call() -> None:
        try:
            answers.append(process.call(length_of, large))
        except BuildProcessError as error:
            answers.append(error)

    def begin(number: int) -> None:
        for _ in range(number):
            threading.Thread(target=call, daemon=True).start()

    begin(4)
    time.sleep(0.3)
    assert answers == []
    os.kill(process.process, signal.SIGCONT)
    wait_until(lambda: len(answers) == 4)
    assert answers == [300_000] * 4
    stop(process.process)
    begin(4)
    time.sleep(0.3)
    process.close()
    wait_until(lambda: len(answers) == 8)
    assert not is_running(process.process)


def test_it_ends_with_a_server_that_was_killed(site: SmallSite) -> None:
    """A server that was killed leaves no process behind."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        process = int(server.stdout.readline())
        assert is_running(process)
        server.kill()
    wait_until(lambda: not is_running(process))
