"""The bootstrap: an environment made once from the hashed lists, arguments handed to Invoke, a clone that builds."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import itertools
import os
import re
import signal
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import grimp
import pytest
from PIL import Image

from plugins.starting.new_site import start_site
from tests.loops import IS_LONG
from tests.needs import missing
from tests.small_site import ROOT

# What pip prints where it reaches no package index.
OFFLINE = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|Network is unreachable"
)


@pytest.fixture
def inv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with an environment that is not there yet."""
    loader = importlib.machinery.SourceFileLoader("inv_script", str(ROOT / "inv"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("inv_script", loader))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "SITE", tmp_path / "requirements-site.txt")
    # No uv of this computer.
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return module


def test_only_the_standard_library() -> None:
    """The script imports nothing that a fresh Python lacks, and nothing of the project."""
    names = re.findall(r"^\s*(?:import|from) (\w+)", (ROOT / "inv").read_text("utf-8"), re.M)
    assert names
    assert set(names) <= sys.stdlib_module_names


def test_script_can_be_run() -> None:
    """The script is executable and names its interpreter."""
    assert os.access(ROOT / "inv", os.X_OK)
    assert (ROOT / "inv").read_text("utf-8").startswith("#!/usr/bin/env python3\n")


def test_old_python_is_refused(inv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is too old is refused in one sentence, before anything is made."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"inv: Python 3\.11 or newer is needed"):
        inv.main()
    assert not inv.VENV.exists()


def run_without_invoke(inv: ModuleType, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Run the script up to the moment when it becomes Invoke."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["inv", *words.split()])
    monkeypatch.setattr(os, "execv", lambda *_: None)
    monkeypatch.setattr(signal, "pthread_sigmask", lambda *_: None)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    inv.main()


@pytest.mark.parametrize("is_full", [True, False])
def test_modules_are_compiled_where_the_disk_has_room(
    inv: ModuleType, monkeypatch: pytest.MonkeyPatch, is_full: bool
) -> None:
    """Python would keep a part of one, and every command that needs it would fail from then on."""
    monkeypatch.setattr(inv, "install", lambda _: None)
    monkeypatch.setattr(inv, "ROOM", os.statvfs(ROOT).f_blocks * os.statvfs(ROOT).f_frsize + 1 if is_full else 0)
    run_without_invoke(inv, monkeypatch, "build")
    assert ("PYTHONDONTWRITEBYTECODE" in os.environ) is is_full


@pytest.mark.parametrize(
    ("words", "is_for_tests"),
    [
        ("build", False),
        ("test --fast", True),
        ("bench", True),
        ("serve", False),
        ("serve --screenshots x", True),
        ("serve --screenshots=x", True),
    ],
)
def test_packages_of_the_tests_are_installed_for_commands_that_need_them(
    inv: ModuleType, monkeypatch: pytest.MonkeyPatch, words: str, is_for_tests: bool
) -> None:
    """A word that needs them may have a value."""
    installed: list[Path] = []
    monkeypatch.setattr(inv, "install", installed.extend)
    run_without_invoke(inv, monkeypatch, words)
    assert [file.name for file in installed] == ["requirements.txt", *["requirements-test.txt"] * is_for_tests]


def test_environment_is_made_again_when_the_list_changes(
    inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages are installed when a list is new or has changed, and not a second time."""
    runs: list[list[str]] = []

    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        runs.append([str(part) for part in command])
        return subprocess.CompletedProcess([], 0, "", "")

    listed = tmp_path / "requirements.txt"
    listed.write_text("a==1\n")
    inv.PYTHON.parent.mkdir(parents=True)
    inv.PYTHON.touch()
    monkeypatch.setattr(subprocess, "run", run)
    for text, installs in (("a==1\n", 1), ("a==1\n", 1), ("a==2\n", 2)):
        listed.write_text(text)
        inv.install([listed])
        installing = [command for command in runs if "install" in command]
        assert len(installing) == installs
    assert "--require-hashes" in installing[0]


def test_nothing_is_compiled_that_is_never_read(
    inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled modules are read from the project's cache alone, so pip makes none beside the packages."""
    runs: list[list[str]] = []
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **_: runs.append([str(part) for part in command]) or subprocess.CompletedProcess([], 0),
    )
    assert inv.install_by_pip([tmp_path / "requirements.txt"])
    assert "--no-compile" in runs[0]


UV = "uv==1.2.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"


@pytest.mark.parametrize("fails", [False, True])
def test_packages_of_the_tests_are_installed_by_uv(
    inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """Where a list has uv, pip installs it alone, and uv installs the lists; where uv fails, pip does."""
    build, test = tmp_path / "requirements.txt", tmp_path / "requirements-test.txt"
    build.write_text("a==1 \\\n    --hash=sha256:cc\n")
    test.write_text(f"b==2 \\\n    --hash=sha256:dd\n{UV}\nz==3 \\\n    --hash=sha256:ee\n")
    runs: list[tuple[str, list[str]]] = []

    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        words = [str(part) for part in command]
        files = [word for before, word in itertools.pairwise(words) if before == "-r"]
        if "install" in words:
            assert {"--require-hashes", "--no-deps"} <= set(words)
            runs.append((words[2], files))
        return subprocess.CompletedProcess([], int(fails and words[2] == "uv"), "", "")

    inv.PYTHON.parent.mkdir(parents=True)
    inv.PYTHON.touch()
    monkeypatch.setattr(subprocess, "run", run)
    inv.install([build, test])
    alone, all_files = inv.VENV / "uv.txt", [str(build), str(test)]
    assert runs == [("pip", [str(alone)]), ("uv", all_files), *([("pip", all_files)] if fails else [])]
    assert alone.read_text() == UV
    assert inv.stamp_of([test]) == (inv.VENV / "requirements-test.stamp").read_text()


def test_uv_of_the_computer_is_used(inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the computer has uv, it installs the packages of a build, and pip installs nothing."""
    uv, listed = tmp_path / "bin" / "uv", tmp_path / "requirements.txt"
    uv.parent.mkdir()
    uv.touch(0o755)
    runs: list[list[str]] = []
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **_: runs.append([str(part) for part in command]) or subprocess.CompletedProcess([], 0),
    )
    assert inv.install_by_uv([listed])
    assert [command[:3] for command in runs] == [[str(uv), "pip", "install"]]
    assert {"--require-hashes", "--no-deps", str(inv.PYTHON), str(listed)} <= set(runs[0])


def test_incomplete_environment_is_made_again(inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that has Python but no pip, since making it was interrupted, is made again."""
    listed, made = tmp_path / "requirements.txt", []
    listed.write_text("a==1\n")
    inv.PYTHON.parent.mkdir(parents=True)
    inv.PYTHON.touch()
    monkeypatch.setattr("venv.create", lambda folder, **options: made.append((folder, options["clear"])))
    answers = iter((1, 0))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], next(answers), "", ""))
    inv.install([listed])
    assert made == [(inv.VENV, True)]


def test_python_without_its_installer_of_pip_is_named(inv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Debian without python3-venv: what to install, in place of a traceback."""

    def create(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", create)
    listed = inv.VENV.with_name("requirements.txt")
    listed.write_text("a==1\n")
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        inv.install([listed])


def test_failed_installation_is_reported(inv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where packages cannot be installed, the message says what to do, and the next run tries again."""
    listed = tmp_path / "requirements.txt"
    listed.write_text("a==1\n")
    inv.PYTHON.parent.mkdir(parents=True)
    inv.PYTHON.touch()

    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], int("install" in command), "", "")

    monkeypatch.setattr(subprocess, "run", run)
    for _ in range(2):
        with pytest.raises(SystemExit, match="the packages could not be installed"):
            inv.install([listed])


