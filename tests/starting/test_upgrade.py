"""Sites of versions 1.0.0 and 1.1.0 are taken to this one: what is the site's stays, what is the engine's is new."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.diagnostics import UserError
from plugins.starting.new_site import start_site
from plugins.starting.ownership import TOKENS, VERSION_FILE, describe_release, engine_files, version_of
from plugins.starting.upgrade import KEPT, RELEASES, upgrade_site
from plugins.system.file_lock import file_lock
from plugins.system.kept_work import EDITOR_LOCK, work_folder
from tests.checkout import copy_bytecode
from tests.loops import times
from tests.needs import missing
from tests.small_site import ROOT, SmallSite
from tests.starting.sites import read, run_command

# The last commit of each earlier version.
COMMITS = {"1.0.0": "55790a3", "1.1.0": "bfe20d6a"}
# For what is the same for every earlier version.
LAST = pytest.mark.parametrize("original", [pytest.param("1.0.0", marks=pytest.mark.only_long), "1.1.0"], indirect=True)
DEMONSTRATION = '("local", "regional", "global", "stories", "press-releases", "statements")'
PLUGIN = '''"""Ours."""

from pelican import signals


def note(pelican):
    """Leave a file beside the site."""
    open("own-plugin-ran.txt", "w").close()


def register():
    """Follow the end of each run."""
    signals.finalized.connect(note)
'''


@pytest.fixture(scope="module", params=COMMITS)
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier version as it was, out of Git."""
    folder = tmp_path_factory.mktemp("first") / "site"
    folder.mkdir()
    archive = subprocess.run(["git", "archive", COMMITS[request.param]], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        missing(f"the commit of version {request.param}", "git fetch --unshallow")
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def git(folder: Path, *words: str) -> str:
    """Run Git in a folder; gives what it prints."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def replaced(file: Path, *pairs: tuple[str, str]) -> None:
    """Change words of a file; each must be there."""
    text = file.read_text("utf-8")
    for before, after in pairs:
        assert before in text, (file, before)
        text = text.replace(before, after)
    file.write_text(text, "utf-8")


@pytest.fixture
def site(own_site: Path, tmp_path: Path) -> Path:
    """A copy of the site, to be upgraded."""
    folder = Path(shutil.copytree(own_site, tmp_path / "site", symlinks=True))
    # Git looks at copied files once more, and keeps what it has seen.
    git(folder, "status")
    return folder


@pytest.fixture(scope="module")
def own_site(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site made from an earlier version, kept by Git: own content, settings, words, colours, a font, a template, a
    plugin and a file. Version 1.0.0 had one place for its own words and colours and a site's."""
    folder = tmp_path_factory.mktemp("own") / "site"
    shutil.copytree(original, folder)
    shutil.rmtree(folder / "content")
    is_first = version_of(folder) == "1.0.0"
    news = folder / "content" / "news" / "2026"
    news.mkdir(parents=True)
    (news / "well.en.md").write_text("Title: A well\nDate: 2026-03-02\nCategory: health\nSummary: Water.\n\nIt runs.\n")
    (news / "well.sr.md").write_text("Title: Bunar\nSummary: Voda.\n\nVoda teče.\n", "utf-8")
    own_plugin = "plugins.own_counter" if is_first else "plugins.site.own_counter"
    last = "machines" if is_first else "feeds"
    replaced(
        folder / "pelicanconf.py",
        ('SITENAME = "UN Serbia News"', 'SITENAME = "River News"  # since 2024'),
        (f"CATEGORIES = {DEMONSTRATION}", 'CATEGORIES = ("health",)'),
        (f'    "plugins.{last}",\n', f'    "plugins.{last}",\n    "{own_plugin}",\n'),
    )
    own, theme = folder.joinpath(*own_plugin.split(".")).with_suffix(".py"), folder / "theme"
    own.parent.mkdir(exist_ok=True)
    own.write_text(PLUGIN, "utf-8")
    for name, words in (("en", ("Front page", "River bank")), ("sr", ("Naslovna", "Obala"))):
        home = (f'home = "{words[0]}"', f'home = "{words[1]}"')
        if is_first:
            replaced(theme / "strings" / f"{name}.toml", home, ("[categories]\n", '[categories]\nhealth = "Health"\n'))
        else:
            strings = theme / "site" / "strings" / f"{name}.toml"
            strings.parent.mkdir(parents=True, exist_ok=True)
            strings.write_text(f'{home[1]}\n\n[categories]\nhealth = "Health"\n', "utf-8")
    if is_first:
        replaced(theme / "static" / "css" / "tokens.css", ("--accent: #a23720;", "--accent: #114477;"))
    else:
        font = '@font-face { font-family: "Own"; src: url("own.woff2") format("woff2"); }\n'
        (theme / "site" / "colours.css").write_text(f":root {{\n  --accent: #114477;\n}}\n{font}")
        shutil.copyfile(next((theme / "static").rglob("*.woff2")), theme / "site" / "own.woff2")
    replaced(theme / "templates" / "404.html", ("<section", "<section data-mine"))
    (folder / "favicon.txt").write_text("mine")
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "A maintainer")
    git(folder, "config", "user.email", "maintainer@example.org")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Our site")
    # What a publish of version 1.1.0 leaves, whose .gitignore does not have it.
    (folder / ".publishing" / "output").mkdir(parents=True)
    (folder / ".publishing" / "output" / "lock").touch()
    (folder / ".cache" / "editor" / "journal").mkdir(parents=True)
    (folder / ".cache" / "editor" / "journal" / "w1.json").write_text("typed")
    return folder


