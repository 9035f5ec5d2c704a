"""A release on paper: every file of the site with the hash of its content."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from .errors import PublishError
from .kinds import is_fingerprinted


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: SHA-256 in hex, bytes, where it redirects to, and for how many releases it has outlived its build."""

    digest: str
    size: int
    location: str = ""
    kept: int = 0


@dataclass(frozen=True)
class Manifest:
    """A release's name, the release that was live when it was made, and its files by path."""

    name: str
    previous: str
    entries: Mapping[str, Entry] = field(repr=False)

    def to_json(self) -> str:
        """One line of JSON, the same for the same release."""
        files = {path: [e.digest, e.size, e.location, e.kept] for path, e in sorted(self.entries.items())}
        return json.dumps({"name": self.name, "previous": self.previous, "files": files}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Read what ``to_json`` wrote; ``PublishError`` if it is something else."""
        try:
            raw = json.loads(text)
            return cls(raw["name"], raw["previous"], {path: Entry(*facts) for path, facts in raw["files"].items()})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise unreadable(error) from error


@dataclass(frozen=True)
class Changes:
    """What differs between two releases; ``size`` is the bytes that are new."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    size: int

    @property
    def count(self) -> int:
        """How many files differ."""
        return len(self.added) + len(self.changed) + len(self.removed)


def unreadable(error: Exception) -> PublishError:
    """The error for a manifest that is gone or is something else; ``error`` says which."""
    return PublishError(
        "the manifest of the live release cannot be read", f"roll back to another release with --to ({error})"
    )


def scan(site: Path, locations: Mapping[str, str] | None = None) -> dict[str, Entry]:
    """Hash every file below ``site``; ``locations`` gives those that are redirects their goal."""
    places = locations or {}
    files = sorted(path for path in site.rglob("*") if path.is_file())

    def entry(path: Path) -> tuple[str, Entry]:
        name = path.relative_to(site).as_posix()
        data = path.read_bytes()
        return name, Entry(hashlib.sha256(data).hexdigest(), len(data), places.get(name, ""))

    with ThreadPoolExecutor() as pool:
        return dict(pool.map(entry, files))


def carry_over(entries: Mapping[str, Entry], standing: Iterable[Manifest], keep: int) -> dict[str, Entry]:
    """The files with fingerprinted parts of earlier releases added, each for ``keep`` releases.

    A reader who opened a page just before the switch asks for its parts just after it.
    """
    result = dict(entries)
    for manifest in standing:
        for path, old in manifest.entries.items():
            if path not in entries and is_fingerprinted(path) and old.kept < keep:
                result[path] = replace(old, kept=old.kept + 1)
    return result


def differences(old: Manifest | None, new: Mapping[str, Entry]) -> Changes:
    """Compare by content, so that a file written anew with the same bytes is no change."""
    before = old.entries if old else {}
    added = tuple(path for path in new if path not in before)
    changed = tuple(path for path in new if path in before and not same(new[path], before[path]))
    removed = tuple(path for path in before if path not in new)
    return Changes(added, changed, removed, sum(new[path].size for path in (*added, *changed)))


def same(one: Entry, other: Entry | None) -> bool:
    """Whether a reader would get the same answer."""
    return other is not None and (one.digest, one.location) == (other.digest, other.location)
