"""The theme's mark, drawn from its SVG icon."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw

# Drawn so many times larger and then reduced, which smooths its edges.
FINER = 4
PIECES = 24

Point = tuple[float, float]


def draw_mark(svg: str, size: int, page: str) -> Image.Image:
    """The `<path>` elements of a drawing, filled and stroked, on a square of so many pixels in the colour `page`."""
    image = Image.new("RGB", (size * FINER, size * FINER), page)
    if svg:
        root = ElementTree.fromstring(svg)
        left, top, width, height = (float(part) for part in root.get("viewBox", "0 0 48 48").split())
        scale = size * FINER / max(width, height)
        draw = ImageDraw.Draw(image)
        for path in root.iter("{http://www.w3.org/2000/svg}path"):
            for outline in outlines(path.get("d", "")):
                _paint(draw, path, [((x - left) * scale, (y - top) * scale) for x, y in outline], scale)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _paint(draw: ImageDraw.ImageDraw, path: ElementTree.Element, points: list[Point], scale: float) -> None:
    fill, stroke = path.get("fill", "#000000"), path.get("stroke", "none")
    if fill != "none":
        draw.polygon(points, fill=fill)
    if stroke != "none":
        width = round(float(path.get("stroke-width", "1")) * scale)
        draw.line([*points, *points[:2]], fill=stroke, width=width, joint="curve")


def outlines(path: str) -> list[list[Point]]:
    """The closed outlines of an SVG path, curves as many short lines."""
    # Loaded here: most builds draw nothing, and it is slow to load.
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    parse_path(path, pen)
    found: list[list[Point]] = []
    for step, points in pen.value:
        if step == "moveTo":
            found.append(list(points))
        elif step == "lineTo":
            found[-1].append(points[0])
        elif step in ("curveTo", "qCurveTo"):
            found[-1] += _bent(found[-1][-1], points)
    return found


def _bent(start: Point, points: Any) -> list[Point]:
    """Points on a Bézier curve of any degree, by de Casteljau's method."""
    found = []
    for piece in range(1, PIECES + 1):
        at, line = piece / PIECES, [start, *points]
        while len(line) > 1:
            line = [(a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at) for a, b in pairwise(line)]
        found.append(line[0])
    return found
