"""The cache on disk: keeps parsed sources, rendered texts, and the key of every page in the output."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from plugins.build_cache.compiled_templates import CompiledTemplates
from plugins.build_cache.file_stats import FileStat, iterate_stats, stat_of, stats_below
from plugins.build_cache.protocol import BuildCache, BuildOptions, PageJob, TextJob, write_page_file
from plugins.build_cache.store import CacheStore
from plugins.system.digests import digest_of
from plugins.system.workers import start_jobs

DATABASE = "build.sqlite3"
# A large site has more of both than memory: letters of texts that are in no database yet, and pages to be rendered.
MOST_FRESH, MOST_JOBS = 10_000_000, 10_000
# By the file in the output: of a page the key, the file as it is, and the digest of its bytes; of a copy the source and
# the file.
OWN_TABLES = {"pages": dict[str, tuple[str, FileStat, str]], "placed": dict[str, tuple[FileStat, FileStat]]}


class DiskCache(BuildCache):
    """A cache in one database below the cache folder, for one output folder."""

    def __init__(self, settings: Mapping[str, Any], workers: int, options: BuildOptions) -> None:
        self.output = str(settings["OUTPUT_PATH"])
        self.workers, self.options, self._memory = workers, options, options.memory
        # The output is looked through on another processor while the content is read.
        finalizers = options.finalizers
        self._stats = start_jobs([self.output], stats_below, workers, jobs_a_process=1, finalizers=finalizers)
        self._folder = Path(settings["CACHE_PATH"])
        self._store: CacheStore
        self.tables: dict[str, Any] = {}
        self._known: Collection[str] = set()
        self._fresh: dict[str, str] = {}
        self._fresh_size = 0
        self._used: set[str] = set()
        # Texts that other processes are making.
        self._waiting: Iterable[tuple[TextJob, tuple[list[str], Any] | None]] = ()
        self._pending: set[str] = set()
        # Of pages that are made or kept: the key, and the digest of the bytes.
        self._pages: dict[str, tuple[str, str]] = {}
        self._placed: dict[str, FileStat] = {}
        self._jobs: list[PageJob] = []
        self._bytecode: CompiledTemplates | None = None

    def begin(self, code: str, types: Mapping[str, Any], use_kept: bool) -> bool:
        """As in BuildCache; what another version of the code kept is thrown away."""
        name = digest_of(os.fsencode(Path(self.output).resolve()), 6)
        file = self._folder / f"{name}.{DATABASE}"
        self._store = CacheStore(file, code, self.options.notice, {**types, **OWN_TABLES})
        if not use_kept:
            self._bytecode = CompiledTemplates()
        elif self._memory and self._memory.belongs_to == (str(file), code):
            self.tables, self._known = self._memory.state, self._memory.keys
        else:
            self.tables, self._known = self._store.load()
        return self._memory is None or self._memory.belongs_to is None

    def text(self, key: str, make: Callable[[], str]) -> str:
        """As in BuildCache; waits for a text that another process is making."""
        self._used.add(key)
        if key in self._pending:
            self._receive_texts()
        if key not in self._fresh:
            known = self._store.text(key) if key in self._known else None
            if known is not None:
                return known
            self._fresh[key] = make()
        return self._fresh[key]

    def prepare_texts(self, jobs: Iterable[TextJob]) -> None:
        """Begin to make the texts that are not known, each with those derived from it."""
        missing = []
        for job in jobs:
            keys = (job.key, *job.derive)
            self._used.update(keys)
            # The run of each edition asks for the same texts.
            if not all(key in self._known or key in self._fresh or key in self._pending for key in keys):
                missing.append(job)
        if not missing:
            return
        self._receive_texts()

        def make(job: TextJob) -> tuple[list[str], Any] | None:
            try:
                text = job.make()
                return [text, *(derive(text) for derive in job.derive.values())], job.examine(text)
            except Exception:
                # It fails again where the text is asked for, which says of what.
                return None

        progress, finalizers = partial(self.options.progress, "texts"), self.options.finalizers
        self._waiting = zip(
            missing, start_jobs(missing, make, self.workers, progress, finalizers=finalizers)(), strict=True
        )
        self._pending = {key for job in missing for key in (job.key, *job.derive)}

    def keep_texts(self) -> None:
        """Write fresh texts to the database before the end of the build."""
        if self._fresh and self._store.add(self._fresh):
            self._known = self._known | self._fresh.keys()
            self._fresh = {}
        self._fresh_size = 0

    def _receive_texts(self) -> None:
        waiting, self._waiting, self._pending = self._waiting, (), set()
        for job, made in waiting:
            if made is None:
                continue
            texts, examined = made
            job.note(examined)
            self._fresh.update(zip((job.key, *job.derive), texts, strict=True))
            self._fresh_size += sum(map(len, texts))
            if self._fresh_size > MOST_FRESH:
                # They take too much memory.
                self.keep_texts()

    @cached_property
    def _present(self) -> dict[str, FileStat]:
        (stats,) = self._stats()
        return stats

    def output_files(self) -> Collection[str]:
        """The files in the output folder when the build began."""
        return self._present

    def page_is_current(self, file: str, key: str) -> bool:
        """Whether the file in the output is the one that a build wrote with that key, or has the same bytes."""
        known, stat, digest = self.tables.get("pages", {}).get(file, ("", "", ""))
        # What a link to a folder leads to is no file of the output.
        present = self._present.get(file)
        is_current = known == key and present and (present == stat or _digest(f"{self.output}/{file}") == digest)
        self._pages[file] = key, digest if is_current else ""
        return bool(is_current)

    def is_placed(self, file: str, source: str) -> bool:
        """Whether source and copy are the very files that they were when a build put the copy there."""
        self._placed[file] = stat_of(source)
        known = self.tables.get("placed", {}).get(file)
        return bool(known == (self._placed[file], self._present.get(file)))

    def add_page(self, job: PageJob) -> None:
        """Add a page to those that `write_pages` renders on all processors; many are not kept waiting."""
        self._jobs.append(job)
        if len(self._jobs) >= MOST_JOBS:
            self.write_pages()

    def write_pages(self) -> None:
        """Render and write all pages that were added."""
        # Before any process forks, since they come to this one alone.
        self._receive_texts()
        # What stands at the root, such as the sitemap, may be of all stories: it is begun first.
        jobs, self._jobs = sorted(self._jobs, key=lambda job: ("/" in job.address, job.address)), []
        progress = partial(self.options.progress, "pages")
        made = start_jobs(jobs, write_page_file, self.workers, progress)
        # While other processes render the pages.
        self.keep_texts()
        self._pages.update((job.file, (job.key, digest)) for job, digest in zip(jobs, made(), strict=True))

    def bytecode(self, key: str) -> CompiledTemplates:
        """Compiled templates, in a folder for that key of code and settings."""
        if self._bytecode is None:
            self._bytecode = CompiledTemplates(self._folder / "templates" / key[:12], key)
        return self._bytecode

    def finish(self, tables: Mapping[str, Mapping[str, Any]], written: Iterable[str], removed: Iterable[str]) -> None:
        """Keep what the next build can use."""
        gone = set(removed)
        stats = {name: stat for name, stat in self._present.items() if name not in gone}
        stats |= dict(iterate_stats(self.output, written))
        self.output_stats = stats
        # The state of the last build is not needed any more, and takes memory.
        self.tables = {}
        pages = {name: (key, stats[name], made) for name, (key, made) in self._pages.items() if name in stats and made}
        placed = {name: (source, stats[name]) for name, source in self._placed.items() if name in stats}
        self.tables = {**{name: dict(table) for name, table in tables.items()}, "pages": pages, "placed": placed}
        memory = self._memory
        is_first = memory is None or memory.belongs_to is None
        # A build that is one of many in this process writes the state down only at first, to be quick.
        self._store.save(self.tables if is_first else None, self._fresh, self._used)
        if memory is not None:
            memory.state, memory.keys = self.tables, set(self._used)
            memory.belongs_to = (str(self._store.file), self._store.version)
        if self._bytecode:
            self._bytecode.remove_older()


def _digest(file: str) -> str:
    """The digest of a file's bytes; "" where it cannot be read."""
    with contextlib.suppress(OSError), open(file, "rb") as opened:
        return digest_of(opened.read())
    return ""
