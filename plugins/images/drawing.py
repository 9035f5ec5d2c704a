"""Drawing for social cards: a canvas of few colours, text in several scripts, and the site's SVG icon."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps, features

# Shades between a colour and what lies behind it, for smooth edges.
SHADES = 10


class Canvas:
    """A palette image of at most 256 colours; colour 0 is the background."""

    def __init__(self, size: tuple[int, int], page: str) -> None:
        self.page = page
        self.image = Image.new("L", size, 0)
        self.colours: list[tuple[int, ...]] = [_rgb(page)]
        self._ramps: dict[tuple[str, str], int] = {}
        self._plain: dict[str, int] = {}

    def ramp(self, colour: str, behind: str) -> int:
        """The number of the first of the shades from `behind` to `colour`."""
        if (colour, behind) not in self._ramps:
            self._ramps[colour, behind] = len(self.colours)
            first, last = _rgb(behind), _rgb(colour)
            for step in range(SHADES):
                share = step / (SHADES - 1)
                self.colours.append(tuple(round(a + (b - a) * share) for a, b in zip(first, last, strict=True)))
        return self._ramps[colour, behind]

    def box(self, corners: tuple[int, int, int, int], colour: str) -> None:
        """A filled rectangle: left, top, right, bottom."""
        if colour not in self._plain:
            self._plain[colour] = len(self.colours)
            self.colours.append(_rgb(colour))
        self.image.paste(self._plain[colour], corners)

    def stamp(self, mask: Image.Image, at: tuple[int, int], colour: str, behind: str | None = None) -> None:
        """Paint `colour` wherever the mask, in grey, is not black, on a place that has the colour `behind`, the page's
        by default."""
        first, place = self.ramp(colour, behind or self.page), mask.getbbox()
        if place:
            shades = mask.crop(place).point([first + value * (SHADES - 1) // 255 for value in range(256)])
            self.image.paste(shades, (at[0] + place[0], at[1] + place[1]))

    def place(self, picture: Image.Image, at: tuple[int, int]) -> None:
        """A picture that `reduce_colours` returned."""
        first, flat = len(self.colours), picture.getpalette() or []
        self.colours += [tuple(flat[start : start + 3]) for start in range(0, len(flat), 3)]
        plain = Image.frombytes("L", picture.size, picture.tobytes())
        self.image.paste(plain.point([min(255, first + value) for value in range(256)]), at)

    def rgb(self) -> Image.Image:
        """The canvas as a picture with all colours."""
        self._set_colours()
        return self.image.convert("RGB")

    def _set_colours(self) -> None:
        self.image.putpalette([part for colour in self.colours for part in colour])

    def png(self) -> bytes:
        """The canvas as a PNG file."""
        self._set_colours()
        buffer = io.BytesIO()
        # Smaller files, by a quarter, take more than twice the time, and no page shows a card.
        self.image.save(buffer, "PNG", compress_level=3)
        return buffer.getvalue()


def reduce_colours(picture: Image.Image, colours: int) -> Image.Image:
    """A picture of so many colours."""
    return picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)[:3]


# The largest share of characters without a glyph; a text with more of them is not drawn.
MOST_MISSING = 0.1


@dataclass(frozen=True)
class Face:
    """A font file and its code points. Right-to-left text is set in a single face."""

    data: bytes
    letters: frozenset[int]

    def count_glyphs(self, text: str) -> int:
        """How many characters of the text have a glyph."""
        return sum(ord(letter) in self.letters for letter in text)

    def font(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels, and at a weight where the font is variable."""
        return _load_font(self.data, size, weight)


@cache
def _load_font(data: bytes, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(data), size)
    try:
        axes = font.get_variation_axes()
    except OSError:
        return font
    wanted = [weight if axis["name"] == b"Weight" else axis["default"] for axis in axes]
    font.set_variation_by_axes([float(value or 0) for value in wanted])
    return font


def read_faces(files: tuple[Path, ...]) -> tuple[Face, ...]:
    """The faces of font files."""
    # Imported here: slow to import, and most builds draw no card.
    from fontTools.ttLib import TTFont

    faces = []
    for file in files:
        data = file.read_bytes()
        with TTFont(io.BytesIO(data), lazy=True) as font:
            letters = frozenset(font.getBestCmap())
        faces.append(Face(data if _is_readable(data) else decompress_font(data), letters))
    return tuple(faces)


