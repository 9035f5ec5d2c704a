"""Finds out whether anything has changed since the last build, before Pelican is imported.

A build records size, times and inode of every file that it read or wrote, and where links lead. While these are the
same, no scheduled story is due, and the settings file sets what it set then, there is nothing to build. Beside content,
theme and code of ours a build reads what filters and the like open or import, which is noted while it runs
(`note_opened_files`); and Python is made to take a compiled module for current by the content of its source
(`check_by_content`).
"""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import importlib.util
import io
import itertools
import json
import os
import runpy
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.build_cache.file_stats import FileStat, folder_times, iterate_stats
from plugins.diagnostics import UserError
from plugins.project.settings import run_settings
from plugins.system.atomic_files import write_atomically
from plugins.system.clock import Clock, given_clock
from plugins.system.digests import key_of, read_sealed, stable_repr, write_sealed

SKIPPED = {"__pycache__", ".git"}


@dataclass(frozen=True)
class BuildRecord:
    """The record of a build: the folders and files that it read, its output and the files there, digests of all and of
    its environment, and the times from and until which it is valid (seconds since 1970; the second may be infinite): a
    clock may be set back."""

    sources: tuple[str, ...]
    output: str
    files: tuple[str, ...]
    key: str
    inputs: str
    outputs: str
    since: float
    until: float
    pages: int


def record_file(cache: Path, settings_file: str) -> Path:
    """The file with the record of builds with these settings."""
    return cache / f"{Path(settings_file).stem}.up-to-date.json"


def find_up_to_date(
    file: Path, settings_file: str, inputs: Mapping[str, str], clock: Clock | None = None
) -> int | None:
    """The number of pages of the site, if a build for a moment, by default this one, would change nothing; None if it
    might. `inputs` are digests that the caller has just made, by path."""
    try:
        if not file.is_file():
            return None
        fields: dict[str, Any] = json.loads(read_sealed(file))
        lists = {name: tuple(fields[name]) for name in ("sources", "files")}
        record = BuildRecord(**{**fields, **lists})
        key, read = read_environment(settings_file)
        if (
            not record.since <= (clock or read).now.timestamp() < record.until
            or record.key != key
            or record.inputs != key_of(*(inputs.get(place) or digest_path(place) for place in record.sources))
        ):
            return None
        # Quicker than to list every folder: the times of the folders say whether there are other files.
        times = folder_times(record.output, record.files)
        stats = iterate_stats(record.output, sorted(record.files))
        return record.pages if record.outputs == digest_output(stats, times) else None
    except (OSError, ValueError, TypeError, KeyError, SyntaxError, UserError):
        return None


def write_record(file: Path, record: BuildRecord) -> None:
    """Write the record; without a writable cache there is none, and the next build compares more."""
    with contextlib.suppress(OSError):
        write_sealed(file, json.dumps(record.__dict__).encode())


def read_environment(settings_file: str) -> tuple[str, Clock]:
    """A digest of the site's folder, Python, its packages, and what the settings file sets, and the moment for which a
    build would be. That file is run, since it may read the environment, files and folders, and start programs. The
    record of a copied or moved folder is invalid, because the folder is part of it."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    times = [os.stat(path).st_mtime_ns for path in packages if os.path.isdir(path)]
    names = run_settings(settings_file, lambda file: runpy.run_path(file, run_name=Path(file).stem))
    # The record says for which moments it is valid.
    values = stable_repr({name: value for name, value in names.items() if name.isupper() and name != "NOW"})
    return key_of(Path.cwd().resolve(), sys.version, times, settings_file, values), given_clock(names)


def _digest_lines(lines: Iterable[str]) -> str:
    """The digest of all lines together, of a thousand at a time, which takes little memory."""
    digest, left = hashlib.blake2b(digest_size=16), iter(lines)
    while portion := "".join(itertools.islice(left, 1000)):
        digest.update(portion.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def digest_output(stats: Iterable[tuple[str, FileStat]], times: Mapping[str, int]) -> str:
    """One digest of the status of an output's files, sorted by name, and of the times of its folders."""
    return _digest_lines(f"{name}\0{value}\n" for name, value in itertools.chain(stats, sorted(times.items())))


def digest_path(place: str) -> str:
    """A digest of a file, or of a folder and its contents: names, sizes, times and inodes, and where links lead."""
    return _digest_lines(itertools.chain((place, os.path.realpath(place)), sorted(_lines(place))))


