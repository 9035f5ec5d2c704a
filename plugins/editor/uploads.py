"""Pictures and files that editors drop: looked at, made right, and put into the content folder."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageOps

from plugins.atomic_files import write_atomically
from plugins.diagnostics import Message, message_of
from plugins.editor.site import BadAttachment, InvalidPicture, Site, UserError

PICTURES = ("jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff", "bmp", "gif", "avif")
# Those that the site shows as they are.
SHOWN = ("jpg", "jpeg", "png", "webp")
# Pixels of the longer side of a picture that is kept: twice what the theme shows at most.
WIDEST = 3000
QUALITY = 90
LARGEST_PICTURE = 80_000_000
FOLDER = "images"


def plain_name(name: str) -> str:
    """A file's name in small Latin letters, digits and hyphens, with its ending: "Most (2).JPG" gives "most-2.jpg"."""
    path = PurePosixPath(name.replace("\\", "/"))
    letters = path.stem.replace("đ", "dj").replace("Đ", "dj")
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "file") + path.suffix.lower()


def add_upload(site: Site, stem: str, name: str, data: bytes) -> dict[str, Any]:
    """Put a dropped file into the content folder: a picture into `images/`, any other beside the story. Gives its
    name there, and what a text writes to show or link it. Raises UserError."""
    plain = plain_name(name)
    if plain.rpartition(".")[2] in PICTURES:
        return _add_picture(site, plain, data)
    return _add_attachment(site, stem, plain, data)


def pictures(site: Site) -> list[str]:
    """The names of all pictures of the content folder, in order."""
    return sorted(name for name in site.config.files if name.rpartition(".")[2].lower() in SHOWN)


def _add_picture(site: Site, name: str, data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_PICTURE:
        raise UserError(_too_large(name))
    converted, ending = _convert(name, data)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"picture.{ending}")
        file.write_bytes(converted)
        try:
            width, height, _ = site.check_picture(file)
        except InvalidPicture as problem:
            raise UserError(Message("{name} {problem}", name=name, problem=message_of(problem))) from None
    stem = name.rpartition(".")[0]
    same = _same_picture(site, converted)
    target = same or _free(site, FOLDER, f"{stem}.{ending}")
    if not same:
        (site.content / FOLDER).mkdir(parents=True, exist_ok=True)
        write_atomically(site.content / target, converted, is_durable=True)
        site.reload()
    return {"kind": "picture", "name": target, "width": width, "height": height, "known": bool(same)}


def _too_large(name: str) -> Message:
    return Message("{name} is too large: save a smaller copy, 2500 pixels wide is plenty", name=name)


def _convert(name: str, data: bytes) -> tuple[bytes, str]:
    """Convert a picture to JPEG or PNG: upright, no larger than needed, without what the camera wrote into it."""
    try:
        with Image.open(BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image)
            upright.load()
    except Image.DecompressionBombError:
        raise UserError(_too_large(name)) from None
    except Exception:
        if re.match(rb"....ftyp(?:hei|hev|mif|msf)", data, re.S):
            message = Message(
                "{name} is a HEIC photograph, which most browsers do not show: open it in Preview (Mac) or Photos "
                "(Windows) and save it as JPEG; for the next ones, choose “Most Compatible” on the iPhone under "
                "Settings, Camera, Formats",
                name=name,
            )
            raise UserError(message) from None
        message = Message("{name} is broken or no picture: save it as JPEG or PNG, or ask for a whole copy", name=name)
        raise UserError(message) from None
    if max(upright.size) > WIDEST:
        upright.thumbnail((WIDEST, WIDEST))
    transparent = upright.has_transparency_data
    stream = BytesIO()
    if transparent:
        upright.convert("RGBA").save(stream, "PNG", optimize=True)
        return stream.getvalue(), "png"
    upright.convert("RGB").save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue(), "jpg"


def _same_picture(site: Site, data: bytes) -> str:
    """The name of a picture with these very bytes, or ""."""
    for name in pictures(site):
        file = site.content / name
        if file.stat().st_size == len(data) and file.read_bytes() == data:
            return name
    return ""


def _add_attachment(site: Site, stem: str, name: str, data: bytes) -> dict[str, Any]:
    folder = stem.rpartition("/")[0]
    target = _free(site, folder, name)
    file = site.content / target
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, data, is_durable=True)
    try:
        site.check_attachment(target)
    except BadAttachment as problem:
        file.unlink(missing_ok=True)
        raise UserError(Message("{name} {problem}", name=name, problem=message_of(problem))) from None
    site.reload()
    return {"kind": "file", "name": target, "link": target.rpartition("/")[2], "size": len(data)}


def _free(site: Site, folder: str, name: str) -> str:
    """A name in a folder that no file has."""
    stem, _, ending = name.rpartition(".")
    for number in range(1, 1000):
        wanted = f"{folder}/{stem}.{ending}" if number == 1 else f"{folder}/{stem}-{number}.{ending}"
        if not (site.content / wanted).exists():
            return wanted
    raise UserError(Message("there are too many files named {name}: give it another name", name=name))
