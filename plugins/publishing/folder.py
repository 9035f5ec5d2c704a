"""A local folder as target: the default, and what a server of one's own needs.

``current`` is a symbolic link to ``releases/NAME``, which holds ``site/`` (the web root), ``manifest.json`` and
``redirects.map``. A release is made under a hidden name and is whole before it gets its own.
"""

import fcntl
import getpass
import os
import secrets
import shutil
import socket
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .diagnosis import explain
from .errors import PublishError
from .manifest import Entry, Manifest, same, unreadable
from .progress import Reporter
from .releases import Release, is_name
from .settings import Table, read_facts
from .target import Facts


@dataclass(frozen=True)
class FolderTarget:
    """A folder of this machine."""

    facts: Facts
    path: Path
    precompressed: bool = True

    @contextmanager
    def open(self, reporter: Reporter, *, locked: bool) -> Iterator["FolderPlace"]:
        """The folder, with an advisory lock that the system drops if we die."""
        try:
            if not locked:
                yield FolderPlace(self.path)
                return
            (self.path / "releases").mkdir(parents=True, exist_ok=True)
            with (self.path / ".lock").open("a+") as file:
                take(file.fileno(), self.path / ".lock", self.facts.wait_seconds, reporter)
                yield FolderPlace(self.path)
        except OSError as error:
            raise explain(str(error), f"the folder {self.path} cannot be written") from error


@dataclass(frozen=True)
class FolderPlace:
    """The folder while it is open."""

    path: Path

    def names(self) -> tuple[str, ...]:
        """All whole releases, oldest first."""
        releases = self.path / "releases"
        return tuple(sorted(p.name for p in releases.iterdir() if is_name(p.name))) if releases.is_dir() else ()

    def standing(self) -> tuple[str, ...]:
        """The release that ``current`` points to."""
        current = self.path / "current"
        return (current.readlink().name,) if current.is_symlink() else ()

    def manifest(self, name: str) -> Manifest:
        """The manifest beside the release's site."""
        try:
            return Manifest.from_json((self.path / "releases" / name / "manifest.json").read_bytes())
        except OSError as error:
            raise unreadable(error) from error

    def upload(self, release: Release, reporter: Reporter) -> None:
        """Copy what is new and link what is not; half-made releases of others are cleared first."""
        releases = self.path / "releases"
        for leftover in (*releases.glob(".*.part"), *self.path.glob(".current.*")):
            remove_tree(leftover)
        part = releases / f".{release.name}.{secrets.token_hex(4)}.part"
        try:
            self.fill(part, release, reporter)
        except OSError:
            remove_tree(part)
            raise
        part.rename(releases / release.name)

    def fill(self, part: Path, release: Release, reporter: Reporter) -> None:
        """Write all of the release below ``part``."""
        standing = self.standing()
        before = self.manifest(standing[0]).entries if standing else {}
        old = self.path / "current" / "site"

        def put(item: tuple[str, Entry]) -> None:
            path, entry = item
            reuse = old / path if same(entry, before.get(path)) else None
            bring(release.site / path, reuse, part / "site" / path, entry)
            done(1)

        with reporter.track("Files to the folder", len(release.manifest.entries)) as done, ThreadPoolExecutor() as pool:
            for _ in pool.map(put, release.manifest.entries.items()):
                pass
        for extra in release.folder.iterdir():
            if extra.is_file():
                shutil.copyfile(extra, part / extra.name)

    def activate(self, name: str, reporter: Reporter) -> None:
        """Point ``current`` to the release by one rename."""
        link = self.path / f".current.{secrets.token_hex(4)}"
        link.symlink_to(Path("releases") / name)
        link.replace(self.path / "current")

    def remove(self, names: Collection[str]) -> None:
        """Delete the releases; each loses its name first, so that none is ever half there under it."""
        for name in names:
            part = self.path / "releases" / f".{name}.{secrets.token_hex(4)}.part"
            (self.path / "releases" / name).rename(part)
            remove_tree(part)


def from_table(table: Table) -> FolderTarget:
    """Read the settings of this kind."""
    facts, path = read_facts(table), table.text("path", default="published")
    if not path:
        raise table.fault("path", "a folder", path)
    try:
        return FolderTarget(facts, Path(path).expanduser())
    except RuntimeError as error:
        raise table.fault("path", "a folder, with ~ for a home that this machine has", path) from error


def bring(source: Path, reuse: Path | None, goal: Path, entry: Entry) -> None:
    """Put one file in its place, by a hard link where the release before has the same bytes."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    if reuse and reuse.is_file() and reuse.stat().st_size == entry.size:
        os.link(reuse, goal)
        return
    # Not the source's time: servers make ETags of time and size, and a reproducible build may set one time for all.
    with source.open("rb") as taken, goal.open("wb") as given:
        shutil.copyfileobj(taken, given)
        given.flush()
        # The release must be on the disk, not only on its way there, before readers are led to it.
        os.fsync(given.fileno())
    goal.chmod(0o644)


def remove_tree(path: Path) -> None:
    """Delete a folder, a file or a link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def holder() -> str:
    """Who holds a lock, for whoever waits for it."""
    return f"{getpass.getuser()} on {socket.gethostname()}, process {os.getpid()}"


def take(handle: int, path: Path, seconds: int, reporter: Reporter) -> None:
    """Lock the open file, waiting for a publish that is under way; ``PublishError`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            other = path.read_text("utf-8") or "somebody"
            if time.monotonic() >= deadline:
                raise PublishError(
                    f"another publish is under way ({other})", "wait until it has ended, then publish again"
                ) from None
            if not told:
                reporter.say(f"Waiting for another publish to end ({other})")
            told = True
            time.sleep(0.1)
    # The name is a courtesy: a full disk must not keep anybody from going back.
    with suppress(OSError):
        os.truncate(handle, 0)
        os.write(handle, holder().encode())
