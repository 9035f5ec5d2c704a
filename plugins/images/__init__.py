"""Pictures: responsive images from the files in `content/images/`, and a social card for each page.

Each picture is encoded once as AVIF, WebP and JPEG (or PNG if it is transparent), without metadata, and kept in the
cache. A picture that cannot be shown is a diagnostic at the line that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from plugins.build_cache.workers import count_processors
from plugins.content.library import ContentLibrary
from plugins.content.links.link_check import OUTSIDE
from plugins.content.links.named_files import named_file, resolve_path
from plugins.diagnostics import Diagnostic
from plugins.editions.build_context import BuildContext
from plugins.images.album import Album
from plugins.images.image_check import check_images
from plugins.images.validation import Limits


def draw_pictures_of(build: BuildContext, settings: Mapping[str, Any]) -> None:
    """Make the build's album, which draws the pictures of texts, and add diagnostics for pictures that cannot be
    shown."""
    album = build.put(Album, album_of(settings))
    build.library = replace(build.library, checks=(partial(check_pictures, album=album),))
    build.draw_image = partial(draw_image, album, build.config.files)
    build.find_picture = partial(find_picture, album)
    build.picture_version = album.version


def check_pictures(library: ContentLibrary, album: Album) -> list[Diagnostic]:
    """What is wrong with the pictures of a library."""
    found = check_images(library, album.originals)
    # A draft that names one stops nothing, and must not show it either.
    album.originals.refuse(library.links.outside_links, OUTSIDE)
    return found


def draw_image(album: Album, files: frozenset[str], source_name: str, source: str, alt: str, title: str) -> str:
    """A picture in a text as HTML, or "" if it cannot be shown; `source_name` is the text's file."""
    picture = album.picture(resolve_path(named_file(source) or source, source_name, files), alt)
    return str(picture.text) if picture else ""


def find_picture(album: Album, image: str) -> str:
    """The root-relative path of a picture for the player of a video; "" where there is none to show."""
    picture = album.picture(image, "")
    return picture.path if picture else ""


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
