"""Diagnostics for pictures that exist but cannot be shown, at the lines that name them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.draft_diagnostics import as_draft
from plugins.content.library import ContentLibrary
from plugins.content.links.references import resolve_picture
from plugins.content.pairs import Pair, Text
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message
from plugins.images.originals import Originals

RULE = "bad-image"


def check_images(library: ContentLibrary, originals: Originals) -> list[Diagnostic]:
    """A diagnostic for each line that names an existing picture that cannot be shown; in drafts it is a warning."""
    named = [mention for name, pair in library.by_name.items() for mention in _mentions(name, pair, library)]
    originals.examine(image for _, _, _, image in named)
    found = [
        picture_diagnostic(source, line, column, image, problem)
        for source, line, column, image in named
        if (problem := originals.problem(image))
    ]
    return [as_draft(one) if one.path in library.draft_paths else one for one in found]


def picture_diagnostic(source: Source, line: int, column: int, image: str, problem: str) -> Diagnostic:
    """The diagnostic for a picture; `problem` is a phrase that follows its name."""
    message = Message("the picture {image} {problem}", image=image, problem=problem)
    return source.diagnostic(line, message, RULE, column)


def _mentions(name: str, pair: Pair, library: ContentLibrary) -> Iterator[tuple[Source, int, int, str]]:
    text = next(text for text in pair.texts.values() if text.source.name == name)
    for line, column, image in _lines(text, pair, library.config.files):
        # Missing files are reported by the content library.
        if image in library.config.files:
            yield text.source, line, column, image


def _lines(text: Text, pair: Pair, files: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    field = text.source.field("image")
    if field and pair.shared.image:
        yield field.line, 1, pair.shared.image
    for reference in text.source.pointers:
        if reference.image and (image := resolve_picture(reference.target, text.source.name, files)):
            yield reference.line, reference.column, image
