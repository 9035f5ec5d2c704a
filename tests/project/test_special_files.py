"""Files of a site besides its content that are no files, or that cannot be read: each is named in one line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cli.commands.build import build
from plugins.cli.commands.check import check_paths
from plugins.cli.terminal import run_safely
from plugins.project.errors import format_error
from plugins.project.settings import settings_of
from plugins.project.special_files import check_regular
from tests.small_site import ROOT, small_site

SETTINGS = "pelicanconf.py"
THEME = ("site/colours.css", "site/icon.svg", "static/css/site.css", "static/fonts/fonts.toml", "templates/base.html",
         "strings/en.toml", "site/strings/en.toml", "static/search.js", "static/fonts/serif-latin.woff2")  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site of one story, with a theme of its own; the working folder."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "theme" / "site" / "strings").mkdir(parents=True)
    for name in ("colours.css", "icon.svg", "strings/en.toml"):
        (tmp_path / "theme" / "site" / name).write_text("", "utf-8")
    (tmp_path / "theme" / "site" / "icon.svg").write_bytes((ROOT / "theme/static/icon.svg").read_bytes())
    text = (ROOT / SETTINGS).read_text("utf-8")
    (tmp_path / SETTINGS).write_text(f"{text}\nSEARCH = SOCIAL_CARDS = True\nWORKERS = 1\n", "utf-8")
    (tmp_path / "publishconf.py").write_text("from pelicanconf import *\n", "utf-8")
    small_site(tmp_path).article("story", category="local")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def pipe(file: Path) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(file)


def device(file: Path) -> None:
    """A link to a device without end."""
    file.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [pipe, device])
@pytest.mark.parametrize("name", [SETTINGS, "publishconf.py", *(f"theme/{name}" for name in THEME)])
def test_what_is_no_file_is_an_error(
    site: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None], name: str
) -> None:
    """A pipe or a device in the place of a settings file or of any file of the theme ends each command at once, with
    its name."""
    (site / name).unlink()
    make(site / name)
    for work in (lambda: build(SETTINGS), lambda: run_safely(lambda: check_paths(settings_of(SETTINGS), ()))):
        assert work() == 1
        assert capsys.readouterr().err == (
            f"{name}: it is a pipe or a device, and no file: move it away or put a plain file there, "
            "then run the command again (unreadable)\n"
        )


@pytest.mark.parametrize("name", ["build.lock", "checker/spelling-en.json"])
def test_a_record_of_the_cache_that_is_no_file_is_an_error(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A pipe in the place of a lock or a record in the cache ends a build with its name."""
    (site / ".cache" / name).parent.mkdir(parents=True)
    pipe(site / ".cache" / name)
    assert build(SETTINGS) == 1
    assert capsys.readouterr().err.startswith(f".cache/{name}: it is a pipe or a device, and no file")


def test_code_that_is_no_file_is_an_error(tmp_path: Path) -> None:
    """Below a folder, each pipe is found, and links to files, folders and nowhere are not refused."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "file.py").write_text("")
    (tmp_path / "deep" / "link").symlink_to("file.py")
    (tmp_path / "deep" / "nowhere").symlink_to("gone")
    (tmp_path / "deep" / "self").symlink_to("self")
    (tmp_path / "deep" / "up").symlink_to("..")
    check_regular([str(tmp_path), str(tmp_path / "gone")])
    os.mkfifo(tmp_path / "deep" / "er" / "mod.py")
    with pytest.raises(Exception, match=r"deep/er/mod\.py: it is a pipe or a device"):
        check_regular([str(tmp_path)])


@pytest.mark.parametrize("name", THEME[:-1])
@pytest.mark.parametrize("wrong", ["another encoding", "a folder"])
def test_a_file_of_the_theme_that_cannot_be_read_is_an_error(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, wrong: str
) -> None:
    """A file of the theme in another encoding, or a folder in its place, is named in one line."""
    file = site / "theme" / name
    file.unlink()
    if wrong == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"/* \xe9t\xe9 */")
    assert build(SETTINGS) == 1
    output = capsys.readouterr().err
    assert output.count("\n") == 1
    assert f"theme/{name}" in output or (name.startswith("templates") and "base.html" in output)


@pytest.mark.parametrize("text", ["x = [", "preload = 3", "[preload]\nlatin = ['nowhere.woff2']", ""])
def test_a_table_of_fonts_that_is_none_is_an_error(site: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A table of fonts that does not parse, or names a font that no style sheet uses, is named."""
    (site / "theme" / "static" / "fonts" / "fonts.toml").write_text(text)
    assert build(SETTINGS) == 1
    assert capsys.readouterr().err.startswith("theme/static/fonts/fonts.toml: expected a TOML file with a table [pre")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("X = nowhere", "NameError: name 'nowhere' is not defined"),
        ("raise ValueError('odd')", "ValueError: odd"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("import json; json.loads('{')", "JSONDecodeError: Expecting property name"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
    ],
)
def test_settings_whose_code_fails_are_an_error_of_their_line(site: Path, line: str, message: str) -> None:
    """An exception in a settings file names the file and the line; so does one in the file that it imports."""
    before = (site / SETTINGS).read_text("utf-8")
    (site / SETTINGS).write_text(f"{before}\n{line}\n", "utf-8")
    number = before.count("\n") + 2
    for name in (SETTINGS, "publishconf.py"):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            settings_of(name)
        assert format_error(caught.value).startswith(f"{SETTINGS}:{number}: {message}")


def test_settings_that_are_not_here_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command in another folder than a site's says so."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="is not here: run the command in the site's folder"):
        settings_of(SETTINGS)
