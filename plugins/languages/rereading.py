"""One pair read again while all else stays: enough for a first look at what an editor has just saved."""

from __future__ import annotations

from plugins.languages.newsroom import Newsroom
from plugins.languages.pairs import Pair
from plugins.languages.reading import Reader
from plugins.languages.sources import Source, read_source


def reread(newsroom: Newsroom, name: str) -> Pair | None:
    """The pair of a file as its files are now; None where it has changed in what other pages depend on, is at fault,
    or points elsewhere than before, for then the newsroom must be read as a whole."""
    desk, before = newsroom.desk, newsroom.by_name.get(name)
    if before is None or before not in newsroom.published:
        return None
    sources: list[Source] = []
    for text in before.texts.values():
        old = text.source
        new = read_source(f"{desk.content}/{old.name}", old.path, old.name, desk.languages, {})
        if not isinstance(new, Source) or _aims(new) != _aims(old):
            return None
        sources.append(new)
    reader = Reader(sources, desk)
    pair = reader.read()
    same = (pair.original, pair.facts, set(pair.published)) == (before.original, before.facts, set(before.published))
    return pair if same and not reader.faults else None


def _aims(source: Source) -> list[tuple[str, bool]]:
    return [(reference.target, reference.image) for reference in source.pointers]
