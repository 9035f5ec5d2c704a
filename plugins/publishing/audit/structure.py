"""Checks of a page by itself: is it HTML, has it one heading, a title, ids that are its own."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.site import Site
from plugins.publishing.audit.xml import Unreadable


def readable(site: Site) -> Iterator[Finding]:
    """Every page and every XML file parses, and there is at least one page."""
    if not site.pages:
        yield Finding("/", "There is no page in the output folder.", "Build the site first.")
    for page in site.every_page:
        if page.unreadable:
            yield Finding(
                page.path, f"This is not a page: {page.unreadable}.", "Build it again; do not edit the output by hand."
            )
    for reading in site.readings:
        if isinstance(reading.facts, Unreadable):
            yield Finding(
                reading.path,
                f"The XML does not parse: {reading.facts.reason}.",
                "Escape & and < in the template that writes this file, then build again.",
            )


def headings(site: Site) -> Iterator[Finding]:
    """Every page has exactly one <h1>."""
    for page in site.pages:
        # Screen readers list headings, and the first of them is the page's name
        if page.headings != 1:
            yield Finding(
                page.path,
                f"The page has {page.headings} <h1> headings.",
                "Keep one, the title of the page; in an article's text begin with ##.",
            )


def titles(site: Site) -> Iterator[Finding]:
    """Every page has a title for tabs and search results."""
    for page in site.pages:
        if not page.title:
            yield Finding(page.path, "The page has no <title>.", "Give its template or its article a title.")


def ids(site: Site) -> Iterator[Finding]:
    """No id is given twice on a page."""
    for page in site.pages:
        for name in page.repeated_ids:
            yield Finding(
                page.path,
                f"The id «{name}» stands more than once.",
                "Rename one of them: links and labels reach the first only.",
            )
