"""Checks of canonical links and of the alternates in other languages."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

DEFAULT = "x-default"


@rule(PAGE)
def canonical(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A page's canonical address is its own; elsewhere only where that page exists and is canonical itself."""
    target = site.facts[page.path].canonical
    if not page.canonicals:
        # An error page has no address of its own
        if not (page.is_noindex or page.is_not_found_page):
            yield problem("There is no canonical link.", f"Name {site.spec.absolute(page.path)}.")
    elif len(page.canonicals) > 1:
        yield problem(f"There are {len(page.canonicals)} canonical links.", "Keep one.")
    elif target is None:
        yield problem(
            f"The canonical «{page.canonicals[0]}» is not an absolute address of this site.",
            f"Begin it with {site.spec.absolute('/')}.",
        )
    # Search engines ignore a canonical page that names a third one
    elif target != page.path and not ((other := site.page(target)) and other.canonical == target):
        yield problem(
            f"The canonical address is another page, {target}, which is missing or names a third one.",
            "Name the page itself, or the original that it shows.",
        )


@rule(PAGE)
def alternates(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A page lists itself, each of its versions and x-default; each version lists the same."""
    if site.is_indexable(page.path):
        yield from _check_complete(site, page)
    # Search engines drop the hreflang links of a page that is not canonical, and those of its translations
    elif page.alternates and site.facts[page.path].canonical != page.path:
        yield problem(
            "The page lists alternates although its canonical address is elsewhere.",
            "Leave them out: only the canonical page has versions.",
        )


def _check_complete(site: Site, page: Page) -> Iterator[Diagnostic]:
    # By tag, to find tags given twice; two tags for one page (sr and sr-Latn) are allowed
    listed: dict[str, set[str]] = {}
    for tag, url in page.alternates:
        path = site.spec.local(url)
        if path is None:
            yield problem(
                f"The alternate {tag} «{url}» is not an absolute address of this site.",
                f"Begin it with {site.spec.absolute('/')} and leave out «..».",
            )
        else:
            listed.setdefault(tag, set()).add(path)
    yield from _check_tags(site, listed)
    paths = set().union(*(addresses for tag, addresses in listed.items() if tag != DEFAULT))
    yield from _check_versions(site, page, paths)


def _check_tags(site: Site, listed: dict[str, set[str]]) -> Iterator[Diagnostic]:
    for tag, paths in listed.items():
        if len(paths) > 1:
            yield problem(f"The alternate {tag} is given {len(paths)} times.", "Keep one address a language.")
        for path in paths if tag != DEFAULT else ():
            own = site.spec.edition_of(path).tag
            if not _is_tag_for(tag, own):
                yield problem(f"The alternate {tag} is {path}, which is in {own}.", f"Name it {own}.")
    # Without it search engines choose the page for readers of other languages themselves
    default = listed.get(DEFAULT, set())
    if not default:
        yield problem("There is no alternate x-default.", "Name the version for readers of any other language.")
    elif not default <= set().union(*(paths for tag, paths in listed.items() if tag != DEFAULT)):
        yield problem("The alternate x-default is none of the versions listed.", "Name one of them.")


def _is_tag_for(tag: str, own: str) -> bool:
    """`sr` and `sr-Latn-RS` fit an edition in sr-Latn; `sr-Cyrl` does not."""
    return own == tag or own.startswith(tag + "-") or tag.startswith(own + "-")


def _check_versions(site: Site, page: Page, listed: set[str]) -> Iterator[Diagnostic]:
    # Compared with the output, not with the other page's list, to find a page that misses its translation
    expected = {site.spec.counterpart(page.path, edition) for edition in site.spec.editions}
    there = {path for path in expected if site.is_indexable(path)}
    if page.path not in listed:
        yield problem(
            "The page does not list itself among its alternates.", "Add it: each version lists all, itself too."
        )
    for path in sorted(there - listed - {page.path}):
        yield problem(f"The version {path} is not among the alternates.", "List it with hreflang.")
    for path in sorted(listed - {page.path}):
        version = site.about(path)
        if version is None or not version.is_indexable:
            yield problem(
                f"The alternate {path} is missing, or is not for search engines.",
                "List only versions that exist and are canonical.",
            )
        # Equal lists also show that one of two pages misses a third edition
        elif set(version.alternates) != set(page.alternates):
            yield problem(
                f"The alternate {path} lists other versions than this page.",
                "Make both lists from one table: engines drop what is not confirmed.",
            )
