"""Renditions: a picture in the widths and formats that browsers choose from."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from PIL import Image, ImageCms, ImageOps, features
from PIL import __version__ as pillow

from plugins.images.validation import FORMATS, Original, apply_orientation
from plugins.system.atomic_files import write_atomically
from plugins.system.digests import key_of

FOLDER = "pictures"


def fingerprint(*parts: object) -> str:
    """The digest of values in the names of files."""
    return key_of(*parts, size=6)


def plain_stem(name: str) -> str:
    """A file's name without folder and ending, in letters that need no escape in a URL."""
    stem = unicodedata.normalize("NFKD", PurePosixPath(name).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60] or "picture"


# CSS pixels of the theme's slots (6.5 to 52 rem) at one to three device pixels each; the widest is 52 rem twice.
STEPS = (320, 640, 960, 1280, 1664)
# Fewer widths: few browsers support neither AVIF nor WebP, and PNG files are large.
FALLBACK_STEPS = {"jpg": (640, 1280), "png": (640, 960)}
MODERN = {"avif": "image/avif", "webp": "image/webp"}
# Bytes; the audit's limit for one picture is 400 KiB. Quality is lowered until the file fits.
HEAVIEST = 390 * 1024
# Qualities to try, best first; for PNG the number of colours.
QUALITIES = {"avif": (55, 45, 35, 25), "webp": (76, 66, 54, 40), "jpg": (80, 70, 58, 44), "png": (256, 96, 32)}


@dataclass(frozen=True)
class Rendition:
    """A picture `width` pixels wide; `ending` is the file extension of its format."""

    original: Original
    width: int
    ending: str

    @property
    def height(self) -> int:
        """The height in pixels."""
        return max(1, round(self.original.height * self.width / self.original.width))

    @property
    def name(self) -> str:
        """The path from the site's root; it changes with the picture's bytes and with the encoding."""
        mark = fingerprint(self.original.digest, encoding_key())
        return f"{FOLDER}/{plain_stem(self.original.name)}-{self.width}.{mark}.{self.ending}"


@cache
def encoding_key() -> str:
    """Cache key of the encoding: this file and the versions of the encoders."""
    encoders = [features.version(name) for name in ("avif", "webp", "libjpeg_turbo", "zlib", "littlecms2")]
    return fingerprint(Path(__file__).read_bytes(), pillow, encoders)


def endings(original: Original) -> tuple[str, ...]:
    """The formats of a picture, the preferred one first."""
    modern = [ending for ending in MODERN if features.check(ending)]
    return (*modern, "png" if original.transparent else "jpg")


def widths(original: Original, ending: str) -> tuple[int, ...]:
    """The widths in a format, ascending; pictures are never enlarged."""
    steps = FALLBACK_STEPS.get(ending, STEPS)
    smaller = [step for step in steps if step <= original.width]
    if original.width < steps[-1] and original.width > 1.15 * (smaller[-1] if smaller else 0):
        smaller.append(original.width)
    return tuple(smaller)


def renditions(original: Original, ending: str) -> tuple[Rendition, ...]:
    """The renditions of a picture in one format, ascending."""
    return tuple(Rendition(original, width, ending) for width in widths(original, ending))


def all_renditions(original: Original) -> Iterator[Rendition]:
    """The renditions of a picture in all formats."""
    for ending in endings(original):
        yield from renditions(original, ending)


@dataclass(frozen=True)
class Crop:
    """The middle of a picture in the shape `shape` (width and height in pixels, which are not exceeded), as a JPEG that
    search engines show beside a story."""

    original: Original
    shape: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels; nothing is enlarged."""
        wide, high = self.shape
        scale = min(1, self.original.width / wide, self.original.height / high)
        return max(1, round(wide * scale)), max(1, round(high * scale))

    @property
    def name(self) -> str:
        """The path from the site's root, as a rendition's."""
        mark = fingerprint(self.original.digest, encoding_key())
        return f"{FOLDER}/{plain_stem(self.original.name)}-{self.shape[0]}x{self.shape[1]}.{mark}.jpg"


# 16:9, 4:3 and 1:1.
SHAPES = ((1200, 675), (960, 720), (720, 720))


def crops(original: Original) -> tuple[Crop, ...]:
    """A picture in the shapes that search engines ask for."""
    return tuple(Crop(original, shape) for shape in SHAPES)


def write_crops(content: Path, wanted: tuple[Crop, ...], folder: Path) -> None:
    """Write crops of one picture of the folder `content`, each at its name below `folder`."""
    whole = open_original(content, wanted[0].original)
    for crop in wanted:
        write_atomically(folder / crop.name, encode(ImageOps.fit(whole, crop.size, Image.Resampling.LANCZOS), "jpg"))


def open_original(content: Path, original: Original) -> Image.Image:
    """A picture of the folder `content` in RGB, upright; where it is transparent, on white."""
    with Image.open(content / original.name, formats=FORMATS) as image:
        whole = convert_to_srgb(apply_orientation(image), original.transparent)
    if whole.mode == "RGBA":
        whole = Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole)
    return whole.convert("RGB")


def render(file: Path, wanted: tuple[Rendition, ...], folder: Path) -> None:
    """Write renditions of one picture file below `folder`, each at its `name`."""
    with Image.open(file, formats=FORMATS) as image:
        whole = convert_to_srgb(apply_orientation(image), wanted[0].original.transparent)
    for width in sorted({rendition.width for rendition in wanted}):
        chosen = [rendition for rendition in wanted if rendition.width == width]
        size = (width, chosen[0].height)
        smaller = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        for rendition in chosen:
            write_atomically(folder / rendition.name, encode(smaller, rendition.ending))


def convert_to_srgb(image: Image.Image, transparent: bool) -> Image.Image:
    """The picture in sRGB (RGBA if transparent), without metadata."""
    mode = "RGBA" if transparent else "RGB"
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        # A broken colour profile is ignored: the picture itself is valid.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            image = _apply_profile(image, profile)
    # Drops an opaque alpha channel.
    image = image.convert(mode)
    image.info.clear()
    return image


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    target = image.mode if image.mode == "RGBA" else "RGB"
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
    return done or image


def encode(image: Image.Image, ending: str) -> bytes:
    """The picture as a file, in the best quality below the size limit."""
    for quality in QUALITIES[ending]:
        data = _encode(image, ending, quality)
        if len(data) <= HEAVIEST:
            break
    return data


def _encode(image: Image.Image, ending: str, quality: int) -> bytes:
    buffer = io.BytesIO()
    if ending == "avif":
        # One thread: pictures are encoded in several processes, and the bytes must not depend on the machine.
        image.save(buffer, "AVIF", quality=quality, speed=8, max_threads=1)
    elif ending == "webp":
        image.save(buffer, "WEBP", quality=quality, method=4)
    elif ending == "jpg":
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        image.quantize(quality, Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
