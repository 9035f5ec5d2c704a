"""The command line: clear errors without a traceback, help, version, and the same arguments in `invoke`."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from plugins.cli.main import main
from plugins.cli.program import CommandLine
from plugins.cli.terminal import command
from tests.forked import run_module, run_python
from tests.small_site import ROOT

MISTAKES = {
    "chek": "there is no command 'chek': did you mean check? ./inv alone lists them all",
    "--help chek": "there is no command 'chek': did you mean check? ./inv alone lists them all",
    "frobnicate": "there is no command 'frobnicate': ./inv alone lists them all",
    "build --prod": "build has no option '--prod': did you mean --production? ./inv --help build lists what it takes",
    "build now": "build can do nothing with 'now': leave it out, or put a name with spaces in quotation marks; "
    "./inv --help build lists what it takes",
    "new": "new needs a title: ./inv new TITLE; ./inv --help new says more",
    "translate --to sr": "translate needs a slug: ./inv translate SLUG; ./inv --help translate says more",
    "new Bridge --category": "--category needs a value: one of the site's categories; ./inv --help new says more",
    "serve --port abc": "--port needs a number, such as 8000, and 'abc' is none",
    "serve --port=abc": "--port needs a number, such as 8000, and 'abc' is none",
    "serve -pabc": "-p needs a number, such as 8000, and 'abc' is none",
    "check --strict=yes": "--strict takes no value: write --strict alone; ./inv --help check lists what it takes",
    "translate one two": "translate can do nothing with 'two': leave it out, or put a name with spaces in quotation "
    "marks; ./inv --help translate lists what it takes",
    "--bogus": "there is no option '--bogus': ./inv --help lists them",
    "--versoin": "there is no option '--versoin': did you mean --version? ./inv --help lists them",
}

WAITING = """
import time

from invoke import task


@task
def wait(c):
    print("waiting", flush=True)
    time.sleep(60)
"""
# As in `inv`: interruptions are blocked; one comes before the program is loaded.
SENT_EARLY = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
os.kill(os.getpid(), signal.SIGINT)
from plugins.cli.main import main
main()
"""


def new_program() -> CommandLine:
    """The program of this project's commands, which are loaded anew: Invoke reads the help of each once."""
    specification = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "tasks", module)
        specification.loader.exec_module(module)
    return CommandLine(module)


