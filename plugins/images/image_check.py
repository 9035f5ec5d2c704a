"""Diagnostics for pictures that exist but cannot be shown, at the lines that name them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.draft_diagnostics import as_draft
from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import resolve_picture
from plugins.content.links.places import find_place
from plugins.content.pairs import Text
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message
from plugins.images.originals import Originals

RULE = "bad-image"


def check_images(library: ContentLibrary, originals: Originals) -> list[Diagnostic]:
    """A diagnostic for each line that names an existing picture that cannot be shown; in drafts it is a warning."""
    texts = list(library.all_texts())
    # Missing files are reported by the content library.
    named = [(text, [image for image in pictures_of(text, library) if image in library.config.files]) for text in texts]
    originals.examine(image for _, images in named for image in images)
    found = [
        one
        for text, images in named
        if any(map(originals.problem, images))
        for one in _problems(text, library, originals)
    ]
    return [as_draft(one) if one.path in library.draft_paths else one for one in found]


def pictures_of(text: Text, library: ContentLibrary) -> list[str]:
    """The content files that a text shows as pictures, the one above it first; "" for a video without one."""
    source = text.source
    shown = (one for one in library.references(text) if one.is_shown)
    above = library.by_name[source.name].shared.image if source.field("image") else ""
    return [above, *(resolve_picture(one.target, source.name, library.config.files) for one in shown)]


def _problems(text: Text, library: ContentLibrary, originals: Originals) -> Iterator[Diagnostic]:
    """The problems of the pictures of a text, at the lines that name them."""
    source, files = text.source, library.config.files
    field = source.field("image")
    image = library.by_name[source.name].shared.image
    if field and image in files and (problem := originals.problem(image)):
        yield picture_diagnostic(source, field.line, 1, image, problem)
    references = library.references(text)
    for number, reference in enumerate(references):
        image = resolve_picture(reference.target, source.name, files) if reference.is_shown else ""
        if image in files and (problem := originals.problem(image)):
            place = find_place(source, number, references, library.config.renderer.references_in)
            yield picture_diagnostic(source, *place, image, problem)


def picture_diagnostic(source: Source, line: int, column: int, image: str, problem: str) -> Diagnostic:
    """The diagnostic for a picture; `problem` is a phrase that follows its name."""
    message = Message("the picture {image} {problem}", image=image, problem=problem)
    return source.diagnostic(line, message, RULE, column)
