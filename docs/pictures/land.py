"""Land: hills, fields, trees and maps."""

from __future__ import annotations

import itertools
from math import pi, sin

from pictures.paper import HEIGHT, WIDTH, Shape, Sheet, blob, box, curve, disc, ribbon, ridge, ring


def route() -> Sheet:
    """A map of mountains in layers, and a dashed route across it."""
    sheet = Sheet("route", "#dcd3bd", "#cfc3a6")
    tints = ("#c3c2b4", "#a5b2b3", "#879fac", "#6a8aa0", "#4d7090", "#35587a")
    peaks = ((420, 330, 470), (1180, 720, 560), (1420, 150, 300), (120, 980, 330))
    for level, tint in enumerate(tints):
        shapes = [blob(sheet.chance, x, y, r * (1 - level / 6.6), 0.11) for x, y, r in peaks]
        sheet.cut(tint, shapes, 7, 0.24)
    path = curve([(-40, 760), (240, 700), (470, 760), (700, 560), (760, 330), (980, 240), (1180, 330), (1650, 420)], 40)
    sheet.cut("#f6efdd", [ribbon(path[n : n + 9], 11) for n in range(0, len(path) - 9, 13)], 4)
    sheet.cut("#d9694a", [disc(700, 560, 26), disc(1180, 330, 26)], 8)
    sheet.cut("#f6efdd", [disc(700, 560, 10), disc(1180, 330, 10)], 0)
    return sheet


def pylons() -> Sheet:
    """Power lines over hills under a large moon."""
    sheet = Sheet("pylons", "#3c3560", "#c78a9b")
    sheet.glow("#f8d9d2", 1130, 330, 420, 0.35)
    sheet.cut("#f4ddd6", [disc(1130, 330, 190)], 0)
    for height, tint in ((620, "#7d6691"), (720, "#5d4c7d")):
        sheet.cut(tint, [ridge(sheet.chance, height, 60)], 14)
    feet = ((150, 800, 400), (560, 770, 330), (900, 790, 280), (1190, 770, 240), (1440, 790, 210))
    lines: list[Shape] = []
    for arm, reach in ((0.06, 0.24), (0.26, 0.32)):
        tips = [(-260, 780 - 460 * (1 - arm))] + [(x, y - h * (1 - arm)) for x, y, h in feet] + [(1690, 610 + 60 * arm)]
        for (x0, y0), (x1, y1) in itertools.pairwise(tips):
            for side in (-1, 1):
                sag = [
                    (x0 + (x1 - x0) * t / 20 + side * reach * 100, y0 + (y1 - y0) * t / 20 + 46 * sin(t * pi / 20))
                    for t in range(21)
                ]
                lines.append(ribbon(sag, 2.6))
    masts = [ribbon([(x - h * 0.12, y), (x, y - h), (x + h * 0.12, y)], 6) for x, y, h in feet]
    masts += [
        box(x - h * w / 2, y - h * level, h * w, 6)
        for x, y, h in feet
        for level, w in ((0.94, 0.42), (0.74, 0.56), (0.3, 0.17))
    ]
    sheet.cut("#221d3d", lines, 0)
    sheet.cut("#221d3d", masts, 0)
    for height, tint in ((850, "#3d335f"), (950, "#292346")):
        sheet.cut(tint, [ridge(sheet.chance, height, 42)], 16)
    return sheet


def windbreaks() -> Sheet:
    """Strips of fields in perspective, divided by rows of poplars."""
    sheet = Sheet("windbreaks", "#efe3c6", "#f6eeda")
    sheet.glow("#fff6dd", 1180, 210, 360, 0.7)
    sheet.cut("#c9c9a3", [ridge(sheet.chance, 395, 18)], 6, 0.15)
    tints = ("#d9b45b", "#8b9a4f", "#e6cb84", "#6d7f43", "#b98a4a", "#a7ad62", "#dcb966", "#7c5f3f", "#93a356")
    top, edges = 430, [-2150 + 590 * n - 320 for n in range(11)]
    for n, tint in enumerate(tints):
        far = [(800 + (edge - 800) * 0.16, top) for edge in (edges[n], edges[n + 1])]
        sheet.cut(tint, [[far[0], far[1], (edges[n + 1], HEIGHT + 10), (edges[n], HEIGHT + 10)]], 0)
    for n in range(1, 10):
        trees = []
        for step in range(17):
            t = 0.012 * 1.33**step
            x, y = 800 + (edges[n] - 800) * (0.16 + 0.84 * t), top + (HEIGHT - top) * t
            size = 12 + 250 * t
            trees.append(disc(x, y - size * 0.7, size * 0.2, 3.4))
        sheet.cut("#3f5337" if n % 2 else "#4c6140", trees, 8, 0.3)
    return sheet


def windbreaks_plan() -> Sheet:
    """The same fields from above, with rows of round crowns."""
    sheet = Sheet("windbreaks-plan", "#e7d29a", "#dcc27f")
    for n, tint in enumerate(("#dcb863", "#b9bd77", "#e8d9a4", "#c79b58")):
        sheet.cut(tint, [box(n * 400, 0, 401, HEIGHT)], 0)
        furrows = [box(n * 400 + 22 + 24 * k, 0, 3, HEIGHT) for k in range(16)]
        sheet.cut(("#cfa84f", "#a9ae66", "#dccb90", "#b88a49")[n], furrows, 0)
    for x in (400, 800, 1200):
        for tint, size in (("#465d3c", 44), ("#62794b", 30)):
            crowns = [
                disc(x + sheet.chance.uniform(-7, 7), 20 + 79 * k, size * sheet.chance.uniform(0.82, 1.1))
                for k in range(14)
            ]
            sheet.cut(tint, crowns, 12 if size > 40 else 3)
    return sheet


