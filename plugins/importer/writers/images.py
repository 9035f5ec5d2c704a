"""The images of a page: those beside it are copied next to the article, the others are listed for the editor."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.diagnostics import Message
from plugins.importer.document import Picture
from plugins.importer.writers.markdown import address_of, escape, safe_address

# What each format's files begin with.
MAGIC = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))
LARGEST = 30_000_000


class Album:
    """Gathers a page's images under names made from the slug; `files` maps each name to its bytes."""

    def __init__(self, slug: str, folder: Path | None) -> None:
        self.slug, self.folder = slug, folder
        self.files: dict[str, bytes] = {}
        self.notes: list[str] = []
        self.missing: list[str] = []
        self._names: dict[str, str] = {}

    def write_image(self, picture: Picture) -> str:
        """The Markdown for an image: the image itself, or a comment with the task where it could not be brought
        along."""
        address = self.address(picture)
        alt = " ".join(picture.alt.split())
        if not address:
            return escape(alt) if not picture.src else comment(_task(picture), alt)
        if "://" not in address and address not in self.files:
            # A name that leads nowhere would stop a build.
            return comment(_task(picture), alt)
        image = f"![{escape(alt)}]({address_of(address)})"
        href = safe_address(picture.href)
        return f"[{image}]({address_of(href)})" if href else image

    @staticmethod
    def describe(picture: Picture) -> str:
        """The alternative text of an image that is in no file, as Markdown."""
        return escape(" ".join(picture.alt.split()))

    def address(self, picture: Picture) -> str:
        """The address for an image in the article: a copied file's name, or the page's own address for it."""
        if picture.src not in self._names:
            self._names[picture.src] = self._add_image(picture)
        return self._names[picture.src]

    def _add_image(self, picture: Picture) -> str:
        raw = self._bytes(picture.src)
        kind = next((ending for magic, ending in MAGIC if raw.startswith(magic)), "")
        if kind:
            name = f"{self.slug}-{len(self.files) + 1}.{kind}"
            self.files[name] = raw
            self.notes.append(f"an image was copied beside the article as {name}")
            return name
        if picture.src:
            self.missing.append(f"{picture.src[:30]}…" if picture.src.startswith("data:") else _short(picture.src))
        return "" if picture.src.startswith("data:") else safe_address(picture.src)

    def questions(self) -> Iterator[Message]:
        """What is asked of the editor about all images that could not be brought along."""
        if len(self.missing) == 1:
            yield Message(
                "the image {name} is not beside the page: save it, put it next to the article, and correct its name in "
                "the text",
                name=self.missing[0],
            )
        elif self.missing:
            yield Message(
                "{n} images are not beside the page ({names}): save each, put it next to the article, and correct its "
                "name in the text",
                n=len(self.missing),
                names=", ".join(self.missing),
            )

    def _bytes(self, src: str) -> bytes:
        if src.startswith("data:"):
            return _decode_data_address(src)
        try:
            parts = urlsplit(src)
            if self.folder is None or parts.scheme or parts.netloc:
                return b""
            # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
            file = Path(os.path.realpath(self.folder / unquote(parts.path)))
            inside = file.is_relative_to(self.folder.resolve()) and file.is_file() and file.stat().st_size <= LARGEST
            return file.read_bytes() if inside else b""
        except (OSError, ValueError):
            return b""


def _decode_data_address(address: str) -> bytes:
    match = re.match(r"data:image/[\w.+-]+;base64,(.*)", address, re.S)
    try:
        return base64.b64decode(re.sub(r"\s|%0A", "", match[1])) if match else b""
    except (binascii.Error, ValueError):
        return b""


def _task(picture: Picture) -> str:
    """What is to be done about a picture that is not there."""
    leads = f", which leads to {_short(picture.href)}," if picture.href else ""
    return f"TO DO: add the picture {_short(picture.src)}{leads}".rstrip(",")


def comment(task: str, words: str) -> str:
    """A comment in Markdown, which builds and which an editor finds."""
    text = " ".join(f"{task}: {words}".split() if words else task.split())
    return f"<!-- {re.sub('-{2,}', '-', text).replace('<', '&lt;').replace('>', '&gt;')} -->"


def _short(address: str) -> str:
    return address if len(address) <= 100 else address[:99] + "…"
