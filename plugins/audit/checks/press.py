"""Checks of what journalists take: press kits, and entries for calendars."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import Site
from plugins.audit.press_files import ENTRY, KIT, CalendarEntry, PressKit
from plugins.audit.report import Finding, problem

REBUILD = "Build again: the file is made from the story."


def press_kits(site: Site) -> Iterator[Finding]:
    """A press kit's page leads to one whole archive with the story as text and as document in each edition."""
    kits = {reading.content.path: reading.content for reading in site.readings if isinstance(reading.content, PressKit)}
    named = set()
    for page in site.pages:
        if not page.path.endswith(KIT):
            continue
        links = [link for link in page.links if KIT in link and link.endswith(".zip")]
        named.update(links)
        if len(links) != 1:
            yield problem(page.path, f"The page leads to {len(links)} archives.", "Lead to the one of its story.")
    for path, kit in kits.items():
        if path not in named:
            yield problem(path, "No page leads to this press kit.", "Take it away, or build the page again.")
        if kit.problem:
            yield problem(path, f"The archive cannot be opened: {kit.problem}.", REBUILD)
        else:
            yield from _check_kit(site, kit)


def _check_kit(site: Site, kit: PressKit) -> Iterator[Finding]:
    story = kit.path.rpartition(KIT)[0].strip("/")
    slug = story.rpartition("/")[2]
    for edition in site.spec.editions:
        if f"{edition.home}{story}/" in site.indexable:
            for ending in ("docx", "txt"):
                name = f"{slug}/{slug}.{edition.name}.{ending}"
                if name not in kit.names:
                    yield problem(kit.path, f"The archive has no {name}.", REBUILD)


def events(site: Site) -> Iterator[Finding]:
    """A calendar's entry is well formed, is linked by its story, and leads back to it."""
    for reading in site.readings:
        entry = reading.content
        if not isinstance(entry, CalendarEntry):
            continue
        page = site.by_path.get(f"{entry.path.removesuffix(ENTRY)}/")
        if page is None or entry.path not in page.links:
            yield problem(entry.path, "No story leads to this calendar entry.", "Take it away, or build again.")
        elif site.addresses.local(entry.fields.get("URL", "")) != page.path:
            yield problem(entry.path, f"Its URL is «{entry.fields.get('URL', '')}».", f"Lead to {page.path}.")
        if entry.problem:
            yield problem(entry.path, f"Calendars cannot read it: {entry.problem}.", REBUILD)
