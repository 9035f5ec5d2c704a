"""Checks of what programs read as text: stories as Markdown, and `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import LLMS, MARKDOWN, PAGE, Site
from plugins.audit.markdown_files import MarkdownFile
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

REBUILD = "Build again: the file is made from the page."


@rule(PAGE)
def markdown(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A page names its own Markdown file, which names the page and its language; every link in one leads somewhere."""
    for path in page.markdown:
        facts = site.about(path)
        if facts is None or facts.kind != MARKDOWN:
            yield problem(f"The Markdown file {path or 'elsewhere'} is not in the output.", REBUILD)
            continue
        # A page in another language than its edition's has no text of its own to offer
        if facts.canonical != page.path or not site.is_indexable(page.path):
            named = site.spec.absolute(facts.canonical) if facts.canonical else ""
            yield problem(f"{path} is the text of «{named}».", "Name the Markdown file of this page.")
        edition = site.spec.edition_of(page.path)
        if facts.language != edition.tag:
            yield problem(
                f"{path} is in «{facts.language}» in the edition {edition.label}.", f"It must be in «{edition.tag}»."
            )


@rule(MARKDOWN, code="markdown")
def markdown_file(site: Site, file: MarkdownFile) -> Iterator[Diagnostic]:
    """The page of a Markdown file names it, and every link in it leads somewhere."""
    page = site.page(site.spec.local(file.canonical) or "")
    if page is None or file.path not in page.beside:
        yield problem("No page names this Markdown file.", "Take it away, or build the page again.")
    yield from _check_links(site, file)


@rule(LLMS)
def llms(site: Site, file: MarkdownFile) -> Iterator[Diagnostic]:
    """Each edition has an `llms.txt` or none has; each leads to files of its own edition, and to the other lists."""
    for edition in site.spec.editions:
        path = f"{edition.home}{LLMS}"
        if not site.holds(path):
            yield problem(f"The edition {edition.label} has no {LLMS}.", "Build again with the same settings.", path)
    yield from _check_links(site, file)
    own = site.spec.edition_of(file.path)
    for link in file.links:
        target = site.spec.local(link)
        if target and not target.endswith(LLMS) and site.spec.edition_of(target) != own:
            yield problem(f"The link to {target} leads out of the edition {own.label}.", "List pages of this edition.")


def _check_links(site: Site, file: MarkdownFile) -> Iterator[Diagnostic]:
    for link in file.links:
        path = site.spec.local(link)
        if path and not site.holds(path):
            yield problem(f"The link to {path} leads to nothing.", "Correct it in the story.")
