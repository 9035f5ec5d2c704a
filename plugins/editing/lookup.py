"""Finds a story or a language by the name that a person typed; errors list the closest names."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.diagnostics import Either, Message, UserError


def find_pair(library: ContentLibrary, slug: str) -> Pair:
    """The pair of that slug, also where one of its files is named; raises UserError with the nearest names."""
    wanted = slug.strip().rstrip("/").rpartition("/")[2].removesuffix(".md")
    pairs = {pair.slug: pair for pair in library.pairs}
    for name in (wanted, wanted.rpartition(".")[0]):
        if name in pairs:
            return pairs[name]
    if not pairs:
        raise UserError(Message("there is no story {slug!r}, nor any other", slug=wanted))
    part = sorted(name for name in pairs if wanted and wanted in name)[:3]
    near = part or difflib.get_close_matches(wanted, pairs, 3, 0.4)
    if near:
        raise UserError(
            Message("there is no story {slug!r}: the nearest are {near}", slug=wanted, near=", ".join(near))
        )
    raise UserError(Message("there is no story {slug!r}: ./inv status lists the unfinished ones", slug=wanted))


def find_language(library: ContentLibrary, code: str, valid: Collection[str], option: str) -> str:
    """The language of that code among the valid ones; the only valid one where the code is ""; raises UserError."""
    names = {name: f"{name} ({library.config.languages[name].name})" for name in valid}
    if not code and len(names) == 1:
        return next(iter(names))
    if code not in names:
        values = {"code": code, "option": option, "names": Either(names.values())}
        if not code:
            raise UserError(Message("say which language: use {option} with {names}", **values))
        if code in library.config.languages:
            raise UserError(Message("{code!r} is the original: use {option} with {names}", **values))
        raise UserError(Message("{code!r} is not a language of this site: use {option} with {names}", **values))
    return code
