"""Pictures as they were handed in, without what cameras and programs wrote into them, such as the place and the
camera's number. The picture itself is not compressed anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import Image

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# Colour profile (APP2) and Adobe's colour transform (APP14) shape the picture; EXIF, XMP, IPTC and comments do not.
DROPPED_SEGMENTS = frozenset((0xE1, 0xED, 0xFE))
DROPPED_CHUNKS = frozenset((b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"))
START_OF_SCAN = b"\xda"
# Programs may pad segments with this byte, and readers skip what else is between them.
MARKER = re.compile(rb"\xff+([^\x00\xff])")
ORIENTATION = 0x0112


def strip_metadata(data: bytes) -> bytes:
    """The same picture without metadata; which side is up stays said. Of formats other than JPEG and PNG, the file as
    a PNG, with its colour profile."""
    if data.startswith(JPEG):
        return b"".join(_jpeg(data))
    if data.startswith(PNG):
        return b"".join(_png(data))
    return _encode_png(data)


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield JPEG
    yield _orientation(data)
    at = len(JPEG)
    while (found := MARKER.search(data, at)) and found[1] != START_OF_SCAN:
        end = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
        if found[1][0] not in DROPPED_SEGMENTS:
            yield data[found.start() : end]
        at = end
    yield data[at:]


def _orientation(data: bytes) -> bytes:
    """An EXIF segment that says which side is up, where that is not the upper one."""
    with Image.open(io.BytesIO(data)) as image:
        orientation = image.getexif().get(ORIENTATION, 1)
    if orientation == 1:
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    body = exif.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG
    at = len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] not in DROPPED_CHUNKS:
            yield data[at:end]
        at = end


def _encode_png(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(buffer, "PNG")
    return buffer.getvalue()
