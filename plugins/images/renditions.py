"""Renditions: one picture in the widths and formats that browsers choose from."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from PIL import Image, ImageCms, features
from PIL import __version__ as pillow

from plugins.images.cache_files import write_whole
from plugins.images.original import FORMATS, Original, upright

FOLDER = "pictures"


def fingerprint(*parts: object) -> str:
    """A short name for values: the same for equal ones. Each must show all that it holds in its `repr`."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def digest_of(data: bytes) -> str:
    """Stands for bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def plain_stem(name: str) -> str:
    """A file's name without folder and ending, in letters that need no escape in an address."""
    stem = unicodedata.normalize("NFKD", PurePosixPath(name).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60] or "picture"


# CSS pixels of the theme's rooms (6.5 to 52 rem) at one to three device pixels each; the widest is 52 rem twice.
STEPS = (320, 640, 960, 1280, 1664)
# Browsers that know neither AVIF nor WebP are few; PNG is heavy.
FALLBACK_STEPS = {"jpg": (640, 1280), "png": (640, 960)}
MODERN = {"avif": "image/avif", "webp": "image/webp"}
# The audit's limit for one picture is 400 KiB: a noisy one is made with less quality until it fits.
HEAVIEST = 390 * 1024
# Each format's qualities, best first; PNG's are numbers of colours.
QUALITIES = {"avif": (55, 45, 35, 25), "webp": (76, 66, 54, 40), "jpg": (80, 70, 58, 44), "png": (256, 96, 32)}


@dataclass(frozen=True)
class Rendition:
    """A picture of `width` pixels in a format, told by the ending of its name."""

    original: Original
    width: int
    ending: str

    @property
    def height(self) -> int:
        """In pixels."""
        return max(1, round(self.original.height * self.width / self.original.width))

    @property
    def name(self) -> str:
        """Its address from the site's root, which changes with the picture's bytes and with how it is made."""
        mark = fingerprint(self.original.digest, recipe())
        return f"{FOLDER}/{plain_stem(self.original.name)}-{self.width}.{mark}.{self.ending}"


@cache
def recipe() -> str:
    """Stands for how renditions are made: this file and the encoders."""
    encoders = [features.version(name) for name in ("avif", "webp", "libjpeg_turbo", "zlib", "littlecms2")]
    return fingerprint(Path(__file__).read_bytes(), pillow, encoders)


def endings(original: Original) -> tuple[str, ...]:
    """The formats that a picture is made in, the one that browsers should like best first."""
    modern = [ending for ending in MODERN if features.check(ending)]
    return (*modern, "png" if original.transparent else "jpg")


def widths(original: Original, ending: str) -> tuple[int, ...]:
    """The widths of a format, ascending; a picture is never made larger than it is."""
    steps = FALLBACK_STEPS.get(ending, STEPS)
    found = [step for step in steps if step <= original.width]
    if original.width < steps[-1] and original.width > 1.15 * (found[-1] if found else 0):
        found.append(original.width)
    return tuple(found)


def renditions(original: Original, ending: str) -> tuple[Rendition, ...]:
    """All that is made of a picture in one format, ascending."""
    return tuple(Rendition(original, width, ending) for width in widths(original, ending))


def all_renditions(original: Original) -> Iterator[Rendition]:
    """All that is made of a picture."""
    for ending in endings(original):
        yield from renditions(original, ending)


def render(file: Path, wanted: tuple[Rendition, ...], folder: Path) -> None:
    """Make renditions of one picture file below a folder, each under its name."""
    with Image.open(file, formats=FORMATS) as image:
        whole = in_srgb(upright(image), wanted[0].original.transparent)
    for width in sorted({rendition.width for rendition in wanted}):
        chosen = [rendition for rendition in wanted if rendition.width == width]
        size = (width, chosen[0].height)
        smaller = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        for rendition in chosen:
            write_whole(folder / rendition.name, encoded(smaller, rendition.ending))


def in_srgb(image: Image.Image, transparent: bool) -> Image.Image:
    """The picture in sRGB (RGBA where it is transparent), with no profile, place, camera or text attached."""
    mode = "RGBA" if transparent else "RGB"
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        # A profile that is itself broken is not worth a fault: the picture is whole.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            image = _converted(image, profile)
    # An opaque alpha channel may hide colours that were never meant to be seen.
    image = image.convert(mode)
    image.info.clear()
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    target = image.mode if image.mode == "RGBA" else "RGB"
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
    return done or image


def encoded(image: Image.Image, ending: str) -> bytes:
    """The picture in a format, in the best quality that is not too heavy."""
    for quality in QUALITIES[ending]:
        data = _encoded(image, ending, quality)
        if len(data) <= HEAVIEST:
            break
    return data


def _encoded(image: Image.Image, ending: str, quality: int) -> bytes:
    buffer = io.BytesIO()
    if ending == "avif":
        # One thread: pictures are shared out over processes, and the bytes must not depend on the machine.
        image.save(buffer, "AVIF", quality=quality, speed=8, max_threads=1)
    elif ending == "webp":
        image.save(buffer, "WEBP", quality=quality, method=4)
    elif ending == "jpg":
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        image.quantize(quality, Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
