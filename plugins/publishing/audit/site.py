"""The built output as facts: every file is read once, in parallel where there are many."""

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
from typing import NamedTuple

from plugins.publishing.audit.addresses import Addresses, file_of, path_of
from plugins.publishing.audit.facts import SiteFacts
from plugins.publishing.audit.pages import Page
from plugins.publishing.audit.reader import read_page
from plugins.publishing.audit.strays import read_strays
from plugins.publishing.audit.styles import read_style_sheet
from plugins.publishing.audit.xml import Feed, Sitemap, Unreadable, read_xml

TEXTS = frozenset(
    (".html", ".xml", ".css", ".js", ".mjs", ".json", ".txt", ".webmanifest", ".svg", ".gz", ".pf_fragment")
)
PARTS = (".css", ".js", ".mjs", ".woff", ".woff2")
ROBOTS = "robots.txt"
# Below this many files, starting further processes costs more than it saves
ENOUGH_FOR_PARALLEL = 1500
BATCH = 64


class Reading(NamedTuple):
    """One text file of the output: what it says and the words in it that must not be published."""

    path: str
    facts: Page | Feed | Sitemap | Unreadable | None
    strays: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """The whole output as facts.

    `sizes` has the bytes of every file by its name below the output folder, `costs` what style sheets, scripts and
    fonts cost when compressed, `robots` the text of robots.txt, "" where there is none.
    """

    facts: SiteFacts
    sizes: Mapping[str, int]
    readings: Sequence[Reading]
    costs: Mapping[str, int] = field(default_factory=dict)
    robots: str = ""

    @cached_property
    def addresses(self) -> Addresses:
        """The way from references to paths of this site."""
        return Addresses(self.facts.base_url)

    @cached_property
    def _read_as_pages(self) -> tuple[Page, ...]:
        return tuple(reading.facts for reading in self.readings if isinstance(reading.facts, Page))

    @cached_property
    def every_page(self) -> tuple[Page, ...]:
        """All HTML files, redirects and unreadable ones included."""
        return tuple(facts for facts in self._read_as_pages if not facts.path.endswith(".css"))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that readers stay on: no redirects, nothing unreadable."""
        return tuple(page for page in self.every_page if not page.refresh and not page.unreadable)

    @cached_property
    def style_sheets(self) -> tuple[Page, ...]:
        """The style sheets, as pages that have parts only."""
        return tuple(facts for facts in self._read_as_pages if facts.path.endswith(".css"))

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        """The Atom feeds."""
        return tuple(reading.facts for reading in self.readings if isinstance(reading.facts, Feed))

    @cached_property
    def sitemaps(self) -> tuple[Sitemap, ...]:
        """Sitemaps, news sitemaps and indexes."""
        return tuple(reading.facts for reading in self.readings if isinstance(reading.facts, Sitemap))

    @cached_property
    def by_path(self) -> Mapping[str, Page]:
        """Pages that readers stay on, by path."""
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
            if not page.noindex and not page.not_found and (not page.canonicals or self.canonical(page) == page.path)
        }


def read_site(output: Path, facts: SiteFacts, processes: int | None = None) -> Site:
    """Read every file below `output`, by default with as many processes as pay off. Raises OSError."""
    sizes = dict(sorted(_sizes(output)))
    texts = [name for name in sizes if os.path.splitext(name)[1] in TEXTS and not _is_exempt(name, facts)]
    costs = {name: len(zlib.compress((output / name).read_bytes())) for name in sizes if name.endswith(PARTS)}
    robots = (output / ROBOTS).read_text("utf-8", "replace") if ROBOTS in sizes else ""
    many = processes or (os.cpu_count() or 1 if len(texts) >= ENOUGH_FOR_PARALLEL else 1)
    return Site(facts, sizes, _read_all(partial(_read, output, facts), texts, many), costs, robots)


def _read_all(read: Callable[[str], Reading], names: Sequence[str], processes: int) -> Sequence[Reading]:
    if processes == 1:
        return [read(name) for name in names]
    # spawn, not fork: whoever publishes may have threads running, for a progress bar or an upload
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool, _uncollected():
        return list(pool.map(read, names, chunksize=BATCH))


@contextmanager
def _uncollected() -> Iterator[None]:
    """The facts are many and have no cycles: walking them again and again doubles the time of reading (measured)."""
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


def _is_exempt(name: str, facts: SiteFacts) -> bool:
    return any(fnmatch(name, pattern) for pattern in facts.exempt)


def _read(output: Path, facts: SiteFacts, name: str) -> Reading:
    data, path, addresses = (output / name).read_bytes(), path_of(name), Addresses(facts.base_url)
    strays = read_strays(name, data, facts)
    if name.endswith(".html"):
        return Reading(path, read_page(path, data, addresses), strays)
    if name.endswith(".css"):
        return Reading(path, read_style_sheet(path, data, addresses), strays)
    return Reading(path, read_xml(path, data) if name.endswith(".xml") else None, strays)
