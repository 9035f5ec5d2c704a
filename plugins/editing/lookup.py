"""Finds a story or a language by the name that a person typed; errors list the closest names."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.diagnostics import UserError


def find_pair(library: ContentLibrary, slug: str) -> Pair:
    """The pair of that slug, also where one of its files is named; raises UserError with the nearest names."""
    wanted = slug.strip().rstrip("/").rpartition("/")[2].removesuffix(".md")
    pairs = {pair.slug: pair for pair in library.by_name.values()}
    for name in (wanted, wanted.rpartition(".")[0]):
        if name in pairs:
            return pairs[name]
    if not pairs:
        raise UserError(f"there is no story {wanted!r}, nor any other")
    part = sorted(name for name in pairs if wanted and wanted in name)[:3]
    near = part or difflib.get_close_matches(wanted, pairs, 3, 0.4)
    hint = f"the nearest are {', '.join(near)}" if near else "./inv status lists the unfinished ones"
    raise UserError(f"there is no story {wanted!r}: {hint}")


def find_language(library: ContentLibrary, code: str, valid: Collection[str], option: str) -> str:
    """The language of that code among the valid ones; the only valid one where the code is ""; raises UserError."""
    names = {name: f"{name} ({library.config.languages[name].name})" for name in valid}
    if not code and len(names) == 1:
        return next(iter(names))
    if code not in names:
        wrong = "is the original" if code in library.config.languages else "is not a language of this site"
        problem = f"{code!r} {wrong}" if code else "say which language"
        raise UserError(f"{problem}: use {option} with {' or '.join(names.values())}")
    return code
