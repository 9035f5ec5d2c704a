"""Finds out whether anything has changed since the last build, before Pelican is imported.

A build leaves a note of the size, times and inode of every file that it read or wrote. While these are the same, and
the site does not change by itself, as on the date of a scheduled story, there is nothing to build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.build_cache.file_stats import FileStat, stats_below

VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
SKIPPED = {"__pycache__", ".git"}


@dataclass(frozen=True)
class Note:
    """What a build leaves: the folders and files that it read, the output, digests of the state of both, and until when
    it holds."""

    sources: tuple[str, ...]
    output: str
    key: str
    inputs: str
    outputs: str
    until: float | None
    pages: int


def note_file(cache: Path, settings_file: str) -> Path:
    """Where the note of builds with these settings lies."""
    return cache / f"{Path(settings_file).stem}.up-to-date.json"


def find_up_to_date(file: Path, settings_file: str) -> int | None:
    """The number of pages of the site, if a build now would change nothing; None if it might."""
    try:
        seal, _, text = file.read_text("utf-8").partition("\n")
        if seal != _digest(text):
            return None
        fields: dict[str, Any] = json.loads(text)
        note = Note(**{**fields, "sources": tuple(fields["sources"])})
        late = note.until is not None and time.time() >= note.until
        if late or note.key != circumstances(settings_file) or note.inputs != combine(map(place_digest, note.sources)):
            return None
        return note.pages if note.outputs == combine_files(stats_below(note.output)) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def leave_note(file: Path, note: Note) -> None:
    """Write the note; where the cache cannot be written there is none, and the next build place_digest closer."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        text = json.dumps(note.__dict__)
        beside.write_text(f"{_digest(text)}\n{text}", "utf-8")
        os.replace(beside, file)
    except OSError:
        return


def circumstances(settings_file: str) -> str:
    """What shapes a build besides files: the site's folder, Python, its packages, the settings' name, and the
    environment as far as settings files name it; a digest, for a secret may be among that. A copy of the folder, or one
    that was moved, has a note of another folder, which does not count."""
    folder = Path(settings_file).parent
    words = {word for file in folder.glob("*conf.py") for word in VARIABLE.findall(file.read_text("utf-8", "replace"))}
    named = [(word, os.environ.get(word)) for word in sorted({*words, "SOURCE_DATE_EPOCH"})]
    packages = [path for path in sys.path if path.endswith("site-packages")]
    times = [os.stat(path).st_mtime_ns for path in packages if os.path.isdir(path)]
    return _digest(repr((str(Path.cwd().resolve()), sys.version, times, settings_file, named)))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def combine(seen: Iterable[str]) -> str:
    """The place_digest of several places as one."""
    return _digest(" ".join(seen))


def combine_files(found: Mapping[str, FileStat]) -> str:
    """The place_digest of an output's files as one."""
    return _digest("\n".join([f"{name}\0{found[name]}" for name in sorted(found)]))


def place_digest(place: str) -> str:
    """How a file, or a folder with all that is in it, place_digest: a digest of names, sizes, times and inodes."""
    return _digest("".join([place, *sorted(_lines(place))]))


def _lines(place: str) -> Iterator[str]:
    if not os.path.isdir(place):
        if os.path.exists(place):
            yield _line("", os.stat(place))
        return
    todo = [place]
    while todo:
        folder = todo.pop()
        # What vanishes meanwhile makes the folder look like at no other moment, which is all that is needed.
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in SKIPPED:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    # Python makes folders of its own beside code; what counts is in the lines of the files.
                    todo.append(entry.path)
                    yield f"{entry.path}\n"
                    continue
                yield _line(entry.path, entry.stat(follow_symlinks=False))
                if entry.is_symlink() and os.path.exists(entry.path):
                    yield _line(entry.path, entry.stat())


def _line(path: str, stat: os.stat_result) -> str:
    return f"{path}\0{stat.st_mode}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_ino}\n"
