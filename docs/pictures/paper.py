"""Paper-cut pictures: shapes are polygons, cut from coloured sheets and laid on one another with a soft shadow.

Lengths are in picture units: 1600 wide, 1067 high, the origin at the top left. A shape is a list of (x, y) points.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from math import cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Shape = list[Point]

WIDTH, HEIGHT = 1600, 1067
SCALE = 2
GRAIN = 9


class Sheet:
    """One picture in the making; `chance` is its own random numbers, so that pictures do not depend on each other."""

    def __init__(self, name: str, top: str, bottom: str) -> None:
        self.chance = random.Random(f"dvoglas {name}")
        self._size = (WIDTH * SCALE, HEIGHT * SCALE)
        ramp = Image.linear_gradient("L").resize(self._size)
        self.image = Image.composite(Image.new("RGB", self._size, bottom), Image.new("RGB", self._size, top), ramp)

    def cut(self, colour: str, shapes: Iterable[Shape], shadow: float = 10, depth: float = 0.34) -> None:
        """Lay shapes of one colour; `shadow` is how far they stand above the sheet, 0 for printed ink."""
        mask = Image.new("L", self._size, 0)
        pen = ImageDraw.Draw(mask)
        for shape in shapes:
            pen.polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=255)
        if shadow:
            self._shade(mask, shadow, depth)
        self.image.paste(Image.new("RGB", self._size, colour), mask=mask)

    def _shade(self, mask: Image.Image, height: float, depth: float) -> None:
        # A blur of the full-size mask takes seconds; at a quarter of the size nobody can see the difference.
        small = mask.resize((WIDTH // 2, HEIGHT // 2)).filter(ImageFilter.GaussianBlur(height * 0.55))
        soft = Image.new("L", self._size, 0)
        soft.paste(
            small.resize(self._size).point(lambda value: int(value * depth)), (int(height * 0.4), int(height * 0.9))
        )
        self.image.paste(Image.new("RGB", self._size, "#0b1020"), mask=soft)

    def glow(self, colour: str, x: float, y: float, radius: float, strength: float = 0.5) -> None:
        """A soft light around a point."""
        light = Image.new("L", (WIDTH // 4, HEIGHT // 4), 0)
        box = [(x - radius) / 4, (y - radius) / 4, (x + radius) / 4, (y + radius) / 4]
        ImageDraw.Draw(light).ellipse(box, fill=int(255 * strength))
        soft = light.filter(ImageFilter.GaussianBlur(radius / 9)).resize(self._size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self._size, colour), mask=soft)

    def finished(self) -> Image.Image:
        """The picture at its own size, with the tooth of paper."""
        picture = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        noise = Image.frombytes("L", (WIDTH, HEIGHT), self.chance.randbytes(WIDTH * HEIGHT))
        tooth = noise.filter(ImageFilter.GaussianBlur(0.9)).point(lambda value: 128 + (value - 128) * GRAIN // 40)
        return ImageChops.soft_light(picture, Image.merge("RGB", (tooth, tooth, tooth)))


def disc(x: float, y: float, radius: float, squash: float = 1.0) -> Shape:
    """A circle, or an ellipse `squash` times as high as it is wide."""
    return [(x + radius * cos(t * pi / 48), y + radius * squash * sin(t * pi / 48)) for t in range(96)]


def box(x: float, y: float, width: float, height: float, corner: float = 0) -> Shape:
    """A rectangle from its top left corner, its corners rounded by `corner`."""
    corner = min(corner, width / 2, height / 2)
    centres = (
        (width - corner, corner, -9),
        (width - corner, height - corner, 0),
        (corner, height - corner, 9),
        (corner, corner, 18),
    )
    return [
        (x + cx + corner * cos((start + t) * pi / 18), y + cy + corner * sin((start + t) * pi / 18))
        for cx, cy, start in centres
        for t in range(10)
    ]


def arch(x: float, foot: float, width: float, height: float) -> Shape:
    """A doorway: straight sides and a half circle above; x is its left side."""
    radius = width / 2
    crown = [
        (x + radius - radius * cos(t * pi / 32), foot - height + radius - radius * sin(t * pi / 32)) for t in range(33)
    ]
    return [(x, foot), *crown, (x + width, foot)]


def ribbon(path: Sequence[Point], width: float | Callable[[float], float]) -> Shape:
    """A band along a path; `width` may depend on the place, from 0 at its start to 1 at its end."""
    left: Shape = []
    right: Shape = []
    for number, (x, y) in enumerate(path):
        (x0, y0), (x1, y1) = path[max(number - 1, 0)], path[min(number + 1, len(path) - 1)]
        length = hypot(x1 - x0, y1 - y0) or 1
        half = (width(number / (len(path) - 1)) if callable(width) else width) / 2
        nx, ny = (y1 - y0) / length * half, (x0 - x1) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def ring(x: float, y: float, radius: float, width: float, squash: float = 1.0) -> Shape:
    """A closed band around a point."""
    outer, inner = disc(x, y, radius + width / 2, squash), disc(x, y, radius - width / 2, squash)
    return [*outer, outer[0], inner[0], *inner[::-1]]


def curve(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """A smooth path through the points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    path: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            path.append(
                tuple(sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) / 2 for axis in (0, 1))
            )
    return [*path, points[-1]]


def ridge(chance: random.Random, height: float, swing: float, waves: float = 1.6) -> Shape:
    """A hill line across the whole picture, filled down to its foot."""
    tones = [(chance.uniform(0.6, 1.4) * waves * k, chance.uniform(0, 2 * pi), swing / k**1.2) for k in (1, 2, 3.3)]
    line = [
        (x, height + sum(size * sin(x / WIDTH * 2 * pi * rate + shift) for rate, shift, size in tones))
        for x in range(-20, WIDTH + 41, 20)
    ]
    return [*line, (WIDTH + 40, HEIGHT + 40), (-40, HEIGHT + 40)]


def blob(chance: random.Random, x: float, y: float, radius: float, wobble: float = 0.12) -> Shape:
    """A rounded, uneven patch."""
    tones = [(k, chance.uniform(0, 2 * pi), chance.uniform(0.4, 1) * wobble / k**0.5) for k in (2, 3, 5)]
    return [
        (x + r * cos(a), y + r * sin(a) * 0.8)
        for a in (t * pi / 60 for t in range(120))
        for r in [radius * (1 + sum(size * sin(k * a + shift) for k, shift, size in tones))]
    ]
