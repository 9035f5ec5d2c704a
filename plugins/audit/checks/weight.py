"""Checks of page weight and picture weight."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, SITE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

KIB = 1024
# What a page may cost a reader, compressed and without its pictures, and the limit for one picture file.
PAGE_KIB, PICTURE_KIB = 60, 400
# Pictures have a limit of their own and load lazily; fonts count where the page preloads them
COUNTED = frozenset(("stylesheet", "script", "font", "style"))
PICTURES = frozenset((".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif", ".svg"))


@rule(PAGE)
def page_weight(site: Site, page: Page) -> Iterator[Diagnostic]:
    """No page is over its limit: HTML, style sheets, scripts and preloaded fonts, compressed, without pictures."""
    used = {part.path: site.about(part.path) for part in page.parts if part.tag in COUNTED and part.path}
    costs = {path: facts.cost for path, facts in used.items() if facts}
    total = page.compressed + sum(costs.values())
    if total > PAGE_KIB * KIB:
        heaviest = max(costs, key=costs.__getitem__, default="")
        beside = f", of which {heaviest[1:]} {_kib(costs[heaviest])}" if heaviest else ""
        yield problem(
            f"The page weighs {_kib(total)} compressed (its HTML {_kib(page.compressed)}{beside}), "
            f"over its limit of {PAGE_KIB} KiB.",
            "Split the list by year or month, or take fonts and styles off it.",
        )


@rule(SITE)
def picture_weight(site: Site) -> Iterator[Diagnostic]:
    """No picture file is over its limit."""
    for name, size in site.sizes.items():
        if size > PICTURE_KIB * KIB and name[name.rfind(".") :].lower() in PICTURES:
            yield problem(
                f"The picture weighs {_kib(size)}, over the limit of {PICTURE_KIB} KiB.",
                "Let the build make smaller widths of it, and publish those only.",
                f"/{name}",
            )


def _kib(size: int) -> str:
    return f"{size / KIB:.0f} KiB"
