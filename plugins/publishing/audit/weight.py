"""Checks of what a page costs its reader."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

from plugins.publishing.audit.addresses import file_of
from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.site import Site

KIB = 1024
COUNTED = frozenset(("stylesheet", "script", "font", "style"))
PICTURES = frozenset((".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif", ".svg"))


def page_weight(site: Site) -> Iterator[Finding]:
    """No page is over its limit: HTML, style sheets, scripts and preloaded fonts, compressed, without pictures."""
    costs = _costs(site)
    for page in site.pages:
        files = {part.path for part in page.parts if part.tag in COUNTED and part.path in costs}
        total = page.compressed + sum(costs[path] for path in files)
        if total > site.facts.max_page_kib * KIB:
            heaviest = max(files, key=lambda path: costs[path], default="")
            beside = f", of which {heaviest} {_kib(costs[heaviest])}" if heaviest else ""
            yield Finding(
                page.path,
                f"The page weighs {_kib(total)} compressed (its HTML {_kib(page.compressed)}{beside}), "
                f"over its limit of {site.facts.max_page_kib} KiB.",
                "Split the list by year or month, or take fonts and styles off it.",
            )


def picture_weight(site: Site) -> Iterator[Finding]:
    """No picture file is over its limit."""
    for name, size in site.sizes.items():
        if size > site.facts.max_picture_kib * KIB and name[name.rfind(".") :].lower() in PICTURES:
            yield Finding(
                f"/{name}",
                f"The picture weighs {_kib(size)}, over the limit of {site.facts.max_picture_kib} KiB.",
                "Let the build make smaller widths of it, and publish those only.",
            )


def _costs(site: Site) -> Mapping[str, int]:
    """What each style sheet, script and font costs by its path: compressed, which leaves a font as it is."""
    paths = {part.path for page in site.pages for part in page.parts if part.tag in COUNTED and part.path}
    return {path: len(zlib.compress((site.output / file_of(path)).read_bytes())) for path in paths if site.holds(path)}


def _kib(size: int) -> str:
    return f"{size / KIB:.0f} KiB"
