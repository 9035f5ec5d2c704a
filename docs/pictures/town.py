"""Town: doors, windows, roofs, streets and a market."""

from __future__ import annotations

from pictures.paper import HEIGHT, WIDTH, Shape, Sheet, arch, box, curve, disc, ribbon, ridge, ring


def doorways() -> Sheet:
    """Two rows of dark doorways; one is open and lit."""
    sheet = Sheet("doorways", "#2c4468", "#1e3252")
    sheet.cut("#34507a", [box(-10, 470, WIDTH + 20, 14), box(-10, 985, WIDTH + 20, HEIGHT)], 10)
    for row, foot in enumerate((470, 985)):
        for n in range(7):
            x = 75 + 212 * n
            sheet.cut("#3f5d8a", [arch(x - 14, foot, 188, 388)], 8)
            open_here = (row, n) == (1, 4)
            sheet.cut("#f6c662" if open_here else "#152743", [arch(x, foot, 160, 372)], 0)
            if open_here:
                sheet.cut("#fbe0a0", [arch(x + 34, foot, 92, 300)], 0)
                sheet.glow("#f8cf78", x + 80, foot - 170, 260, 0.42)
                sheet.cut("#e2b866", [[(x, foot), (x + 160, foot), (x + 250, HEIGHT + 5), (x - 150, HEIGHT + 5)]], 0)
            else:
                sheet.cut("#1d3355", [box(x + 78, foot - 350, 4, 350)], 0)
                sheet.cut("#c79a55", [disc(x + 66, foot - 150, 6)], 2)
    return sheet


def lamp_classroom() -> Sheet:
    """A school at night, a few windows lit in its third row."""
    sheet = Sheet("lamp-classroom", "#141b33", "#33345a")
    stars = [
        disc(sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(0, 240), sheet.chance.uniform(1, 3))
        for _ in range(70)
    ]
    sheet.cut("#d9d6ee", stars, 0)
    sheet.cut("#f6e7bd", [disc(1270, 118, 62)], 0)
    sheet.cut("#161d37", [disc(1296, 104, 58)], 0)
    sheet.cut("#2a2d50", [box(150, 226, 1300, HEIGHT)], 22)
    sheet.cut(
        "#3a3d68", [box(128, 208, 1344, 34), box(150, 640, 1300, 8), box(150, 436, 1300, 8), box(150, 846, 1300, 8)], 8
    )
    for row in range(4):
        for n in range(10):
            x, y = 196 + 124 * n, 272 + 204 * row
            lit = row == 2 and n in (2, 3, 4, 5, 7)
            if lit:
                sheet.glow("#f4ae4a", x + 46, y + 66, 120, 0.45)
            sheet.cut("#f7bd5a" if lit else "#1a1f3c", [box(x, y, 92, 132, 6)], 6)
            sheet.cut("#a86c2c" if lit else "#2d3157", [box(x + 43, y, 6, 132), box(x, y + 46, 92, 6)], 0)
    sheet.cut("#10142a", [ridge(sheet.chance, 1035, 14)], 10)
    return sheet


def solar_roofs() -> Sheet:
    """Rows of panels up a hill towards a sun."""
    sheet = Sheet("solar-roofs", "#f7cf9c", "#fbe7c8")
    sheet.glow("#fff3d8", 1090, 330, 420, 0.9)
    sheet.cut("#f49a58", [disc(1090, 330, 150)], 0)
    sheet.cut("#f7b981", [ring(1090, 330, 196, 6), ring(1090, 330, 244, 4)], 0)
    sheet.cut("#c8b48a", [ridge(sheet.chance, 470, 30)], 10)
    sheet.cut("#8fa06c", [ridge(sheet.chance, 545, 34)], 12)
    for row in range(6):
        t = row / 5
        y, height, width, lean = 560 + 430 * t**1.4, 40 + 110 * t, 92 + 200 * t, 24 + 60 * t
        xs = [-420 + 60 * row + k * (width + 10 + 12 * t) for k in range(30)]
        panels = [
            [(x + lean, y), (x + width + lean, y), (x + width, y + height), (x, y + height)]
            for x in xs
            if -340 < x < 1640
        ]
        sheet.cut("#27406b" if row % 2 else "#2f4d7e", panels, 9)
        seams: list[Shape] = []
        for a, b, c, d in panels:
            for k in (1, 2, 3):
                seams.append(
                    ribbon([(a[0] + (b[0] - a[0]) * k / 4, a[1]), (d[0] + (c[0] - d[0]) * k / 4, d[1])], 1.6 + 2 * t)
                )
            seams.append(
                ribbon([((a[0] + d[0]) / 2, (a[1] + d[1]) / 2), ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2)], 1.6 + 2 * t)
            )
            if sheet.chance.random() < 0.18:
                sheet.cut("#6f93b8", [[a, ((a[0] + b[0]) / 2, a[1]), d]], 0)
        sheet.cut("#8fb0cf", seams, 0)
    return sheet


