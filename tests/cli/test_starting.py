"""`start`, `language` and `upgrade` on a terminal: what was made, and what is to be done next."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.commands import starting


def test_a_site_is_started_extended_and_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command names its files, what is still English, and the command that follows."""
    folder = tmp_path / "site"
    assert starting.start(str(folder), "River News", "en, sq", "") == 0
    printed = capsys.readouterr().out
    assert "  edition en at /\n  edition sq at /sq/\n" in printed
    assert "sentences of the interface; see ./inv language sq" in printed
    assert printed.endswith(f"Next: cd {folder}, then ./inv serve\n")

    monkeypatch.chdir(folder)
    assert starting.language("is") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Icelandic (is)\n  written: plugins/site/languages/is.toml\n")
    assert "\nTo do:\n  [ ] " in printed

    assert starting.upgrade(str(folder), True) == 0
    assert "0 files of the engine would be new, 0 would be removed" in capsys.readouterr().out
    gone = folder / "plugins" / "sdg" / "__init__.py"
    gone.unlink()
    assert starting.upgrade(str(folder), False) == 0
    printed = capsys.readouterr().out
    assert "1 files of the engine new, 0 removed" in printed
    assert printed.endswith(f"Next: cd {folder}, then ./inv check and ./inv build\n")
    assert gone.is_file()


def test_what_cannot_be_started_or_upgraded_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is in use, a site without a name, an unknown language and a folder without a site end the commands,
    each with one line."""
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    for command, said in (
        (lambda: starting.start(str(tmp_path), "News", "en", ""), f"{tmp_path} is there already"),
        (lambda: starting.start(f"{tmp_path}/new", "", "en", ""), "the site has no name: give it in one line, without"),
        (lambda: starting.language("xx"), "there is no language 'xx': use a code"),
        (lambda: starting.upgrade(str(tmp_path), False), f"{tmp_path} is not a site of Dvoglas 1.0.0, "),
    ):
        assert command() == 1
        printed = capsys.readouterr()
        assert (printed.out, printed.err.count("\n")) == ("", 1)
        assert printed.err.startswith(said)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
