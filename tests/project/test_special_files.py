"""Files of a site besides its content that cannot be read: each is named in one line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.cli.commands.build import build
from plugins.project.error_messages import failure_of
from plugins.project.settings import settings_of
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
    output = capsys.readouterr().err
    assert re.match(r"theme/static/fonts/fonts\.toml(:1)?: expected a TOML file with a table \[preload\]", output)


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
        assert str(failure_of(caught.value)).startswith(f"{SETTINGS}:{number}: {message}")


def test_settings_that_are_not_here_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command in another folder than a site's says so."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="is not here: run the command in the site's folder"):
        settings_of(SETTINGS)
