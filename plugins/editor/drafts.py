"""Drafts: what a page sends of a story's texts, as they stand in its window.

Of each language whose text was touched they have the version that it began with, and either the fields and the body,
or the whole text. Fields that belong to the pair are there once, as `shared`. What has left the screen and was not
saved is `aside`: drafts, each with an `id`, that become versions before anything else happens to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

# Unsaved work as a page sent it, of whatever version of the program: it is kept and given back as it is.
Unsaved = dict[str, Any]


class Draft(msgspec.Struct, frozen=True):
    """One text: `version` and `base` are those of the file that it began with; fields and body are of that file, or of
    the `whole` one that takes its place. None takes a field's line out, and leaves body or whole as they are."""

    version: str = ""
    base: str = ""
    fields: dict[str, str | None] = {}
    body: str | None = None
    whole: str | None = None


class Drafts(msgspec.Struct, frozen=True):
    """Texts by language, and shared fields; a `minor` edit makes no translation outdated."""

    texts: dict[str, Draft] = {}
    shared: dict[str, str] = {}
    aside: list[Aside] = []
    minor: bool = False


class Aside(Drafts, frozen=True):
    """Drafts that have left the screen."""

    id: str = ""


def drafts_in(state: Mapping[str, object]) -> Drafts:
    """The drafts in unsaved work that was kept as it came; none where they cannot be read."""
    try:
        return msgspec.convert(state, Drafts)
    except msgspec.ValidationError:
        return Drafts()
