"""`upgrade_site` replaces the engine of a site by a newer one. It writes none of the site's own files, except what it
moves there out of the engine's.

`docs/releases/` has the engine's files of each earlier version: what differs from them, the site has changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from plugins.diagnostics import UserError
from plugins.editing.new_language import OWN_WORDS, strings_text
from plugins.locales.strings import flat_strings, site_strings
from plugins.starting.new_site import ENGINE_ROOT
from plugins.starting.ownership import (
    TOKENS,
    VERSION_FILE,
    Release,
    colours_of,
    describe_release,
    digest,
    engine_files,
    version_of,
)
from plugins.system.atomic_files import write_atomically
from plugins.system.kept_work import is_open, kept_work

RELEASES = ENGINE_ROOT / "docs" / "releases"
# The folder for the engine's files that a site has changed.
KEPT = ".upgrade"
OWN_TEMPLATES, OWN_COLOURS = "theme/site/templates", "theme/site/colours.css"
ICON, OWN_ICON = "theme/static/icon.svg", "theme/site/icon.svg"
STRINGS = "theme/strings/"
# Where what a site changed in a file of the engine belongs.
PLACES = {
    "theme/templates/": OWN_TEMPLATES,
    STRINGS: "theme/site/strings",
    ICON: OWN_ICON,
    TOKENS: OWN_COLOURS,
    "theme/static/css/fonts.css": f"{OWN_COLOURS}, with the files of your fonts beside it (docs/theme.md)",
}
CHANGES = re.compile(r"^## \[(?P<version>[\d.]+)\].*?\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S)


@dataclass(frozen=True)
class UpgradeResult:
    """The result of an upgrade or a dry run: versions, how many files of the engine are new or changed and how many
    removed, the `changes` that the changelog lists between the versions (Markdown), `notes`, lines about what a person
    should look at, and whether it is a commit of the site's Git repository."""

    before: str
    after: str
    written: int
    removed: int
    changes: str
    notes: tuple[str, ...]
    is_committed: bool


def upgrade_site(site: Path, *, engine: Path = ENGINE_ROOT, dry_run: bool = False) -> UpgradeResult:
    """Replace the engine in a site's folder by the one in `engine`; with `dry_run` change nothing.

    In a Git repository the upgrade is one commit. Raises UserError if the folder is no site, has an unknown version, is
    open in the editor, or has changes that are not committed.
    """
    _check_folder(site, engine, dry_run)
    old, new = _release_of(site, engine), describe_release(engine)
    repository = _Repository(site) if _is_in_git(site) else None
    if repository and not dry_run:
        repository.check(engine / ".gitignore")
    work = _Upgrade(site, engine, old, new, dry_run)
    carried = set(engine_files(engine))
    # Also what a site has at the place of a file that is new in this version.
    changed = [path for path in sorted({*old.files, *carried}) if work.is_changed(path)]
    notes = [note for path in changed for note in work.move_out(path)]
    notes += [*work.move_new_strings(), *work.name_templates()]
    is_committed = False
    written = [path for path in sorted(carried) if new.files[path] != work.digest_of(path)]
    removed = [path for path in old.files if path not in carried and (site / path).is_file()]
    if not dry_run:
        for path in written:
            if path != VERSION_FILE:
                work.copy(path)
        for path in removed:
            (site / path).unlink()
        _remove_empty_folders(site)
        # What people wrote is no cache, and in the cache of an earlier version it was.
        if (site / ".cache").is_dir():
            kept_work(site, site / ".cache")
        shutil.rmtree(site / ".cache", ignore_errors=True)
        if "requirements.txt" in written:
            # Packages that the new version does without would stay in the environment; `./inv` makes it anew.
            shutil.rmtree(site / ".venv", ignore_errors=True)
        # By its version a site is known as upgraded: an upgrade that was interrupted before is run again as a whole.
        work.copy(VERSION_FILE)
        if repository:
            is_committed = repository.commit(f"Dvoglas {old.version} -> {new.version}")
    changes = _changes_between((engine / "CHANGELOG.md").read_text("utf-8"), old.version, new.version)
    return UpgradeResult(old.version, new.version, len(written), len(removed), changes, tuple(notes), is_committed)


def _check_folder(site: Path, engine: Path, dry_run: bool) -> None:
    """Raise UserError for what cannot be upgraded now, whatever it holds."""
    if site.resolve() == engine.resolve():
        raise UserError(f"{site} is the new version itself: name the folder of the site that is to be upgraded")
    if not dry_run and is_open(site):
        # It goes on with parts of both versions, and whoever writes in it may lose a save.
        raise UserError(f"{site} is open in the editor: save, end it with Ctrl+C, then run the command again")


