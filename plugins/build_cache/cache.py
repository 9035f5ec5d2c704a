"""The cache on disk: keeps parsed sources, rendered texts, and the key of every page in the output."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from plugins.build_cache.compiled_templates import CompiledTemplates, TemplateMemory
from plugins.build_cache.file_stats import FileStat, iterate_stats, stat_of, stats_below
from plugins.build_cache.protocol import PageJob, Progress, TextJob, write_page_file
from plugins.build_cache.store import CacheStore, Notice
from plugins.build_cache.workers import hand_over_results, run_jobs, start_jobs

DATABASE = "build.sqlite3"
# A large site has more of both than memory: letters of texts that are in no database yet, and pages to be rendered.
MOST_FRESH, MOST_JOBS = 10_000_000, 10_000


class CacheMemory:
    """What a process that builds again and again keeps between its builds, such as `serve`."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.keys: set[str] = set()
        self.belongs_to: tuple[str, str] | None = None


class DiskCache:
    """A `BuildCache` in one database below the cache folder, for one output folder.

    `memory` is that of a process that builds again and again. `notice` is called with sentences about a cache that
    cannot be used.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        workers: int,
        progress: Progress,
        notice: Notice,
        memory: CacheMemory | None = None,
        finalizers: contextlib.ExitStack | None = None,
    ) -> None:
        self.output = str(settings["OUTPUT_PATH"])
        self.workers = workers
        self.progress = progress
        self.finalizers = finalizers
        self.output_stats: Mapping[str, FileStat] | None = None
        # The output is looked through on another processor while the content is read.
        self._stats = start_jobs([self.output], stats_below, workers, jobs_a_process=1, finalizers=finalizers)
        self._folder, self._notice, self._memory = Path(settings["CACHE_PATH"]), notice, memory
        self._store: CacheStore
        self._state: dict[str, Any] = {}
        self._known: Collection[str] = set()
        self.content: Mapping[str, Any] = {}
        self.references: Mapping[str, Any] = {}
        self._fresh: dict[str, str] = {}
        self._fresh_size = 0
        self._used: set[str] = set()
        # Texts that other processes are making.
        self._waiting: Callable[[], None] | None = None
        self._pending: set[str] = set()
        # Of pages that are made or kept: the key, and the digest of the bytes.
        self._pages: dict[str, tuple[str, str]] = {}
        self._placed: dict[str, FileStat] = {}
        self._jobs: list[PageJob] = []
        self._present: dict[str, FileStat] | None = None
        self._bytecode: TemplateMemory | None = None

    def begin(self, code: str, use_kept: bool) -> bool:
        """Load what the last build kept; what another version of the code kept is thrown away."""
        name = hashlib.blake2b(os.fsencode(Path(self.output).resolve()), digest_size=6).hexdigest()
        file = self._folder / f"{name}.{DATABASE}"
        self._store = CacheStore(file, code, self._notice)
        if not use_kept:
            self._bytecode = TemplateMemory()
        elif self._memory and self._memory.belongs_to == (str(file), code):
            self._state, self._known = self._memory.state, self._memory.keys
        else:
            self._state, self._known = self._store.load()
        self.content, self.references = self._state.get("content", {}), self._state.get("references", {})
        return self._memory is None or self._memory.belongs_to is None

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text of that key, made where it is not known; waits for it if another process is making it."""
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

        def make(job: TextJob) -> list[str]:
            text = job.make()
            return [text, *(derive(text) for derive in job.derive.values())]

        def receive(number: int, texts: list[str]) -> None:
            job = missing[number]
            self._fresh.update(zip((job.key, *job.derive), texts, strict=True))
            self._fresh_size += sum(map(len, texts))
            if self._fresh_size > MOST_FRESH:
                self._put_aside()

        self._waiting = hand_over_results(
            missing, make, self.workers, receive, lambda done, total: self.progress("texts", done, total),
            finalizers=self.finalizers,
        )  # fmt: skip
        self._pending = {key for job in missing for key in (job.key, *job.derive)}

    def _put_aside(self) -> None:
        """Write fresh texts to the database before the end of the build, where they take too much memory."""
        if self._store.add(self._fresh):
            self._known = self._known | self._fresh.keys()
            self._fresh = {}
        self._fresh_size = 0

    def _receive_texts(self) -> None:
        receive, self._waiting = self._waiting, None
        self._pending = set()
        if receive:
            receive()

    def output_files(self) -> Collection[str]:
        """The files in the output folder when the build began."""
        return self._output_stats()

    def _output_stats(self) -> dict[str, FileStat]:
        if self._present is None:
            self._present = self._stats()[0]
        return self._present

    def page_is_current(self, file: str, key: str) -> bool:
        """Whether the file in the output is the one that a build wrote with that key, or has the same bytes."""
        known, stat, digest = self._state.get("pages", {}).get(file, ("", "", ""))
        present = self._output_stats().get(file)
        is_current = known == key and (present == stat or _digest(f"{self.output}/{file}") == digest)
        self._pages[file] = key, digest if is_current else ""
        return bool(is_current)

    def is_placed(self, file: str, source: str) -> bool:
        """Whether source and copy are the very files that they were when a build put the copy there."""
        self._placed[file] = stat_of(source)
        known = self._state.get("placed", {}).get(file)
        return bool(known == (self._placed[file], self._output_stats().get(file)))

    def add_page(self, job: PageJob) -> None:
        """Add a page to those that `write_pages` renders on all processors; many are not kept waiting."""
        self._jobs.append(job)
        if len(self._jobs) >= MOST_JOBS:
            self.write_pages()

    def write_pages(self) -> None:
        """Render and write all pages that were added."""
        # Before any process forks, since they come to this one alone.
        self._receive_texts()
        jobs, self._jobs = self._jobs, []
        made = run_jobs(jobs, write_page_file, self.workers, lambda done, total: self.progress("pages", done, total))
        self._pages.update((job.file, (job.key, digest)) for job, digest in zip(jobs, made, strict=True))

    def bytecode(self, key: str) -> TemplateMemory:
        """Compiled templates, in a folder for that key of code and settings where it can be written."""
        if self._bytecode is None:
            self._bytecode = TemplateMemory()
            # A cache that cannot be written is no reason not to build.
            with contextlib.suppress(OSError):
                self._bytecode = CompiledTemplates(self._folder / "templates" / key[:12])
        return self._bytecode

    def finish(
        self,
        content: Mapping[str, Any],
        references: Mapping[str, Any],
        written: Iterable[str],
        removed: Iterable[str],
    ) -> None:
        """Keep what the next build can use."""
        gone = set(removed)
        stats = {name: stat for name, stat in self._output_stats().items() if name not in gone}
        stats |= dict(iterate_stats(self.output, written))
        self.output_stats = stats
        # The state of the last build is not needed any more, and takes memory.
        self._state, self.content, self.references = {}, {}, {}
        pages = {name: (key, stats[name], made) for name, (key, made) in self._pages.items() if name in stats and made}
        placed = {name: (source, stats[name]) for name, source in self._placed.items() if name in stats}
        self._state = {"content": dict(content), "references": dict(references), "pages": pages, "placed": placed}
        memory = self._memory
        is_first = memory is None or memory.belongs_to is None
        # A build that is one of many in this process writes the state down only at first, to be quick.
        self._store.save(self._state if is_first else None, self._fresh, self._used)
        if memory is not None:
            memory.state, memory.keys = self._state, set(self._used)
            memory.belongs_to = (str(self._store.file), self._store.version)
        if isinstance(self._bytecode, CompiledTemplates):
            self._bytecode.remove_older()


def _digest(file: str) -> str:
    """The digest of a file's bytes; "" where it cannot be read."""
    with contextlib.suppress(OSError), open(file, "rb") as opened:
        return hashlib.blake2b(opened.read(), digest_size=16).hexdigest()
    return ""
