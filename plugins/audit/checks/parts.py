"""Checks of what a page shows: pictures, style sheets, scripts, fonts and social cards, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, SITE, STYLE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

REQUIRED = {
    "alt": "Say in Image-Alt, or between the brackets of ![…], what the picture shows; empty for decoration.",
    "width": "Let the build measure the picture: without its size the text jumps while the page loads.",
    "height": "Let the build measure the picture: without its size the text jumps while the page loads.",
}
KIB = 1024
# What a page may cost a reader, compressed and without its pictures, and the limit for one picture file.
PAGE_KIB, PICTURE_KIB = 60, 400
# Pictures have a limit of their own and load lazily; fonts count where the page preloads them
COUNTED = frozenset(("stylesheet", "script", "font", "style"))
PICTURES = frozenset((".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif", ".svg"))


@rule(PAGE, STYLE)
def parts(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every picture, style sheet, script and font that a page or a style sheet uses is in the output."""
    for part in page.parts:
        if part.path and not site.holds(part.path):
            yield problem(
                f"The file {part.path} ({part.tag}) is missing.",
                "Put it into content/ or theme/static/, or take out what uses it.",
            )


@rule(PAGE)
def pictures(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every <img> has a source, a text alternative, and its size."""
    for picture in page.pictures:
        if not picture.source:
            yield problem("A picture has no src.", "Name its file, or take the picture out.")
        for attribute in picture.missing:
            yield problem(f"The picture {picture.source} has no {attribute}.", REQUIRED[attribute])


@rule(PAGE)
def cards(site: Site, page: Page) -> Iterator[Diagnostic]:
    """The pictures that Open Graph and JSON-LD name are absolute addresses of files in the output."""
    # Messengers fetch it without the page, so a relative address does not work
    for card in dict.fromkeys(page.cards):
        path = site.spec.local(card)
        if path is None:
            yield problem(
                f"The card picture «{card}» is not an absolute address of this site.",
                f"Begin it with {site.spec.absolute('/')}: those who share pages read it elsewhere.",
            )
        elif not site.holds(path):
            yield problem(f"The card picture {path} is missing.", "Build again, or correct og:image and the JSON-LD.")


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
