"""Checks of an edition: its own front and error pages, the language that it claims, the switch to the others."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.publishing.audit.facts import EditionFacts
from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.pages import Page
from plugins.publishing.audit.site import Site


def editions(site: Site) -> Iterator[Finding]:
    """Every edition has a front page and an error page, and the front page names a feed."""
    for edition in site.facts.editions:
        for path in (edition.home, f"{edition.home}404.html"):
            if path not in site.by_path:
                yield Finding(path, f"The edition {edition.label} lacks this page.", "Build all editions again.")
        front = site.by_path.get(edition.home)
        if front and not front.feeds:
            yield Finding(
                front.path, "The front page names no feed.", "Add its <link rel=alternate> with the Atom type."
            )


def language(site: Site) -> Iterator[Finding]:
    """<html lang dir> are those of the edition that the page stands in."""
    for page in site.pages:
        edition = site.facts.edition_of(page.path)
        if page.lang != edition.tag:
            yield Finding(
                page.path,
                f"<html lang> is «{page.lang}» in the edition {edition.label}.",
                f"It must be «{edition.tag}»: screen readers choose their voice by it.",
            )
        # Left to right is what browsers take where nothing is said
        if (page.dir or "ltr") != edition.direction:
            yield Finding(
                page.path,
                f"<html dir> is «{page.dir}» in the edition {edition.label}.",
                f"It must be «{edition.direction}», the direction of its script.",
            )


def switch(site: Site) -> Iterator[Finding]:
    """On every page a visible switch leads to the same page of each other edition, where it has one."""
    for page in site.pages if len(site.facts.editions) > 1 else ():
        own = site.facts.edition_of(page.path)
        if not page.has_switch:
            yield Finding(
                page.path, "There is no language switch.", "Give its template the element marked data-switch."
            )
            continue
        yield from _links_are_marked(site, page)
        for edition in site.facts.editions:
            if edition != own:
                yield from _leads_to(site, page, edition)


def _links_are_marked(site: Site, page: Page) -> Iterator[Finding]:
    for link in page.switch:
        edition = site.facts.edition_of(link.path)
        if link.lang != edition.tag:
            yield Finding(
                page.path,
                f"The switch's link to {link.path or 'nowhere'} has lang «{link.lang}».",
                f'Mark it lang="{edition.tag}", so that its label is read out in its own language.',
            )
        # A reader who lands in the wrong language can read the way back only in the right one
        if edition.label not in link.label:
            yield Finding(
                page.path,
                f"The switch's link to {link.path or 'nowhere'} says «{link.label}».",
                f"Label it «{edition.label}», in its own language and script.",
            )


def _leads_to(site: Site, page: Page, edition: EditionFacts) -> Iterator[Finding]:
    reached = [link.path for link in page.switch if site.facts.edition_of(link.path) == edition]
    twin = site.facts.counterpart(page.path, edition)
    # A page that the other edition does not have leads to its front page or to the nearest list
    if not reached:
        yield Finding(
            page.path,
            f"The switch has no link to the edition {edition.label}.",
            f"Lead to {twin}, or to its front page.",
        )
    # An error page may lead home: it stands at addresses that the other edition does not have either
    elif site.holds(twin) and twin not in reached and not (page.not_found and edition.home in reached):
        yield Finding(
            page.path,
            f"The switch leads to {reached[0]} although {twin} is there.",
            "Lead to the same page of the other edition.",
        )
