"""Pictures: responsive images from the files in `content/images/`, and a social card for each page.

Each picture is encoded once as AVIF, WebP and JPEG (or PNG if it is transparent), without metadata, and kept in the
cache. A picture that cannot be shown is a diagnostic at the line that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.content.library import ContentLibrary
from plugins.content.links.link_check import OUTSIDE
from plugins.diagnostics import Diagnostic
from plugins.images.album import Album
from plugins.images.image_check import check_images
from plugins.images.validation import Limits
from plugins.system.workers import count_processors


def check_pictures(library: ContentLibrary, album: Album) -> list[Diagnostic]:
    """What is wrong with the pictures of a library."""
    diagnostics = check_images(library, album.originals)
    # A draft that names one stops nothing, and must not show it either.
    album.originals.refuse(library.links.outside_links, OUTSIDE)
    return diagnostics


def album_of(settings: Mapping[str, Any]) -> Album:
    """An album with the limits and paths of the settings."""
    album = Album(
        content=Path(settings["PATH"]),
        static=Path(settings["THEME"], "static"),
        cache=Path(settings["CACHE_PATH"]),
        limits=Limits(float(settings["PICTURE_MEGAPIXELS"]), float(settings["PICTURE_MEGABYTES"])),
        workers=settings["WORKERS"] or count_processors(),
    )
    album.social_cards = settings["SOCIAL_CARDS"]
    return album
