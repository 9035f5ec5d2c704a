"""What a build asks of its cache, and what its caller says: `BuildCache` keeps nothing, `cache.DiskCache` does.

With `INCREMENTAL = False` a build makes every page, one after the other, and its output is byte for byte the same.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from io import FileIO
from typing import Any, NamedTuple

from plugins.system.clock import Clock
from plugins.system.digests import digest_of
from plugins.system.progress import OnProgress, no_progress

OnNotice = Callable[[str], None]
"""Callback for a message to the user; the build continues."""


def log_notice(text: str) -> None:
    """Log a sentence about the cache as a warning, on a logger of our own: it is no reason to stop a build."""
    logging.getLogger("plugins.build_cache").warning(text)


class CacheMemory:
    """What a process that builds again and again keeps between its builds, such as `serve`."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.keys: set[str] = set()
        self.belongs_to: tuple[str, str] | None = None


@dataclass
class BuildOptions:
    """What the caller of a build says of it.

    `progress` is called with (stage, done, total) and `notice` with a sentence for whoever builds; `finalizers` are
    closed at the end of the build, good or bad; `memory` is that of a process that builds again and again; `context` is
    that of the build, where its content has been read before; `clock` has the moment for which the site is made, where
    that has been read before; `show_drafts` makes pages of drafts and of stories whose
    date is to come, for the preview server."""

    progress: OnProgress = no_progress
    notice: OnNotice = log_notice
    finalizers: contextlib.ExitStack | None = None
    memory: CacheMemory | None = None
    context: Any = None
    clock: Clock | None = None
    show_drafts: bool = False


class PageJob(NamedTuple):
    """A page to be rendered: `file` is its path in the output, `path` the file to write; `render` returns its text, and
    `key` is the cache key of all its inputs. Pages with addresses next to each other show the same texts."""

    address: str
    file: str
    path: str
    key: str
    render: Callable[[], str]


class TextJob(NamedTuple):
    """A text that a build will need: `make` returns it, `derive` maps keys of texts derived from it to functions of the
    text, and what `examine` finds in it is passed to `note` in the process of the cache."""

    key: str
    make: Callable[[], str]
    derive: Mapping[str, Callable[[str], str]]
    examine: Callable[[str], Any] = lambda text: None
    note: Callable[[Any], None] = lambda examined: None


class BuildCache:
    """Keeps nothing, and so renders every text and every page. The methods say what any cache does.

    `tables` are what the last build kept, by their names, each by keys of all that an entry is made from;
    `output_stats`, after `finish`, the status of every file of the output, None where the cache has not looked."""

    tables: Mapping[str, Mapping[str, Any]] = {}
    output_stats: Mapping[str, str] | None = None

    _templates: Any = None
    _uses_kept = True

    def begin(self, code: str, types: Mapping[str, Any], use_kept: bool) -> bool:
        """Load what the last build kept, if it was made by code of that key, and if it is to be used; `types` are those
        of the tables, each a `dict` by key. Returns whether there is something to say of it, once for each process."""
        self._uses_kept = use_kept
        return False

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text of that key, made where it is not known."""
        return make()

    def prepare_texts(self, jobs: Iterable[TextJob]) -> None:
        """Begin to make the texts that are not known, on other processes; `text` waits for them."""

    def keep_texts(self) -> None:
        """Keep the texts that were made so far: what follows may fail, or be ended."""

    def page_is_current(self, file: str, key: str) -> bool:
        """Whether the output holds the page just as it was made with that key; the key is kept for the next build."""
        return False

    def is_placed(self, file: str, source: str) -> bool:
        """Whether the output holds a copy of the file `source`, just as a build put it there: both are the very files
        that they were. What is asked for is kept for the next build."""
        return False

    def add_page(self, job: PageJob) -> None:
        """Render and write a page, now or in `write_pages`."""
        write_page_file(job)

    def write_pages(self) -> None:
        """Render and write all pages that were added."""

    def output_files(self) -> Collection[str] | None:
        """The files in the output folder when the build began; None where the cache has not looked."""
        return None

    def bytecode(self, key: str) -> Any:
        """A Jinja bytecode cache for that key of code and Jinja's settings, the same one for all editions; it has what
        earlier builds of this process compiled, if what was kept is to be used."""
        from plugins.build_cache.compiled_templates import CompiledTemplates

        if self._templates is None:
            self._templates = CompiledTemplates(key=key if self._uses_kept else "")
        return self._templates

    def finish(self, tables: Mapping[str, Mapping[str, Any]], written: Iterable[str], removed: Iterable[str]) -> None:
        """Keep what the next build can use, after the output has taken its place; the paths are those of files that
        this build wrote and removed."""


def write_page_file(job: PageJob) -> str:
    """Render a page and write its file, making its folder; returns the digest of its bytes."""
    data = job.render().encode()
    try:
        _write(job.path, data)
    except FileNotFoundError:
        # Several pages share a folder.
        os.makedirs(os.path.dirname(job.path), exist_ok=True)
        _write(job.path, data)
    return digest_of(data)


def _write(path: str, data: bytes) -> None:
    # Not the usual `open`: nothing is to be buffered, and a build notes what is opened by that, to know what it read.
    with FileIO(path, "wb") as file:
        while data:
            data = data[file.write(data) :]