@pytest.mark.long
def test_a_site_of_an_earlier_version_is_taken_to_this_one(site: Path) -> None:
    """The upgraded site builds, checks and passes the audit, with its own settings, name, words, colours and plugin."""
    before = version_of(site)
    own_places = [site / "content", site / "plugins" / "site", site / "pelicanconf.py", site / "publishconf.py"]
    files = {file for place in own_places for file in [place, *place.rglob("*")] if file.is_file()}
    own = {file: file.read_bytes() for file in files}
    done = upgrade_site(site)
    assert done.before == before
    assert {file: file.read_bytes() for file in own} == own
    assert (site / "favicon.txt").read_text() == "mine"
    assert (site / ".editor" / "journal" / "w1.json").read_text() == "typed"
    for path in engine_files(ROOT):
        assert (site / path).read_bytes() == (ROOT / path).read_bytes(), path
    assert not (site / "plugins" / "incremental").exists()
    words = tomllib.loads((site / "theme" / "site" / "strings" / "en.toml").read_text("utf-8"))
    assert words == {"home": "River bank", "categories": {"health": "Health"}}
    colours = (site / "theme" / "site" / "colours.css").read_text("utf-8")
    assert re.findall(r"--[\w-]+", colours) == ["--accent"]
    assert "data-mine" in (site / KEPT / before / "theme" / "templates" / "404.html").read_text("utf-8")
    assert any("theme/templates/404.html: you have changed it" in note for note in done.notes)
    copy_bytecode(site)
    built = run_command(site, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "River bank" in read(site, "news/well")
    assert "Обала" in read(site, "sr-cyrl/news/well")
    assert (site / "own-plugin-ran.txt").is_file()
    assert len(list((site / "output" / "theme").glob("own.*.woff2"))) == int(before != "1.0.0")
    assert run_command(site, "check").returncode == 0
    assert run_command(site, "check", "--site").returncode == 0


@LAST
def test_an_upgrade_is_one_commit_which_can_be_taken_back(site: Path) -> None:
    """All of it is one commit on a clean tree; taken back, the site is as it was, and it can be taken again."""
    before = git(site, "rev-parse", "HEAD^{tree}")
    assert upgrade_site(site).is_committed
    assert git(site, "status", "--porcelain") == ""
    assert git(site, "rev-list", "--count", "HEAD").strip() == "2"
    upgraded = git(site, "rev-parse", "HEAD^{tree}")
    git(site, "revert", "--no-edit", "HEAD")
    assert git(site, "rev-parse", "HEAD^{tree}") == before
    upgrade_site(site)
    assert git(site, "rev-parse", "HEAD^{tree}") == upgraded


@LAST
def test_work_that_is_not_committed_is_not_mixed_with_an_upgrade(site: Path) -> None:
    """With changed or new files that Git does not have yet the upgrade is refused, and nothing changes."""
    (site / "content" / "news" / "2026" / "new.en.md").write_text("Title: New\n")
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    with pytest.raises(UserError, match=r"not committed \(content/news/2026/new\.en\.md\): commit them first"):
        upgrade_site(site)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before


@LAST
def test_a_dry_run_changes_nothing(site: Path) -> None:
    """`--dry-run` reports the same and leaves every file as it is. First comes the changelog of all versions after the
    site's, without the part for developers."""
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    would = upgrade_site(site, dry_run=True)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before
    newer = [version for version in changelog_versions() if version > version_of(site)]
    assert re.findall(r"^## (.*)$", would.changes, re.MULTILINE) == newer
    assert would.changes.count("### For owners and servers") == len(newer)
    assert "### For developers" not in would.changes
    done = upgrade_site(site)
    assert (would.before, would.after, would.notes) == (done.before, done.after, done.notes)


@LAST
@pytest.mark.parametrize("seed", range(times(2, 12)))
def test_nothing_that_a_site_has_is_lost(original: Path, tmp_path: Path, seed: int) -> None:
    """Whatever files of the engine a site without Git has changed, or has at the places of new ones, also a second
    time: what it had there is kept and named, and what is the site's stays."""
    site, dice = Path(shutil.copytree(original, tmp_path / "site")), random.Random(seed)
    strings, icon = b'home = "Mine"\n# %d', b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M%d"/></svg>'
    forms = {"theme/strings/en.toml": strings, "theme/strings/sr.toml": strings, "theme/static/icon.svg": icon}
    own = ("theme/site/strings/en.toml", "theme/site/icon.svg", "theme/site/colours.css", "content/about.md")
    had = {site / name: b"# %d" % at for at, name in enumerate(own) if dice.random() < 0.5}
    for file, data in had.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    engine = sorted({*engine_files(site), *engine_files(ROOT)} - {VERSION_FILE})
    for _ in range(2):
        changed = {*dice.sample(engine, 20), *dice.sample([*forms, TOKENS], 2)}
        written = {path: forms.get(path, b"/* %d */") % dice.randrange(10**9) for path in changed}
        for path, data in written.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)
        done = upgrade_site(site)
        assert not done.is_committed
        kept = {file.read_bytes() for file in (site / KEPT).rglob("*") if file.is_file()}
        for path, data in written.items():
            if (site / path).is_file() and (site / path).read_bytes() == data:
                continue
            assert data in kept
            assert any(path in note for note in done.notes)
    assert {file: file.read_bytes() for file in had} == had