def _release_of(site: Path, engine: Path) -> Release:
    """The release of the engine that a site has; raises UserError."""
    version = version_of(site)
    if version == version_of(engine):
        return describe_release(engine)
    known = RELEASES / f"{version}.json"
    if not version and (site / "pelicanconf.py").is_file():
        raise UserError(
            f"{site}/{VERSION_FILE} has no version: put back the file of the version that the site was made with, then "
            "run the same command again"
        )
    if not version or not known.is_file():
        versions = ", ".join(sorted(file.stem for file in RELEASES.glob("*.json")))
        raise UserError(f"{site} is not a site of Dvoglas {versions}: name the folder with the site's pelicanconf.py")
    return Release(**json.loads(known.read_text("utf-8")))


def _changes_between(changelog: str, before: str, after: str) -> str:
    """What the changelog says of the versions after `before` up to `after`, without the part for developers."""
    first, last = ([int(part) for part in version.split(".")] for version in (before, after))
    sections = (
        f"## {section['version']}\n{section['text'].partition('### For developers')[0]}".strip()
        for section in CHANGES.finditer(changelog)
        if first < [int(part) for part in section["version"].split(".")] <= last
    )
    return "\n\n".join(sections)


@dataclass(frozen=True)
class _Upgrade:
    """One upgrade of one site."""

    site: Path
    engine: Path
    old: Release
    new: Release
    dry_run: bool

    def digest_of(self, path: str) -> str:
        """The digest of a file of the site; "" where it is not there."""
        file = self.site / path
        return digest(file.read_bytes()) if file.is_file() else ""

    def is_changed(self, path: str) -> bool:
        """Whether a file at a place of the engine is neither the old version's nor the new one's."""
        return self.digest_of(path) not in ("", self.old.files.get(path), self.new.files.get(path))

    def move_out(self, path: str) -> Iterator[str]:
        """Keep what a site has at a place of the engine, and move its changes to the site's own files, where nothing is
        yet; yields a note for each."""
        kept = self._keep(path)
        what, place, text = self._own_part(path)
        is_moved = bool(text) and not (self.site / place).exists()
        if is_moved:
            self._write(place, text.encode())
            yield f"{path}: the upgrade puts your {what} in {place}"
        # The theme's colours stand among other rules, which a site may have changed too.
        if not is_moved or path == TOKENS:
            places = (place for part, place in PLACES.items() if path.startswith(part))
            advice = next(places, "theme/site or plugins/site")
            yield (
                f"{path}: you have changed it; the upgrade keeps yours in {kept}: what you still need of it belongs in "
                f"{advice}"
            )

    def _keep(self, path: str) -> str:
        """Keep a file of the site, beside what was kept of it before; gives where."""
        data, number = (self.site / path).read_bytes(), 1
        while (file := self.site / (kept := f"{KEPT}/{self.old.version}{f'-{number}' * (number > 1)}/{path}")).exists():
            if file.read_bytes() == data:
                return kept
            number += 1
        self._write(kept, data)
        return kept

    def _own_part(self, path: str) -> tuple[str, str, str]:
        """What of a changed file can be a file of the site's own: what it is, its place and its text, "" for none."""
        if path not in (ICON, TOKENS) and not path.startswith(STRINGS):
            return "", "", ""
        text = (self.site / path).read_text("utf-8")
        if path == ICON:
            return "logo", OWN_ICON, text
        if path == TOKENS:
            return "colours", OWN_COLOURS, self._own_colours(text)
        own = self._own_strings(Path(path).stem, text)
        place = site_strings(self.site / STRINGS, Path(path).stem).relative_to(self.site).as_posix()
        return f"{len(own)} strings", place, strings_text(OWN_WORDS, own) if own else ""

    def name_templates(self) -> Iterator[str]:
        """A note for each template of the site's own whose like in the theme is another one in the new version."""
        for file in sorted((self.site / OWN_TEMPLATES).rglob("*.*")):
            name = file.relative_to(self.site / OWN_TEMPLATES).as_posix()
            path = f"theme/templates/{name}"
            if path in self.old.files and path not in self.new.files:
                before = self._keep(path) if (self.site / path).is_file() else "its earlier version"
                yield (
                    f"{OWN_TEMPLATES}/{name}: the theme has no {path} any more{self._successor(path)}; the theme's old "
                    f"one is {before}: what yours adds to that belongs in the new one, then take yours away"
                )
            elif path in self.old.files and self.old.files[path] != self.new.files[path]:
                yield f"{OWN_TEMPLATES}/{name}: the theme's {path} has changed: compare yours with it"

    def _successor(self, path: str) -> str:
        """The template that is new in this version and most like one that is gone, in words; "" where none is."""
        new = {
            other: (self.engine / other).read_text("utf-8")
            for other in self.new.files
            if other.startswith("theme/templates/") and other not in self.old.files
        }
        file = self.site / path
        like = get_close_matches(file.read_text("utf-8"), new.values(), 1) if file.is_file() else []
        return "".join(f", but {other}" for other, text in new.items() if text in like)

    def copy(self, path: str) -> None:
        """Put a file of the new version in its place, whole or not at all."""
        file = self.site / path
        copied = file.with_name(f".{file.name}.new")
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.engine / path, copied)
        os.replace(copied, file)

    def _own_strings(self, name: str, text: str) -> dict[str, Any]:
        """The strings of an edition that differ from those of both versions."""
        before, now = self.old.strings.get(name, {}), self.new.strings.get(name, {})
        return {
            key: words
            for key, words in flat_strings(tomllib.loads(text))
            if digest(repr(words).encode()) not in (before.get(key), now.get(key))
        }

    def move_new_strings(self) -> Iterator[str]:
        """A file of strings in a language that the engine does not have is the site's."""
        for file in sorted((self.site / "theme" / "strings").glob("*.toml")):
            path = f"theme/strings/{file.name}"
            own = site_strings(file.parent, file.stem)
            if path not in self.old.files and path not in self.new.files and not own.exists():
                self._write(own.relative_to(self.site).as_posix(), file.read_bytes())
                if not self.dry_run:
                    file.unlink()
                yield f"{path}: the upgrade moves it to theme/site/strings/{file.name}"

    def _own_colours(self, text: str) -> str:
        """The colours that the site has changed, as a style sheet; the others follow the theme."""
        mine = colours_of(text)
        light, dark = (
            "".join(
                f"  {name}: {value};\n"
                for name, value in mine[scheme].items()
                if value != self.old.colours[scheme].get(name)
            )
            for scheme in ("light", "dark")
        )
        css = f":root {{\n{light}}}\n" if light else ""
        return css + (f"\n@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n" if dark else "")

    def _write(self, path: str, data: bytes) -> None:
        if not self.dry_run:
            write_atomically(self.site / path, data)


