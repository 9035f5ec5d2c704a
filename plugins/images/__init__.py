"""Pictures: responsive images from the files in `content/images/`, and a social card for each page.

Each picture is encoded once as AVIF, WebP and JPEG (or PNG if it is transparent), without metadata, and kept in the
cache. A picture that cannot be shown is a diagnostic at the line that names it.

Settings (all are in `DEFAULTS` below), Pelican's `PATH`, `THEME` and `CACHE_PATH`, and `WORKERS` where it is set.
Puts the `Album` in the build context, adds diagnostics of pictures to the library's, and renders the pictures of
texts.
Signals: `initialized`, after that of `plugins.editions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.build_cache.workers import count_processors
from plugins.content.links.link_check import OUTSIDE
from plugins.content.links.references import named_file, resolve_path
from plugins.diagnostics import Message, SettingError
from plugins.editions.build_context import build_context
from plugins.images.album import Album
from plugins.images.image_check import check_images
from plugins.images.validation import Limits

DEFAULTS: dict[str, Any] = {
    "SOCIAL_CARDS": True,  # draw a card for each story; False: every page has the edition's card
    "PICTURE_MEGAPIXELS": 64,  # the largest picture that is taken, in millions of pixels; at most 170
    "PICTURE_MEGABYTES": 30,  # and in millions of bytes
}
# Pillow refuses larger pictures.
MOST_MEGAPIXELS = 170


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: make the build's album, and add diagnostics for pictures that cannot be shown."""
    settings, build = pelican.settings, build_context(pelican.settings)
    if build.has(Album):
        return
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    album = build.put(Album, album_of(settings))
    diagnostics = {*build.library.diagnostics, *check_images(build.library, album.originals)}
    build.library = replace(build.library, diagnostics=tuple(sorted(diagnostics)))
    # A draft that names one stops nothing, and must not show it either.
    album.originals.refuse(build.library.outside, OUTSIDE)
    build.draw_image = partial(draw_image, album, build.config.files)
    build.find_picture = partial(find_picture, album)
    build.picture_version = album.version


def draw_image(album: Album, files: frozenset[str], source_name: str, source: str, alt: str, title: str) -> str:
    """A picture in a text as HTML, or "" if it cannot be shown; `source_name` is the text's file."""
    picture = album.picture(resolve_path(named_file(source) or source, source_name, files), alt)
    return str(picture.text) if picture else ""


def find_picture(album: Album, image: str) -> str:
    """The root-relative path of a picture for the player of a video; "" where there is none to show."""
    picture = album.picture(image, "")
    return picture.path if picture else ""


def album_of(settings: Mapping[str, Any]) -> Album:
    """An album with the limits and paths of the settings; raises SettingError."""
    wanted = {**DEFAULTS, **settings}
    limits = {}
    for name, most in (("PICTURE_MEGAPIXELS", MOST_MEGAPIXELS), ("PICTURE_MEGABYTES", 1000)):
        value = wanted[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            raise SettingError(name, Message("a number above 0 and up to {most}", most=most), value)
        limits[name] = float(value)
    if not isinstance(wanted["SOCIAL_CARDS"], bool):
        raise SettingError("SOCIAL_CARDS", "True or False", wanted["SOCIAL_CARDS"])
    workers = wanted.get("WORKERS", 0)
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 0:
        raise SettingError("WORKERS", "a whole number of processes, or 0 for one on each processor", workers)
    album = Album(
        content=Path(wanted["PATH"]),
        static=Path(wanted["THEME"], "static"),
        cache=Path(wanted["CACHE_PATH"]),
        limits=Limits(limits["PICTURE_MEGAPIXELS"], limits["PICTURE_MEGABYTES"]),
        workers=workers or count_processors(),
    )
    album.social_cards = wanted["SOCIAL_CARDS"]
    return album


def register() -> None:
    """Connect the handler."""
    signals.initialized.connect(prepare)
