"""Checks of the files beside the pages: stories as Markdown, `llms.txt`, press kits, and entries for calendars."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import EVENT, LLMS, MARKDOWN, PAGE, PRESS_KIT, Site
from plugins.audit.markdown_files import MarkdownFile
from plugins.audit.pages import Page
from plugins.audit.press_files import ENTRY, KIT, CalendarEntry, PressKit
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

# A Markdown file is made from its page, what journalists take from the story.
FROM_PAGE = "Build again: the file is made from the page."
FROM_STORY = "Build again: the file is made from the story."


@rule(PAGE)
def markdown(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A page names its own Markdown file, which names the page and its language; every link in one leads somewhere."""
    for path in page.markdown:
        facts = site.about(path)
        if facts is None or facts.kind != MARKDOWN:
            yield problem(f"The Markdown file {path or 'elsewhere'} is not in the output.", FROM_PAGE)
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


@rule(PAGE, code="press-kits")
def press_kit_page(site: Site, page: Page) -> Iterator[Diagnostic]:
    """A press kit's page leads to one archive."""
    if page.path.endswith(KIT):
        links = [link for link in page.links if KIT in link and link.endswith(".zip")]
        if len(links) != 1:
            yield problem(f"The page leads to {len(links)} archives.", "Lead to the one of its story.")


@rule(PRESS_KIT, code="press-kits")
def press_kit(site: Site, kit: PressKit) -> Iterator[Diagnostic]:
    """A press kit is a whole archive with the story as text and as document in each edition, and a page leads to it."""
    story = kit.path.rpartition(KIT)[0]
    pages = [site.page(site.spec.counterpart(f"{story}{KIT}", edition)) for edition in site.spec.editions]
    if not any(page and kit.path in page.beside for page in pages):
        yield problem("No page leads to this press kit.", "Take it away, or build the page again.")
    if kit.problem:
        yield problem(f"The archive cannot be opened: {kit.problem}.", FROM_STORY)
        return
    slug = story.rpartition("/")[2]
    for edition in site.spec.editions:
        if site.is_indexable(site.spec.counterpart(f"{story}/", edition)):
            for ending in ("docx", "txt"):
                name = f"{slug}/{slug}.{edition.name}.{ending}"
                if name not in kit.names:
                    yield problem(f"The archive has no {name}.", FROM_STORY)


@rule(EVENT)
def events(site: Site, entry: CalendarEntry) -> Iterator[Diagnostic]:
    """A calendar's entry is well formed, is linked by its story, and leads back to it."""
    path = f"{entry.path.removesuffix(ENTRY)}/"
    page = site.page(path)
    if page is None or entry.path not in page.beside:
        yield problem("No story leads to this calendar entry.", "Take it away, or build again.")
    elif site.spec.local(entry.fields.get("URL", "")) != path:
        yield problem(f"Its URL is «{entry.fields.get('URL', '')}».", f"Lead to {path}.")
    if entry.problem:
        yield problem(f"Calendars cannot read it: {entry.problem}.", FROM_STORY)
