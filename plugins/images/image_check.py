"""Pictures that cannot be shown, as faults of the lines that name them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.library import Newsroom
from plugins.content.pairs import Pair, Text
from plugins.content.references import resolved
from plugins.content.sources import Source
from plugins.diagnostics import Fault
from plugins.images.originals import Originals

RULE = "bad-image"


def picture_faults(newsroom: Newsroom, originals: Originals) -> list[Fault]:
    """A fault for each line that names a picture which is there but cannot be shown; drafts may name what they like."""
    named = [mention for name, pair in newsroom.by_name.items() for mention in _mentions(name, pair, newsroom)]
    originals.learn(image for _, _, _, image in named)
    return [
        fault_of(source, line, column, image, problem)
        for source, line, column, image in named
        if (problem := originals.problem(image))
    ]


def fault_of(source: Source, line: int, column: int, image: str, problem: str) -> Fault:
    """The fault of a picture with a problem, in words that follow its name."""
    return source.fault(line, f"the picture {image} {problem}", RULE, column)


def _mentions(name: str, pair: Pair, newsroom: Newsroom) -> Iterator[tuple[Source, int, int, str]]:
    text = next(text for text in pair.texts.values() if text.source.name == name)
    if text.draft:
        return
    for line, column, image in _lines(text, pair, newsroom.desk.files):
        # What is not there, or lies outside, is told by the newsroom.
        if image in newsroom.desk.files:
            yield text.source, line, column, image


def _lines(text: Text, pair: Pair, files: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    field = text.source.field("image")
    if field and pair.facts.image:
        yield field.line, 1, pair.facts.image
    for reference in text.source.pointers:
        if reference.image and reference.file:
            yield reference.line, reference.column, resolved(reference.file, text.source.name, files)