@pytest.mark.parametrize("given", MISTAKES)
def test_mistakes(given: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A mistake in a command, an option or a value is one line that says what to type."""
    with pytest.raises(SystemExit) as ended:
        new_program().run(["inv", *given.split()])
    assert (ended.value.code, capfd.readouterr().err.strip()) == (1, MISTAKES[given])


ARGUMENTS = [
    ("check", {"path": []}),
    ("check content/news", {"path": ["content/news"]}),
    ("check --strict a.md b.md", {"path": ["a.md", "b.md"], "strict": True}),
    ("check --format json a.md", {"path": ["a.md"], "format": "json"}),
    ("check --format=json a.md", {"path": ["a.md"], "format": "json"}),
    ("check -f json -s a.md", {"path": ["a.md"], "format": "json", "strict": True}),
    ("check -fjson a.md", {"path": ["a.md"], "format": "json"}),
    ("check -st", {"path": [], "strict": True, "site": True}),
    ("check publish", {"path": ["publish"]}),
    ("publish", {"target": ""}),
    ("publish live --dry-run", {"target": "live", "dry_run": True}),
    ("publish --dry-run live", {"target": "live", "dry_run": True}),
    ("publish --target live", {"target": "live"}),
    ("publish live bridge road", {"target": "live", "story": ["bridge", "road"]}),
    ("rollback live --to 3", {"target": "live", "to": "3"}),
    ("build --production", {"production": True}),
    ("import -", {"source": "-"}),
    ("import page.txt --title sr=Most --title en=Bridge", {"source": "page.txt", "title": ["sr=Most", "en=Bridge"]}),
    ("new Our new bridge --sdg 11", {"title": ["Our", "new", "bridge"], "sdg": ["11"]}),
    ("new --sdg 11 --sdg 9 Our new bridge", {"title": ["Our", "new", "bridge"], "sdg": ["11", "9"]}),
    *((f"serve {port}", {"port": 9000}) for port in ("-p 9000", "-p9000", "-p=9000")),
]


def parsed(given: str) -> list[tuple[str, dict[str, object]]]:
    """The commands of a line with their arguments."""
    program = new_program()
    program.create_config()
    program.parse_core(["inv", *given.split()])
    program.parse_collection()
    program.parse_tasks()
    return [(context.name, context.as_kwargs) for context in program.tasks]


@pytest.mark.parametrize(("given", "expected"), ARGUMENTS, ids=[given for given, _ in ARGUMENTS])
def test_arguments(given: str, expected: dict[str, object]) -> None:
    """Arguments may be given by position, before or after options, which have every usual spelling."""
    ((name, values),) = parsed(given)
    assert name == given.split()[0]
    assert {key: values[key] for key in expected} == expected


def test_several_commands() -> None:
    """Commands may follow one another in a line, as in Invoke."""
    assert [name for name, _ in parsed("build status publish")] == ["build", "status", "publish"]


def printed(*arguments: str, program: str = "plugins.cli.main") -> tuple[int, str, str]:
    """The exit status and the output of the program as a process of its own."""
    done = run_python(run_module(program), ROOT, os.environ, arguments)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("program", ["plugins.cli.main", "invoke"])
def test_help_of_a_command(program: str) -> None:
    """The help of a command has its usage, its arguments by position, its options, and nothing of Invoke's own."""
    status, out, _ = printed("--help", "publish", program=program)
    usage, _, sentence, _, heading, argument, *rest = out.splitlines()
    assert status == 0
    assert usage == "Usage: ./inv publish [TARGET] [STORY ...] [OPTIONS]"
    assert sentence == "Check, build, audit, upload and verify the site."
    assert heading == "Arguments:"
    assert argument.split(None, 1) == ["TARGET", "a target named in publishconf.py; may be left out"]
    assert any("-d, --dry-run" in line for line in rest)
    assert "--target" not in out
    assert not any(words in out for words in ("Docstring", "core-opts", "other tasks"))


@pytest.mark.parametrize("argument", ["--help", "--list"])
def test_list_of_commands(argument: str) -> None:
    """Both lists name every command with its sentence."""
    import tasks

    out = " ".join(printed(argument)[1].split())
    for name in ("build", "check", "import_", "publish", "translate"):
        assert f"{name.rstrip('_')} {getattr(tasks, name).__doc__}" in out


def test_version() -> None:
    """The version is this project's, not Invoke's."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert printed("--version") == (0, f"Dvoglas {version}\n", "")
    # As programs of others call it, with a place for tasks.
    assert printed("--search-root", str(ROOT), "--version") == (0, f"Dvoglas {version}\n", "")


def test_invoke_reads_arguments_as_inv_does() -> None:
    """`invoke rollback NAME` takes the target by position, and a mistake has the same message as in `./inv`. (A publish
    would say too that it waits for a build of this folder, such as that of another test.)"""
    ours, theirs = (printed("rollback", "nowhere", program=program) for program in ("plugins.cli.main", "invoke"))
    assert ours == theirs
    assert "there is no target 'nowhere'" in ours[2]
    assert printed("chek", program="invoke")[2].strip() == MISTAKES["chek"]


@pytest.mark.parametrize("words", [("check", "--list-rules"), ("serve", "--help"), ("--list",)])
def test_output_that_nobody_reads_to_its_end(words: tuple[str, ...]) -> None:
    """Where `head` or the like has ended, the command ends too, without a traceback; so does the help."""
    command = [sys.executable, "-m", "plugins.cli.main", *words]
    reader, writer = os.pipe()
    # The reader has ended before the command writes anything, however the two are scheduled.
    os.close(reader)
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60)
    finally:
        os.close(writer)
    assert (done.stderr, done.returncode) == ("", 141)


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize("loading", [True, False])
def test_interrupted(loading: bool, tmp_path: Path) -> None:
    """Ctrl+C while a command loads, or while it runs, prints one sentence and no traceback."""
    (tmp_path / "tasks.py").write_text(WAITING)
    program = SENT_EARLY if loading else "from plugins.cli.main import main; main()"
    command = [sys.executable, "-c", program, "wait"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        if not loading:
            assert started.stdout
            assert started.stdout.readline() == "waiting\n"
            started.send_signal(signal.SIGINT)
        _, printed = started.communicate(timeout=60)
    assert (started.returncode, printed) == (130, "\nStopped; nothing is lost. Run the command again to go on.\n")


def test_elsewhere(tmp_path: Path) -> None:
    """A command that is run in another folder names the site's folder."""
    done = subprocess.run([sys.executable, ROOT / "inv", "check"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"inv: commands work in the site's folder: first run  cd {ROOT}\n"


def test_commands_that_are_no_file_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe in the place of tasks.py is refused, and not waited for."""
    os.mkfifo(tmp_path / "tasks.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["inv", "status"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert str(caught.value.code).startswith("tasks.py is not here, or is no file")


def test_a_bug_is_one_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """An error that nobody foresaw is one sentence, which says where its traceback is and that the content is not at
    fault; where that cannot be written, it is raised."""

    @command
    def fail() -> int:
        raise ArithmeticError("of another kind")

    monkeypatch.chdir(tmp_path)
    assert fail() == 1
    said = capsys.readouterr().err
    assert "ArithmeticError: of another kind), and nothing that you wrote is at fault" in said
    assert "in fail" in (tmp_path / ".cache" / "last-error.txt").read_text("utf-8")
    monkeypatch.setattr("plugins.cli.terminal.CACHE", tmp_path / ".cache" / "last-error.txt" / "no folder")
    with pytest.raises(ArithmeticError):
        fail()
