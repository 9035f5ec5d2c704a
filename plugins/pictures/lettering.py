"""Words for cards: set in the theme's own fonts, in whichever of them has the letters, and broken into even lines."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageDraw, ImageFont, features

# More letters than this share that no font has, and the words are left out rather than mutilated.
BEARABLE = 0.1


@dataclass(frozen=True)
class Face:
    """A font file, unpacked, and the letters that it has; right-to-left words must be set in one face alone."""

    data: bytes
    letters: frozenset[int]

    def has(self, text: str) -> int:
        """How many of the text's letters it has."""
        return sum(ord(letter) in self.letters for letter in text)

    def at(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """The face in a size in pixels, and in a weight where it has several."""
        return _sized(self.data, size, weight)


@cache
def _sized(data: bytes, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(data), size)
    try:
        axes = font.get_variation_axes()
    except OSError:
        return font
    wanted = [weight if axis["name"] == b"Weight" else axis["default"] for axis in axes]
    font.set_variation_by_axes([float(value or 0) for value in wanted])
    return font


@cache
def read_faces(files: tuple[Path, ...]) -> tuple[Face, ...]:
    """The faces of font files."""
    # Loaded here: most builds draw nothing, and it is slow to load.
    from fontTools.ttLib import TTFont

    found = []
    for file in files:
        font = TTFont(file, recalcTimestamp=False)
        font.flavor = None
        buffer = io.BytesIO()
        font.save(buffer)
        found.append(Face(buffer.getvalue(), frozenset(font.getBestCmap())))
    return tuple(found)


@dataclass(frozen=True)
class Words:
    """A text in a language (`tag`, BCP 47) and direction, to be set in `faces`, of which the first is preferred."""

    text: str
    faces: tuple[Face, ...]
    tag: str
    direction: str
    weight: int

    def runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """Parts of the text that one face can set."""
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
        """In pixels."""
        return sum(face.at(size, self.weight).getlength(run, **self._how()) for face, run in self.runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int) -> None:
        """Set the text with its baseline's left end there, in white."""
        x, y = at
        for face, run in self.runs(text):
            font = face.at(size, self.weight)
            draw.text((x, y), run, fill=255, font=font, anchor="ls", **self._how())
            x += font.getlength(run, **self._how())

    def _how(self) -> dict[str, Any]:
        # Without raqm, letters are set one after the other; the language's own letter forms need it too.
        return {"direction": self.direction, "language": self.tag} if features.check("raqm") else {}

    def lines(self, size: int, room: float) -> list[str]:
        """The text broken into as few lines as the room's width needs, as even as they can be."""
        parts = [part for word in self.text.split() for part in self._cut(word, size, room)]
        measured = [(part, self.width(part, size)) for part in parts]
        space = self.width(" ", size)
        count = len(_broken(measured, space, room))
        narrow, wide = max(width for _, width in measured), room
        while wide - narrow > 4:
            middle = (narrow + wide) / 2
            narrow, wide = (narrow, middle) if len(_broken(measured, space, middle)) == count else (middle, wide)
        return _broken(measured, space, wide)

    def _cut(self, word: str, size: int, room: float) -> list[str]:
        if self.width(word, size) <= room:
            return [word]
        parts = [""]
        for letter in word:
            if parts[-1] and self.width(parts[-1] + letter, size) > room:
                parts.append("")
            parts[-1] += letter
        return parts


def _broken(measured: list[tuple[str, float]], space: float, room: float) -> list[str]:
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


def words(text: str, faces: Sequence[Face], tag: str, direction: str, weight: int) -> Words | None:
    """The text as it can be set, rare letters as plain ones or left out; None where too much would be missing."""
    known = frozenset[int]().union(*(face.letters for face in faces))
    plain = "".join(letter if ord(letter) in known else unicodedata.normalize("NFKC", letter) for letter in text)
    best = sorted(faces, key=lambda face: -face.has(plain))
    if direction == "rtl":
        best = best[:1] if features.check("raqm") else []
        known = best[0].letters if best else frozenset()
    kept = "".join(letter for letter in plain if ord(letter) in known or letter.isspace())
    if not kept.strip() or len(plain) - len(kept) > BEARABLE * len(plain):
        return None
    return Words(" ".join(kept.split()), tuple(best), tag, direction, weight)
