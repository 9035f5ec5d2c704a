"""Checks and converts the pictures and files that editors add, and puts them into the content folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from plugins.atomic_files import write_atomically
from plugins.diagnostics import Message, message_of
from plugins.editing.new_article import slug_of
from plugins.editor.pictures import encode, is_picture, open_picture, to_jpeg, too_large
from plugins.editor.site import BadAttachment, InvalidPicture, Site, UserError
from plugins.images.renditions import convert_to_srgb

PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "tif", "tiff", "bmp", "gif", "avif")
# Those that the site shows as they are.
SHOWN = ("jpg", "jpeg", "png", "webp")
# Drawings and what cameras write beside photographs: no browser shows them, or they could act as a page.
UNSHOWN = (
    *("svg", "svgz", "psd", "ai", "eps", "indd", "cdr", "xcf", "wmf", "emf", "ico", "jp2", "jxl"),
    *("dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf"),
)
# Formats that keep each pixel, as drawings and maps need it.
LOSSLESS = ("PNG", "GIF", "BMP", "TIFF")
# Of these a picture stays PNG up to so many times the bytes that it has as JPEG.
WORTH_ITS_BYTES = 1.5
# Pixels of the longer side of a picture that is kept: twice what the theme shows at most.
WIDEST = 3000
# A narrower one is shown smaller than the text is wide.
NARROW = 700
LARGEST_PICTURE = 80_000_000
FOLDER = "images"


def plain_name(name: str) -> str:
    """A file's name in small Latin letters, digits and hyphens, with its ending: "Most (2).JPG" gives "most-2.jpg",
    "Извештај.pdf" gives "izvestaj.pdf"."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (slug_of(path.stem)[:60].strip("-") or "file") + path.suffix.lower()


def add_upload(site: Site, stem: str, name: str, data: bytes) -> dict[str, Any]:
    """Put a dropped file into the content folder: a picture into `images/`, any other beside the story. Gives its
    name there, and what a text writes to show or link it. Raises UserError."""
    plain, shown = plain_name(name), PurePosixPath(name.replace("\\", "/")).name
    ending = plain.rpartition(".")[2] if "." in plain else ""
    if ending in UNSHOWN:
        message = Message(
            "{name} is of a kind that browsers do not show: save it as JPEG where it is a photograph, as PNG "
            "where it is a drawing",
            name=shown,
        )
        raise UserError(message)
    if ending in PICTURES or (ending not in site.config.attachable.types and is_picture(data)):
        return _add_picture(site, plain, shown, data)
    return _add_attachment(site, stem, plain, shown, data)


def picture_words(site: Site, name: str) -> dict[str, dict[str, str]]:
    """The description ("alt") and the credit that the stories have of a picture, in each language; the newest
    counts."""
    found: dict[str, dict[str, str]] = {"alt": {}, "credit": {}}
    shown = re.compile(rf"!\[([^\]\n]+)\]\((?:[^\s()]*/)?{re.escape(PurePosixPath(name).name)}[\s)]")
    newest = sorted(site.pairs().values(), key=lambda one: str(one.shared.date), reverse=True)
    for pair in newest:
        leads = pair.shared.image == name
        for code, text in pair.texts.items():
            alt = (leads and text.image_alt) or next(iter(shown.findall(text.source.body)), "")
            for kind, words in (("alt", alt), ("credit", text.image_credit if leads else "")):
                if words:
                    found[kind].setdefault(code, words)
    return found


def remove_upload(site: Site, name: str) -> bool:
    """Remove a file that was added and is not wanted after all; says whether it has gone. What a text names stays."""
    path = PurePosixPath(name)
    pairs = list(site.pairs().values())
    bodies = (text.source.body for pair in pairs for text in pair.texts.values())
    if any(pair.shared.image == name for pair in pairs) or any(path.name in body for body in bodies):
        return False
    (site.content / path).unlink(missing_ok=True)
    site.reload()
    return True


