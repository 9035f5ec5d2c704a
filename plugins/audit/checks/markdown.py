"""Checks of what programs read as text: stories as Markdown, and `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import Site
from plugins.audit.markdown_files import MarkdownFile
from plugins.audit.pages import Page
from plugins.audit.report import Finding, problem

LLMS = "llms.txt"
REBUILD = "Build again: the file is made from the page."


def markdown(site: Site) -> Iterator[Finding]:
    """A page names its own Markdown file, which names the page and its language; every link in one leads somewhere."""
    files = {found.path: found for found in site.markdown_files if not found.path.endswith(LLMS)}
    named = set()
    for page in site.pages:
        for path in page.markdown:
            named.add(path)
            yield from _check_story_file(site, page, files.get(path), path)
    for path, found in files.items():
        if path not in named:
            yield problem(path, "No page names this Markdown file.", "Take it away, or build the page again.")
        yield from _check_links(site, found)


def _check_story_file(site: Site, page: Page, found: MarkdownFile | None, path: str) -> Iterator[Finding]:
    if found is None:
        yield problem(page.path, f"The Markdown file {path or 'elsewhere'} is not in the output.", REBUILD)
        return
    edition = site.spec.edition_of(page.path)
    # A page in another language than its edition's has no text of its own to offer
    if site.addresses.local(found.canonical) != page.path or page.path not in site.indexable:
        yield problem(page.path, f"{path} is the text of «{found.canonical}».", "Name the Markdown file of this page.")
    if found.language != edition.tag:
        yield problem(
            page.path,
            f"{path} is in «{found.language}» in the edition {edition.label}.",
            f"It must be in «{edition.tag}».",
        )


def llms(site: Site) -> Iterator[Finding]:
    """Each edition has an `llms.txt` or none has; each leads to files of its own edition, and to the other lists."""
    lists = {found.path: found for found in site.markdown_files if found.path.endswith(LLMS)}
    for edition in site.spec.editions if lists else ():
        path = f"{edition.home}{LLMS}"
        if path not in lists:
            yield problem(path, f"The edition {edition.label} has no {LLMS}.", "Build again with the same settings.")
    for path, found in lists.items():
        yield from _check_links(site, found)
        for link in found.links:
            target = site.addresses.local(link)
            own = site.spec.edition_of(path)
            if target and not target.endswith(LLMS) and site.spec.edition_of(target) != own:
                yield problem(
                    path, f"The link to {target} leads out of the edition {own.label}.", "List pages of this edition."
                )


def _check_links(site: Site, found: MarkdownFile) -> Iterator[Finding]:
    for link in found.links:
        path = site.addresses.local(link)
        if path and not site.holds(path):
            yield problem(found.path, f"The link to {path} leads to nothing.", "Correct it in the story.")
