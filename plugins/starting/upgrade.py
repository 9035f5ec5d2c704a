"""`upgrade_site` replaces the engine of a site by a newer one and keeps the site's own files.

The record `.engine.json` lists the engine's original files; for a site of version 1.0.0, which has none, it is in
`releases/`.
"""

from __future__ import annotations

import ast
import json
import re
import runpy
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.atomic_files import write_atomically
from plugins.diagnostics import UserError
from plugins.kept_work import kept_work
from plugins.locales.strings import flat_strings, read_strings, site_strings
from plugins.starting.new_site import ENGINE_ROOT
from plugins.starting.ownership import (
    RECORD,
    SETTINGS,
    Release,
    assignments,
    describe_release,
    digest,
    engine_part,
    read_release,
    version_of,
    write_release,
)

RELEASES = Path(__file__).parent / "releases"
# The folder for the engine's files that a site has changed.
KEPT = ".upgrade"
ICON = "theme/static/icon.svg"
TOKENS = "theme/static/css/tokens.css"
PROPERTY = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.M)
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.S)
PLUGINS = 'PLUGINS = ["plugins.newsroom"]'
# What the engine's part of the settings needed.
STRICT = "from jinja2 import StrictUndefined\n\n"
OWN_LINE = "# This site's own changes to the settings above."


@dataclass(frozen=True)
class UpgradeResult:
    """The result of an upgrade or a dry run: versions, how many files of the engine are new, changed and removed, and
    `notes`, lines about what a person should know or check."""

    before: str
    after: str
    written: int
    removed: int
    notes: tuple[str, ...]


def upgrade_site(site: Path, *, engine: Path = ENGINE_ROOT, dry_run: bool = False) -> UpgradeResult:
    """Replace the engine in a site's folder by the one in `engine`; with `dry_run` change nothing.

    Raises UserError if the folder is no site, or has an unknown version.
    """
    if site.resolve() == engine.resolve():
        raise UserError(f"{site} is the new version itself: name the folder of the site that is to be upgraded")
    old = _release_of(site)
    with_tests = (site / "tests").is_dir() and any(path.startswith("tests/") for path in old.files)
    new = describe_release(engine, with_tests=with_tests)
    work = _Upgrade(site, engine, old, new)
    changed = [path for path in old.files if work.is_changed(path)]
    notes = [note for path in changed for note in work.move_out(path, dry_run)]
    notes += work.move_new_strings(dry_run)
    notes += work.settings(dry_run)
    written = [path for path, name in new.files.items() if not (site / path).is_file() or name != work.digest_of(path)]
    removed = [path for path in old.files if path not in new.files and (site / path).is_file()]
    if not dry_run:
        for path in written:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(engine / path, site / path)
        for path in removed:
            (site / path).unlink()
        _remove_empty_folders(site)
        # What people wrote is no cache, and in the cache of an earlier version it was.
        if (site / ".cache").is_dir():
            kept_work(site, site / ".cache")
        shutil.rmtree(site / ".cache", ignore_errors=True)
        write_release(new, site / RECORD)
        notes += _new_strings(site, old)
    return UpgradeResult(old.version, new.version, len(written), len(removed), tuple(notes))


def _new_strings(site: Path, old: Release) -> Iterator[str]:
    """A line for each string that is new in this version and still English."""
    known = {key for keys in old.strings.values() for key in keys}
    for name, row in runpy.run_path(str(site / SETTINGS)).get("EDITIONS", {}).items():
        if not row.get("derived_from"):
            found = read_strings(site / "theme" / "strings", name).missing
            yield from (str(missing) for missing in found if missing.key not in known)


def _release_of(site: Path) -> Release:
    """The release of the engine that a site has; raises UserError."""
    if (site / RECORD).is_file():
        return read_release(site / RECORD)
    version = version_of(site)
    known = RELEASES / f"{version}.json"
    if not version or not known.is_file():
        versions = ", ".join(sorted(file.stem for file in RELEASES.glob("*.json")))
        raise UserError(
            f"{site} is not a site of Dvoglas: name a folder with a file {RECORD}, or a site of version {versions}"
        )
    return read_release(known)


