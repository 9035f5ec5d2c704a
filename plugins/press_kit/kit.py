"""A story as journalists take it: its texts, its pictures with captions and credits, and whom they can ask; and the
archive, the same bytes whenever and wherever it is made from the same files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

# The first day that the format has.
MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX = 3
MODE = 0o644


def make_archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """An archive of files by their paths, in order, each below `folder` ("" for none), without times of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}" if folder else path, MOMENT)
            entry.create_system, entry.external_attr, entry.compress_type = UNIX, MODE << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return buffer.getvalue()


@dataclass(frozen=True)
class Labels:
    """The words of one edition that stand in the files."""

    contact: str
    about: str
    source: str
    pictures: str


@dataclass(frozen=True)
class Office:
    """The press office in one language: `about` is its paragraphs."""

    name: str
    contact: str
    phone: str
    email: str
    about: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """How to reach it, a line each."""
        return tuple(line for line in (self.contact, self.name, self.phone, self.email) if line)


@dataclass(frozen=True)
class KitText:
    """The story in the words of one edition. `name` stands in the files' names, `html` is the text, `address` that of
    the page."""

    name: str
    tag: str
    direction: str
    title: str
    lead: str
    date: str
    published: dt.datetime
    html: str
    address: str
    office: Office
    labels: Labels


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
