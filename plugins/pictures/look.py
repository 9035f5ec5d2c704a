"""The look of cards: the theme's colours, its fonts and its mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PIL import __version__ as pillow
from PIL import features

from plugins.pictures.naming import fingerprint

# As in the theme's tokens; used where a theme does not name its colours.
COLOURS = {"page": "#fbf8f2", "ink": "#211b15", "ink-soft": "#5d5348", "accent": "#a23720"}
TOKEN = re.compile(r"--(?P<name>[a-z-]+):\s*(?P<colour>#[0-9a-f]{6})\b", re.I)
DRAWING = ("canvas.py", "cards.py", "lettering.py", "look.py", "mark.py")


@dataclass(frozen=True)
class Look:
    """What a theme's `static` folder gives to cards."""

    static: Path

    @cached_property
    def colours(self) -> dict[str, str]:
        """The light scheme's colours by role, `#rrggbb`."""
        found: dict[str, str] = {}
        for match in TOKEN.finditer(_text(self.static / "css" / "tokens.css")):
            found.setdefault(match["name"], match["colour"].lower())
        return {role: found.get(role, colour) for role, colour in COLOURS.items()}

    @cached_property
    def fonts(self) -> tuple[Path, ...]:
        """The upright fonts, in order of name."""
        return tuple(file for file in sorted((self.static / "fonts").glob("*.woff2")) if "italic" not in file.stem)

    @cached_property
    def mark(self) -> str:
        """The theme's icon, an SVG drawing; "" where it has none."""
        return _text(self.static / "icon.svg")

    @cached_property
    def digest(self) -> str:
        """Stands for all that a card's look depends on: theme, drawing code and libraries."""
        code = [(Path(__file__).parent / name).read_bytes() for name in DRAWING]
        libraries = [features.version(name) for name in ("freetype2", "raqm", "fribidi", "harfbuzz", "zlib")]
        return fingerprint(self.colours, self.mark, [file.read_bytes() for file in self.fonts], code, pillow, libraries)


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""