@dataclass(frozen=True)
class _Upgrade:
    """One upgrade of one site."""

    site: Path
    engine: Path
    old: Release
    new: Release

    def digest_of(self, path: str) -> str:
        """The digest of a file of the site; "" where it is not there."""
        file = self.site / path
        return digest(file.read_bytes()) if file.is_file() else ""

    def is_changed(self, path: str) -> bool:
        """Whether the site has changed a file of the engine, and not as the new version does."""
        found = self.digest_of(path)
        return bool(found) and found not in (self.old.files[path], self.new.files.get(path))

    def move_out(self, path: str, dry_run: bool) -> Iterator[str]:
        """Move a site's changes of an engine file to the site's own files; yields a note for each."""
        if path.startswith("theme/strings/"):
            yield from self._move_strings(Path(path).stem, dry_run)
        elif path == ICON:
            self._write("theme/site/icon.svg", (self.site / path).read_text("utf-8"), dry_run)
            yield f"{path}: your logo is in theme/site/icon.svg now"
        else:
            if path == TOKENS:
                yield from self._move_colours(dry_run)
            kept = f"{KEPT}/{self.old.version}/{path}"
            self._write(kept, (self.site / path).read_bytes(), dry_run)
            advice = "theme/site/templates" if path.startswith("theme/templates/") else "theme/site or plugins/site"
            yield f"{path}: you have changed it; yours is kept in {kept}: what you still need of it belongs in {advice}"

    def _move_strings(self, name: str, dry_run: bool) -> Iterator[str]:
        """Strings that differ from those of the release go to the site's own file."""
        before, now = self.old.strings.get(name, {}), self.new.strings.get(name, {})
        table = tomllib.loads((self.site / "theme" / "strings" / f"{name}.toml").read_text("utf-8"))
        own = {
            key: text
            for key, text in flat_strings(table)
            if digest(repr(text).encode()) not in (before.get(key), now.get(key))
        }
        file = site_strings(self.site / "theme" / "strings", name)
        if own and not file.exists():
            self._write(file.relative_to(self.site).as_posix(), strings_text(own), dry_run)
            yield f"theme/strings/{name}.toml: your {len(own)} strings are in theme/site/strings/{name}.toml now"

    def move_new_strings(self, dry_run: bool) -> Iterator[str]:
        """A file of strings in a language that the engine does not have is the site's."""
        for file in sorted((self.site / "theme" / "strings").glob("*.toml")):
            path = f"theme/strings/{file.name}"
            own = site_strings(file.parent, file.stem)
            if path not in self.old.files and path not in self.new.files and not own.exists():
                self._write(own.relative_to(self.site).as_posix(), file.read_text("utf-8"), dry_run)
                if not dry_run:
                    file.unlink()
                yield f"{path}: it is in theme/site/strings/{file.name} now"

    def _move_colours(self, dry_run: bool) -> Iterator[str]:
        """Custom properties that differ from the new version's go to the site's own style sheet."""
        own, theirs = ((folder / TOKENS).read_text("utf-8") for folder in (self.site, self.engine))
        light, dark = (_differences(part(own), part(theirs)) for part in (_light_colours, _dark_colours))
        if (light or dark) and not (self.site / "theme" / "site" / "colours.css").exists():
            text = f":root {{\n{light}}}\n" if light else ""
            text += f"\n@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n" if dark else ""
            self._write("theme/site/colours.css", text, dry_run)
            yield f"{TOKENS}: your colours are in theme/site/colours.css now"

    def settings(self, dry_run: bool) -> Iterator[str]:
        """Take the engine's part out of the settings, which they had until version 1.1; names of functions that have
        moved are followed."""
        file = self.site / SETTINGS
        before = file.read_text("utf-8")
        text, own = take_out_engine_part(before, self.old.settings)
        for use, name in self.old.script.items():
            text = text.replace(name, self.new.script.get(use, name))
        compile(text, SETTINGS, "exec")
        if text != before:
            self._write(SETTINGS, text, dry_run)
            kept = f"; kept below it: {', '.join(own)}" if own else ""
            yield f"{SETTINGS}: the engine's part is one name now{kept}"

    def _write(self, path: str, data: str | bytes, dry_run: bool) -> None:
        if dry_run:
            return
        write_atomically(self.site / path, data if isinstance(data, bytes) else data.encode())


