"""Checks of what journalists take: press kits, and entries for calendars."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import EVENT, PAGE, PRESS_KIT, Site
from plugins.audit.pages import Page
from plugins.audit.press_files import ENTRY, KIT, CalendarEntry, PressKit
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

REBUILD = "Build again: the file is made from the story."


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
        yield problem(f"The archive cannot be opened: {kit.problem}.", REBUILD)
        return
    slug = story.rpartition("/")[2]
    for edition in site.spec.editions:
        if site.is_indexable(site.spec.counterpart(f"{story}/", edition)):
            for ending in ("docx", "txt"):
                name = f"{slug}/{slug}.{edition.name}.{ending}"
                if name not in kit.names:
                    yield problem(f"The archive has no {name}.", REBUILD)


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
        yield problem(f"Calendars cannot read it: {entry.problem}.", REBUILD)
