"""Checks and converts the pictures and files that editors add, and puts them into the content folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import msgspec

from plugins.content.links.attachments import BadAttachment, attachment
from plugins.diagnostics import Message, UserError, message_of
from plugins.editor.declarations import NO_STEM, Stem, get, post
from plugins.editor.files.store import check_content_folder, place_inside
from plugins.editor.pictures import encode, is_picture, open_picture, to_jpeg, too_large
from plugins.editor.site import Site
from plugins.images import album_of
from plugins.images.renditions import convert_to_srgb
from plugins.images.validation import InvalidPicture, check_weight, examine_picture
from plugins.locales.letters import slug_of
from plugins.system.atomic_files import write_atomically
from plugins.system.file_changes import writing

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


class Added(msgspec.Struct, frozen=True):
    """A file of the content folder by its name there; `known` says that the folder had these bytes already."""

    name: str
    known: bool


class AddedPicture(Added, frozen=True, tag_field="kind", tag="picture"):
    """A picture in pixels; one that `moves` is still now, and a `narrow` one is shown smaller than the text is wide."""

    width: int
    height: int
    moves: bool
    narrow: bool


class AddedFile(Added, frozen=True, tag_field="kind", tag="file"):
    """A file of `size` bytes; `link` is what a text beside it writes."""

    link: str
    size: int


class Uploads:
    """Takes pictures and files into the content folder. What was added may be removed again as long as nobody knows its
    name but the dialog that added it: what any window may have put into a text, saved or not, stays."""

    def __init__(self, site: Site) -> None:
        self._site = site
        # What one dialog alone knows of.
        self._added: set[str] = set()
        self._limits = album_of(site.settings).originals.limits

    @post("upload")
    def upload(self, data: bytes, stem: Stem = NO_STEM, name: str = "") -> Added:
        """Put a dropped file into the content folder: a picture into `images/`, any other beside the story."""
        plain, shown = plain_name(name), PurePosixPath(name.replace("\\", "/")).name
        ending = plain.rpartition(".")[2] if "." in plain else ""
        if ending in UNSHOWN:
            message = Message(
                "{name} is of a kind that browsers do not show: save it as JPEG where it is a photograph, as PNG "
                "where it is a drawing",
                name=shown,
            )
            raise UserError(message)
        shows = ending in PICTURES or (ending not in self._site.config.attachable.types and is_picture(data))
        return self._add_picture(plain, shown, data) if shows else self._add_attachment(stem, plain, shown, data)

    @get("picture-words")
    def picture_words(self, name: str = "") -> dict[str, dict[str, str]]:
        """The description ("alt") and the credit that the stories have of a picture, in each language; the newest
        counts."""
        known: dict[str, dict[str, str]] = {"alt": {}, "credit": {}}
        shown = re.compile(rf"!\[([^\]\n]+)\]\((?:[^\s()]*/)?{re.escape(PurePosixPath(name).name)}[\s)]")
        newest = sorted(self._site.pairs().values(), key=lambda pair: str(pair.shared.date), reverse=True)
        for pair in newest:
            leads = pair.shared.image == name
            for code, text in pair.texts.items():
                alt = (leads and text.image_alt) or next(iter(shown.findall(text.source.body)), "")
                for kind, words in (("alt", alt), ("credit", text.image_credit if leads else "")):
                    if words:
                        known[kind].setdefault(code, words)
        return known

    @post("drop-upload")
    def drop_upload(self, name: str) -> dict[str, bool]:
        """Remove a file that was added and is not wanted after all; `removed` says whether it has gone."""
        with self._site.lock:
            self._site.reload()
            raws = (text.source.raw for pair in self._site.pairs().values() for text in pair.texts.values())
            is_named = any(PurePosixPath(name).name.encode() in raw for raw in raws)
            if is_named or name not in self._added:
                return {"removed": False}
            self._added.remove(name)
            (self._site.content / name).unlink(missing_ok=True)
        self._site.reload()
        return {"removed": True}

    @get("pictures")
    def list_pictures(self) -> dict[str, list[str]]:
        """The names of all pictures of the content folder, in order: any of them may be in a text from now on."""
        with self._site.lock:
            self._added.clear()
        return {"pictures": self.pictures()}

    def pictures(self) -> list[str]:
        """The names of all pictures of the content folder, in order."""
        return sorted(name for name in self._site.config.files if name.rpartition(".")[2].lower() in SHOWN)

    def _add_picture(self, name: str, shown: str, data: bytes) -> Added:
        if len(data) > LARGEST_PICTURE:
            raise UserError(too_large(shown))
        converted, ending, moves = _convert(shown, data)
        with TemporaryDirectory() as folder:
            file = Path(folder, f"picture.{ending}")
            file.write_bytes(converted)
            try:
                check_weight(file.stat().st_size, self._limits)
                width, height, _ = examine_picture(file, self._limits)
            except InvalidPicture as problem:
                raise UserError(Message("{name} {problem}", name=shown, problem=message_of(problem))) from None
        target, known = self._put(FOLDER, f"{PurePosixPath(name).stem}.{ending}", self.pictures, converted, data)
        return AddedPicture(target, known, width, height, moves, width < NARROW)

    def _put(self, folder: str, name: str, among: Callable[[], Iterable[str]], *wanted: bytes) -> tuple[str, bool]:
        """Put the first of these bytes into a folder under a free name, unless a file `among` some has any; gives
        the name, and whether it was there. No other file gets a name meanwhile."""
        check_content_folder(self._site.content)
        with self._site.lock, writing(self._site.content):
            if same := self._same_file(among(), *wanted):
                self._added.discard(same)
                return same, True
            target = self._free(folder, name)
            write_atomically(place_inside(self._site.content, target), wanted[0], is_durable=True)
            self._added.add(target)
            self._site.reload()
        return target, False

    def _same_file(self, names: Iterable[str], *wanted: bytes) -> str:
        """The name of a file of the content folder with these very bytes, or ""."""
        for name in names:
            file = self._site.content / name
            if file.is_file() and file.stat().st_size in map(len, wanted) and file.read_bytes() in wanted:
                return name
        return ""

    def _add_attachment(self, stem: str, name: str, shown: str, data: bytes) -> Added:
        folder = stem.rpartition("/")[0]
        # Nothing stands in the content folder, which builds read, before it is known to be a file that may be attached.
        with TemporaryDirectory() as elsewhere:
            file = Path(elsewhere, name)
            file.write_bytes(data)
            try:
                attachment(file.parent, file.name, self._site.config.attachable)
            except BadAttachment as problem:
                raise UserError(Message("{name} {problem}", name=shown, problem=message_of(problem))) from None

        def beside() -> Iterable[str]:
            return (path for path in self._site.config.files if path.rpartition("/")[0] == folder)

        target, known = self._put(folder, name, beside, data)
        return AddedFile(target, known, target.rpartition("/")[2], len(data))

    def _free(self, folder: str, name: str) -> str:
        """A name in a folder that no file has."""
        path = PurePosixPath(name)
        for number in range(1, 1000):
            wanted = f"{folder}/{name}" if number == 1 else f"{folder}/{path.stem}-{number}{path.suffix}"
            if not (self._site.content / wanted).exists():
                return wanted
        raise UserError(Message("there are too many files named {name}: give it another name", name=name))


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