def with_a_change(original: Path, folder: Path) -> Path:
    """A copy of an earlier version, with a template that is not the engine's any more."""
    site = Path(shutil.copytree(original, folder))
    replaced(site / "theme" / "templates" / "404.html", ("<section", "<section data-mine"))
    return site


@contextlib.contextmanager
def failing_at(stop: int) -> Iterator[list[str]]:
    """Let the call of `os.replace` of that number fail, as where the disk is full; gives the calls before it."""
    calls: list[str] = []

    def replace(old: str, new: str) -> None:
        calls.append(new)
        if len(calls) == stop:
            raise OSError(errno.ENOSPC, "No space left on device", new)
        rename(old, new)

    rename = os.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        yield calls


@pytest.fixture(scope="module")
def upgraded(original: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], int]:
    """The files of such a site after an upgrade that nothing interrupts, and its number of renames."""
    site = with_a_change(original, tmp_path_factory.mktemp("whole") / "site")
    with failing_at(0) as calls:
        upgrade_site(site)
    return SmallSite.files_of(site), len(calls)


@LAST
@pytest.mark.parametrize("at", [200, -2, *(pytest.param(at, marks=pytest.mark.only_long) for at in (3, 400, -1))])
def test_an_upgrade_that_is_interrupted_is_whole_when_it_is_run_again(
    original: Path, upgraded: tuple[dict[str, bytes], int], tmp_path: Path, at: int
) -> None:
    """Wherever it ends, as where the disk is full: what the site has changed is moved once, nothing of the engine is
    taken for a change of the site, and no file of the old version stays."""
    wanted, renames = upgraded
    site = with_a_change(original, tmp_path / "site")
    with failing_at(renames + 1 + at if at < 0 else at), pytest.raises(OSError, match="No space"):
        upgrade_site(site)
    upgrade_site(site)
    assert SmallSite.files_of(site) == wanted


