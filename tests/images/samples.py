"""Pictures for tests, made by Pillow so that every property is known."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from plugins.images.validation import Limits

LIMITS = Limits(megapixels=8, megabytes=2)


def still(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose right half is blue; as RGBA the blue is see-through."""
    image = Image.new("RGBA", (width, height), (200, 30, 30, 255))
    image.paste((30, 30, 200, 0 if mode == "RGBA" else 255), (width // 2, 0, width, height))
    return image.convert(mode)


def file_of(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def snapshot(width: int, height: int, orientation: int = 1) -> bytes:
    """A JPEG as phones make them, with the place, the camera and how it was held."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Secret Camera", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 48.0, 59.0), 3: "E", 4: (20.0, 28.0, 6.0)})
    return file_of(still(width, height), exif=exif, comment=b"Secret Comment", quality=90)
