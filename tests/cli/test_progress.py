"""Progress: nothing of a quick build, a bar that leaves no trace on a terminal, and plain lines elsewhere."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import pelican
import pytest

from plugins.cli import progress as module
from plugins.cli.commands.build import build
from plugins.cli.progress import ProgressBar, redraws, width
from plugins.system.progress import StageCounter
from tests.checkout import Checkout, checkout, edited

SETTINGS = "pelicanconf.py"
STORY = "content/news/2026/story-0.en.md"
LOADED = (
    f"import sys; from plugins.cli.commands.build import build; build({SETTINGS!r})\n"
    "print(sorted({'pelican', 'rich', 'msgspec', 'plugins.content'} & set(sys.modules)))"
)


class Terminal(io.StringIO):
    """A terminal that keeps all that was written to it."""

    def isatty(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """Any number; the tests set how many columns it has."""
        return 2

    def drawings(self) -> list[str]:
        """What was put in place of the line, one after another."""
        return [text.rstrip() for text in self.getvalue().split("\r") if text.strip()]

    def screen(self) -> list[str]:
        """The lines that are visible in the end."""
        lines, column = [""], 0
        for character in self.getvalue():
            if character == "\n":
                lines.append("")
            if character in "\r\n":
                column = 0
                continue
            lines[-1] = f"{lines[-1][:column]}{character}{lines[-1][column + 1 :]}"
            column += 1
        return [line.rstrip() for line in lines]


class Clock:
    """A clock that the tests set."""

    now = 100.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that these tests build."""
    return checkout(tmp_path_factory.mktemp("progress") / "site")


def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 80 columns, on which all is shown. No fixture, for pytest sets its own streams after those."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    set_columns(monkeypatch, 80)
    return terminal