def test_list_that_is_no_file_is_refused(inv: ModuleType, tmp_path: Path) -> None:
    """A pipe in the place of a list of packages, or none, is refused, and not waited for."""
    for listed in (tmp_path / "requirements.txt", tmp_path / "nowhere.txt"):
        if listed.name == "requirements.txt":
            os.mkfifo(listed)
        with pytest.raises(SystemExit, match=r"(requirements|nowhere)\.txt is not here, or is no file"):
            inv.install([listed])


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    """Each package of the lists has one exact version and at least one hash."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert len(packages) > 20
    assert [
        entry.split("\n")[0]
        for entry in packages
        if not re.match(r"[\w.\[\]-]+==\S+", entry) or "--hash=sha256:" not in entry
    ] == []


def test_lists_have_every_dependency() -> None:
    """Every dependency of pyproject.toml is in the list that is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for names, file in (
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["test"], "requirements-test.txt"),
    ):
        pinned = set(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / file).read_text("utf-8"), re.M))
        assert {re.match(r"[\w.-]+", name)[0].lower() for name in names} <= {name.lower() for name in pinned}, file


def test_what_the_program_imports_is_installed_for_a_build() -> None:
    """Every package that a module of the plugins imports is in the list of a build."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = {name.replace("_", "-").lower() for name in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", text, re.M)}
    graph = grimp.build_graph("plugins", include_external_packages=True, cache_dir=None)
    imported = {name.partition(".")[0] for name in graph.modules} - {"plugins", "tasks", *sys.stdlib_module_names}
    owners = packages_distributions()
    assert len(imported) > 20
    assert [
        name for name in imported if not pinned & {one.replace("_", "-").lower() for one in owners.get(name, [name])}
    ] == []


def commit_small_pictures(clone: Path) -> None:
    """Commit pictures that are made in every size within moments."""
    for file in (clone / "content").rglob("*.jpg"):
        with Image.open(file) as picture:
            picture.thumbnail((60, 60))
            picture.save(file)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *who, "commit", "--quiet", "--all", "--message", "Small pictures"], cwd=clone, check=True)


@pytest.mark.long
def test_fresh_clone_builds(tmp_path: Path) -> None:
    """A fresh clone is built by one command, with nothing done before, and leaves the clone clean. With `--long` pip
    installs the packages, and pictures have their size; else the packages of this run serve, as in every fresh clone
    whose tests are run, and pictures are small."""
    if not (ROOT / ".git").exists():
        missing("the Git clone of this project", "git clone")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    command = [getattr(sys, "_base_executable", sys.executable), "inv"]
    if not IS_LONG:
        command = [sys.executable, "-m", "plugins.cli.main"]
        commit_small_pictures(clone)
    done = subprocess.run([*command, "build"], cwd=clone, env=environment, capture_output=True, text=True, check=False)
    if OFFLINE.search(done.stderr):
        missing("a network to install the packages from", "run the tests where there is one")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^[\d,]+ pages: [\d,]+ files? changed, [\d.]+ s$", done.stdout, re.M)
    assert (clone / "output" / "sr-cyrl" / "index.html").is_file()
    left = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert left.stdout == ""


@pytest.mark.long
def test_a_fresh_clone_of_a_site_has_a_plugin_of_pelicans(tmp_path: Path) -> None:
    """What `requirements-site.txt` names is installed beside the locked versions, also without a version, and works;
    what does not go with them, or takes too long, is named with what to do."""
    site, clone = tmp_path / "site", tmp_path / "clone"
    start_site(site, "News", ("en", "sq"))
    settings, listed = site / "pelicanconf.py", clone / "requirements-site.txt"
    plugins = 'PLUGINS = ["plugins.newsroom", "pelican.plugins.readtime"]\n'
    settings.write_text(settings.read_text("utf-8").replace('PLUGINS = ["plugins.newsroom"]\n', plugins), "utf-8")
    (site / "requirements-site.txt").write_text("pelican-readtime\n")
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for words in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--message", "Site")):
        subprocess.run(["git", *words], cwd=site, check=True)
    subprocess.run(["git", "clone", "--quiet", str(site), str(clone)], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    # The uv of the tests, which installs the engine's packages within seconds.
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment["PATH"]))
    python = getattr(sys, "_base_executable", sys.executable)

    def build() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "inv", "build"], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )

    built = build()
    if OFFLINE.search(built.stderr):
        missing("a network, to install the packages from,")
    assert built.returncode == 0, built.stderr
    assert "Installing the packages of requirements-site.txt" in built.stderr
    assert "64 pages" in built.stdout
    installed = subprocess.run(
        [clone / ".venv" / "bin" / "python", "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stdout
    listed.write_text("pelican==4.11.0\n")
    for _ in range(2):
        refused = build()
        assert refused.returncode == 1
        assert "inv: the packages of requirements-site.txt could not be installed" in refused.stderr.splitlines()[-1]
    script = clone / "inv"
    script.write_text(re.sub("^MOST_SECONDS = .*", "MOST_SECONDS = 0.01", script.read_text("utf-8"), flags=re.M))
    assert "give each package a version" in build().stderr
    listed.unlink()
    (clone / "pelicanconf.py").write_bytes(
        (clone / "pelicanconf.py").read_bytes().replace(b', "pelican.plugins.readtime"', b"")
    )
    assert build().returncode == 0