def _is_in_git(site: Path) -> bool:
    """Whether a folder's files are kept by Git."""
    asked = ["git", "-C", str(site), "ls-files", "--error-unmatch", "pelicanconf.py"]
    return bool(shutil.which("git")) and not subprocess.run(asked, capture_output=True, check=False).returncode


@dataclass(frozen=True)
class _Repository:
    """The Git repository that keeps a site's files."""

    site: Path

    def check(self, ignored: Path) -> None:
        """Raise UserError where the upgrade could not be taken back, or not committed; `ignored` is the new version's
        .gitignore: what commands leave in a site is no change of it."""
        changed = [line[3:] for line in self._git("status", "--porcelain", "-uno", "--", ".").splitlines()]
        others = (
            "ls-files",
            "--others",
            "--directory",
            "--no-empty-directory",
            "--exclude-standard",
            f"--exclude-from={ignored.resolve()}",
        )
        if changed := [*changed, *self._git(*others).splitlines()]:
            files = ", ".join(changed[:3])
            raise UserError(
                f"{self.site} has changes that are not committed ({files}): commit them first, so that the upgrade is "
                "a commit of its own, which `git revert` takes back"
            )
        self._git("var", "GIT_COMMITTER_IDENT")

    def commit(self, message: str) -> bool:
        """Commit all that is new, changed or removed in the site's folder; whether there was anything."""
        self._git("add", "--all", "--", ".")
        if is_changed := bool(self._git("status", "--porcelain", "-uno", "--", ".")):
            self._git("commit", "--quiet", "--no-verify", "--message", message, "--", ".")
        return is_changed

    def _git(self, *words: str) -> str:
        done = subprocess.run(["git", "-C", str(self.site), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise UserError(f"git {words[0]} failed in {self.site}: {done.stderr.strip()}")
        return done.stdout


def _remove_empty_folders(site: Path) -> None:
    """Folders of the engine in which nothing is left but compiled modules go."""
    for top in ("plugins", "theme", "docs", "deploy", "tests"):
        folders = [folder for folder in (site / top).rglob("*") if folder.is_dir() and folder.name != "__pycache__"]
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            rest = [entry for entry in folder.iterdir() if entry.name != "__pycache__"]
            if not rest and "site" not in folder.relative_to(site).parts[:2]:
                shutil.rmtree(folder)