def set_columns(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Say how wide terminals are."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((count, 24)))


def run_for(progress: ProgressBar, clock: Clock, seconds: float, step: float = 0.01) -> None:
    """A build of so many seconds, which reports every step."""
    steps = round(seconds / step)
    for number in range(steps):
        progress("pages", number, steps)
        clock.now += step


def slow_builds(monkeypatch: pytest.MonkeyPatch, error: BaseException | None = None) -> None:
    """Builds count as long from the beginning, and report their pages; with an error they fail then."""
    run = pelican.Pelican.run

    def report(instance: Any) -> None:
        instance.settings["BUILD_OPTIONS"].progress("pages", 1, 2)
        if error:
            raise error
        run(instance)

    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(pelican.Pelican, "run", report)


def test_a_stage_is_counted_to_its_end_and_no_further() -> None:
    """Each addition is reported; a stage without anything to do is not."""
    seen: list[tuple[str, int, int]] = []
    for total in (3, 0):
        counter = StageCounter(lambda *stage: seen.append(stage), "Files", total)
        for count in (1, 2, 5):
            counter.add(count)
    assert seen == [("Files", done, 3) for done in (0, 1, 3, 3)]


def test_a_quick_build_shows_nothing(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """In the first two seconds nothing is written, nor at the end of a build that took no longer."""
    terminal = open_terminal(monkeypatch)
    with ProgressBar(clock) as progress:
        run_for(progress, clock, 1.99)
    assert terminal.getvalue() == ""


def test_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """The bar names the stage and how much of it is done, and its length shows the same."""
    terminal = open_terminal(monkeypatch)
    progress = ProgressBar(clock)
    clock.now += 2
    progress("pages", 3200, 6400)
    assert terminal.screen() == [f"Pages    [{'#' * 20}{'.' * 20}] 3,200 of 6,400"]
    clock.now += 0.1
    progress("files", 7, 7)
    assert terminal.screen() == [f"Files    [{'#' * 40}] 7 of 7"]


def test_a_bar_is_not_drawn_too_often(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Ten seconds of a thousand calls, of which the last eight are shown, ten times a second at most."""
    terminal = open_terminal(monkeypatch)
    run_for(ProgressBar(clock), clock, 10)
    assert 60 < len(terminal.drawings()) <= 81


@pytest.mark.parametrize("total", [0, 1, 7, 1_234_567])
@pytest.mark.parametrize("wide", [0, 1, 2, 10, 20, 30, 40, 79, 300])
def test_a_bar_fits(clock: Clock, monkeypatch: pytest.MonkeyPatch, wide: int, total: int) -> None:
    """Whatever is done of however much, the line fits into the terminal and leaves its last column free; a terminal
    that does not know its width counts as one of 80."""
    terminal = open_terminal(monkeypatch)
    set_columns(monkeypatch, wide)
    with ProgressBar(clock) as progress:
        for done in (0, 1, total // 2, total, total + 1):
            clock.now += 2
            progress("reading", done, total)
    assert max(map(len, terminal.getvalue().split("\r"))) == (wide or 80) - 1
    assert terminal.screen() == [""]
    assert "\x1b" not in terminal.getvalue()


def test_the_width_of_a_real_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width is the terminal's; what is no terminal counts as one of 80 columns."""
    monkeypatch.setenv("TERM", "xterm")
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    keyboard, screen = pty.openpty()
    with open(keyboard, "rb"), open(screen, "w", encoding="utf-8") as terminal, open(os.devnull, "w") as nothing:
        termios.tcsetwinsize(terminal, (24, 57))
        assert (width(terminal), width(nothing), width(io.StringIO())) == (56, 79, 79)
        assert (redraws(terminal), redraws(nothing), redraws(None)) == (True, False, False)


def test_a_bar_goes_when_the_build_ends(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """What is printed after the bar is as if there had been none, even with a ^C on the line."""
    terminal = open_terminal(monkeypatch)
    with ProgressBar(clock) as progress:
        run_for(progress, clock, 3)
        terminal.write("^C")
    print("That was all.")
    assert terminal.screen() == ["That was all.", ""]


@pytest.mark.parametrize("dumb", [False, True])
def test_plain_lines_elsewhere(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dumb: bool
) -> None:
    """Where a line cannot be redrawn there is one every two seconds, and none on standard error."""
    if dumb:
        monkeypatch.setattr(sys, "stderr", Terminal())
        monkeypatch.setenv("TERM", "dumb")
    with ProgressBar(clock) as progress:
        clock.now += 1.5
        for number in range(0, 6400, 400):
            progress("pages", number, 6255)
            clock.now += 0.5
    assert capsys.readouterr().out.splitlines() == [
        "Pages: 400 of 6,255",
        "Pages: 2,000 of 6,255",
        "Pages: 3,600 of 6,255",
        "Pages: 5,200 of 6,255",
    ]
    assert not dumb or sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_no_terminal_at_all(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without standard streams, or with one that is closed, builds as well."""
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    run_for(ProgressBar(clock), clock, 5)
    read, write = os.pipe()
    os.close(read)
    with open(write, "w", encoding="utf-8", buffering=1, closefd=False) as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        run_for(ProgressBar(clock), clock, 5)
        os.dup2(os.open(os.devnull, os.O_WRONLY), write)
    os.close(write)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot fork here")
def test_forked_workers_are_silent(clock: Clock, capfd: pytest.CaptureFixture[str]) -> None:
    """A worker that reports its share does not overwrite the build's own progress."""
    progress = ProgressBar(clock)
    clock.now += 2
    pid = os.fork()
    if not pid:
        progress("pages", 1, 2)
        os._exit(0)
    os.waitpid(pid, 0)
    assert capfd.readouterr() == ("", "")
    progress("pages", 1, 2)
    assert capfd.readouterr() == ("Pages: 1 of 2\n", "")


def test_bar_and_closing_line_do_not_collide(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a build with a bar, only its closing line is on the terminal, and the bar was there before."""
    terminal = open_terminal(monkeypatch)
    monkeypatch.chdir(place.folder)
    slow_builds(monkeypatch)
    with edited(place.folder / STORY, lambda text: f"{text}\nMore.\n"):
        assert build(SETTINGS) == 0
    assert terminal.drawings()[0].startswith("Pages    [####")
    closing, rest = terminal.screen()
    assert closing.endswith(" s")
    assert "files changed" in closing
    assert not set("#[]") & set(closing)
    assert rest == ""


def test_an_error_begins_on_a_clean_line(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in content is printed as if there had been no bar."""
    terminal = open_terminal(monkeypatch)
    monkeypatch.chdir(place.folder)
    with edited(place.folder / STORY, lambda text: text.replace("2026-03-01", "soon")):
        assert build(SETTINGS) == 1
        printed = terminal.screen()
        assert "\r" not in terminal.getvalue()
        slow_builds(monkeypatch)
        assert build(SETTINGS) == 1
    assert any("###" in text for text in terminal.drawings())
    assert terminal.screen() == [*printed[:-1], *printed]


@pytest.mark.parametrize(
    ("error", "said"),
    [(RuntimeError("of the program"), "the program has an error of its own"), (KeyboardInterrupt(), "")],
)
def test_nothing_else_meets_the_bar(
    place: Checkout, monkeypatch: pytest.MonkeyPatch, error: BaseException, said: str
) -> None:
    """Where a build ends with an error of the program, or by an interruption, the line is clean before the message."""
    terminal = open_terminal(monkeypatch)
    monkeypatch.chdir(place.folder)
    slow_builds(monkeypatch, error)
    with edited(place.folder / STORY, str.upper), contextlib.suppress(KeyboardInterrupt):
        assert build(SETTINGS) == 1
    assert terminal.drawings()
    assert terminal.screen()[0][: len("the program has an error of its own")] == said


def test_an_unchanged_build_loads_little(place: Checkout) -> None:
    """When nothing has changed, neither Pelican nor the content's readers nor a library for terminals is imported."""
    assert place.run().returncode == 0
    assert place.start(LOADED).communicate()[0].splitlines()[-1] == "[]"
