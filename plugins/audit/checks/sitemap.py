"""Checks of files for search engines: sitemaps, the news sitemap, robots.txt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.audit.built_site import NEWS, PAGE, SITE, SITEMAP, Site
from plugins.audit.checks.dates import is_datetime
from plugins.audit.report import problem
from plugins.audit.xml_files import Location, Sitemap
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

# https://www.sitemaps.org/protocol.html; news search engines read at most 1,000 stories
MOST_LOCATIONS = 50_000
MOST_STORIES = 1_000
MOST_BYTES = 50 * 1024 * 1024


@rule(SITE)
def sitemap(site: Site) -> Iterator[Diagnostic]:
    """The sitemap lists every page meant for search engines once."""
    listed = Counter(path for facts in site.of_kind(SITEMAP).values() for path in facts.lists)
    if not listed:
        yield problem("There is no sitemap.", "Build again with plugins.feeds.", "/sitemap.xml")
        return
    for path, times in listed.items():
        if times > 1 and path:
            yield problem(f"The sitemap lists this page {times} times.", "List it once.", path)
    for path, page in site.of_kind(PAGE).items():
        if page.is_indexable and path not in listed:
            yield problem("The page is not in the sitemap.", "Add it, or mark the page noindex.", path)


@rule(SITEMAP, code="sitemap")
def sitemap_file(site: Site, file: Sitemap) -> Iterator[Diagnostic]:
    """A sitemap lists pages for search engines with the page's own alternates, and nothing else."""
    if len(file.locations) > MOST_LOCATIONS or site.sizes[file.path[1:]] > MOST_BYTES:
        yield problem(
            f"The sitemap has {len(file.locations)} addresses in {site.sizes[file.path[1:]]} bytes.",
            "Split it under an index: 50,000 addresses and 50 MiB are the most.",
        )
    for part in file.parts:
        present = site.about(site.spec.local(part) or "")
        if present is None or not present.lists:
            yield problem(f"Its part «{part}» is missing, empty or not absolute.", "Build the sitemap again.")
    for location in file.locations:
        yield from _check_page(site, location)


def _check_page(site: Site, location: Location) -> Iterator[Diagnostic]:
    path = site.spec.local(location.url) or ""
    page = site.about(path)
    if page is None or not page.is_indexable:
        yield problem(
            f"The address «{location.url}» is no page for search engines.",
            "List canonical pages only, each with its absolute address.",
        )
        return
    if location.modified and not is_datetime(location.modified):
        yield problem(f"The lastmod «{location.modified}» of {path} is no date.", "Write it as 2026-01-31.")
    # Search engines take either list; which one wins is not documented
    if set(location.alternates) != set(page.alternates):
        yield problem(
            f"The alternates of {path} are not those that the page itself lists.", "Make both from one table."
        )


def _check_story(site: Site, location: Location, path: str) -> Iterator[Diagnostic]:
    # News sitemaps name languages without scripts
    if location.language != site.spec.edition_of(path).tag.partition("-")[0]:
        yield problem(
            f"The story {path} is given the language «{location.language}».", "Use the two-letter code of its edition."
        )
    if not location.title or not is_datetime(location.published):
        yield problem(f"The story {path} has no title or no date.", "Give it both, from its article.")


@rule(NEWS)
def news_sitemap(site: Site, file: Sitemap) -> Iterator[Diagnostic]:
    """The news sitemap lists at most 1,000 pages that exist, each with title, date and its edition's language."""
    if len(file.locations) > MOST_STORIES:
        yield problem(f"It lists {len(file.locations)} stories.", "Keep the newest 1,000.")
    for location in file.locations:
        path = site.spec.local(location.url)
        if path is None or not site.is_indexable(path):
            yield problem(
                f"The address «{location.url}» is no page for search engines.", "List canonical articles only."
            )
        else:
            yield from _check_story(site, location, path)


@rule(SITE)
def robots(site: Site) -> Iterator[Diagnostic]:
    """robots.txt names the sitemap and does not exclude the whole site."""
    if "robots.txt" not in site.sizes:
        yield problem(
            "There is no robots.txt.", "Build again: search engines find the sitemap through it.", "/robots.txt"
        )
        return
    lines = (line.partition(":") for line in site.robots.splitlines())
    rules = [(name.strip().lower(), value.strip()) for name, _, value in lines]
    named = [value for name, value in rules if name == "sitemap"]
    if not named:
        yield problem("It names no sitemap.", f"Add «Sitemap: {site.spec.absolute('/sitemap.xml')}».", "/robots.txt")
    for url in named:
        path = site.spec.local(url)
        if path is None or not site.holds(path):
            yield problem(
                f"The sitemap «{url}» is not in the output.", "Name the absolute address of one that is.", "/robots.txt"
            )
    # A rule left from a test server removes the whole site from search engines
    if ("disallow", "/") in rules:
        yield problem("It excludes the whole site.", "Delete the line «Disallow: /».", "/robots.txt")
