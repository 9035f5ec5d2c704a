"""Rules about pictures: their descriptions for readers who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.content.markup.rendered import Kind
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?|heic)|(?:IMG|DSC|DSCN|DSCF|PXL|WhatsApp Image)[ _-]?\w*\d[\w .-]*"
    r"|(?:image|photo|picture|pic|slika|foto|fotografija)[ _-]?\d*",
    re.I,
)


@rule("text")
def missing_alt(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds pictures without a description: the article's own, and those in the text."""
    if context.pair.shared.image and not context.text.draft and not context.text.image_alt.strip():
        message = Message(
            "the article's picture is not described: add a line `Image-Alt:` that describes it in this language"
        )
        yield context.at_field("image-alt" if context.source.field("image-alt") else "image", message)
    posters = {video.poster for video in context.references if video.words}
    for number, picture in enumerate(context.references):
        described = picture.words.strip() or picture.target in posters
        if picture.kind is Kind.PICTURE and not described:
            message = Message(
                "the picture {picture!r} is not described: write between [ and ] what is seen", picture=picture.target
            )
            yield context.finding(number, message)


@rule("text")
def file_name_alt(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds descriptions that are the name of a file."""
    if FILE_NAME.fullmatch(context.value("image-alt").strip()):
        yield context.at_field("image-alt", _is_file_name(context.value("image-alt")))
    for number, picture in enumerate(context.references):
        if picture.is_shown and FILE_NAME.fullmatch(picture.words.strip()):
            yield context.finding(number, _is_file_name(picture.words))


def _is_file_name(alt: str) -> Message:
    return Message("{alt!r} is a file's name: write what is seen in the picture", alt=alt)
