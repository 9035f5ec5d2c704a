"""Checks of an edition: front page and 404 page, language attributes, language switch."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, SITE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.audit.spec import EditionSpec
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(SITE)
def editions(site: Site) -> Iterator[Diagnostic]:
    """Every edition has a front page and an error page."""
    for edition in site.spec.editions:
        for path in (edition.home, f"{edition.home}404.html"):
            if not site.page(path):
                yield problem(f"The edition {edition.label} lacks this page.", "Build all editions again.", path)


@rule(PAGE, code="editions")
def front_feed(site: Site, page: Page) -> Iterator[Diagnostic]:
    """The front page of every edition names a feed."""
    if page.path == site.spec.edition_of(page.path).home and not page.feeds:
        yield problem("The front page names no feed.", "Add its <link rel=alternate> with the Atom type.")


@rule(PAGE)
def language(site: Site, page: Page) -> Iterator[Diagnostic]:
    """<html lang dir> are those of the page's edition."""
    edition = site.spec.edition_of(page.path)
    if page.lang != edition.tag:
        yield problem(
            f"<html lang> is «{page.lang}» in the edition {edition.label}.",
            f"It must be «{edition.tag}»: screen readers choose their voice by it.",
        )
    # ltr is the default of browsers
    if (page.dir or "ltr") != edition.direction:
        yield problem(
            f"<html dir> is «{page.dir}» in the edition {edition.label}.",
            f"It must be «{edition.direction}», the direction of its script.",
        )


@rule(PAGE)
def switch(site: Site, page: Page) -> Iterator[Diagnostic]:
    """On every page a visible switch leads to the same page of each other edition, where it has one."""
    if len(site.spec.editions) < 2:
        return
    if not page.has_switch:
        yield problem("There is no language switch.", "Give its template the element marked data-switch.")
        return
    yield from _check_link_languages(site, page)
    own = site.spec.edition_of(page.path)
    for edition in site.spec.editions:
        if edition != own:
            yield from _check_link(site, page, edition)


def _check_link_languages(site: Site, page: Page) -> Iterator[Diagnostic]:
    for link in page.switch:
        edition = site.spec.edition_of(link.path)
        if link.lang != edition.tag:
            yield problem(
                f"The switch's link to {link.path or 'nowhere'} has lang «{link.lang}».",
                f'Mark it lang="{edition.tag}", so that its label is read out in its own language.',
            )
        # A reader in the wrong edition may understand only the label in their own language
        if edition.label not in link.label:
            yield problem(
                f"The switch's link to {link.path or 'nowhere'} says «{link.label}».",
                f"Label it «{edition.label}», in its own language and script.",
            )


def _check_link(site: Site, page: Page, edition: EditionSpec) -> Iterator[Diagnostic]:
    reached = [link.path for link in page.switch if site.spec.edition_of(link.path) == edition]
    same_page = site.spec.counterpart(page.path, edition)
    # Where the other edition lacks the page, the switch may lead to its front page or to a list
    if not reached:
        yield problem(
            f"The switch has no link to the edition {edition.label}.", f"Lead to {same_page}, or to its front page."
        )
    # A 404 page may lead to the front page: it is shown at addresses that exist in no edition
    elif (
        site.holds(same_page) and same_page not in reached and not (page.is_not_found_page and edition.home in reached)
    ):
        yield problem(
            f"The switch leads to {reached[0]} although {same_page} is there.",
            "Lead to the same page of the other edition.",
        )
