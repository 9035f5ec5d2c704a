"""The protocol of a build's cache (`BuildCache`), and the cache that keeps nothing (`NullCache`).

`NullCache` is used where `plugins.build_cache` is not among `PLUGINS`: such a build makes every page, one after the
other, and its output is byte for byte the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Progress = Callable[[str, int, int], None]
"""Progress callback: (stage, done, total)."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress callback that does nothing."""


@dataclass(frozen=True)
class PageJob:
    """A page to be rendered: `file` is its path in the output, `path` the file to write; `render` returns its text, and
    `key` is the cache key of all its inputs."""

    file: str
    path: str
    key: str
    render: Callable[[], str]


@dataclass(frozen=True)
class TextJob:
    """A text that a build will need: `make` returns it, and `derive` maps keys of texts derived from it to functions of
    the text."""

    key: str
    make: Callable[[], str]
    derive: Mapping[str, Callable[[str], str]]


class BuildCache(Protocol):
    """The results of earlier builds, by keys of all inputs of a result."""

    def begin(self, code: str, use_kept: bool) -> bool:
        """Load what the last build kept, if it was made by code of that key, and if it is to be used; returns whether
        this is the first build of its process."""

    content: Mapping[str, Any]
    """What the last build read from the content folder, by keys that name files and their digests."""
    references: Mapping[str, Any]
    """What the texts of the last build name, by the keys of the texts."""

    output_stats: Mapping[str, str] | None
    """After `finish`, the status of every file of the output; None where the cache has not looked."""

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text of that key, made where it is not known."""

    def prepare_texts(self, jobs: Iterable[TextJob]) -> None:
        """Begin to make the texts that are not known, on other processes; `text` waits for them."""

    def page_is_current(self, file: str, key: str) -> bool:
        """Whether the output holds the page just as it was made with that key; the key is kept for the next build."""

    def is_placed(self, file: str, source: str) -> bool:
        """Whether the output holds a copy of the file `source`, just as a build put it there: both are the very files
        that they were. What is asked for is kept for the next build."""

    def add_page(self, job: PageJob) -> None:
        """Render and write a page, now or in `write_pages`."""

    def write_pages(self) -> None:
        """Render and write all pages that were added."""

    def output_files(self) -> Collection[str] | None:
        """The files in the output folder when the build began; None where the cache has not looked."""

    def bytecode(self, key: str) -> Any:
        """A Jinja bytecode cache for that key of code and settings, the same one for all editions."""

    def finish(
        self,
        content: Mapping[str, Any],
        references: Mapping[str, Any],
        written: Iterable[str],
        removed: Iterable[str],
    ) -> None:
        """Keep what the next build can use, after the output has taken its place; the paths are those of files that
        this build wrote and removed."""


class NullCache:
    """Keeps nothing: renders every text and every page."""

    content: Mapping[str, Any] = {}
    references: Mapping[str, Any] = {}
    output_stats: Mapping[str, str] | None = None

    def __init__(self) -> None:
        from plugins.build_cache.compiled_templates import TemplateMemory

        self._compiled = TemplateMemory()

    def begin(self, code: str, use_kept: bool) -> bool:
        """Nothing is kept, and so nothing to say of it."""
        return False

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text, made now."""
        return make()

    def prepare_texts(self, jobs: Iterable[TextJob]) -> None:
        """Nothing to prepare."""

    def page_is_current(self, file: str, key: str) -> bool:
        """No page is known."""
        return False

    def is_placed(self, file: str, source: str) -> bool:
        """No copy is known."""
        return False

    def add_page(self, job: PageJob) -> None:
        """Render and write the page now."""
        write_page_file(job)

    def write_pages(self) -> None:
        """Every page is written already."""

    def output_files(self) -> Collection[str] | None:
        """Not known."""
        return None

    def bytecode(self, key: str) -> Any:
        """Templates are compiled once in every build."""
        return self._compiled

    def finish(
        self,
        content: Mapping[str, Any],
        references: Mapping[str, Any],
        written: Iterable[str],
        removed: Iterable[str],
    ) -> None:
        """Nothing is kept."""


def write_page_file(job: PageJob) -> str:
    """Render a page and write its file, making its folder; returns the digest of its bytes."""
    import hashlib
    import os

    data = job.render().encode()
    os.makedirs(os.path.dirname(job.path), exist_ok=True)
    with open(job.path, "wb") as file:
        file.write(data)
    return hashlib.blake2b(data, digest_size=16).hexdigest()
