"""What no text of the site can be blamed for: the computer, the theme and the settings, each named in one line."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from plugins.cli.commands.build import build
from plugins.cli.terminal import command
from plugins.project.error_messages import failure_of
from plugins.project.settings import settings_of
from plugins.publishing.backends import read_target
from tests.small_site import ROOT, small_site

SETTINGS = "pelicanconf.py"
THEME = ("site/colours.css", "site/icon.svg", "static/css/site.css", "static/fonts/fonts.toml", "templates/base.html",
         "strings/en.toml", "site/strings/en.toml", "static/search.js")  # fmt: skip


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "No space left on device: free some space"),
        (errno.EROFS, "Read-only file system: have it mounted for writing"),
        (errno.EACCES, "Permission denied: give yourself the right to read and write there"),
        # Nothing on this computer is blamed for other faults of files, and their traceback is kept.
        (errno.ENOENT, "the program has an error of its own (FileNotFoundError: "),
        (errno.EEXIST, "the program has an error of its own (FileExistsError: "),
    ],
)
def test_what_a_disk_refuses_is_reported(
    number: int, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with the file where the system names it."""
    monkeypatch.chdir(tmp_path)
    for names in ((), ("output/index.html",)):

        def work(names: tuple[str, ...] = names) -> int:
            raise OSError(number, os.strerror(number), *names)

        assert command(work)() == 1
        output = capsys.readouterr().err
        if cure.startswith("the program"):
            assert output.startswith(cure)
            assert os.strerror(number) in (tmp_path / ".cache" / "last-error.txt").read_text("utf-8")
        else:
            assert output.startswith(f"{names[0] if names else 'this computer'}: {cure}")
            assert output.count("\n") == 1


@pytest.mark.parametrize("place", ["output", ".cache/pictures"])
def test_a_file_in_place_of_a_folder_is_reported(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file, or a link to nowhere, in the place of a folder that a build makes is reported with a fix and left in
    place."""
    site, there = small_site(tmp_path, SEARCH=False), tmp_path / place
    site.article("story")
    there.parent.mkdir(exist_ok=True)
    for create in (lambda: there.symlink_to("nowhere"), lambda: there.write_text("mine", "utf-8")):
        there.unlink(missing_ok=True)
        create()
        assert command(lambda: len(site.build()))() == 1
        output = capsys.readouterr().err.splitlines()[-1]
        fix = "this must be a folder, and it is not: move it away or delete it"
        assert output == f"{there}: {fix}, then run the command again (disk)"
    assert there.read_text("utf-8") == "mine"


def test_a_wrong_target_shows_no_secret(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a setting got a secret of the environment by mistake, the message names the setting and hides the value."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter22hunter22")
    values = {"kind": "s3", "bucket": "b", "endpoint": os.environ["AWS_SECRET_ACCESS_KEY"]}
    assert command(lambda: bool(read_target("live", values)))() == 1
    output = capsys.readouterr().err
    assert output.startswith('TARGETS["live"]["endpoint"]: expected an address')
    assert "hunter22" not in output


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site of one story, with a theme of its own; the working folder."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "theme" / "site" / "strings").mkdir(parents=True)
    for name in ("colours.css", "strings/en.toml"):
        (tmp_path / "theme" / "site" / name).write_text("", "utf-8")
    (tmp_path / "theme" / "site" / "icon.svg").write_bytes((ROOT / "theme/static/icon.svg").read_bytes())
    text = (ROOT / SETTINGS).read_text("utf-8")
    (tmp_path / SETTINGS).write_text(f"{text}\nSEARCH = SOCIAL_CARDS = True\nWORKERS = 1\n", "utf-8")
    (tmp_path / "publishconf.py").write_text("from pelicanconf import *\n", "utf-8")
    small_site(tmp_path).article("story", category="local")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_file_of_the_theme_that_cannot_be_read_is_an_error(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the theme in another encoding, or a folder in its place, is named in one line; so is a table of fonts
    that does not parse, or names a font that no style sheet uses."""
    for name in THEME:
        file = site / "theme" / name
        before = file.read_bytes()
        for wrong in (b"/* \xe9t\xe9 */", None):
            file.unlink()
            if wrong is None:
                file.mkdir()
            else:
                file.write_bytes(wrong)
            assert build(SETTINGS) == 1
            output = capsys.readouterr().err
            assert output.count("\n") == 1
            assert f"theme/{name}" in output or (name.startswith("templates") and "base.html" in output)
        file.rmdir()
        file.write_bytes(before)
    for text in ("x = [", "preload = 3", "[preload]\nlatin = ['nowhere.woff2']", ""):
        (site / "theme" / "static" / "fonts" / "fonts.toml").write_text(text)
        assert build(SETTINGS) == 1
        output = capsys.readouterr().err
        assert re.match(r"theme/static/fonts/fonts\.toml(:1)?: expected a TOML file with a table \[preload\]", output)


def test_settings_whose_code_fails_are_an_error_of_their_line(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in a settings file names the file and the line; so does one in the file that it imports. In another
    folder than a site's a command says so."""
    before = (site / SETTINGS).read_text("utf-8")
    number = before.count("\n") + 2
    for line, message in (
        ("X = nowhere", "NameError: name 'nowhere' is not defined"),
        ("raise ValueError('odd')", "ValueError: odd"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("import json; json.loads('{')", "JSONDecodeError: Expecting property name"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
    ):
        (site / SETTINGS).write_text(f"{before}\n{line}\n", "utf-8")
        for name in (SETTINGS, "publishconf.py"):
            with pytest.raises(Exception) as caught:  # noqa: PT011
                settings_of(name)
            assert str(failure_of(caught.value)).startswith(f"{SETTINGS}:{number}: {message}")
    monkeypatch.chdir(site / "theme")
    with pytest.raises(Exception, match="is not here: run the command in the site's folder"):
        settings_of(SETTINGS)
