"""Diagnostics for pictures that exist but cannot be shown, at the lines that name them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import resolve_picture
from plugins.content.markup.source_map import find_places
from plugins.content.pairs import Text
from plugins.content.settings.subjects import subject_diagnostic
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message
from plugins.images.originals import Originals

RULE = "bad-image"


def check_images(library: ContentLibrary, originals: Originals) -> list[Diagnostic]:
    """A diagnostic for each line that names an existing picture that cannot be shown."""
    texts = list(library.all_texts())
    # Missing files are reported by the content library.
    named = [(text, [image for image in pictures_of(text, library) if image in library.config.files]) for text in texts]
    subjects = [subject for subject in library.config.subjects.by_name.values() if subject.image]
    originals.examine((*(image for _, images in named for image in images), *(subject.image for subject in subjects)))
    diagnostics = [
        diagnostic
        for text, images in named
        if any(map(originals.problem, images))
        for diagnostic in _problems(text, library, originals)
    ]
    tables = [
        subject_diagnostic(library.config.content, subject.name, "image", _message(subject.image, problem), RULE)
        for subject in subjects
        if (problem := originals.problem(subject.image))
    ]
    return [*tables, *diagnostics]


def pictures_of(text: Text, library: ContentLibrary) -> list[str]:
    """The content files that a text shows as pictures, the one above it first; "" for a video without one."""
    above = library.by_name[text.source.name].shared.image if text.source.field("image") else ""
    return [above, *pictures_in(text, library)]


def pictures_in(text: Text, library: ContentLibrary) -> list[str]:
    """The content files that a text shows between its words."""
    shown = (reference for reference in library.references(text) if reference.is_shown)
    return [resolve_picture(reference.target, text.source.name, library.config.files) for reference in shown]


def _problems(text: Text, library: ContentLibrary, originals: Originals) -> Iterator[Diagnostic]:
    """The problems of the pictures of a text, at the lines that name them."""
    source, files = text.source, library.config.files
    field = source.field("image")
    image = library.by_name[source.name].shared.image
    if field and image in files and (problem := originals.problem(image)):
        yield picture_diagnostic(source, field.line, 1, image, problem)
    references = library.references(text)
    images = [
        resolve_picture(reference.target, source.name, files) if reference.is_shown else "" for reference in references
    ]
    problems = [originals.problem(image) if image in files else "" for image in images]
    if any(problems):
        places = find_places(source, references, library.config.renderer.references_in)
        for place, image, problem in zip(places, images, problems, strict=True):
            if problem:
                yield picture_diagnostic(source, *place, image, problem)


def picture_diagnostic(source: Source, line: int, column: int, image: str, problem: str) -> Diagnostic:
    """The diagnostic for a picture; `problem` is a phrase that follows its name."""
    return source.diagnostic(line, _message(image, problem), RULE, column)


def _message(image: str, problem: str) -> Message:
    return Message("the picture {image} {problem}", image=image, problem=problem)
