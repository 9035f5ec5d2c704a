"""Things: what people hold, bake, build and send."""

from __future__ import annotations

from math import cos, hypot, pi, sin

from pictures.paper import HEIGHT, WIDTH, Shape, Sheet, arch, box, curve, disc, ribbon


def kitchen() -> Sheet:
    """A stack of bowls on a shelf, with steam."""
    sheet = Sheet("kitchen", "#27343f", "#1c262f")
    sheet.glow("#d98f55", 800, 420, 430, 0.28)
    for n, x in enumerate((480, 620, 760)):
        path = curve(
            [(x + 160, 330), (x + 120 + 30 * n, 250), (x + 200 - 20 * n, 160), (x + 130, 40), (x + 190, -60)], 30
        )
        sheet.cut("#4a5560", [ribbon(path, lambda t: 4 + 26 * sin(pi * min(1, t * 1.05)))], 0)
    sheet.cut("#7a4f36", [box(-10, 880, WIDTH + 20, 46)], 14)
    sheet.cut("#141c23", [box(-10, 926, WIDTH + 20, HEIGHT)], 6)
    stacks = ((800, 880, 340, 6), (300, 880, 210, 3), (1310, 880, 230, 4))
    tints = ("#c4613f", "#e2b25c", "#f2e4c9", "#a84a36", "#d88a4a", "#efd9b0")
    for x, foot, radius, count in stacks:
        for n in range(count):
            top = foot - radius * 0.42 - n * radius * 0.235
            bowl = [(x - radius * cos(t * pi / 40), top + radius * 0.42 * sin(t * pi / 40) ** 0.7) for t in range(41)]
            sheet.cut(tints[(n + int(x) // 500) % 6], [[(px, min(py, foot)) for px, py in bowl]], 12)
            sheet.cut("#fff3dc", [box(x - radius, top - 5, radius * 2, 7, 3)], 0)
    return sheet


def cold_chain() -> Sheet:
    """A grid of vials; three are filled."""
    sheet = Sheet("cold-chain", "#174a58", "#0f3846")
    for row in range(3):
        for n in range(8):
            x, y = 118 + 178 * n, 84 + 318 * row
            full = (row, n) in ((0, 5), (1, 2), (2, 6))
            sheet.cut("#8fb9c3", [box(x + 30, y, 60, 40, 8)], 8)
            sheet.cut("#d6e8ea", [box(x + 40, y + 36, 40, 34)], 4)
            sheet.cut("#e9f3f3" if not full else "#f5e3dc", [box(x, y + 60, 120, 190, 30)], 14)
            level = 84 if full else 150 + sheet.chance.uniform(-14, 14)
            sheet.cut("#f07f63" if full else "#b5d6dc", [box(x + 10, y + level, 100, 240 - level, 22)], 0)
            sheet.cut("#ffffff", [box(x + 18, y + 84, 9, 120, 4)], 0)
    return sheet


def loaves() -> Sheet:
    """Round loaves in the glow of an oven."""
    sheet = Sheet("loaves", "#3a2a2b", "#2a1e20")
    for row in range(15):
        bricks = [box(-60 + 150 * n + 75 * (row % 2), 74 * row, 142, 66, 6) for n in range(12)]
        for n, brick in enumerate(bricks):
            sheet.cut(("#57393a", "#4b3132", "#634243")[(n * 7 + row * 5) % 3], [brick], 3)
    sheet.cut("#8a5a48", [arch(230, HEIGHT + 10, 1140, 960)], 18)
    sheet.cut("#2a1516", [arch(300, HEIGHT + 10, 1000, 880)], 0)
    for n, tint in enumerate(("#6b2a1c", "#a3431f", "#d96b26", "#f39b3c")):
        sheet.cut(tint, [arch(330 + 76 * n, 880, 940 - 152 * n, 640 - 118 * n)], 0)
    sheet.glow("#f8b34e", 800, 760, 420, 0.45)
    sheet.cut("#1f1213", [box(290, 880, 1020, HEIGHT)], 10)
    for x, y, r in (
        (520, 800, 130),
        (820, 770, 140),
        (1100, 806, 126),
        (410, 944, 116),
        (670, 936, 140),
        (970, 940, 146),
        (1210, 948, 104),
    ):
        sheet.cut("#b4692f", [disc(x, y, r, 0.62)], 14, 0.5)
        sheet.cut("#d08a45", [disc(x - 6, y - 10, r * 0.86, 0.58)], 0)
        cuts = [curve([(x - r * 0.55, y - 8 + d), (x, y - 26 + d), (x + r * 0.5, y - 12 + d)]) for d in (-20, 12)]
        cuts += [curve([(x - 20 + d, y - r * 0.42), (x + d, y - 10), (x - 10 + d, y + r * 0.34)]) for d in (-26, 34)]
        sheet.cut("#f3cf95", [ribbon(line, lambda t: 2 + 9 * sin(pi * t)) for line in cuts], 0)
    return sheet


def workshop() -> Sheet:
    """A lattice of six-sided cells that is being built layer by layer."""
    sheet = Sheet("workshop", "#eef0ea", "#d5ddd8")
    tints = ("#22577a", "#38a3a5", "#57cc99", "#f4a259", "#f6d7a7")
    side = 96.0
    for row in range(8):
        for n in range(11):
            x, y = -40 + n * side * 1.74 + (row % 2) * side * 0.87, 1080 - row * side * 1.5
            built = row + 0.8 * sin(n * 1.3) + 0.12 * n < 4.6
            if built:
                hexagon = [(x + side * 0.95 * sin(k * pi / 3), y + side * 0.95 * cos(k * pi / 3)) for k in range(6)]
                inner = [(x + side * 0.56 * sin(k * pi / 3), y + side * 0.56 * cos(k * pi / 3)) for k in range(6)]
                sheet.cut(tints[(row * 2 + n * 3) % 4], [hexagon], 12)
                sheet.cut("#f3efe2", [inner], 0)
                sheet.cut(tints[(row + n) % 5], [disc(x, y, side * 0.26)], 6)
    sheet.cut("#3b4654", [box(-10, 150, WIDTH + 20, 30), box(-10, 210, WIDTH + 20, 14)], 12)
    sheet.cut("#f0703f", [box(930, 120, 190, 140, 14)], 14)
    sheet.cut("#2b3440", [[(985, 260), (1065, 260), (1032, 345), (1018, 345)]], 8)
    sheet.cut("#f0703f", [ribbon([(1025, 345), (1025, 430)], 7)], 0)
    return sheet


def keys() -> Sheet:
    """A mosaic of large soft keys, a few of them in warm colours."""
    sheet = Sheet("keys", "#dfe3ea", "#c6ccd8")
    warm = {(1, 3): "#f2a65a", (2, 5): "#e4674b", (0, 7): "#f0c75e", (3, 2): "#e88f6f"}
    for row in range(4):
        for n in range(9):
            x, y = -60 + 196 * n + 44 * (row % 2), 46 + 254 * row
            tint = warm.get((row, n), ("#f7f5f0", "#eceef2", "#f2efe6")[(n + row * 2) % 3])
            sheet.cut("#aab3c4", [box(x, y + 14, 172, 214, 34)], 16)
            sheet.cut(tint, [box(x, y, 172, 204, 34)], 3)
            sheet.cut("#fffdf8", [box(x + 20, y + 14, 132, 8, 4)], 0)
            if (row, n) in warm:
                _sign(sheet, (row + n) % 4, x + 86, y + 108)
    return sheet


def _sign(sheet: Sheet, kind: int, x: float, y: float) -> None:
    heart = [
        (
            x + 2.4 * 16 * sin(t * pi / 40) ** 3,
            y - 2.4 * (13 * cos(t * pi / 40) - 5 * cos(t * pi / 20) - 2 * cos(t * 3 * pi / 40)),
        )
        for t in range(80)
    ]
    envelope = [box(x - 46, y - 30, 92, 62, 8)]
    plus = [box(x - 40, y - 9, 80, 18, 6), box(x - 9, y - 40, 18, 80, 6)]
    arrow = [[(x - 34, y - 40), (x + 42, y), (x - 34, y + 40)]]
    signs: tuple[list[Shape], ...] = ([heart], envelope, plus, arrow)
    sheet.cut("#fff8ea", signs[kind], 4)


def keys_close() -> Sheet:
    """The same keys from nearer, one of them glowing."""
    sheet = Sheet("keys-close", "#d5dae4", "#b9c1d0")
    for row in range(3):
        for n in range(5):
            x, y = -130 + 372 * n + 90 * (row % 2), -70 + 420 * row
            if (row, n) == (1, 2):
                sheet.glow("#f7a04b", x + 160, y + 190, 330, 0.55)
            sheet.cut("#9aa5ba", [box(x, y + 24, 326, 370, 56)], 26)
            sheet.cut(
                "#f2a04f" if (row, n) == (1, 2) else ("#f7f5f0", "#eceef2")[(row + n) % 2], [box(x, y, 326, 356, 56)], 4
            )
            sheet.cut("#fffdf8", [box(x + 44, y + 22, 238, 12, 6)], 0)
    return sheet


def bars() -> Sheet:
    """Columns of different heights with a line that climbs over them."""
    sheet = Sheet("bars", "#f3eddf", "#e7dcc4")
    sheet.cut("#d8cbb0", [box(90, 200 + 170 * n, 1420, 4) for n in range(5)], 0)
    heights = (220, 300, 270, 390, 350, 470, 430, 560, 610)
    tints = ("#7fa6b5", "#5f8ea3", "#43758f", "#d98b5f", "#35627d")
    for n, height in enumerate(heights):
        sheet.cut(tints[n % 5], [box(130 + 152 * n, 880 - height, 104, height, 10)], 14)
    path = curve([(182 + 152 * n, 800 - height) for n, height in enumerate(heights)])
    sheet.cut("#b8432f", [ribbon(path, 9)], 8)
    sheet.cut("#fbf6ea", [disc(182 + 152 * n, 800 - height, 19) for n, height in enumerate(heights)], 8)
    sheet.cut("#b8432f", [disc(182 + 152 * n, 800 - height, 10) for n, height in enumerate(heights)], 0)
    sheet.cut("#4a4438", [box(90, 880, 1420, 10)], 6)
    return sheet


def letters() -> Sheet:
    """Envelopes that fall like leaves, some of them open."""
    sheet = Sheet("letters", "#d7614a", "#b7452f")
    places: list[tuple[float, float]] = []
    while len(places) < 13:
        spot = (sheet.chance.uniform(80, 1520), sheet.chance.uniform(70, 1000))
        if all(hypot(spot[0] - x, spot[1] - y) > 250 for x, y in places):
            places.append(spot)
    for n, (x, y) in enumerate(places):
        turn, size = sheet.chance.uniform(-0.6, 0.6), sheet.chance.uniform(0.75, 1.1)

        def at(
            dx: float, dy: float, x: float = x, y: float = y, turn: float = turn, size: float = size
        ) -> tuple[float, float]:
            return x + size * (dx * cos(turn) - dy * sin(turn)), y + size * (dx * sin(turn) + dy * cos(turn))

        paper, fold, seal = (
            ("#fbf3e2", "#e6d7b8", "#2f6f73"),
            ("#f3dfb4", "#dcbf85", "#b7452f"),
            ("#2f6f73", "#25585c", "#f3dfb4"),
        )[n % 3]
        sheet.cut(paper, [[at(-130, -85), at(130, -85), at(130, 85), at(-130, 85)]], 18)
        sheet.cut(fold, [[at(-130, -85), at(130, -85), at(0, 22)]], 6)
        sheet.cut(seal, [[at(18 * cos(k), 14 + 18 * sin(k)) for k in (t * pi / 16 for t in range(32))]], 4)
    return sheet


SCENES = {
    "kitchen": kitchen,
    "cold-chain": cold_chain,
    "loaves": loaves,
    "workshop": workshop,
    "keys": keys,
    "keys-close": keys_close,
    "bars": bars,
    "letters": letters,
}
