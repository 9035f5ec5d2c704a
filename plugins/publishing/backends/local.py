"""A local folder as target: the default, and what a server of one's own serves.

`current` is a symbolic link to `releases/NAME`, which holds `site/` (the web root), `moved/` (redirect pages),
`manifest.json` and the redirects for servers. A release is written under a hidden name and renamed when it is whole.
"""

import os
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.diagnostics import Message
from plugins.system.progress import OnProgress, StageCounter

from ..failures import Failure, PublishError, error_from_output
from ..folder_lock import folder_lock
from ..manifest import Manifest, same
from ..releases import MOVED, SITE, SOURCES, Release, is_name, link
from ..settings import SettingsTable, TargetSettings, read_target_settings

# Files that a thread writes before it takes others.
BATCH = 100


@dataclass(frozen=True)
class LocalTarget:
    """A folder of this machine."""

    settings: TargetSettings
    path: Path
    private: tuple[str, ...] = ()

    @property
    def server_folder(self) -> str:
        """The folder itself."""
        return str(self.path.resolve())

    @property
    def location(self) -> str:
        """The folder of the live site."""
        return str(self.path.resolve() / "current" / SITE)

    @contextmanager
    def open(self, progress: OnProgress, *, locked: bool) -> Iterator["LocalSession"]:
        """The folder, with a lock that the system frees when this process ends."""
        try:
            if not locked:
                yield LocalSession(self.path)
                return
            make_folder(self.path / "releases")
            with folder_lock(self.path / ".lock", self.settings.wait_seconds, progress):
                yield LocalSession(self.path)
        except OSError as error:
            raise error_from_output(str(error), Failure.FOLDER_FAILED, path=str(self.path)) from error


@dataclass(frozen=True)
class LocalSession:
    """The folder while it is open."""

    path: Path

    def list_releases(self) -> tuple[str, ...]:
        """The names of all whole releases, oldest first."""
        releases = self.path / "releases"
        return tuple(sorted(p.name for p in releases.iterdir() if is_name(p.name))) if releases.is_dir() else ()

    def current_release(self) -> tuple[str, ...]:
        """The release that `current` points to."""
        current = self.path / "current"
        return (current.readlink().name,) if current.is_symlink() else ()

    def manifest(self, name: str) -> Manifest:
        """The manifest beside the release's site."""
        try:
            return Manifest.from_json((self.path / "releases" / name / "manifest.json").read_bytes())
        except OSError as error:
            raise PublishError(Failure.MANIFEST_UNREADABLE, output=str(error)) from error

    def read(self, name: str, path: str, folder: str = SITE) -> bytes:
        """The content of a file in one of the release's folders."""
        return (self.path / "releases" / name / folder / path).read_bytes()

    def upload(self, release: Release, progress: OnProgress) -> None:
        """Copy new files and link unchanged ones; half-written releases of other publishes are deleted first."""
        releases = self.path / "releases"
        for leftover in (*releases.glob(".*.part"), *self.path.glob(".current.*")):
            remove_tree(leftover)
        part = releases / f".{release.name}.{secrets.token_hex(4)}.part"
        try:
            self.write_release(part, release, progress)
        except BaseException:
            remove_tree(part)
            raise
        part.rename(releases / release.name)

    def write_release(self, part: Path, release: Release, progress: OnProgress) -> None:
        """Write all of the release below `part`."""
        before, sources = (release.live.entries, release.live.sources) if release.live else ({}, {})
        entries = release.manifest.entries
        counter = StageCounter(progress, Message("Files to the folder"), len(entries))
        site = {f"{MOVED if entry.location else SITE}/{path}": path for path, entry in entries.items()}
        copies = {f"{SOURCES}/{path}": path for path in release.manifest.sources}
        known = {place: entries[path].size for place, path in site.items() if same(entries[path], before.get(path))}
        known |= {
            place: (release.sources / path).stat().st_size
            for place, path in copies.items()
            if sources.get(path) == release.manifest.sources[path]
        }
        for folder in sorted({place.rpartition("/")[0] for place in (*site, *copies)}):
            make_folder(part / folder)
        linked = self.link_current(known, part)
        counter.add(len(site.keys() & linked))
        files = {place: release.file(path) for place, path in site.items() if place not in linked}
        files |= {place: release.sources / path for place, path in copies.items() if place not in linked}

        def copy(places: Sequence[str]) -> None:
            for place in places:
                copy_file(files[place], part / place)
            counter.add(len(site.keys() & set(places)))

        new = tuple(files)
        with ThreadPoolExecutor() as pool:
            for _ in pool.map(copy, (new[at : at + BATCH] for at in range(0, len(new), BATCH))):
                pass
        for extra in release.folder.iterdir():
            if extra.is_file():
                copy_file(extra, part / extra.name)

    def link_current(self, sizes: Mapping[str, int], part: Path) -> set[str]:
        """Link unchanged files of the live release into another, by their sizes in bytes; returns the places of those
        that are whole there."""
        linked, current = set(), os.path.realpath(self.path / "current")
        for place, size in sizes.items():
            file = f"{current}/{place}"
            with suppress(OSError):
                status = os.stat(file)
                if stat.S_ISREG(status.st_mode) and status.st_size == size:
                    link(file, f"{part}/{place}")
                    linked.add(place)
        return linked

    def activate(self, name: str, progress: OnProgress, kept: Collection[str] = ()) -> None:
        """Link the kept files into the release and point `current` to it by one rename."""
        for path in kept:
            file, goal = (self.path / place / SITE / path for place in ("current", f"releases/{name}"))
            if file.is_file() and not goal.exists():
                make_folder(goal.parent)
                link(file, goal)
        new = self.path / f".current.{secrets.token_hex(4)}"
        new.symlink_to(Path("releases") / name, target_is_directory=True)
        new.replace(self.path / "current")

    def deactivate(self) -> None:
        """Delete `current`."""
        (self.path / "current").unlink(missing_ok=True)

    def warnings(self) -> tuple[str, ...]:
        """None."""
        return ()

    def remove(self, names: Collection[str]) -> None:
        """Delete the releases; each is renamed first, so that no release name ever holds a partial release."""
        for name in names:
            part = self.path / "releases" / f".{name}.{secrets.token_hex(4)}.part"
            (self.path / "releases" / name).rename(part)
            remove_tree(part)


def from_table(table: SettingsTable) -> LocalTarget:
    """Read the settings of this kind."""
    settings, path = read_target_settings(table), table.text("path", default="published")
    if not path:
        raise table.error("path", "a folder", path)
    try:
        return LocalTarget(settings, Path(path).expanduser())
    except RuntimeError as error:
        raise table.error("path", "a folder, with ~ for a home that this machine has", path) from error


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, open to a web server whatever the umask of this process."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(0o755)


def copy_file(source: Path, goal: Path) -> None:
    """Write one file; its folder is there."""
    # Without the source's time: servers make ETags of time and size, and a reproducible build may set one time for all.
    with source.open("rb") as reading, goal.open("wb") as writing:
        shutil.copyfileobj(reading, writing)
        writing.flush()
        # Readers are switched to the release only after it is flushed to disk.
        os.fsync(writing.fileno())
    goal.chmod(0o644)


def remove_tree(path: Path) -> None:
    """Delete a folder, a file or a link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
