"""Reads the files of the built site, each once, in parallel where there are many; `Site` is what checks see of it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from plugins.audit.addresses import file_of, path_of
from plugins.audit.forbidden_strings import find_forbidden_strings
from plugins.audit.json_ld import Work
from plugins.audit.markdown_files import MarkdownFile, read_markdown
from plugins.audit.pages import Page, read_page, read_style_sheet
from plugins.audit.press_files import ENTRY, KIT, CalendarEntry, PressKit, is_press_file, read_press_file, words_in
from plugins.audit.report import Unreadable
from plugins.audit.spec import SiteSpec
from plugins.audit.xml_files import Feed, Sitemap, read_xml
from plugins.system.workers import start_jobs

TEXTS = frozenset(
    (".html", ".xml", ".css", ".js", ".mjs", ".json", ".txt", ".md", ".webmanifest", ".svg", ".gz", ".pf_fragment")
)
# Of these a page's weight counts the compressed bytes.
PARTS = (".css", ".js", ".mjs", ".woff", ".woff2")
ROBOTS = "robots.txt"

Content = Page | Feed | Sitemap | MarkdownFile | PressKit | CalendarEntry | Unreadable | None
"""What a file is, parsed."""
PAGE, REDIRECT, STYLE, UNREADABLE = "page", "redirect", "style sheet", "unreadable"
FEED, SITEMAP, NEWS, MARKDOWN, LLMS = "feed", "sitemap", "news sitemap", "markdown", "llms.txt"
PRESS_KIT, EVENT, OTHER = "press kit", "event", "other"
# What is no kind of file: a check of the site as a whole.
SITE = "site"


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the checks of other files may ask of a file.

    A page has a `canonical` path, whether it is meant for search engines, its `alternates`, `ids`, the `works` that it
    describes itself, and `beside`, the paths of the files that belong to it. A Markdown file has a `canonical` path and
    its `language`, a feed the link and id of each entry, a sitemap the paths that it `lists` ("" for those of other
    sites). `cost` is what a style sheet, script or font costs when compressed, in bytes.
    """

    kind: str = OTHER
    canonical: str | None = None
    is_indexable: bool = False
    alternates: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()
    beside: tuple[str, ...] = ()
    language: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    lists: tuple[str, ...] = ()
    cost: int = 0


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One file of the output: its parsed content, what others may ask of it, and the strings in it that must not be
    published."""

    content: Content
    facts: Facts = Facts()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """The whole output.

    `sizes` has the bytes of every file by its name below the output folder, `facts` what is known of each by its path,
    `robots` the text of robots.txt, "" where there is none, `forbidden` the strings that must not be published, by the
    path of the file that has them. `asked` are the paths that checks have asked about: while the same is known of
    these, a check of the same file finds the same.
    """

    spec: SiteSpec
    sizes: Mapping[str, int]
    facts: Mapping[str, Facts]
    robots: str = ""
    forbidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def about(self, path: str) -> Facts | None:
        """What is known of the file at a path; None where there is none."""
        self.asked.add(path)
        return self.facts.get(path)

    def page(self, path: str) -> Facts | None:
        """What is known of the page at a path that does not redirect; None where there is none."""
        facts = self.about(path)
        return facts if facts and facts.kind == PAGE else None

    def holds(self, path: str) -> bool:
        """Whether the output answers a path."""
        return self.about(path_of(file_of(path))) is not None

    def is_indexable(self, path: str | None) -> bool:
        """Whether a path is that of a page meant for search engines: canonical itself, not `noindex`, no error page."""
        facts = self.about(path) if path else None
        return facts is not None and facts.is_indexable

    def of_kind(self, kind: str) -> dict[str, Facts]:
        """What is known of all files of a kind, by path; for checks of the site as a whole."""
        return {path: facts for path, facts in self.facts.items() if facts.kind == kind}


def file_sizes(output: Path) -> dict[str, int]:
    """The bytes of every file by its name below the output folder, in order of the names."""
    return dict(sorted(_sizes(os.fspath(output))))


def files_to_read(sizes: Mapping[str, int]) -> list[str]:
    """The names of the files that are read."""
    return [name for name in sizes if _is_text(name) or name.endswith(PARTS)]


def read_files(output: Path, spec: SiteSpec, names: Sequence[str], workers: int) -> dict[str, Reading]:
    """Read files of the output, by their names, in up to `workers` processes where they are many; raises OSError."""
    read = start_jobs(names, partial(_read_file, output, spec), workers)()
    return dict(zip(names, read, strict=True))


def read_robots(output: Path, sizes: Mapping[str, int]) -> str:
    """The text of robots.txt; "" where there is none. Raises OSError."""
    return (output / ROBOTS).read_text("utf-8", "replace") if ROBOTS in sizes else ""


def _sizes(folder: str, base: str = "") -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path, f"{base}{entry.name}/")
            # A dangling link is in no release
            elif entry.is_file():
                yield base + entry.name, entry.stat().st_size


def _is_text(name: str) -> bool:
    return os.path.splitext(name)[1] in TEXTS or is_press_file(name)


def forbidden_in(output: Path, spec: SiteSpec, name: str) -> tuple[str, ...]:
    """The strings in a file that must not be published; raises OSError."""
    return _forbidden_in((output / name).read_bytes(), spec, name)


def _forbidden_in(data: bytes, spec: SiteSpec, name: str) -> tuple[str, ...]:
    if not _is_text(name):
        return ()
    return find_forbidden_strings(name, words_in(data) if is_press_file(name) else data, spec)


def _read_file(output: Path, spec: SiteSpec, name: str) -> Reading:
    data, path = (output / name).read_bytes(), path_of(name)
    content: Content = None
    if is_press_file(name):
        content = read_press_file(path, data)
    elif name.endswith(".html"):
        content = read_page(path, data, spec)
    elif name.endswith(".css"):
        content = read_style_sheet(path, data, spec)
    elif name.endswith(".md") or name.rpartition("/")[2] == LLMS:
        content = read_markdown(path, data)
    elif name.endswith(".xml"):
        content = read_xml(path, data)
    cost = len(zlib.compress(data)) if name.endswith(PARTS) else 0
    return Reading(content, facts_of(content, spec, cost), _forbidden_in(data, spec, name))


def facts_of(content: Content, spec: SiteSpec, cost: int = 0) -> Facts:
    """What the checks of other files may ask of this one."""
    match content:
        case Page():
            return _facts_of_page(content, spec, cost)
        case Unreadable():
            return Facts(UNREADABLE)
        case MarkdownFile():
            kind = LLMS if content.path.endswith(LLMS) else MARKDOWN
            return Facts(kind, canonical=spec.local(content.canonical), language=content.language)
        case Feed():
            return Facts(FEED, entries=tuple((entry.link, entry.id) for entry in content.entries))
        case Sitemap():
            lists = () if content.news else tuple(spec.local(location.url) or "" for location in content.locations)
            return Facts(NEWS if content.news else SITEMAP, lists=lists)
        case PressKit():
            return Facts(PRESS_KIT)
        case CalendarEntry():
            return Facts(EVENT)
    return Facts(OTHER, cost=cost)


def _facts_of_page(page: Page, spec: SiteSpec, cost: int) -> Facts:
    if page.path.endswith(".css"):
        return Facts(STYLE, cost=cost)
    canonical = spec.local(page.canonicals[0]) if len(page.canonicals) == 1 else None
    if page.refresh:
        return Facts(REDIRECT, canonical=canonical)
    is_own = not page.canonicals or canonical == page.path
    kits_and_events = (link for link in page.links if (KIT in link and link.endswith(".zip")) or link.endswith(ENTRY))
    return Facts(
        PAGE,
        canonical=canonical,
        is_indexable=is_own and not page.is_noindex and not page.is_not_found_page,
        alternates=tuple(page.alternates),
        ids=tuple(sorted(page.ids)),
        # Only what a page states about itself counts, with or without a fragment: not the works that it mentions.
        works=tuple(work for work in page.works if spec.local(work.id.partition("#")[0]) == page.path),
        beside=(*page.markdown, *kits_and_events),
    )
