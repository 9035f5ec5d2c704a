"""Checks of pictures, style sheets, scripts, fonts and social cards."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, STYLE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

REQUIRED = {
    "alt": "Say in Image-Alt, or between the brackets of ![…], what the picture shows; empty for decoration.",
    "width": "Let the build measure the picture: without its size the text jumps while the page loads.",
    "height": "Let the build measure the picture: without its size the text jumps while the page loads.",
}


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
