"""Water: rivers, springs, fish and bridges."""

from __future__ import annotations

from math import pi, sin

from pictures.paper import HEIGHT, WIDTH, Point, Shape, Sheet, arch, blob, box, curve, disc, ribbon, ridge, ring


def sava() -> Sheet:
    """A meandering river from above, with fields around it and rings at its gauges."""
    sheet = Sheet("sava", "#c9b878", "#b7a765")
    tints = ("#d8c98a", "#9aa862", "#7f9456", "#e0d29a", "#c39a58", "#6c8450")
    for column in range(9):
        y = -60.0
        while y < HEIGHT:
            height = sheet.chance.uniform(90, 220)
            lean = column * 200 - 60
            field = [(lean, y), (lean + 194, y + 30), (lean + 194, y + 24 + height), (lean, y - 6 + height)]
            sheet.cut(sheet.chance.choice(tints), [field], 0)
            y += height
    bends = [
        (-80, 300),
        (180, 260),
        (380, 480),
        (600, 560),
        (760, 340),
        (980, 260),
        (1140, 480),
        (1080, 740),
        (1300, 860),
        (1680, 760),
    ]
    course = curve(bends, 30)
    for tint, width, shadow in (("#5d7a4a", 200, 12), ("#e9dfb9", 138, 8), ("#2f7f95", 116, 6), ("#4a9bad", 60, 0)):
        sheet.cut(tint, [ribbon(course, width)], shadow)
    for x, y in ((250, 268), (600, 640), (880, 210), (1180, 620), (1400, 950)):
        sheet.cut("#fbf4df", [ring(x, y, 52, 5), ring(x, y, 33, 5)], 3)
        sheet.cut("#e2653f", [disc(x, y, 15)], 6)
    return sheet


def _wave(y: float, swing: float, shift: float, rate: float = 2.2) -> Shape:
    crest = [(x, y + swing * sin(x / WIDTH * 2 * pi * rate + shift)) for x in range(-20, WIDTH + 41, 16)]
    return [*crest, (WIDTH + 40, HEIGHT + 40), (-40, HEIGHT + 40)]


def barrier() -> Sheet:
    """A river in broad waves, crossed by a string of floats."""
    sheet = Sheet("barrier", "#e8dcc0", "#e8dcc0")
    sheet.cut("#a9b98c", [ridge(sheet.chance, 190, 34)], 8)
    for n, tint in enumerate(("#8fc3bd", "#6fb0b0", "#539ca2", "#3b8793", "#2a7183", "#1d5c70", "#14475b")):
        sheet.cut(tint, [_wave(285 + 112 * n, 22 + 3 * n, n * 1.9)], 12)
    litter = [(sheet.chance.uniform(90, 1250), sheet.chance.gauss(0, 1)) for _ in range(46)]
    tilt = [(x, 470 + 0.00034 * (x - 500) ** 2 - 60 + 46 * lift, sheet.chance.uniform(9, 19)) for x, lift in litter]
    sheet.cut("#f3ead2", [box(x, y, size * 1.9, size, size / 2) for x, y, size in tilt[::2]], 6)
    sheet.cut("#cfe3d8", [disc(x, y, size * 0.7) for x, y, size in tilt[1::2]], 6)
    cable = [(x, 560 + 0.00034 * (x - 500) ** 2) for x in range(-40, WIDTH + 60, 20)]
    sheet.cut("#0f3344", [ribbon(cable, 6)], 8)
    sheet.cut("#ee7b36", [disc(x, y, 21, 0.9) for x, y in cable[::2]], 9)
    sheet.cut("#f9a968", [disc(x - 5, y - 6, 8) for x, y in cable[::2]], 0)
    return sheet


def springs() -> Sheet:
    """Circles on the water among pale ridges."""
    sheet = Sheet("springs", "#eee8d8", "#dcd8c6")
    for height, tint in ((150, "#d5d6c8"), (230, "#b9c2b3"), (310, "#9dab9d")):
        sheet.cut(tint, [ridge(sheet.chance, height, 46, 2.1)], 12)
    sheet.cut("#86978a", [_wave(420, 12, 1.0)], 10)
    for level, tint in enumerate(("#e6e2d0", "#c9d2c4", "#9dbdb8")):
        sheet.cut(tint, [blob(sheet.chance, 800, 740, 800 - 90 * level, 0.07)], 12)
    for n, tint in enumerate(("#74a8aa", "#5b979e", "#44858f", "#317380", "#21606f")):
        sheet.cut(tint, [disc(800, 740, 470 - 86 * n, 0.52)], 5, 0.2)
    sheet.cut("#cfe6e0", [ring(800, 740, r, 3.5, 0.52) for r in (430, 344, 258, 172)], 0)
    sheet.cut("#f5f1e2", [disc(800, 740, 40, 0.52)], 6)
    stones = [(x, y) for x, y in ((250, 860), (360, 950), (1310, 890), (1220, 980), (1400, 760), (190, 740))]
    sheet.cut("#f1ecdc", [blob(sheet.chance, x, y, 58, 0.1) for x, y in stones], 14)
    return sheet


