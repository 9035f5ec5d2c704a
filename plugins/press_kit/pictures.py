"""Pictures as they were handed in, without what cameras and programs wrote into them, such as the place and the
camera's number. The picture itself is not compressed anew."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# Colour profile (APP2) and Adobe's colour transform (APP14) shape the picture; EXIF, XMP, IPTC and comments do not.
DROPPED_SEGMENTS = frozenset((0xE1, 0xED, 0xFE))
DROPPED_CHUNKS = frozenset((b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"))
START_OF_SCAN = 0xDA
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
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])
        if marker == START_OF_SCAN:
            break
        if marker not in DROPPED_SEGMENTS:
            yield data[at : at + 2 + length]
        at += 2 + length
    yield data[at:]


def _orientation(data: bytes) -> bytes:
    """An EXIF segment that says which side is up, where that is not the upper one."""
    with Image.open(io.BytesIO(data)) as image:
        orientation = image.getexif().get(ORIENTATION, 1)
    if orientation in (None, 1):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    body = exif.tobytes()
    body = body if body.startswith(b"Exif\0\0") else b"Exif\0\0" + body
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG
    at = len(PNG)
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] not in DROPPED_CHUNKS:
            yield data[at : at + 12 + length]
        at += 12 + length


def _encode_png(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        plain = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA" if "A" in image.mode else "RGB")
        plain.save(buffer, "PNG")
    return buffer.getvalue()
