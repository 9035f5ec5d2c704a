"""Reads the built site into memory: `read_site` reads every file once, in parallel where there are many."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property, partial
from pathlib import Path

import msgspec

from plugins.audit.addresses import Addresses, file_of, path_of
from plugins.audit.forbidden_strings import find_forbidden_strings
from plugins.audit.markdown_files import MarkdownFile, read_markdown
from plugins.audit.pages import Page, read_page, read_style_sheet
from plugins.audit.press_files import CalendarEntry, PressKit, is_press_file, read_press_file, words_in
from plugins.audit.spec import SiteSpec
from plugins.audit.xml_files import Feed, Sitemap, Unreadable, read_xml
from plugins.workers import start_jobs

TEXTS = frozenset(
    (".html", ".xml", ".css", ".js", ".mjs", ".json", ".txt", ".md", ".webmanifest", ".svg", ".gz", ".pf_fragment")
)
PARTS = (".css", ".js", ".mjs", ".woff", ".woff2")
ROBOTS = "robots.txt"


Content = Page | Feed | Sitemap | MarkdownFile | PressKit | CalendarEntry | Unreadable | None
"""What a file is, parsed."""


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One text file of the output: its parsed content, and the strings in it that must not be published; `spec` is the
    key of what decides which these are, where it is known."""

    path: str
    content: Content
    forbidden: tuple[str, ...]
    spec: str = ""


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


ReadFiles = Callable[[Path, SiteSpec, Sequence[str], int], Sequence[Reading]]
"""Reads text files of the output by their names, in order, with a number of processes, 0 where their number decides.
Raises OSError."""


def file_sizes(output: Path) -> dict[str, int]:
    """The bytes of every file by its name below the output folder, in order of the names."""
    return dict(sorted(_sizes(os.fspath(output))))


def read_files(output: Path, spec: SiteSpec, names: Sequence[str], processes: int) -> Sequence[Reading]:
    """Read text files of the output, where `processes` is 0 with a number chosen by theirs; raises OSError."""
    return start_jobs(names, partial(_read_file, output, spec), processes or os.cpu_count() or 1)()


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


def _sizes(folder: str, base: str = "") -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path, f"{base}{entry.name}/")
            # A dangling link is in no release
            elif entry.is_file():
                yield base + entry.name, entry.stat().st_size


def forbidden_in(output: Path, spec: SiteSpec, name: str) -> tuple[str, ...]:
    """The strings in a file that must not be published; raises OSError."""
    return _forbidden_in((output / name).read_bytes(), spec, name)


def _forbidden_in(data: bytes, spec: SiteSpec, name: str) -> tuple[str, ...]:
    return find_forbidden_strings(name, words_in(data) if is_press_file(name) else data, spec)


def _is_exempt(name: str, spec: SiteSpec) -> bool:
    return any(fnmatch(name, pattern) for pattern in spec.exempt)


def _read_file(output: Path, spec: SiteSpec, name: str) -> Reading:
    data, path, addresses = (output / name).read_bytes(), path_of(name), Addresses(spec.base_url)
    content: Content = None
    if is_press_file(name):
        content = read_press_file(path, data)
    elif name.endswith(".html"):
        content = read_page(path, data, addresses)
    elif name.endswith(".css"):
        content = read_style_sheet(path, data, addresses)
    elif name.endswith(".md") or name.rpartition("/")[2] == "llms.txt":
        content = read_markdown(path, data)
    elif name.endswith(".xml"):
        content = read_xml(path, data)
    return Reading(path, content, _forbidden_in(data, spec, name))
