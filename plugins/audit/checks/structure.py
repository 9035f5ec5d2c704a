"""Checks of a page by itself: it is HTML, has one heading, a title, and no id twice."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import Site
from plugins.audit.report import Finding, problem
from plugins.audit.xml_files import Unreadable


def readable(site: Site) -> Iterator[Finding]:
    """Every page and every XML file parses, and there is at least one page."""
    if not site.pages:
        yield problem("/", "There is no page in the output folder.", "Build the site first.")
    for page in site.every_page:
        if page.unreadable:
            yield problem(
                page.path, f"This is not a page: {page.unreadable}.", "Build it again; do not edit the output by hand."
            )
    for reading in site.readings:
        if isinstance(reading.content, Unreadable):
            yield problem(
                reading.path,
                f"The XML does not parse: {reading.content.reason}.",
                "Escape & and < in the template that writes this file, then build again.",
            )


def headings(site: Site) -> Iterator[Finding]:
    """Every page has exactly one <h1>."""
    for page in site.pages:
        # Screen readers list headings, and the first is the page's name
        if page.headings != 1:
            yield problem(
                page.path,
                f"The page has {page.headings} <h1> headings.",
                "Keep one, the title of the page; in an article's text begin with ##.",
            )


def titles(site: Site) -> Iterator[Finding]:
    """Every page has a title for tabs and search results."""
    for page in site.pages:
        if not page.title:
            yield problem(page.path, "The page has no <title>.", "Give its template or its article a title.")


def ids(site: Site) -> Iterator[Finding]:
    """No id is used twice on a page."""
    for page in site.pages:
        for name in page.repeated_ids:
            yield problem(
                page.path,
                f"The id «{name}» is used more than once.",
                "Rename one of them: links and labels reach the first only.",
            )
