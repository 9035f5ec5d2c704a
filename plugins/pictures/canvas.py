"""A sheet of few colours: small as a PNG, and drawn in a fraction of the time that full colour takes."""

from __future__ import annotations

import io

from PIL import Image, ImageColor

# Shades between a colour and what lies behind it, for smooth edges.
SHADES = 10


class Canvas:
    """Pixels are numbers of colours; at most 256 of them, of which 0 is the page's."""

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
            one, other = _rgb(behind), _rgb(colour)
            for step in range(SHADES):
                share = step / (SHADES - 1)
                self.colours.append(tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True)))
        return self._ramps[colour, behind]

    def box(self, corners: tuple[int, int, int, int], colour: str) -> None:
        """A filled rectangle: left, top, right, bottom."""
        if colour not in self._plain:
            self._plain[colour] = len(self.colours)
            self.colours.append(_rgb(colour))
        self.image.paste(self._plain[colour], corners)

    def stamp(self, mask: Image.Image, at: tuple[int, int], colour: str, behind: str | None = None) -> None:
        """Paint `colour` wherever the mask, in grey, is not black."""
        first = self.ramp(colour, behind or self.page)
        shades = mask.point([first + value * (SHADES - 1) // 255 for value in range(256)])
        self.image.paste(shades, at, mask.point([0] + [255] * 255))

    def place(self, picture: Image.Image, at: tuple[int, int], colours: int = 24) -> None:
        """A small picture, reduced to so many colours."""
        few = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        first, flat = len(self.colours), few.getpalette() or []
        self.colours += [tuple(flat[start : start + 3]) for start in range(0, colours * 3, 3)]
        plain = Image.frombytes("L", few.size, few.tobytes())
        self.image.paste(plain.point([min(255, first + value) for value in range(256)]), at)

    def png(self) -> bytes:
        """The sheet as a file."""
        self.image.putpalette([part for colour in self.colours for part in colour])
        buffer = io.BytesIO()
        self.image.save(buffer, "PNG", compress_level=6)
        return buffer.getvalue()


def _rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)[:3]