@pytest.mark.parametrize("is_held", [True, False])
def test_a_site_that_is_open_in_the_editor_is_not_upgraded(tmp_path: Path, is_held: bool) -> None:
    """What runs there would be of two versions; a lock that nobody holds, as after a crash, is none."""
    site = tmp_path / "site"
    start_site(site, "News", ("en",))
    lock = work_folder(site) / EDITOR_LOCK
    lock.touch()
    with file_lock(lock, 0) if is_held else contextlib.nullcontext():
        if is_held:
            with pytest.raises(UserError, match="is open in the editor: save, end it"):
                upgrade_site(site)
        upgrade_site(site, dry_run=is_held)


@LAST
def test_templates_of_the_site_whose_like_has_changed_are_named(original: Path, tmp_path: Path) -> None:
    """One of the site's own takes the place of the theme's, also of a newer one: a person has to compare them."""
    site = Path(shutil.copytree(original, tmp_path / "site"))
    templates = site / "theme" / "site" / "templates"
    (templates / "partials").mkdir(parents=True, exist_ok=True)
    for name in ("article.html", "partials/ours.html"):
        (templates / name).write_text("ours")
    (note,) = (note for note in upgrade_site(site, dry_run=True).notes if "compare" in note)
    assert note.startswith("theme/site/templates/article.html: the theme's theme/templates/article.html has changed")


def test_each_version_before_this_one_is_known() -> None:
    """`docs/releases/` has a record of every version in the changelog but this one: sites have them."""
    known = {file.stem for file in RELEASES.glob("*.json")}
    assert set(changelog_versions()) - known == {version_of(ROOT)}


def changelog_versions() -> list[str]:
    """The versions that the changelog describes, the newest first."""
    return re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_a_started_site_can_be_upgraded_at_once(tmp_path: Path) -> None:
    """Its first upgrade is one commit, with folders that Git cannot keep; a second one, to the same version, changes
    and commits nothing. A template whose like is gone is named with the old one and the new one."""
    site, engine = tmp_path / "site", tmp_path / "engine"
    start_site(site, "News", ("en",))
    (site / "theme" / "site" / "templates" / "page.html").write_text("ours")
    git(site, "init", "--quiet")
    git(site, "config", "user.name", "A maintainer")
    git(site, "config", "user.email", "maintainer@example.org")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "Our site")
    same = upgrade_site(site)
    assert (same.written, same.removed, same.changes, same.notes, same.is_committed) == (0, 0, "", (), False)
    assert (git(site, "status", "--porcelain"), git(site, "rev-list", "--count", "HEAD").strip()) == ("", "1")
    shutil.copytree(ROOT, engine, ignore=lambda _, names: {name for name in names if name.startswith((".", "output"))})
    shutil.copyfile(ROOT / ".gitignore", engine / ".gitignore")
    (engine / "theme" / "templates" / "page.html").rename(engine / "theme" / "templates" / "sheet.html")
    replaced(engine / VERSION_FILE, (f'version = "{version_of(ROOT)}"', 'version = "99.0.0"'))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plugins.starting.upgrade._release_of", lambda *_: describe_release(ROOT))
        done = upgrade_site(site, engine=engine)
    assert done.is_committed
    assert git(site, "rev-list", "--count", "HEAD").strip() == "2"
    (note,) = (note for note in done.notes if "page.html" in note)
    assert ", but theme/templates/sheet.html; the theme's old one is .upgrade/" in note
    assert (site / KEPT / version_of(ROOT) / "theme/templates/page.html").is_file()
    (site / VERSION_FILE).unlink()
    with pytest.raises(UserError, match="has no version: put back the file"):
        upgrade_site(site)


def test_what_is_not_a_site_is_refused(tmp_path: Path) -> None:
    """A folder without an engine, and the new version's own, are no sites to upgrade."""
    with pytest.raises(UserError, match=r"is not a site of Dvoglas 1\.0\.0, .*: name the folder"):
        upgrade_site(tmp_path)
    with pytest.raises(UserError, match="is the new version itself: name the folder of the site"):
        upgrade_site(ROOT)
