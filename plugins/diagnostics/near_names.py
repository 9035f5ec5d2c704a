"""Misspelt names: an unknown name that is nearly a known one is taken for it, while any other is somebody's own."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from plugins.diagnostics.message import Message

# How like a known name an unknown one is, from 0 to 1, that is taken for it misspelt.
LIKE = 0.85


def nearest(name: str, known: Iterable[str], like: float = LIKE) -> str:
    """The one of these names that was probably meant; "" where none is near."""
    return next(iter(difflib.get_close_matches(name, known, 1, like)), "")


def name_expected(near: str) -> Message:
    """What is expected in the place of a name that is nearly `near`."""
    return Message("the name {near}, or one that is less like it", near=near)