def take_out_engine_part(text: str, before: Mapping[str, str]) -> tuple[str, list[str]]:
    """The settings with the engine's one name in the place of its part, and the names of the engine's settings that
    the site has changed, which are kept below it.

    `before` are the values in the site's release. The part is between two lines that mark it; in version 1.0.0 it is
    all statements with one of these names. Since version 1.2 there is none.
    """
    marked = engine_part(text)
    if not marked and not before:
        return text, []
    changed = _changed_settings(assignments(marked or text), before)
    new = f"{PLUGINS}\n{_kept_settings(marked or text, changed, before)}"
    rest = text.replace(marked, new.rstrip("\n")) if marked else f"{_drop_statements(text, before)}\n\n{new}"
    if "StrictUndefined" not in rest.replace(STRICT, ""):
        rest = rest.replace(STRICT, "")
    return rest, changed


def _drop_statements(text: str, names: Mapping[str, str]) -> str:
    """The settings without the statements that set these names alone, and the remarks above them."""
    lines = text.splitlines()
    drop: set[int] = set()
    for statement in ast.parse(text).body:
        found = assignments(ast.unparse(statement))
        if found and set(found) <= set(names):
            first = statement.lineno - 1
            while first > 0 and lines[first - 1].startswith("#"):
                first -= 1
            drop.update(range(first, statement.end_lineno or statement.lineno))
    rest = "\n".join(line for at, line in enumerate(lines) if at not in drop)
    return re.sub(r"\n{3,}", "\n\n", rest).rstrip("\n")


def _changed_settings(found: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    return [name for name, value in found.items() if name in before and value != before[name]]


def _kept_settings(text: str, changed: list[str], before: Mapping[str, str]) -> str:
    """The engine's settings that a site has changed, to write below them; added plugins are added again."""
    if not changed:
        return ""
    found = assignments(text)
    lines = ["", OWN_LINE]
    for name in changed:
        value = found[name]
        try:
            mine, theirs = ast.literal_eval(value), ast.literal_eval(before[name])
        except ValueError:
            mine, theirs = value, before[name]
        if isinstance(mine, list) and isinstance(theirs, list) and set(map(str, theirs)) <= set(map(str, mine)):
            lines.append(f"{name} += {[item for item in mine if item not in theirs]!r}".replace("'", '"'))
        else:
            lines.append(f"{name} = {value}")
    return "\n".join(lines) + "\n"


def strings_text(own: Mapping[str, Any]) -> str:
    """Strings by key ("goals.3" in a table) as a file of strings."""
    lines = ["# This site's own words: each takes the place of that in theme/strings."]
    tables: dict[str, list[str]] = {}
    for key, text in own.items():
        section, _, entry = key.rpartition(".")
        if isinstance(text, Mapping):
            tables[entry] = [
                f"{json.dumps(form)} = {json.dumps(one, ensure_ascii=False)}" for form, one in text.items()
            ]
        elif section:
            tables.setdefault(section, []).append(f"{json.dumps(entry)} = {json.dumps(text, ensure_ascii=False)}")
        else:
            lines.append(f"{entry} = {json.dumps(text, ensure_ascii=False)}")
    for name, rows in tables.items():
        lines += ["", f"[{name}]", *rows]
    return "\n".join(lines) + "\n"


def _light_colours(css: str) -> dict[str, str]:
    return dict(PROPERTY.findall(css.partition("@media")[0].partition(":root[")[0]))


def _dark_colours(css: str) -> dict[str, str]:
    found = DARK.search(css)
    return dict(PROPERTY.findall(found[1])) if found else {}


def _differences(own: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in own.items() if theirs.get(name) != value)


def _remove_empty_folders(site: Path) -> None:
    """Folders of the engine in which nothing is left but compiled modules go."""
    for top in ("plugins", "theme", "docs", "deploy", "tests"):
        folders = [folder for folder in (site / top).rglob("*") if folder.is_dir() and folder.name != "__pycache__"]
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            rest = [entry for entry in folder.iterdir() if entry.name != "__pycache__"]
            if not rest and "site" not in folder.relative_to(site).parts[:2]:
                shutil.rmtree(folder)
