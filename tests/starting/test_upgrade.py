"""A site of version 1.0.0 is taken to this one: what is the site's stays, what is the engine's is new."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from plugins.diagnostics import UserError
from plugins.starting import start_site, upgrade_site
from plugins.starting.ownership import RECORD, assignments, engine_files, engine_part
from plugins.starting.upgrade import KEPT, take_out_engine_part
from tests.needs import missing
from tests.small_site import ROOT
from tests.starting.sites import read, run_command, started

# The last commit of version 1.0.0.
FIRST = "55790a3"
DEMONSTRATION = '("local", "regional", "global", "stories", "press-releases", "statements")'
PLUGIN = '"""Ours."""\n\n\ndef register() -> None:\n    """Nothing yet."""\n'


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1.0.0 as it was, out of Git."""
    folder = tmp_path_factory.mktemp("first") / "site"
    folder.mkdir()
    archive = subprocess.run(["git", "archive", FIRST], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        missing("the commit of version 1.0.0")
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def replaced(file: Path, *pairs: tuple[str, str]) -> None:
    """Change words of a file; each must be there."""
    text = file.read_text("utf-8")
    for before, after in pairs:
        assert before in text, (file, before)
        text = text.replace(before, after)
    file.write_text(text, "utf-8")


@pytest.fixture
def site(original: Path, tmp_path: Path) -> Path:
    """A site made from version 1.0.0: own content, settings, words, colours, a template, a plugin and a file."""
    folder = tmp_path / "site"
    shutil.copytree(original, folder)
    shutil.rmtree(folder / "content")
    news = folder / "content" / "news" / "2026"
    news.mkdir(parents=True)
    (news / "well.en.md").write_text("Title: A well\nDate: 2026-03-02\nCategory: health\nSummary: Water.\n\nIt runs.\n")
    (news / "well.sr.md").write_text("Title: Bunar\nSummary: Voda.\n\nVoda teče.\n", "utf-8")
    replaced(
        folder / "pelicanconf.py",
        ('SITENAME = "UN Serbia News"', 'SITENAME = "River News"  # since 2024'),
        (f"CATEGORIES = {DEMONSTRATION}", 'CATEGORIES = ("health",)'),
        ('    "plugins.machines",\n', '    "plugins.machines",\n    "plugins.own_counter",\n'),
    )
    (folder / "plugins" / "own_counter.py").write_text(PLUGIN)
    for name, words in (("en", ("Front page", "River bank")), ("sr", ("Naslovna", "Obala"))):
        strings = folder / "theme" / "strings" / f"{name}.toml"
        home = (f'home = "{words[0]}"', f'home = "{words[1]}"')
        replaced(strings, home, ("[categories]\n", '[categories]\nhealth = "Health"\n'))
    replaced(folder / "theme" / "static" / "css" / "tokens.css", ("--accent: #a23720;", "--accent: #114477;"))
    replaced(folder / "theme" / "templates" / "404.html", ("<section", "<section data-mine"))
    (folder / "favicon.txt").write_text("mine")
    (folder / ".cache" / "editor" / "journal").mkdir(parents=True)
    (folder / ".cache" / "editor" / "journal" / "w1.json").write_text("typed")
    return folder


@pytest.mark.long
def test_a_site_of_the_first_version_is_taken_to_this_one(site: Path) -> None:
    """The upgraded site builds, checks and passes the audit, with its own name, words, colours and plugin."""
    content = {file: file.read_bytes() for file in (site / "content").rglob("*") if file.is_file()}
    done = upgrade_site(site)
    assert done.before == "1.0.0"
    assert {file: file.read_bytes() for file in content} == content
    assert (site / "favicon.txt").read_text() == "mine"
    assert (site / ".editor" / "journal" / "w1.json").read_text() == "typed"
    assert not (site / ".cache").exists()
    for path in engine_files(ROOT):
        assert (site / path).read_bytes() == (ROOT / path).read_bytes(), path
    assert not (site / "plugins" / "incremental").exists()
    settings = runpy.run_path(str(site / "pelicanconf.py"))
    ours = runpy.run_path(str(ROOT / "pelicanconf.py"))
    assert (settings["SITENAME"], settings["CATEGORIES"]) == ("River News", ("health",))
    assert settings["PLUGINS"] == [*ours["PLUGINS"], "plugins.own_counter"]
    assert settings["EDITIONS"]["sr-cyrl"]["script"] == ours["EDITIONS"]["sr-cyrl"]["script"]
    words = tomllib.loads((site / "theme" / "site" / "strings" / "en.toml").read_text("utf-8"))
    assert words == {"home": "River bank", "categories": {"health": "Health"}}
    assert "--accent: #114477" in (site / "theme" / "site" / "colours.css").read_text("utf-8")
    assert "data-mine" in (site / KEPT / "1.0.0" / "theme" / "templates" / "404.html").read_text("utf-8")
    assert any("theme/templates/404.html: you have changed it" in note for note in done.notes)
    built = run_command(site, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "River bank" in read(site, "news/well")
    assert "Обала" in read(site, "sr-cyrl/news/well")
    assert run_command(site, "check").returncode == 0
    assert run_command(site, "check", "--site").returncode == 0


def test_a_dry_run_changes_nothing(site: Path) -> None:
    """`--dry-run` reports the same and leaves every file as it is."""
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    would = upgrade_site(site, dry_run=True)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before
    done = upgrade_site(site)
    assert (would.before, would.after, would.notes) == (done.before, done.after, done.notes)


def test_an_upgrade_to_the_same_version_has_nothing_to_do(tmp_path: Path) -> None:
    """A site that was just started is not changed by an upgrade, and nothing is reported."""
    start_site(tmp_path / "site", "News", ("en",))
    before = {file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()}
    done = upgrade_site(tmp_path / "site")
    assert (done.written, done.removed, done.notes) == (0, 0, ())
    assert {file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()} == before


def test_a_string_that_is_new_is_one_line(tmp_path: Path) -> None:
    """A sentence that came with the new version and has no translation yet is reported in one line, the others are
    not."""
    site = started(tmp_path / "site", "News", ("en", "sq"))
    strings = site / "theme" / "site" / "strings" / "sq.toml"
    lines = strings.read_text("utf-8").splitlines()
    gone = ("search =", "older =")
    strings.write_text("\n".join(line for line in lines if not line.startswith(gone)), "utf-8")
    record = json.loads((site / RECORD).read_text("utf-8"))
    for keys in record["strings"].values():
        del keys["search"]
    (site / RECORD).write_text(json.dumps(record), "utf-8")
    assert upgrade_site(site).notes == (
        "theme/site/strings/sq.toml: no words yet for 'search'; until then it says 'Search'",
    )


def test_what_is_not_a_site_is_refused(tmp_path: Path) -> None:
    """A folder without an engine, and the new version's own, are no sites to upgrade."""
    with pytest.raises(
        UserError,
        match=r"name a folder with a file \.engine\.json, or a site of version 1\.0\.0",
    ):
        upgrade_site(tmp_path)
    with pytest.raises(UserError, match="is the new version itself: name the folder of the site"):
        upgrade_site(ROOT)
    assert not (ROOT / RECORD).exists()


OLD = '''"""Facts."""

from jinja2 import StrictUndefined

NAME = "x"

# The engine's part begins: …
PLUGINS = ["a"]
READERS = {}
JINJA_ENVIRONMENT = {"undefined": StrictUndefined}
# The engine's part ends.
'''


def test_settings_outside_the_engines_part_stay() -> None:
    """The engine's part becomes one name; a setting below it stays, and what only the part needed goes with it."""
    text, changed = take_out_engine_part(OLD + "\nREADERS = {'rst': None}\n", assignments(engine_part(OLD)))
    assert changed == []
    assert text == ('"""Facts."""\n\nNAME = "x"\n\nPLUGINS = ["plugins.newsroom"]\n\nREADERS = {\'rst\': None}\n')


def test_a_changed_setting_of_the_engine_is_kept_below() -> None:
    """A plugin that was added within the engine's part is added below it, to the new list."""
    text, changed = take_out_engine_part(OLD.replace('["a"]', '["a", "mine"]'), assignments(engine_part(OLD)))
    assert changed == ["PLUGINS"]
    found: dict[str, object] = {}
    exec(text, found)
    assert found["PLUGINS"] == ["plugins.newsroom", "mine"]


def test_settings_of_this_version_are_not_edited() -> None:
    """Since version 1.2 a settings file has no part of the engine's."""
    text = (ROOT / "pelicanconf.py").read_text("utf-8")
    assert take_out_engine_part(text, {}) == (text, [])
