"""Sky: haze over roofs, threads of light, kites."""

from __future__ import annotations

from pictures.paper import HEIGHT, WIDTH, Point, Sheet, box, curve, disc, ribbon, ridge


def haze() -> Sheet:
    """A skyline that fades into layers of haze, with small lights among the roofs."""
    sheet = Sheet("haze", "#d9a77f", "#efd9bd")
    sheet.glow("#fde8c4", 1080, 330, 330, 0.7)
    sheet.cut("#f6e3c2", [disc(1080, 340, 105)], 0)
    lights: list[Point] = []
    for n, tint in enumerate(("#cfae93", "#b0958a", "#8b7a7f", "#645d6c", "#413f53")):
        x, roofs = -30.0, []
        while x < WIDTH:
            width, height = sheet.chance.uniform(60, 150), sheet.chance.uniform(60, 250) * (1 - 0.08 * n)
            top = 560 + 105 * n - height
            roofs.append(box(x, top, width + 1, HEIGHT))
            if sheet.chance.random() < 0.3:
                roofs.append(box(x + width * 0.6, top - 46, 16, 60))
            if sheet.chance.random() < 0.22 and n > 0:
                lights.append((x + width * 0.35, top - 20))
            x += width
        sheet.cut(tint, roofs, 18, 0.2)
    sheet.cut("#2c2d40", [box(x - 2, y, 4, 24) for x, y in lights], 0)
    for x, y in lights:
        sheet.glow("#bff3e4", x, y, 34, 0.5)
    sheet.cut("#dffcf2", [disc(x, y, 9) for x, y in lights], 0)
    return sheet


def threads() -> Sheet:
    """Fine arcs that rise from a curved horizon and meet."""
    sheet = Sheet("threads", "#0f1a33", "#24365c")
    dust = [
        disc(sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(0, 700), sheet.chance.uniform(0.8, 2.4))
        for _ in range(120)
    ]
    sheet.cut("#8ea2c9", dust, 0)
    sheet.cut("#2e4a78", [disc(800, 2350, 1560)], 26)
    sheet.cut("#1d3358", [disc(800, 2420, 1580)], 16)
    hubs = ((360, 330), (800, 190), (1230, 350), (1010, 560))
    tints = ("#6fa3d8", "#f0795b", "#f2c14e", "#9fd0c4")
    for n in range(72):
        hub = hubs[n % 4]
        x = sheet.chance.uniform(-60, WIDTH + 60)
        foot = 2350 - (1556**2 - (x - 800) ** 2) ** 0.5
        middle = ((x + hub[0]) / 2 + (x - hub[0]) * 0.26, (foot + hub[1]) / 2 - 60)
        sheet.cut(tints[(n // 4) % 4], [ribbon(curve([(x, foot), middle, hub]), 2.6)], 0)
    for x, y in hubs:
        sheet.glow("#fff1c9", x, y, 80, 0.7)
    sheet.cut("#fff6df", [disc(x, y, 13) for x, y in hubs], 8)
    return sheet


def kites() -> Sheet:
    """Kites of many colours over low hills."""
    sheet = Sheet("kites", "#8cc3d9", "#f4ead0")
    for x, y, r in ((260, 240, 70), (1240, 170, 84), (1420, 480, 60)):
        sheet.cut(
            "#f7f9f4",
            [
                disc(x + dx * r, y + dy * r, r * s)
                for dx, dy, s in ((-1, 0.3, 0.7), (0, 0, 1), (1.1, 0.3, 0.75), (0.5, 0.4, 0.7))
            ],
            8,
            0.15,
        )
    flights = (
        (330, 470, 150, "#e4573d", "#f6c453"),
        (700, 250, 190, "#2f7f86", "#f4efe2"),
        (1080, 420, 140, "#f2a03d", "#c8452f"),
        (1330, 660, 100, "#6a4c93", "#f4c7d0"),
        (560, 690, 90, "#f6c453", "#2f7f86"),
    )
    for x, y, size, tint, other in flights:
        hand = (800 + (x - 800) * 0.35, 1000)
        sheet.cut("#fdf8ea", [ribbon(curve([(x, y), ((x + hand[0]) / 2 + 60, (y + hand[1]) / 2 + 40), hand]), 2.4)], 0)
        tail = curve([(x, y + size), (x + 30, y + size + 70), (x - 20, y + size + 130), (x + 26, y + size + 190)])
        sheet.cut(other, [ribbon(tail, 5)], 3)
        sheet.cut(
            tint,
            [
                [(px - 22, py - 10), (px + 22, py + 10), (px + 22, py - 10), (px - 22, py + 10)]
                for px, py in tail[20::24]
            ],
            4,
        )
        sheet.cut(
            tint,
            [[(x, y - size), (x + size * 0.72, y - size * 0.2), (x, y + size), (x - size * 0.72, y - size * 0.2)]],
            14,
        )
        sheet.cut(
            other,
            [
                [(x, y - size), (x + size * 0.72, y - size * 0.2), (x, y - size * 0.2)],
                [(x, y + size), (x - size * 0.72, y - size * 0.2), (x, y - size * 0.2)],
            ],
            0,
        )
    for height, tint in ((880, "#a9bd7c"), (940, "#7f9d5c"), (1005, "#56794a")):
        sheet.cut(tint, [ridge(sheet.chance, height, 30)], 14)
    return sheet


SCENES = {"haze": haze, "threads": threads, "kites": kites}
