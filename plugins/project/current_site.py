"""The site in the current folder, as its settings describe it, for commands that work on its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plugins.project.settings import SETTINGS, settings_of

if TYPE_CHECKING:
    from plugins.content.library import ContentLibrary


def read_library(settings: Mapping[str, Any]) -> ContentLibrary:
    """Everything in the content folder, as a build reads it, with the errors of its pictures."""
    from dataclasses import replace
    from functools import partial

    from plugins.content.library import load_library
    from plugins.content.settings.site_config import now_of, read_site_config
    from plugins.images import album_of
    from plugins.images.image_check import check_images

    library = load_library(read_site_config(settings), now_of({}))
    return replace(library, checks=(partial(check_images, originals=album_of(settings).originals),))


def open_library() -> ContentLibrary:
    """The content of the site in this folder."""
    return read_library(settings_of(SETTINGS))
