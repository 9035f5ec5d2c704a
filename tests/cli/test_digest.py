"""`digest` on a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.cli.commands.digest import digest
from tests.small_site import ROOT, SmallSite


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site in the working folder with a story of today, not yet built."""
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    monkeypatch.chdir(tmp_path)
    site = SmallSite(tmp_path, {})
    site.article("fair", date="2026-03-01", title="The fair")
    return site


def test_digest_says_what_it_wrote(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """It names subject and file of each edition that has stories, and what must be published first."""
    assert digest("2026-02-01", False, False) == 0
    output = capsys.readouterr()
    assert "English: The fair | UN Serbia News (1 story)\n" in output.out
    (file,) = (site.folder / "digest").rglob("*.eml")
    assert f"{file.relative_to(site.folder)} is ready to open in a mail program.\n" in output.out
    assert "Publish before you send: the built site lacks" in output.err
    assert digest("2026-02-01", False, False) == 0
    assert "it was there already" in capsys.readouterr().out


def test_digest_without_stories_fails_in_plain_words(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is 1, one line says what to run, and no file is written."""
    assert digest("2026-03-02", False, False) == 1
    assert "run ./inv digest --since 2026-03-01" in capsys.readouterr().err
    assert not (site.folder / "digest").exists()
