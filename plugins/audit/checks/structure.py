"""Checks of a page by itself: it is HTML, has one heading, a title, and no id twice."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, SITE, UNREADABLE, Site
from plugins.audit.pages import Page
from plugins.audit.report import Unreadable, problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(SITE, code="readable")
def has_pages(site: Site) -> Iterator[Diagnostic]:
    """There is at least one page."""
    if not site.of_kind(PAGE):
        yield problem("There is no page in the output folder.", "Build the site first.", "/")


@rule(UNREADABLE)
def readable(site: Site, file: Unreadable) -> Iterator[Diagnostic]:
    """Every page and every XML file parses."""
    yield problem(file.what, file.correction)


@rule(PAGE)
def headings(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every page has exactly one <h1>."""
    # Screen readers list headings, and the first is the page's name
    if page.headings != 1:
        yield problem(
            f"The page has {page.headings} <h1> headings.",
            "Keep one, the title of the page; in an article's text begin with ##.",
        )


@rule(PAGE)
def titles(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every page has a title for tabs and search results."""
    if not page.title:
        yield problem("The page has no <title>.", "Give its template or its article a title.")


@rule(PAGE)
def ids(site: Site, page: Page) -> Iterator[Diagnostic]:
    """No id is used twice on a page."""
    for name in (name for name, times in page.ids.items() if times > 1):
        yield problem(
            f"The id «{name}» is used more than once.", "Rename one of them: links and labels reach the first only."
        )
