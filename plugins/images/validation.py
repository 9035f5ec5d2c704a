"""Validates the original picture files: their format, weight, size in pixels, orientation and transparency."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from plugins.diagnostics import Message

# Pixels of the widest copy that is made of a picture, and the highest that all formats can hold.
WIDEST, TALLEST = 1664, 16_383
FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN = Message(
    "is broken or cut short: open it in a picture program and save it as JPEG or PNG again, or ask for a whole copy"
)
# Files of other formats that are often saved with the ending of a picture: their first bytes and their name.
OTHER_FORMATS = (
    (rb"GIF8", Message("a GIF")),
    (rb"%PDF", Message("a PDF")),
    (rb"II\*\0|MM\0\*", Message("a TIFF")),
    (rb"BM", Message("a BMP")),
    (rb"....ftyp(?:hei|hev|mif|msf)", Message("a HEIC photograph")),
    (rb"....ftypavi", Message("an AVIF")),
    (rb"PK\x03\x04", Message("a ZIP or Word file")),
    (rb"\s*<(?i:!doctype html|html)", Message("a web page")),
    (rb"\s*<(?:\?xml|svg)", Message("an SVG drawing")),
)
KNOWN_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class InvalidPicture(ValueError):
    """A file that cannot be shown; its text is a phrase that follows the file's name and says what to do."""


@dataclass(frozen=True)
class Limits:
    """The largest picture accepted: millions of pixels, millions of bytes."""

    megapixels: float
    megabytes: float


@dataclass(frozen=True)
class Original:
    """A valid picture: `name` is its path in the content folder, `digest` the hash of its bytes without metadata, width
    and height are in pixels after EXIF orientation, and `transparent` says whether any pixel is."""

    name: str
    digest: str
    width: int
    height: int
    transparent: bool


def check_weight(size: int, limits: Limits) -> None:
    """Raise InvalidPicture for a file of `size` bytes that is empty or too large, before it is read."""
    if not size:
        raise InvalidPicture(Message("is empty: put the picture there again"))
    if size > limits.megabytes * 1_000_000:
        message = Message(
            "weighs {weight:.1f} MB, over the limit of {most:g} MB: save a smaller copy, 2500 pixels wide is plenty",
            weight=size / 1e6,
            most=limits.megabytes,
        )
        raise InvalidPicture(message)


def examine_picture(file: Path, limits: Limits) -> tuple[int, int, bool]:
    """Width, height and transparency of a picture; raises InvalidPicture. It is decoded whole to detect damage."""
    with warnings.catch_warnings():
        # _check_size has a limit of its own, with a message for editors.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=FORMATS) as image:
                _check_size(image, limits)
                image.load()
                whole = apply_orientation(image)
        except InvalidPicture:
            raise
        except Image.DecompressionBombError:
            raise InvalidPicture(_too_many(Message("more than 170"), limits)) from None
        # Decoders raise many kinds of errors on damaged files; they all mean the same to an editor.
        except Exception:
            raise InvalidPicture(_describe_problem(file)) from None
    return whole.width, whole.height, _has_transparency(whole)


def apply_orientation(image: Image.Image) -> Image.Image:
    """The picture turned by its EXIF orientation."""
    return ImageOps.exif_transpose(image)


def _check_size(image: Image.Image, limits: Limits) -> None:
    megapixels = image.width * image.height / 1_000_000
    if megapixels > limits.megapixels:
        raise InvalidPicture(_too_many(round(megapixels), limits))
    # Cards are a column wide. WebP knows no picture of more pixels in a row than this.
    if image.height * min(1, WIDEST / image.width) > TALLEST:
        message = Message(
            "is {width} pixels wide and {height} high, which no page can show: cut it",
            width=image.width,
            height=image.height,
        )
        raise InvalidPicture(message)
    # Phones append further pictures to a JPEG, which Pillow calls MPO; the first one is used.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise InvalidPicture(Message("moves, and only still pictures are shown: save it as JPEG or PNG"))


def _too_many(count: int | Message, limits: Limits) -> Message:
    return Message(
        "has {count} megapixels, over the limit of {most:g}: save a smaller copy, 2500 pixels wide is plenty",
        count=count,
        most=limits.megapixels,
    )


def _describe_problem(file: Path) -> Message:
    try:
        with open(file, "rb") as stream:
            start = stream.read(64)
    except OSError as error:
        return Message("cannot be read ({reason}): check that it is there and may be read", reason=error.strerror)
    for pattern, what in OTHER_FORMATS:
        if re.match(pattern, start, re.S):
            return Message("is {what}, whatever its name says: save it as JPEG or PNG", what=what)
    if start.startswith(KNOWN_STARTS):
        return BROKEN
    return Message("is not a picture that can be read: save it as JPEG or PNG")


def _has_transparency(image: Image.Image) -> bool:
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return int(lowest) < 255  # type: ignore[arg-type]
