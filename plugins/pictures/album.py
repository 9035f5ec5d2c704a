"""The album: every picture that the content names, and the files that pages load for it."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path

from markupsafe import Markup
from PIL import Image

from plugins.pictures.picture import Picture

FOLDER = "pictures"


class Album:
    """Pictures of one content folder; `files` are the outputs so far, from address to the file that holds them."""

    def __init__(self, content: Path, cache_folder: Path) -> None:
        self.content, self.cache_folder = content, cache_folder
        self.files: dict[str, Path] = {"theme/card.png": _plain_card(cache_folder)}

    def picture(self, image: str, alt: str, caption: str = "", credit: str = "") -> Picture | None:
        """The picture of an image file, named by its path in the content folder; None where `image` is ""."""
        if not image:
            return None
        name, width, height = _measured(self.content / image)
        self.files[f"{FOLDER}/{name}"] = self.content / image
        html = f'<picture><img src="/{FOLDER}/{escape(name)}" alt="{escape(alt)}" width="{width}" height="{height}"'
        lazy = Markup(f'{html} loading="lazy" decoding="async"></picture>')
        return Picture(lazy, Markup(f'{html} fetchpriority="high"></picture>'), Markup(f'{html} fetchpriority="high"></picture>'), f"/{FOLDER}/{name}", caption, credit)

    def version(self, image: str) -> str:
        """Stands for the image file as it is now; "" where `image` is ""."""
        return _measured(self.content / image)[0] if image else ""

    @property
    def logo(self) -> str:
        """The root-relative path of the publisher's logo."""
        return "/theme/card.png"

    def default(self, site: object) -> str:
        """The address of the picture that stands for the site."""
        return "theme/card.png"

    def social(self, site: object, story: object) -> str:
        """The root-relative path of the picture that stands for a story where it is shared."""
        return "/theme/card.png"


def _plain_card(folder: Path) -> Path:
    file = folder / "card.png"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("P", (1200, 630)).save(file)
    return file


@cache
def _measured(file: Path) -> tuple[str, int, int]:
    digest = hashlib.blake2b(file.read_bytes(), digest_size=5).hexdigest()
    with Image.open(file) as image:
        return f"{file.stem}.{digest}{file.suffix.lower()}", image.width, image.height
