"""Opens pictures that anybody may have made: of known formats only, measured before they are decoded, one at a time.
Small ones for lists are made once, and kept in the cache by the state of the file."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from plugins.diagnostics import Message, UserError
from plugins.images.renditions import convert_to_srgb
from plugins.system.atomic_files import write_atomically
from plugins.system.digests import key_of, status_of

# Pillow knows forty more, and starts Ghostscript for one of them.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
# Pixels that are decoded at most: four bytes each, several times over.
MOST_PIXELS = 40_000_000
QUALITY = 90
# Pixels of the longer side of a small picture: twice what a row of the list shows.
THUMBNAIL = 240
# Decoding takes so much memory that two pictures wait for each other.
_one_at_a_time = threading.Lock()


@dataclass
class OpenedPicture:
    """A picture that is decoded and upright; `format` is that of the file, and it may have moved."""

    image: Image.Image
    format: str
    moves: bool


def too_large(name: str) -> Message:
    """The message for a picture that takes too much to decode or to keep."""
    return Message("{name} is too large: save a smaller copy, 2500 pixels wide is plenty", name=name)


def is_picture(data: bytes) -> bool:
    """Whether some bytes are a picture, whatever the name of the file says; nothing is decoded."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS):
            return True
    except Exception:
        return False


@contextmanager
def open_picture(name: str, source: bytes | Path, width: int) -> Iterator[OpenedPicture]:
    """A picture, of which no side need have more than `width` pixels; `name` is what messages call it. No other is
    decoded meanwhile. Raises UserError."""
    with _one_at_a_time:
        yield _decode(name, source, width)


def _decode(name: str, source: bytes | Path, width: int) -> OpenedPicture:
    try:
        with Image.open(BytesIO(source) if isinstance(source, bytes) else source, formats=FORMATS) as image:
            # A JPEG is read in half of its size, or a quarter, where that is enough.
            image.draft(None, (width, width))
            if image.width * image.height > MOST_PIXELS:
                raise UserError(too_large(name))
            kind = str(image.format)
            moves = kind not in ("MPO", "TIFF") and bool(getattr(image, "is_animated", False))
            upright = ImageOps.exif_transpose(image)
            upright.load()
            return OpenedPicture(upright, kind, moves)
    except UserError:
        raise
    except Image.DecompressionBombError:
        raise UserError(too_large(name)) from None
    # Decoders raise many kinds of errors on damaged files; they all mean the same to an editor.
    except Exception:
        raise UserError(_unreadable_message(name, source)) from None


def _unreadable_message(name: str, source: bytes | Path) -> Message:
    if isinstance(source, bytes) and re.match(rb"....ftyp(?:hei|hev|mif|msf)", source, re.S):
        return Message(
            "{name} is a HEIC photograph, which most browsers do not show: open it in Preview (Mac) or Photos "
            "(Windows) and save it as JPEG; for the next ones, choose “Most Compatible” on the iPhone under "
            "Settings, Camera, Formats",
            name=name,
        )
    return Message("{name} is broken or no picture: save it as JPEG or PNG, or ask for a whole copy", name=name)


def to_jpeg(image: Image.Image) -> bytes:
    """A picture as JPEG in the colours of the web, on white where it is transparent."""
    plain = convert_to_srgb(image, image.has_transparency_data)
    if plain.mode == "RGBA":
        ground = Image.new("RGBA", plain.size, "white")
        plain = Image.alpha_composite(ground, plain)
    return encode(plain.convert("RGB"), "JPEG", quality=QUALITY, optimize=True, progressive=True)


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as the bytes of a file."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def thumbnail(file: Path, cache: Path) -> tuple[bytes, str]:
    """A small JPEG of a picture, and its tag, which changes with the file. Raises UserError, OSError."""
    tag = key_of(str(file), status_of(file))
    kept = cache / "thumbnails" / f"{tag}.jpg"
    try:
        return kept.read_bytes(), tag
    except OSError:
        pass
    with open_picture(file.name, file, THUMBNAIL) as picture:
        picture.image.thumbnail((THUMBNAIL, THUMBNAIL))
        data = to_jpeg(picture.image)
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(kept, data)
    return data, tag