def _is_readable(data: bytes) -> bool:
    """Whether the library that draws reads a font as it is; some systems' reads no WOFF2."""
    try:
        ImageFont.truetype(io.BytesIO(data))
    except OSError:
        return False
    return True


def decompress_font(data: bytes) -> bytes:
    """A font without the compression of the web; letters look the same."""
    from fontTools.ttLib import TTFont

    buffer = io.BytesIO()
    with TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
        font.flavor = None
        font.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class TextLine:
    """A text in a language (`tag`, BCP 47) and direction, to be set in `faces`, of which the first is preferred."""

    text: str
    faces: tuple[Face, ...]
    tag: str
    direction: str
    weight: int

    def runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """Split the text into runs of one face each."""
        run, current = "", self.faces[0]
        for letter in text:
            face = next((face for face in (current, *self.faces) if ord(letter) in face.letters), current)
            if face is not current and run:
                yield current, run
                run = ""
            current = face
            run += letter
        if run:
            yield current, run

    def width(self, text: str, size: int) -> float:
        """The width of the text in pixels."""
        return sum(face.font(size, self.weight).getlength(run, **self._shaping()) for face, run in self.runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int) -> None:
        """Draw the text in white; `at` is the left end of its baseline."""
        x, y = at
        for face, run in self.runs(text):
            font = face.font(size, self.weight)
            draw.text((x, y), run, fill=255, font=font, anchor="ls", **self._shaping())
            x += font.getlength(run, **self._shaping())

    def _shaping(self) -> dict[str, Any]:
        # Without raqm, letters are set one after the other; the language's own letter forms need it too.
        return {"direction": self.direction, "language": self.tag} if features.check("raqm") else {}

    def lines(self, size: int, room: float) -> list[str]:
        """The text in as few lines as fit the width `room` (pixels), of lengths as equal as possible."""
        measured = [part for word in self.text.split() for part in self._split_word(word, size, room)]
        space = self.width(" ", size)
        count = len(_fill_lines(measured, space, room))
        narrow, wide = max(width for _, width in measured), room
        while wide - narrow > 4:
            middle = (narrow + wide) / 2
            narrow, wide = (narrow, middle) if len(_fill_lines(measured, space, middle)) == count else (middle, wide)
        return _fill_lines(measured, space, wide)

    def _split_word(self, word: str, size: int, room: float) -> list[tuple[str, float]]:
        """The parts of a word that fit, each with its width: most are whole."""
        if (width := self.width(word, size)) <= room:
            return [(word, width)]
        parts = [""]
        for letter in word:
            if parts[-1] and self.width(parts[-1] + letter, size) > room:
                parts.append("")
            parts[-1] += letter
        return [(part, self.width(part, size)) for part in parts]


def _fill_lines(measured: list[tuple[str, float]], space: float, room: float) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for part, width in measured:
        if lines and used + space + width <= room:
            lines[-1] += f" {part}"
            used += space + width
        else:
            lines.append(part)
            used = width
    return lines


def typeset(text: str, faces: Sequence[Face], tag: str, direction: str, weight: int) -> TextLine | None:
    """The text with characters without a glyph replaced by plain ones (NFKC) or left out; None if too many are."""
    known = frozenset[int]().union(*(face.letters for face in faces))
    plain = "".join(letter if ord(letter) in known else unicodedata.normalize("NFKC", letter) for letter in text)
    best = sorted(faces, key=lambda face: -face.count_glyphs(plain))
    if direction == "rtl":
        best = best[:1] if features.check("raqm") else []
        known = best[0].letters if best else frozenset()
    kept = "".join(letter for letter in plain if ord(letter) in known or letter.isspace())
    if not kept.strip() or len(plain) - len(kept) > MOST_MISSING * len(plain):
        return None
    return TextLine(" ".join(kept.split()), tuple(best), tag, direction, weight)


@lru_cache(maxsize=16)
def draw_icon(svg: str, size: int, page: str) -> Image.Image:
    """An SVG drawing in the middle of a square of `size` pixels in the colour `page`, without texts in fonts that are
    not in it; the square alone where `svg` is "". Raises ValueError for what is no SVG drawing."""
    # Imported here: most builds draw no card.
    import resvg_py

    image = Image.new("RGB", (size, size), page)
    if svg:
        drawn = resvg_py.svg_to_bytes(svg, background=page, width=size, height=size, skip_system_fonts=True)
        image = ImageOps.pad(Image.open(io.BytesIO(drawn)).convert("RGB"), (size, size), color=page)
    return image
