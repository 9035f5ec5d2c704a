"""Pictures as they were handed in, without what cameras and programs wrote into them, such as the place and the
camera's number. The picture itself is not compressed anew."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

from PIL import Image

JPEG, PNG, RIFF, WEBP = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBP"
# Programs may pad segments with this byte, and readers skip what else is between them.
MARKER = re.compile(rb"\xff+([^\x00\xff])")
# What ends the data of a scan: a marker, but for those that are part of them.
SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
SCAN, END = 0xDA, 0xD9
# Segments for programs and for people: APP0 to APP15, and comments. Of them the colour profile and Adobe's colour
# transform shape the picture.
EXTRA_SEGMENTS, SHAPING = frozenset((*range(0xE0, 0xF0), 0xFE)), (b"ICC_PROFILE\0", b"Adobe")
# How large a pixel is; a small picture may follow, of what was cut away.
JFIF, JFIF_LENGTH = b"JFIF\0", 12
# Chunks that shape a picture: those of a PNG without which it cannot be read have a capital letter.
PNG_CHUNKS = frozenset((b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"))
WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
# The bits of VP8X that say that the file has XMP and EXIF.
WITH_XMP, WITH_EXIF = 4, 8
ORIENTATION = 0x0112


def strip_metadata(data: bytes) -> bytes:
    """The same picture without metadata, of a JPEG, PNG or WebP file; which side is up stays said. Of anything else,
    and of a picture that cannot be read, the data as they are."""
    try:
        if data.startswith(JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(PNG):
            return b"".join(_png(data))
        return _webp(data) if data.startswith(RIFF) and data[8:12] == WEBP else data
    except Exception:
        # Decoders raise many kinds of errors on damaged files, none of which is published.
        return data


def portable_picture(data: bytes) -> bytes:
    """The same picture without metadata, for any program: of formats other than JPEG and PNG, the file as a PNG, with
    its colour profile."""
    if data.startswith((JPEG, PNG)):
        return strip_metadata(data)
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(buffer, "PNG", exif=_orientation(data))
    return strip_metadata(buffer.getvalue())


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield JPEG
    if exif := _orientation(data):
        yield b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif
    at = len(JPEG)
    # Phones append further pictures to a JPEG, which begin after its end.
    while (found := MARKER.search(data, at)) and found[1][0] != END:
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
        body = data[found.end() + 2 : at]
        if body.startswith(JFIF):
            yield b"\xff\xe0\0\x10" + body[:JFIF_LENGTH] + b"\0\0"
        elif found[1][0] not in EXTRA_SEGMENTS or body.startswith(SHAPING):
            yield data[found.start() : at]
        if found[1][0] == SCAN:
            end = SCAN_END.search(data, at)
            yield data[at : end.start() if end else len(data)]
            at = end.start() if end else len(data)
    yield b"\xff\xd9"


def _orientation(data: bytes) -> bytes:
    """EXIF that says which side is up, where that is not the upper one."""
    with Image.open(io.BytesIO(data)) as image:
        orientation = image.getexif().get(ORIENTATION, 1)
    if orientation == 1:
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif.tobytes()


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG
    at, name = len(PNG), b""
    while at < len(data) and name != b"IEND":
        end, name = at + 12 + int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if name[:1].isupper() or name in PNG_CHUNKS:
            yield data[at:end]
        if name == b"IHDR" and (exif := _orientation(data).removeprefix(b"Exif\0\0")):
            body = b"eXIf" + exif
            yield len(exif).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
        at = end


def _webp(data: bytes) -> bytes:
    at, end, chunks, exif = 12, 8 + int.from_bytes(data[4:8], "little"), list[bytes](), _orientation(data)
    while at < min(end, len(data)):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + size + size % 2]
        if chunk[:4] == b"VP8X":
            flags = (chunk[8] & ~(WITH_XMP | WITH_EXIF)) | (WITH_EXIF if exif else 0)
            chunk = chunk[:8] + bytes((flags,)) + chunk[9:]
        if chunk[:4] in WEBP_CHUNKS:
            chunks.append(chunk)
        at += len(chunk)
    if exif:
        chunks.append(b"EXIF" + len(exif).to_bytes(4, "little") + exif + b"\0" * (len(exif) % 2))
    body = WEBP + b"".join(chunks)
    return RIFF + len(body).to_bytes(4, "little") + body
