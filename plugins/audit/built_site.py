"""Reads the built site into memory: `read_site` reads every file once, in parallel where there are many."""

from __future__ import annotations

import gc
import multiprocessing
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, Protocol

from plugins.audit.addresses import Addresses, file_of, path_of
from plugins.audit.forbidden_strings import find_forbidden_strings
from plugins.audit.markdown_files import MarkdownFile, read_markdown
from plugins.audit.pages import Page, read_page, read_style_sheet
from plugins.audit.press_files import CalendarEntry, PressKit, is_press_file, read_press_file, words_in
from plugins.audit.spec import SiteSpec
from plugins.audit.xml_files import Feed, Sitemap, Unreadable, read_xml

TEXTS = frozenset(
    (".html", ".xml", ".css", ".js", ".mjs", ".json", ".txt", ".md", ".webmanifest", ".svg", ".gz", ".pf_fragment")
)
PARTS = (".css", ".js", ".mjs", ".woff", ".woff2")
ROBOTS = "robots.txt"
# Below this many files, starting further processes costs more than it saves
ENOUGH_FOR_PARALLEL = 1500
BATCH = 64


class Reading(NamedTuple):
    """One text file of the output: its parsed content, and the strings in it that must not be published."""

    path: str
    content: Page | Feed | Sitemap | MarkdownFile | PressKit | CalendarEntry | Unreadable | None
    forbidden: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """The whole output.

    `sizes` has the bytes of every file by its name below the output folder, `costs` what style sheets, scripts and
    fonts cost when compressed, `robots` the text of robots.txt, "" where there is none.
    """

    spec: SiteSpec
    sizes: Mapping[str, int]
    readings: Sequence[Reading]
    costs: Mapping[str, int] = field(default_factory=dict)
    robots: str = ""

    @cached_property
    def addresses(self) -> Addresses:
        """Resolves references to paths of this site."""
        return Addresses(self.spec.base_url)

    @cached_property
    def _read_as_pages(self) -> tuple[Page, ...]:
        return tuple(reading.content for reading in self.readings if isinstance(reading.content, Page))

    @cached_property
    def every_page(self) -> tuple[Page, ...]:
        """All HTML files, redirects and unreadable ones included."""
        return tuple(page for page in self._read_as_pages if not page.path.endswith(".css"))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that parse and do not redirect."""
        return tuple(page for page in self.every_page if not page.refresh and not page.unreadable)

    @cached_property
    def style_sheets(self) -> tuple[Page, ...]:
        """The style sheets, as pages that have parts only."""
        return tuple(page for page in self._read_as_pages if page.path.endswith(".css"))

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        """The Atom feeds."""
        return tuple(reading.content for reading in self.readings if isinstance(reading.content, Feed))

    @cached_property
    def sitemaps(self) -> tuple[Sitemap, ...]:
        """Sitemaps, news sitemaps and indexes."""
        return tuple(reading.content for reading in self.readings if isinstance(reading.content, Sitemap))

    @cached_property
    def markdown_files(self) -> tuple[MarkdownFile, ...]:
        """Stories as Markdown, and every `llms.txt`."""
        return tuple(reading.content for reading in self.readings if isinstance(reading.content, MarkdownFile))

    @cached_property
    def by_path(self) -> Mapping[str, Page]:
        """Pages that do not redirect, by path."""
        return {page.path: page for page in self.pages}

    def holds(self, path: str) -> bool:
        """Whether the output answers a path."""
        return file_of(path) in self.sizes

    def canonical(self, page: Page) -> str | None:
        """The path that a page names as its canonical one; None where it names none, several or a wrong address."""
        return self.addresses.local(page.canonicals[0]) if len(page.canonicals) == 1 else None

    @cached_property
    def indexable(self) -> Mapping[str, Page]:
        """The pages meant for search engines: canonical themselves, not `noindex`, not an error page."""
        return {
            page.path: page
            for page in self.pages
            if not page.is_noindex
            and not page.is_not_found_page
            and (not page.canonicals or self.canonical(page) == page.path)
        }


class ReadFiles(Protocol):
    """Reads text files of the output, in their order."""

    def __call__(self, output: Path, spec: SiteSpec, names: Sequence[str], processes: int) -> Sequence[Reading]:
        """The readings of `names`; `processes` is 0 where their number decides. Raises OSError."""


def file_sizes(output: Path) -> dict[str, int]:
    """The bytes of every file by its name below the output folder, in order of the names."""
    return dict(sorted(_sizes(output)))


def read_files(output: Path, spec: SiteSpec, names: Sequence[str], processes: int) -> Sequence[Reading]:
    """Read text files of the output, where `processes` is 0 with a number chosen by theirs; raises OSError."""
    many = processes or (os.cpu_count() or 1 if len(names) >= ENOUGH_FOR_PARALLEL else 1)
    return _read_all(partial(_read_file, output, spec), names, many)


def read_site(
    output: Path, spec: SiteSpec, sizes: Mapping[str, int], processes: int = 0, read_files: ReadFiles = read_files
) -> Site:
    """Read the files below `output` whose `sizes` are given, with a number of processes chosen by theirs, or as
    `processes` says. Raises OSError."""
    read = (name for name in sizes if os.path.splitext(name)[1] in TEXTS or is_press_file(name))
    texts = [name for name in read if not _is_exempt(name, spec)]
    costs = {name: len(zlib.compress((output / name).read_bytes())) for name in sizes if name.endswith(PARTS)}
    robots = (output / ROBOTS).read_text("utf-8", "replace") if ROBOTS in sizes else ""
    return Site(spec, sizes, read_files(output, spec, texts, processes), costs, robots)


def _read_all(read: Callable[[str], Reading], names: Sequence[str], processes: int) -> Sequence[Reading]:
    if processes == 1:
        return [read(name) for name in names]
    # spawn, not fork: the caller may have threads, for a progress bar or an upload
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool, _gc_paused():
        return list(pool.map(read, names, chunksize=BATCH))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Switch garbage collection off: the records hold no cycles, and collecting doubled the time (measured)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _sizes(output: Path) -> Iterable[tuple[str, int]]:
    for folder, _, names in os.walk(output):
        for name in names:
            path = Path(folder, name)
            # A dangling link is in no release
            if path.is_file():
                yield path.relative_to(output).as_posix(), path.stat().st_size


def forbidden_in(output: Path, spec: SiteSpec, name: str) -> tuple[str, ...]:
    """The strings in a file that must not be published; raises OSError."""
    data = (output / name).read_bytes()
    return find_forbidden_strings(name, words_in(data) if is_press_file(name) else data, spec)


def _is_exempt(name: str, spec: SiteSpec) -> bool:
    return any(fnmatch(name, pattern) for pattern in spec.exempt)


def _read_file(output: Path, spec: SiteSpec, name: str) -> Reading:
    data, path, addresses = (output / name).read_bytes(), path_of(name), Addresses(spec.base_url)
    if is_press_file(name):
        return Reading(path, read_press_file(path, data), find_forbidden_strings(name, words_in(data), spec))
    forbidden = find_forbidden_strings(name, data, spec)
    if name.endswith(".html"):
        return Reading(path, read_page(path, data, addresses), forbidden)
    if name.endswith(".css"):
        return Reading(path, read_style_sheet(path, data, addresses), forbidden)
    if name.endswith(".md") or name.rpartition("/")[2] == "llms.txt":
        return Reading(path, read_markdown(path, data), forbidden)
    return Reading(path, read_xml(path, data) if name.endswith(".xml") else None, forbidden)
