"""A picture file as its editor left it: whether it can be used, and what must be known of it."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

# Pixels of the widest copy that is made of a picture, and the highest that all formats can hold.
WIDEST, TALLEST = 1664, 16_383
FORMATS = ("JPEG", "PNG", "WEBP")
CURE = "save it as JPEG or PNG"
SMALLER = "save a smaller copy, 2500 pixels wide is plenty"
BROKEN = f"is broken or cut short: open it in a picture program and {CURE} again, or ask for a whole copy"
# Other files that get the ending of a picture, by how they begin.
IMPOSTORS = (
    (rb"GIF8", "a GIF"),
    (rb"%PDF", "a PDF"),
    (rb"II\*\0|MM\0\*", "a TIFF"),
    (rb"BM", "a BMP"),
    (rb"....ftyp(?:hei|hev|mif|msf)", "a HEIC photograph"),
    (rb"....ftypavi", "an AVIF"),
    (rb"PK\x03\x04", "a ZIP or Word file"),
    (rb"\s*<(?i:!doctype html|html)", "a web page"),
    (rb"\s*<(?:\?xml|svg)", "an SVG drawing"),
)
KNOWN_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class BadPicture(ValueError):
    """A file that cannot be shown; says why and how to mend it, to follow the file's name."""


@dataclass(frozen=True)
class Limits:
    """How large a picture may be before it is a fault rather than a wait: millions of pixels, millions of bytes."""

    megapixels: float
    megabytes: float


@dataclass(frozen=True)
class Original:
    """One picture: `name` is its path from the content folder, `digest` stands for its bytes, width and height are in
    pixels as it is seen, upright; `transparent` where what lies behind it shows through."""

    name: str
    digest: str
    width: int
    height: int
    transparent: bool


def check_weight(size: int, limits: Limits) -> None:
    """Refuse a file of so many bytes before it is read."""
    if not size:
        raise BadPicture("is empty: put the picture there again")
    if size > limits.megabytes * 1_000_000:
        raise BadPicture(f"weighs {size / 1e6:.1f} MB, over the limit of {limits.megabytes:g} MB: {SMALLER}")


def examined(file: Path, limits: Limits) -> tuple[int, int, bool]:
    """Width, height and transparency of a picture, which is decoded whole to see that all of it is there."""
    with warnings.catch_warnings():
        # The limit is checked here, with words for an editor.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=FORMATS) as image:
                _check_size(image, limits)
                image.load()
                whole = upright(image)
        except BadPicture:
            raise
        except Image.DecompressionBombError:
            raise BadPicture(_too_many("more than 170", limits)) from None
        # Decoders meet hostile bytes and fail in many ways; each of them means the same to an editor.
        except Exception:
            raise BadPicture(_diagnosis(file)) from None
    return whole.width, whole.height, _shows_through(whole)


def upright(image: Image.Image) -> Image.Image:
    """The picture turned as its camera says that it was held."""
    return ImageOps.exif_transpose(image)


def _check_size(image: Image.Image, limits: Limits) -> None:
    megapixels = image.width * image.height / 1_000_000
    if megapixels > limits.megapixels:
        raise BadPicture(_too_many(f"{megapixels:.0f}", limits))
    # Cards are a column wide. WebP knows no picture of more pixels in a row than this.
    if image.height * min(1, WIDEST / image.width) > TALLEST:
        raise BadPicture(f"is {image.width} pixels wide and {image.height} high, which no page can show: cut it")
    # Phones put further pictures after the first one in a JPEG, which Pillow then calls MPO; only the first is meant.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise BadPicture(f"moves, and only still pictures are shown: {CURE}")


def _too_many(count: str, limits: Limits) -> str:
    return f"has {count} megapixels, over the limit of {limits.megapixels:g}: {SMALLER}"


def _diagnosis(file: Path) -> str:
    try:
        with open(file, "rb") as stream:
            start = stream.read(64)
    except OSError as error:
        return f"cannot be read ({error.strerror}): check that it is there and may be read"
    for pattern, what in IMPOSTORS:
        if re.match(pattern, start, re.S):
            return f"is {what}, whatever its name says: {CURE}"
    return BROKEN if start.startswith(KNOWN_STARTS) else f"is not a picture that can be read: {CURE}"


def _shows_through(image: Image.Image) -> bool:
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return int(lowest) < 255  # type: ignore[arg-type]