def pictures(site: Site) -> list[str]:
    """The names of all pictures of the content folder, in order."""
    return sorted(name for name in site.config.files if name.rpartition(".")[2].lower() in SHOWN)


def _add_picture(site: Site, name: str, shown: str, data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_PICTURE:
        raise UserError(too_large(shown))
    converted, ending, moves = _convert(shown, data)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"picture.{ending}")
        file.write_bytes(converted)
        try:
            width, height, _ = site.check_picture(file)
        except InvalidPicture as problem:
            raise UserError(Message("{name} {problem}", name=shown, problem=message_of(problem))) from None
    same = _same_file(site, pictures(site), converted, data)
    target = same or _free(site, FOLDER, f"{PurePosixPath(name).stem}.{ending}")
    if not same:
        site.check_inside(target)
        (site.content / FOLDER).mkdir(parents=True, exist_ok=True)
        write_atomically(site.content / target, converted, is_durable=True)
        site.reload()
    return {
        "kind": "picture",
        "name": target,
        "width": width,
        "height": height,
        "known": bool(same),
        "moves": moves,
        "narrow": width < NARROW,
    }


def _convert(name: str, data: bytes) -> tuple[bytes, str, bool]:
    """Convert a picture to JPEG or PNG: upright, in the colours of the web, no larger than needed, without what the
    camera wrote into it. Says also whether it moved."""
    with open_picture(name, data, WIDEST) as opened:
        image, moves = opened.image, opened.moves
        if max(image.size) > WIDEST:
            image.thumbnail((WIDEST, WIDEST))
        transparent = image.has_transparency_data
        plain = convert_to_srgb(image, transparent)
        if transparent and plain.getchannel("A").getextrema() != (255, 255):
            return encode(plain, "PNG", optimize=True), "png", moves
        jpeg = to_jpeg(plain)
        if opened.format in LOSSLESS:
            exact = encode(plain.convert("RGB"), "PNG")
            if len(exact) <= WORTH_ITS_BYTES * len(jpeg):
                return exact, "png", moves
        return jpeg, "jpg", moves


def _same_file(site: Site, names: Iterable[str], *wanted: bytes) -> str:
    """The name of a file of the content folder with these very bytes, or ""."""
    for name in names:
        file = site.content / name
        if file.is_file() and any(file.stat().st_size == len(data) and file.read_bytes() == data for data in wanted):
            return name
    return ""


def _add_attachment(site: Site, stem: str, name: str, shown: str, data: bytes) -> dict[str, Any]:
    folder = stem.rpartition("/")[0]
    beside = (one for one in site.config.files if one.rpartition("/")[0] == folder)
    if same := _same_file(site, beside, data):
        return {"kind": "file", "name": same, "link": same.rpartition("/")[2], "size": len(data), "known": True}
    target = _free(site, folder, name)
    site.check_inside(target)
    # Nothing stands in the content folder, which builds read, before it is known to be a file that may be attached.
    with TemporaryDirectory() as elsewhere:
        file = Path(elsewhere, PurePosixPath(target).name)
        file.write_bytes(data)
        try:
            site.check_attachment(file)
        except BadAttachment as problem:
            raise UserError(Message("{name} {problem}", name=shown, problem=message_of(problem))) from None
    (site.content / target).parent.mkdir(parents=True, exist_ok=True)
    write_atomically(site.content / target, data, is_durable=True)
    site.reload()
    return {"kind": "file", "name": target, "link": target.rpartition("/")[2], "size": len(data), "known": False}


def _free(site: Site, folder: str, name: str) -> str:
    """A name in a folder that no file has."""
    path = PurePosixPath(name)
    for number in range(1, 1000):
        wanted = f"{folder}/{name}" if number == 1 else f"{folder}/{path.stem}-{number}{path.suffix}"
        if not (site.content / wanted).exists():
            return wanted
    raise UserError(Message("there are too many files named {name}: give it another name", name=name))