def sturgeon() -> Sheet:
    """Long fish that swim against the current, seen from the side."""
    sheet = Sheet("sturgeon", "#bfe0d8", "#0d3a4c")
    for n, tint in enumerate(("#8fc6c2", "#63a9ad", "#418d98", "#2a7184", "#1b566b", "#113f53")):
        sheet.cut(tint, [_wave(150 + 158 * n, 26, n * 2.3, 1.5)], 14)
    for x, y, size, tint, edge in (
        (980, 380, 0.8, "#e4d6b4", "#b79f72"),
        (620, 610, 1.25, "#f2e6c8", "#c4a878"),
        (1090, 850, 0.95, "#cfc09c", "#9b8762"),
    ):
        spine = curve(
            [
                (x - 380 * size, y + 16 * size),
                (x - 120 * size, y - 22 * size),
                (x + 150 * size, y + 10 * size),
                (x + 400 * size, y - 34 * size),
            ]
        )
        tail: Point = spine[-1]
        fins = [
            [
                tail,
                (tail[0] + 120 * size, tail[1] - 92 * size),
                (tail[0] + 64 * size, tail[1] - 4),
                (tail[0] + 82 * size, tail[1] + 44 * size),
            ]
        ]
        fins += [
            [(x + dx * size, y), (x + (dx + 86) * size, y + dy * size), (x + (dx + 96) * size, y)]
            for dx, dy in ((-190, 92), (130, 78), (120, -86))
        ]
        sheet.cut(edge, fins, 8)
        sheet.cut(
            tint,
            [
                ribbon(
                    spine, lambda t, s=size: 12 * s + 118 * s * sin(pi * min(1, t * 0.9 + 0.1)) ** 1.2 * (1 - 0.35 * t)
                )
            ],
            14,
        )
        plates = [spine[k] for k in range(14, len(spine) - 6, 5)]
        sheet.cut(
            edge, [[(a - 9 * size, b), (a, b - 10 * size), (a + 9 * size, b), (a, b + 10 * size)] for a, b in plates], 0
        )
        sheet.cut("#12303d", [disc(x - 318 * size, y + 2 * size, 7 * size)], 0)
    bubbles = [
        (sheet.chance.uniform(60, 1540), sheet.chance.uniform(120, 1020), sheet.chance.uniform(4, 12))
        for _ in range(26)
    ]
    sheet.cut("#dff0ea", [ring(x, y, r, 2) for x, y, r in bubbles], 0)
    return sheet


def bridges() -> Sheet:
    """Three bridges of arches, one behind the other, over still water."""
    sheet = Sheet("bridges", "#f4c9a8", "#f9e6cf")
    sheet.cut("#ee9370", [disc(420, 330, 110)], 0)
    sheet.cut("#c9a39b", [ridge(sheet.chance, 450, 44)], 10)
    for deck, span, pier, tint in ((470, 150, 30, "#a87f86"), (560, 230, 46, "#7a6479"), (690, 360, 70, "#4d4a66")):
        sheet.cut(tint, [box(-20, deck, WIDTH + 40, HEIGHT)], 14)
        count = int(WIDTH // (span + pier)) + 2
        start = -span / 2 - (deck % 70)
        sky = {470: "#d9b2a3", 560: "#b48a8d", 690: "#8b6f80"}[deck]
        sheet.cut(
            sky,
            [arch(start + n * (span + pier), HEIGHT + 10, span, HEIGHT - deck - span * 0.1) for n in range(count)],
            0,
        )
        sheet.cut(tint, [box(-20, deck - 14, WIDTH + 40, 20)], 6)
    for n, water in enumerate(("#5f8c9b", "#447788", "#2e6073", "#1f4b5f")):
        crest = [(x, 850 + 62 * n + 9 * sin(x / 130 + n * 2)) for x in range(-20, WIDTH + 41, 20)]
        sheet.cut(water, [[*crest, (WIDTH + 40, HEIGHT + 40), (-40, HEIGHT + 40)]], 9)
    return sheet


SCENES = {"sava": sava, "barrier": barrier, "springs": springs, "sturgeon": sturgeon, "bridges": bridges}
