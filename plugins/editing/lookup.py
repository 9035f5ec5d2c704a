"""What editors name on the command line, found in the newsroom, or refused with the valid choices."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from rich.console import Console

from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair


class Refused(ValueError):
    """Something was asked for that cannot be done; the message says why, and what can be done instead."""


def pair_of(library: ContentLibrary, slug: str) -> Pair:
    """The pair of that slug, also where the name of one of its files is given; raises Refused."""
    wanted = slug.strip().rstrip("/").rpartition("/")[2].removesuffix(".md")
    pairs = {pair.slug: pair for pair in library.by_name.values()}
    for name in (wanted, wanted.rpartition(".")[0]):
        if name in pairs:
            return pairs[name]
    part = sorted(name for name in pairs if wanted and wanted in name)[:3]
    near = part or difflib.get_close_matches(wanted, pairs, 3, 0.4)
    meant = f"the nearest are {', '.join(near)}" if near else "./inv status lists those that wait for something"
    raise Refused(f"there is no story {wanted!r}: {meant}" if pairs else f"there is no story {wanted!r}, nor any other")


def language_of(library: ContentLibrary, code: str, valid: Collection[str], option: str) -> str:
    """The language of that code among the valid ones; the only valid one where none is named; raises Refused."""
    known = {name: f"{name} ({library.config.languages[name].name})" for name in valid}
    if not code and len(known) == 1:
        return next(iter(known))
    if code not in known:
        said = f"{code!r} is not one" if code else "say which language"
        raise Refused(f"{said}: use {option} with {' or '.join(known.values())}")
    return code


def say(console: Console, line: str) -> None:
    """A line as it stands: an editor's brackets and colons are no markup."""
    console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
