"""Rules about pictures: what is said to readers who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.content.references import references
from plugins.content.videos import video_at

FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?|heic)|(?:IMG|DSC|DSCN|DSCF|PXL|WhatsApp Image)[ _-]?\w*\d[\w .-]*"
    r"|(?:image|photo|picture|pic|slika|foto|fotografija)[ _-]?\d*",
    re.I,
)
EMPTY_ALT = re.compile(r"<img\b(?![^<>]*\salt\s*=\s*[\"'][^\"'])[^<>]*>", re.I)


@rule()
def missing_alt(script: Manuscript) -> Iterator[Note]:
    """Every picture is described in the text's own language, for readers who do not see it.

    Bad: ![](bridge.jpg)
    Good: ![The new bridge at Zrenjanin in the morning](bridge.jpg)
    """
    path = script.source.path
    if script.pair.shared.image and not script.text.draft and not script.text.image_alt.strip():
        field = script.source.field("image-alt") or script.source.field("image")
        yield Note(
            path,
            field.line if field else 1,
            1,
            "the article's picture is not described: add a line `Image-Alt:` in this language, saying what is seen",
        )
    for picture in references(script.source.body, script.source.body_line):
        described = picture.text.strip() or _tag_with_alt(script, picture.line) or video_at(picture.target)
        if picture.image and not described:
            yield Note(
                path,
                picture.line,
                picture.column,
                f"the picture {picture.target!r} is not described: say between [ and ] what is seen",
            )


def _tag_with_alt(script: Manuscript, line: int) -> bool:
    """Whether the picture is an HTML tag that has its description."""
    row = script.source.body.split("\n")[line - script.source.body_line]
    return "<img" in row.lower() and not EMPTY_ALT.search(row)


@rule()
def file_name_alt(script: Manuscript) -> Iterator[Note]:
    """A picture's description says what is seen, not what the file is called.

    Bad: ![IMG_2041.jpg](bridge.jpg)
    Good: ![The new bridge at Zrenjanin in the morning](bridge.jpg)
    """
    field = script.source.field("image-alt")
    if field and FILE_NAME.fullmatch(field.value.strip()):
        yield Note(
            script.source.path, field.line, 1, f"{field.value!r} is a file's name: say what is seen in the picture"
        )
    for picture in references(script.source.body, script.source.body_line):
        if picture.image and FILE_NAME.fullmatch(picture.text.strip()):
            yield Note(
                script.source.path,
                picture.line,
                picture.column,
                f"{picture.text!r} is a file's name: say what is seen in the picture",
            )
