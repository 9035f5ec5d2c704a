"""Attachments: files such as PDFs that published texts link to, each at one address that all editions share."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from unidecode import unidecode

from plugins.diagnostics import Message, SettingError
from plugins.locales.letters import address_letters
from plugins.locales.strings import Strings
from plugins.system.digests import digest_of

FOLDER = "files"
# Defaults of the settings.
TYPES = tuple("pdf docx xlsx pptx odt ods odp rtf csv epub ics zip mp3 m4a mp4 webm".split())
MEGABYTES = 50
# The longest part of an address, well below the limits of file systems.
LONGEST = 100
# What browsers run, or show as a page of this site; what texts are written in; what servers take for the compressed
# form of another file.
REFUSED = frozenset(
    "htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt xsd rdf rss atom mathml js mjs cjs css wasm swf php "
    "md br gz".split()
)
# Pictures are published by plugins.images, without their metadata.
PICTURES = frozenset("jpg jpeg png webp gif avif tif tiff heic heif bmp".split())
ZIPPED = dict.fromkeys("docx xlsx pptx odt ods odp epub zip".split(), b"PK")
# Signatures of file types; that of PDF may be anywhere in the first kilobyte.
BEGINNINGS = {"pdf": b"%PDF", **ZIPPED}
HEAD = 1024


class BadAttachment(ValueError):
    """A file that cannot be published; its text is a phrase that follows the file's name and says what to do."""


@dataclass(frozen=True)
class Attachment:
    """A file that readers can open: `name` is its path from the content folder, `address` that from the site's root,
    `size` its bytes."""

    name: str
    address: str
    size: int

    @property
    def type(self) -> str:
        """Its ending in lower case, without the dot."""
        return type_of(self.name)


class FileTarget(NamedTuple):
    """The target of a link to a file, and its label; the path is "" while no published text links to it."""

    path: str
    mark: str


@dataclass(frozen=True)
class Attachable:
    """Which files may be attached: their endings, and how large they may be."""

    types: tuple[str, ...]
    megabytes: float


def read_attachable(settings: Mapping[str, Any]) -> Attachable:
    """The limits in the settings, whose types have been checked; raises SettingError for endings that no site may
    publish."""
    types = settings["ATTACHMENT_TYPES"]
    if refused := [ending for ending in types if ending in REFUSED | PICTURES]:
        raise SettingError("ATTACHMENT_TYPES", "no pictures, and nothing that a browser or a server runs", refused)
    return Attachable(tuple(types), float(settings["ATTACHMENT_MEGABYTES"]))


def type_of(name: str) -> str:
    """A file's ending in lower case, without the dot."""
    return PurePosixPath(name).suffix[1:].lower()


def address_of(name: str) -> str:
    """The address of a file of the content folder: its path there in small letters, digits and hyphens, below a folder
    of its own. A name has no dot but that of its ending, so none is taken for one that carries a fingerprint."""
    *folders, base = name.split("/")
    stem = base[: -len(PurePosixPath(base).suffix) or None]
    return "/".join([FOLDER, *map(_plain, folders), f"{_plain(stem)}.{type_of(base)}"])


def _plain(part: str) -> str:
    # Operating systems normalise file names differently.
    part = unicodedata.normalize("NFC", part)
    plain = unidecode(unicodedata.normalize("NFKC", address_letters(part)))
    letters = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:LONGEST].strip("-")
    # Nothing is left of a name without letters and digits.
    return letters or f"file-{digest_of(part, 4)}"


def attachment(content: Path, name: str, attachable: Attachable) -> Attachment:
    """The attachment that a file of the content folder is; raises BadAttachment."""
    ending = type_of(name)
    if ending not in attachable.types:
        raise BadAttachment(_refusal(ending, attachable))
    file = content / name
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise BadAttachment(Message("is no file: put a file of that name in its place"))
        with file.open("rb") as opened:
            size, head = os.fstat(opened.fileno()).st_size, opened.read(HEAD)
    except OSError as error:
        message = Message("cannot be read ({reason}): check that it is there and may be read", reason=error.strerror)
        raise BadAttachment(message) from None
    if not size:
        raise BadAttachment(Message("is empty: put the file there again"))
    if size > attachable.megabytes * 1_000_000:
        message = Message(
            "weighs {weight:.1f} MB, over the limit of {most:g} MB: save a smaller one, or put it on the web and "
            "link it",
            weight=size / 1e6,
            most=attachable.megabytes,
        )
        raise BadAttachment(message)
    if BEGINNINGS.get(ending, b"") not in (head if ending == "pdf" else head[:2]):
        message = Message(
            "is no whole .{ending} file, whatever its name says: open it and save it as one again", ending=ending
        )
        raise BadAttachment(message)
    return Attachment(name, address_of(name), size)


def _refusal(ending: str, attachable: Attachable) -> Message:
    if ending in PICTURES:
        return Message("is a picture: show it with ![what is seen](…) instead, or put it into a .zip")
    why = (
        Message("could act as a page of this site") if ending in REFUSED else Message("is of no kind that is published")
    )
    if not attachable.types:
        return Message("{why}: put it on the web, and link its address", why=why)
    return Message("{why}: save it as one of {types}", why=why, types=", ".join(attachable.types))


def mark(attached: Attachment, t: Strings) -> str:
    """A file's label in an edition's language: "(PDF, 240 KB)"; an unnamed type is shown by its ending."""
    name = t.section("files").get(attached.type, attached.type.upper())
    kilobytes = max(1, round(attached.size / 1000))
    if kilobytes < 1000:
        size = t("file_kilobytes", n=kilobytes)
    else:
        size = t("file_megabytes", n=round(attached.size / 1_000_000, 1))
    return t("file_mark", name=name, size=size)