def ramps() -> Sheet:
    """A street corner of simple blocks, with a low kerb, a tactile strip and a bus."""
    sheet = Sheet("ramps", "#f2d7c0", "#f7ead8")
    for n, (x, width, height) in enumerate(
        (
            (-20, 230, 420),
            (210, 180, 560),
            (390, 260, 340),
            (650, 200, 500),
            (850, 300, 380),
            (1150, 190, 590),
            (1340, 290, 430),
        )
    ):
        tint = ("#c98f7a", "#8f6f78", "#dba98a", "#6f6577", "#b97f72", "#5c5870", "#d39a80")[n]
        sheet.cut(tint, [box(x, 700 - height, width, height)], 12)
        panes = [
            box(x + 26 + 52 * k, 734 - height + 78 * j, 28, 42)
            for k in range(int(width // 54))
            for j in range(int(height // 86))
        ]
        sheet.cut("#f6e0bd" if n % 2 else "#f3cfa4", panes, 0)
    sheet.cut("#d8cfc4", [box(-10, 700, WIDTH + 20, HEIGHT)], 10)
    sheet.cut(
        "#5d6270",
        [[(-10, 830), (560, 830), (700, 880), (960, 880), (1100, 830), (1610, 830), (1610, 1080), (-10, 1080)]],
        8,
    )
    sheet.cut("#f0c04c", [box(-10 + 40 * n, 792, 28, 22, 4) for n in range(42)], 3)
    sheet.cut(
        "#f4efe4",
        [[(640 + 64 * n, 905), (674 + 64 * n, 905), (664 + 70 * n, 1070), (620 + 70 * n, 1070)] for n in range(6)],
        0,
    )
    sheet.cut("#2f7f86", [box(1080, 590, 440, 226, 30)], 16)
    sheet.cut("#cfe8e4", [box(1110, 622, 84, 84, 10), box(1306, 622, 84, 84, 10), box(1404, 622, 90, 84, 10)], 3)
    sheet.cut("#f2f7f3", [box(1212, 622, 76, 180, 8)], 3)
    sheet.cut("#23303a", [disc(1170, 816, 40), disc(1430, 816, 40)], 8)
    sheet.cut("#efe6d4", [[(1212, 808), (1288, 808), (1250, 850), (1120, 850)]], 5)
    return sheet


def station() -> Sheet:
    """A road that parts in two under a row of signs, towards light."""
    sheet = Sheet("station", "#35506b", "#e9b98c")
    sheet.glow("#fbe2b6", 800, 540, 420, 0.8)
    for height, tint in ((520, "#8d8594"), (585, "#6b6a80")):
        sheet.cut(tint, [ridge(sheet.chance, height, 40)], 12)
    sheet.cut("#4c536a", [box(-10, 640, WIDTH + 20, HEIGHT)], 10)
    for bend, tint in ((-1, "#333c53"), (1, "#3a4560")):
        path = curve([(800, 1130), (800 + bend * 30, 900), (800 + bend * 220, 740), (800 + bend * 620, 640)])
        sheet.cut(tint, [ribbon(path, lambda t: 470 * (1 - t) ** 1.3 + 22)], 6)
        sheet.cut("#f4e3bf", [ribbon(path[n : n + 5], 9 - n / 10) for n in range(6, len(path) - 12, 9)], 0)
    for x, y, width, tint in ((250, 250, 330, "#2f8f8b"), (640, 200, 330, "#d9694a"), (1030, 250, 330, "#e0a63c")):
        sheet.cut("#27304a", [box(x + width / 2 - 8, y, 16, 460)], 10)
        sheet.cut(tint, [box(x, y, width, 130, 18)], 14)
        sheet.cut("#fbf1dc", [box(x + 40, y + 40, width - 150, 14, 7), box(x + 40, y + 76, width - 200, 14, 7)], 0)
        sheet.cut("#fbf1dc", [[(x + width - 84, y + 34), (x + width - 34, y + 65), (x + width - 84, y + 96)]], 0)
    return sheet


def market() -> Sheet:
    """Striped awnings above crates of round fruit and vegetables."""
    sheet = Sheet("market", "#f6e7cb", "#ead2a8")
    for n, (a, b) in enumerate((("#d9583f", "#f9efdc"), ("#2f8a7a", "#f9efdc"), ("#e0a032", "#f9efdc"))):
        x = 20 + 530 * n
        sheet.cut("#8a6748", [box(x + 16, 300, 14, 700), box(x + 470, 300, 14, 700)], 8)
        for k in range(10):
            strip = [(x + 50 * k, 150), (x + 50 * k + 50, 150), (x + 50 * k + 50, 330), (x + 50 * k, 330)]
            sheet.cut(a if k % 2 else b, [strip, disc(x + 50 * k + 25, 330, 25)], 10)
    fruit = ("#d9583f", "#7c9a45", "#efb23e", "#8c3f5c", "#e8843c", "#54803f")
    for row, top in ((0, 560), (1, 740)):
        for n in range(6):
            x = 40 + 258 * n + 20 * row
            tint = fruit[(n * 2 + row * 3) % 6]
            heap = [
                disc(x + 28 + 38 * k + sheet.chance.uniform(-6, 6), top - 12 - 30 * j, 25)
                for j in range(2)
                for k in range(5 - j)
            ]
            sheet.cut(
                tint,
                [disc(px + 18 * (i > 4), py, 25) for i, heaped in enumerate(heap) for px, py in [_centre(heaped)]],
                9,
            )
            sheet.cut("#b98a58" if n % 2 else "#a87848", [box(x, top, 214, 108, 6)], 10)
            sheet.cut("#8f6338", [box(x, top + 32, 214, 6), box(x, top + 70, 214, 6)], 0)
    sheet.cut("#6d5138", [box(-10, 930, WIDTH + 20, HEIGHT)], 14)
    return sheet


def _centre(shape: Shape) -> tuple[float, float]:
    return sum(x for x, _ in shape) / len(shape), sum(y for _, y in shape) / len(shape)


SCENES = {
    "doorways": doorways,
    "lamp-classroom": lamp_classroom,
    "solar-roofs": solar_roofs,
    "ramps": ramps,
    "station": station,
    "market": market,
}