def last_change(place: str) -> float:
    """The moment (seconds since 1970) at which a file, or anything in a folder, was changed last; 0 where there is
    none."""
    files = Path(place).rglob("*") if os.path.isdir(place) else ()
    return max((os.stat(file).st_mtime for file in (place, *files) if os.path.exists(file)), default=0.0)


def _lines(place: str) -> Iterator[str]:
    if not os.path.isdir(place):
        if os.path.exists(place):
            yield _line("", os.stat(place))
        return
    todo, followed = [place], {os.path.realpath(place)}
    while todo:
        folder = todo.pop()
        # A file deleted meanwhile changes the digest, as it should.
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in SKIPPED:
                    continue
                if entry.is_symlink():
                    yield _line(entry.path, entry.stat(follow_symlinks=False))
                    real = os.path.realpath(entry.path)
                    yield f"{real}\n"
                    if not os.path.exists(real) or real in followed:
                        continue
                    followed.add(real)
                if entry.is_dir():
                    # Without its time: Python makes __pycache__ folders beside code.
                    todo.append(entry.path)
                    yield f"{entry.path}\n"
                else:
                    yield _line(entry.path, entry.stat())


def _line(path: str, stat: os.stat_result) -> str:
    return f"{path}\0{stat.st_mode}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_ino}\n"


PROGRAM = Path(__file__).parents[1]


@contextlib.contextmanager
def note_opened_files() -> Iterator[set[str]]:
    """Yield a set to which the path of each file is added that Python code of this process opens until the end of the
    block."""
    opened: set[str] = set()
    usual = builtins.open

    def note(file: Any, *given: Any, **named: Any) -> Any:
        if isinstance(file, str | bytes | os.PathLike):
            opened.add(os.path.abspath(os.fsdecode(file)))
        return usual(file, *given, **named)

    # `pathlib` takes it from the other module.
    builtins.open = io.open = note
    try:
        yield opened
    finally:
        builtins.open = io.open = usual


def read_elsewhere(opened: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Of the files that were opened, and those of imported modules, the ones that are neither below a known folder nor
    part of Python and its packages."""
    places = (*known, str(PROGRAM), sys.prefix, sys.base_prefix)
    own = tuple(
        {f"{place}{os.sep}" for folder in places for place in (os.path.abspath(folder), os.path.realpath(folder))}
    )
    modules = [str(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())]
    # Most are below these as they are written; to follow the links of each takes longer.
    others = {file for file in (*opened, *modules) if file and not file.endswith(".pyc") and not _is_below(file, own)}
    files: set[str] = {os.path.realpath(file) for file in others}
    return tuple(sorted(file for file in files if not _is_below(file, own) and Path(file).is_file()))


def _is_below(file: str, folders: tuple[str, ...]) -> bool:
    return f"{file}{os.sep}".startswith(folders)


# Python compiles a module again where size or time of its source has changed. A file that took the place of another of
# the same size and time would go unseen, and pages be made by code that is no longer there.
PACKAGE = "plugins."
# The header of a compiled module: the version of Python, flags, and then time and size, or the digest, of the source.
FLAGS, STAMP, HEADER = slice(4, 8), slice(8, 16), 16
BY_CONTENT = (0b11).to_bytes(4, "little")


def check_by_content() -> None:
    """Let Python compare the content of each module of the program that this process has loaded from now on; where
    compiled modules cannot be written, they stay as they are."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.startswith(PACKAGE) and file and file.endswith(".py"):
            with contextlib.suppress(OSError, NotImplementedError):
                _check_by_content(file)


def _check_by_content(file: str) -> None:
    compiled = importlib.util.cache_from_source(file)
    with open(compiled, "rb") as opened:
        if opened.read(HEADER)[FLAGS] != bytes(4):
            return
        opened.seek(0)
        data = opened.read()
    status = os.stat(file)
    stamp = b"".join((number & 0xFFFF_FFFF).to_bytes(4, "little") for number in (int(status.st_mtime), status.st_size))
    if data[STAMP] == stamp:
        with open(file, "rb") as source:
            digest = importlib.util.source_hash(source.read())
        write_atomically(Path(compiled), data[: FLAGS.start] + BY_CONTENT + digest + data[HEADER:])