def pastures() -> Sheet:
    """Mountain meadows in layers, with a flock of small dots."""
    sheet = Sheet("pastures", "#f3d9b5", "#f7ead2")
    sheet.glow("#fff3d6", 420, 250, 330, 0.8)
    sheet.cut("#f2b56b", [disc(420, 260, 96)], 0)
    for height, tint in ((430, "#b9c2b0"), (540, "#96aa93"), (660, "#7a9670"), (780, "#648456"), (920, "#466a45")):
        sheet.cut(tint, [ridge(sheet.chance, height, 64)], 16)
    flock = [(sheet.chance.gauss(1010, 190), sheet.chance.gauss(842, 34)) for _ in range(64)]
    sheet.cut("#fbf4e4", [disc(x, y, 11 + (y - 800) / 14, 0.72) for x, y in sorted(flock, key=lambda p: p[1])], 5)
    sheet.cut("#2e4a35", [ridge(sheet.chance, 1010, 30)], 16)
    return sheet


def raspberries() -> Sheet:
    """Rows of raspberry canes that run to the hills, each dotted with berries."""
    sheet = Sheet("raspberries", "#bcd3d0", "#f1e3cf")
    for height, tint in ((330, "#8fb0a6"), (400, "#6f9788"), (455, "#557f6b")):
        sheet.cut(tint, [ridge(sheet.chance, height, 40)], 12)
    sheet.cut("#c9a577", [box(-10, 490, WIDTH + 20, HEIGHT)], 10)
    for n in range(-4, 5):
        near, far = 800 + n * 330, 800 + n * 46
        row = [(far + (near - far) * (k / 30) ** 1.6, 505 + 640 * (k / 30) ** 1.6) for k in range(31)]
        bushes = [
            disc(x, y - (14 + 80 * (k / 30) ** 1.6) * 0.5, 14 + 84 * (k / 30) ** 1.6, 0.9)
            for k, (x, y) in enumerate(row)
        ]
        sheet.cut("#3f6b46" if n % 2 else "#4b7a50", bushes, 10)
        berries = [(x, y, 14 + 80 * (k / 30) ** 1.6) for k, (x, y) in enumerate(row) if k > 4 for _ in range(6)]
        places = [
            (x + sheet.chance.uniform(-0.8, 0.8) * s, y - s * sheet.chance.uniform(-0.1, 1.2), s) for x, y, s in berries
        ]
        sheet.cut("#d23f5e", [disc(x, y, 1 + s * 0.1) for x, y, s in places], 3)
    return sheet


def leaves() -> Sheet:
    """Large paper leaves in greens around an opening with a river and a sun."""
    sheet = Sheet("leaves", "#f5c98a", "#fbe8c0")
    sheet.glow("#fff4d4", 820, 380, 400, 0.9)
    sheet.cut("#ee8a52", [disc(820, 400, 120)], 0)
    sheet.cut("#6c9a78", [ridge(sheet.chance, 600, 26)], 8)
    river = curve([(815, 604), (800, 660), (818, 730), (770, 850), (790, 1130)])
    sheet.cut("#bfe0d6", [ribbon(river, lambda t: 12 + 230 * t**1.6)], 4)
    for layer, (tint, vein) in enumerate((("#4f8a63", "#6ba37c"), ("#2f6d50", "#4a8968"), ("#1b4d3e", "#33695a"))):
        for n in range(11):
            angle = pi * 2 * (n + layer * 0.37) / 11
            root = (800 + sin(angle) * (1130 + layer * 70), 540 + sin(angle + pi / 2) * (800 + layer * 50))
            tip = (800 + sin(angle + 0.16) * (640 + 95 * layer), 540 + sin(angle + 0.16 + pi / 2) * (430 + 60 * layer))
            middle = ((root[0] + tip[0]) / 2 + 40, (root[1] + tip[1]) / 2 - 30)
            spine = curve([root, middle, tip])
            sheet.cut(tint, [ribbon(spine, lambda t: 250 * sin(pi * min(1, t * 0.97 + 0.03)) ** 0.8)], 14)
            sheet.cut(vein, [ribbon(spine, 5)], 0)
    return sheet


def rings_of_a_tree() -> Sheet:
    """Eighty rings of a tree, one of them gold."""
    sheet = Sheet("rings", "#23394a", "#1a2b3a")
    centre = (790, 545)
    for n in range(80, 0, -1):
        tint = ("#e9d3ab", "#d8b98a", "#c79f6f", "#e0c69a")[n % 4] if n != 80 else "#6b4630"
        radius = 6 * n + 4 * sin(n * 1.7)
        wobble = [
            (centre[0] + (x - centre[0]) * 1.16 + 10 * sin(y / 90 + n / 30), y) for x, y in disc(*centre, radius, 1.0)
        ]
        sheet.cut("#f0a63c" if n == 79 else tint, [wobble], 16 if n == 80 else 0)
    sheet.cut("#8a5a3a", [ring(*centre, 6, 3)], 0)
    return sheet


SCENES = {
    "route": route,
    "pylons": pylons,
    "windbreaks": windbreaks,
    "windbreaks-plan": windbreaks_plan,
    "pastures": pastures,
    "raspberries": raspberries,
    "leaves": leaves,
    "rings": rings_of_a_tree,
}
