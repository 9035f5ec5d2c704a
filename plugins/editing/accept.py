"""Accepting: a translation is said to be up to date with its original as it stands."""

from __future__ import annotations

from rich.console import Console

from plugins.content.library import ContentLibrary
from plugins.content.outdated import encoded, snapshot_name
from plugins.content.pairs import Pair
from plugins.editing.lookup import Refused, pair_of, say


def accept(slug: str, *, library: ContentLibrary, console: Console) -> int:
    """Record the original as it is now beside each translation of a story."""
    try:
        pair = pair_of(library, slug)
        languages = [language for language in pair.texts if language != pair.original]
        if not languages:
            raise Refused(f"{pair.slug} has no translation yet: begin one with ./inv translate {pair.slug}")
    except Refused as refusal:
        say(console, str(refusal))
        return 1
    for language in languages:
        record(library, pair, language)
        say(console, f"{pair.texts[language].source.path} is up to date with its original.")
    return 0


def record(library: ContentLibrary, pair: Pair, language: str) -> None:
    """Write what the translation has seen: the original's paragraphs as they are."""
    name = snapshot_name(pair.texts[language].source.name)
    (library.config.content / name).write_text(encoded(pair.texts[pair.original], library.now), "utf-8")
