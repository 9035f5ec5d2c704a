"""A story as journalists take it: its texts, its pictures with captions and credits, and whom they can ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.press_kit.documents import write_docx
from plugins.press_kit.pictures import strip_metadata
from plugins.press_kit.texts import KitText


@dataclass(frozen=True)
class Caption:
    """What one edition says of a picture; each may be ""."""

    description: str
    caption: str
    credit: str


@dataclass(frozen=True)
class KitPicture:
    """A picture as its file is; `captions` by the edition's name."""

    name: str
    data: bytes
    captions: dict[str, Caption]


@dataclass(frozen=True)
class Kit:
    """All that a kit is made of."""

    slug: str
    texts: tuple[KitText, ...]
    pictures: tuple[KitPicture, ...]


def kit_files(kit: Kit) -> dict[str, bytes]:
    """The files of the archive by their paths."""
    files = {f"pictures/{picture.name}": strip_metadata(picture.data) for picture in kit.pictures}
    for text in kit.texts:
        files[f"{kit.slug}.{text.name}.docx"] = write_docx(text)
        files[f"{kit.slug}.{text.name}.txt"] = plain_text(text).encode()
        if kit.pictures:
            files[f"pictures/captions.{text.name}.txt"] = "".join(_captions(kit.pictures, text)).encode()
    return files


def plain_text(text: KitText) -> str:
    """The story as plain text, a paragraph a line, with the office below it."""
    # Imported for the few stories that have a press kit.
    from html_to_markdown import ConversionOptions, convert

    body = convert(text.html, ConversionOptions(output_format="plain")).content or ""
    head = [text.title, text.date, *([text.lead] if text.lead else [])]
    office = [
        f"{text.labels.contact}\n" + "\n".join(text.office.lines),
        f"{text.labels.about}\n\n" + describe_office(text),
    ]
    return "\n\n".join([*head, body.strip(), "###", *office, f"{text.labels.source}: {text.address}"]) + "\n"


def describe_office(text: KitText) -> str:
    """What the office says of itself."""
    return "\n\n".join(text.office.about)


def _captions(pictures: tuple[KitPicture, ...], text: KitText) -> Iterator[str]:
    yield f"{text.labels.pictures}: {text.title}\n"
    for picture in pictures:
        said = picture.captions.get(text.name)
        lines = (said.caption, said.description, said.credit) if said else ()
        yield "".join(["\n", picture.name, "\n", *(f"{line}\n" for line in lines if line)])
