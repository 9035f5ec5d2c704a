"""Checks of what search engines are told about a page's address and its versions in other languages."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.pages import Page
from plugins.publishing.audit.site import Site

DEFAULT = "x-default"


def canonical(site: Site) -> Iterator[Finding]:
    """A page's canonical address is its own; elsewhere only where that page exists and is canonical itself."""
    for page in site.pages:
        target = site.canonical(page)
        if not page.canonicals:
            # An error page answers at any address, so it has none of its own
            if not (page.noindex or page.not_found):
                yield Finding(page.path, "There is no canonical link.", f"Name {site.addresses.absolute(page.path)}.")
        elif len(page.canonicals) > 1:
            yield Finding(page.path, f"There are {len(page.canonicals)} canonical links.", "Keep one.")
        elif target is None:
            yield Finding(
                page.path,
                f"The canonical «{page.canonicals[0]}» is not an absolute address of this site.",
                f"Begin it with {site.addresses.absolute('/')}.",
            )
        # A canonical page that names a third one is no answer, and engines then choose for themselves
        elif target != page.path and not _is_canonical(site, target):
            yield Finding(
                page.path,
                f"The canonical address is another page, {target}, which is missing or names a third one.",
                "Name the page itself, or the original that it shows.",
            )


def _is_canonical(site: Site, path: str) -> bool:
    page = site.by_path.get(path)
    return page is not None and site.canonical(page) == path


def alternates(site: Site) -> Iterator[Finding]:
    """A page lists itself, each of its versions and x-default; each version lists the same."""
    for page in site.pages:
        if page.path in site.indexable:
            yield from _is_complete(site, page)
        # hreflang of a page that is not canonical is dropped, and takes its twins' with it
        elif page.alternates and site.canonical(page) != page.path:
            yield Finding(
                page.path,
                "The page lists alternates although its canonical address is elsewhere.",
                "Leave them out: only the canonical page has versions.",
            )


def _is_complete(site: Site, page: Page) -> Iterator[Finding]:
    # By tag, so that a tag given twice is seen; two tags for one page, sr and sr-Latn, are fair
    listed: dict[str, set[str]] = {}
    for tag, url in page.alternates:
        path = site.addresses.local(url)
        if path is None:
            yield Finding(
                page.path,
                f"The alternate {tag} «{url}» is not an absolute address of this site.",
                f"Begin it with {site.addresses.absolute('/')} and leave out «..».",
            )
        else:
            listed.setdefault(tag, set()).add(path)
    yield from _tags_are_right(site, page, listed)
    paths = set().union(*(found for tag, found in listed.items() if tag != DEFAULT))
    yield from _versions_are_right(site, page, paths)


def _tags_are_right(site: Site, page: Page, listed: dict[str, set[str]]) -> Iterator[Finding]:
    for tag, paths in listed.items():
        if len(paths) > 1:
            yield Finding(
                page.path, f"The alternate {tag} is given {len(paths)} times.", "Keep one address a language."
            )
        for path in paths if tag != DEFAULT else ():
            spoken = site.facts.edition_of(path).tag
            if not _is_tag_for(tag, spoken):
                yield Finding(page.path, f"The alternate {tag} is {path}, which is in {spoken}.", f"Name it {spoken}.")
    # Without it a reader whose language is none of ours is sent to whichever page the engine likes
    default = listed.get(DEFAULT, set())
    if not default:
        yield Finding(
            page.path, "There is no alternate x-default.", "Name the version for readers of any other language."
        )
    elif not default <= set().union(*(paths for tag, paths in listed.items() if tag != DEFAULT)):
        yield Finding(page.path, "The alternate x-default is none of the versions listed.", "Name one of them.")


def _is_tag_for(tag: str, spoken: str) -> bool:
    """`sr` is a fair name for an edition in sr-Latn, and so is sr-Latn-RS, but not sr-Cyrl."""
    return spoken == tag or spoken.startswith(tag + "-") or tag.startswith(spoken + "-")


def _versions_are_right(site: Site, page: Page, listed: set[str]) -> Iterator[Finding]:
    # What the output holds decides, not what the pages claim: a page that forgot its twin is found too
    twins = {site.facts.counterpart(page.path, edition) for edition in site.facts.editions}
    there = {path for path in twins if path in site.indexable}
    if page.path not in listed:
        yield Finding(
            page.path,
            "The page does not list itself among its alternates.",
            "Add it: each version lists all, itself too.",
        )
    for path in sorted(there - listed - {page.path}):
        yield Finding(page.path, f"The version {path} is not among the alternates.", "List it with hreflang.")
    for path in sorted(listed - {page.path}):
        version = site.indexable.get(path)
        if version is None:
            yield Finding(
                page.path,
                f"The alternate {path} is missing, or is not for search engines.",
                "List only versions that exist and are canonical.",
            )
        # Equal sets are more than reciprocity asks, and catch a third edition that one of two forgot
        elif set(version.alternates) != set(page.alternates):
            yield Finding(
                page.path,
                f"The alternate {path} lists other versions than this page.",
                "Make both lists from one table: engines drop what is not confirmed.",
            )
