"""Checks of links, fragments, redirect pages and malformed addresses."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.addresses import TargetKind
from plugins.audit.built_site import PAGE, REDIRECT, STYLE, Facts, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(PAGE)
def links(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every link inside the site leads to something in the output."""
    for link in page.links:
        path = link.partition("#")[0]
        if not site.holds(path):
            yield problem(f"The link to {path} leads to nothing.", _correction(site, path))
    for reference in page.broken:
        yield problem(
            f"The address «{reference}» is malformed, outside the site or not {site.spec.origin.partition(':')[0]}.",
            "Correct the address in the text.",
        )


def _correction(site: Site, path: str) -> str:
    # Servers redirect it, object stores answer with an error
    if site.holds(path + "/"):
        return f"Write {path}/ with the slash: without it each reader is redirected."
    return "Correct the link, or give the page that moved an alias."


@rule(PAGE)
def fragments(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every #fragment names an id on the page that it leads to."""
    for link in page.links:
        path, _, fragment = link.partition("#")
        if fragment and (target := site.page(path)) and not _has_place(fragment, target):
            yield problem(
                f"The link to {path} names #{fragment}, which is not there.",
                "Correct the part after #, or give the heading that id.",
            )


def _has_place(fragment: str, target: Facts) -> bool:
    # #top is the browser's own, and :~: begins a search for text: https://wicg.github.io/scroll-to-text-fragment/
    return fragment == "top" or fragment.startswith(":~:") or fragment in target.ids


@rule(PAGE, STYLE)
def climbing(site: Site, page: Page) -> Iterator[Diagnostic]:
    """No address has a step `..` in it: some programs take it for another page."""
    for reference in page.climbing:
        yield problem(f"The address «{reference}» climbs with «..».", "Write it from the root, beginning with a slash.")


@rule(REDIRECT)
def redirects(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A redirect page names the new page, which exists and is canonical."""
    goal = site.spec.resolve(_redirect_target(page), page.path)
    # A story may have moved to another site, which is not checked
    if goal.kind is TargetKind.EXTERNAL and page.canonicals == [_redirect_target(page)]:
        return
    target = site.facts[page.path].canonical
    if target is None or not site.page(target):
        yield problem(
            "The redirect has no canonical link to a page of the site.", "Name the new address in Aliases' article."
        )
    elif target != goal.path:
        yield problem(f"The redirect leads elsewhere than its canonical {target}.", "Use the same address for both.")


def _redirect_target(page: Page) -> str:
    """The address in `0; url=/news/x/`."""
    return page.refresh.partition("=")[2].strip()
