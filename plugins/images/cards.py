"""Cards: the picture that stands for a page where it is shared, with its title, its goals and the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from PIL import Image, ImageDraw, features
from PIL import __version__ as pillow

from plugins.images.cache_files import write_whole
from plugins.images.drawing import Canvas, Words, draw_mark, read_faces, words
from plugins.images.renditions import FOLDER, fingerprint

# As in the theme's tokens; used where a theme does not name its colours.
COLOURS = {"page": "#fbf8f2", "ink": "#211b15", "ink-soft": "#5d5348", "accent": "#a23720"}
TOKEN = re.compile(r"--(?P<name>[a-z-]+):\s*(?P<colour>#[0-9a-f]{6})\b", re.I)
DRAWING = ("cards.py", "drawing.py")


@dataclass(frozen=True)
class Look:
    """What a theme's `static` folder gives to cards."""

    static: Path

    @cached_property
    def colours(self) -> dict[str, str]:
        """The light scheme's colours by role, `#rrggbb`."""
        found: dict[str, str] = {}
        own = _text(self.static.parent / "site" / "colours.css")
        for match in TOKEN.finditer(own + _text(self.static / "css" / "tokens.css")):
            found.setdefault(match["name"], match["colour"].lower())
        return {role: found.get(role, colour) for role, colour in COLOURS.items()}

    @cached_property
    def fonts(self) -> tuple[Path, ...]:
        """The upright fonts, in order of name."""
        return tuple(file for file in sorted((self.static / "fonts").glob("*.woff2")) if "italic" not in file.stem)

    @cached_property
    def mark(self) -> str:
        """The icon of the site, or else of the theme, an SVG drawing; "" where there is none."""
        return _text(self.static.parent / "site" / "icon.svg") or _text(self.static / "icon.svg")

    @cached_property
    def digest(self) -> str:
        """Stands for all that a card's look depends on: theme, drawing code and libraries."""
        code = [(Path(__file__).parent / name).read_bytes() for name in DRAWING]
        libraries = [features.version(name) for name in ("freetype2", "raqm", "fribidi", "harfbuzz", "zlib")]
        return fingerprint(self.colours, self.mark, [file.read_bytes() for file in self.fonts], code, pillow, libraries)


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


# All in pixels; 1200 × 630 is what messengers and networks show whole.
SIZE = (1200, 630)
MARGIN = 72
MARK = 68
TITLE_TOP, TITLE_BOTTOM = 156, 474
TITLE_SIZES = range(78, 38, -4)
LEADING = 1.14
LABEL_SIZE = 34
TILE, GAP, NUMBER_SIZE = 76, 8, 38
LOGO = 512


@dataclass(frozen=True)
class Card:
    """What a card shows. `label` stands small at the top, in the language `label_tag`; `goals` are number, colour and
    ink; `direction` is the title's and turns the whole card."""

    name: str
    title: str
    tag: str
    direction: str
    label: str
    label_tag: str
    goals: tuple[tuple[int, str, str], ...]

    def address(self, look: Look) -> str:
        """Where it is published, below the site's root."""
        return f"{FOLDER}/cards/{self.name}.{fingerprint(self, look.digest)}.png"


def logo_address(look: Look) -> str:
    """Where the publisher's logo is published, below the site's root."""
    return f"{FOLDER}/logo.{look.digest}.png"


def write_logo(look: Look, file: Path) -> None:
    """The theme's mark on a square, as programs want a publisher's logo."""
    page = look.colours["page"]
    canvas = Canvas((LOGO, LOGO), page)
    edge = LOGO // 8
    canvas.place(draw_mark(look.mark, LOGO - 2 * edge, page), (edge, edge), colours=64)
    write_whole(file, canvas.png())


def write_card(card: Card, look: Look, file: Path) -> None:
    """Draw a card."""
    canvas = Canvas(SIZE, look.colours["page"])
    canvas.place(_mark(look), (_inward(card, MARGIN, MARK), MARGIN - 14))
    label = words(card.label, read_faces(look.fonts), card.label_tag, card.direction, 600)
    if label:
        _draw_label(canvas, label, look.colours["ink-soft"])
    title = words(card.title, read_faces(look.fonts), card.tag, card.direction, 650)
    if title:
        _draw_title(canvas, title, look.colours["ink"])
    _draw_goals(canvas, card, look)
    write_whole(file, canvas.png())


@cache
def _mark(look: Look) -> Image.Image:
    return draw_mark(look.mark, MARK, look.colours["page"])


def _inward(card: Card | Words, start: float, width: float) -> int:
    """The left edge of something that begins so far from the side where reading begins."""
    return round(SIZE[0] - start - width if card.direction == "rtl" else start)


def _draw_label(canvas: Canvas, label: Words, colour: str) -> None:
    mask = Image.new("L", SIZE, 0)
    x = _inward(label, MARGIN + MARK + 18, label.width(label.text, LABEL_SIZE))
    label.draw(ImageDraw.Draw(mask), (x, MARGIN + 32), label.text, LABEL_SIZE)
    canvas.stamp(mask, (0, 0), colour)


def _draw_title(canvas: Canvas, title: Words, colour: str) -> None:
    size, lines = _fitted(title)
    step = size * LEADING
    y = (TITLE_TOP + TITLE_BOTTOM - step * len(lines)) / 2 + size * 0.92
    mask = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(mask)
    for at, line in enumerate(lines):
        title.draw(draw, (_inward(title, MARGIN, title.width(line, size)), round(y + at * step)), line, size)
    canvas.stamp(mask, (0, 0), colour)


def _fitted(title: Words) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines; one that never fits is cut."""
    room = SIZE[0] - 2 * MARGIN
    for size in TITLE_SIZES:
        lines, most = title.lines(size, room), int((TITLE_BOTTOM - TITLE_TOP) / (size * LEADING))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:–')}…"]
    return size, lines


def _draw_goals(canvas: Canvas, card: Card, look: Look) -> None:
    bottom = SIZE[1] - MARGIN + 8
    if not card.goals:
        left = _inward(card, MARGIN, 2 * TILE)
        canvas.box((left, bottom - 8, left + 2 * TILE, bottom), look.colours["accent"])
    room = SIZE[0] - 2 * MARGIN + GAP
    width = min(TILE, room // max(1, len(card.goals)) - GAP)
    for at, (number, colour, ink) in enumerate(card.goals):
        left = _inward(card, MARGIN + at * (width + GAP), width)
        canvas.box((left, bottom - TILE, left + width, bottom), colour)
        figure = words(str(number), read_faces(look.fonts), "und", "ltr", 700)
        if figure:
            size = min(NUMBER_SIZE, width * 2 // 3)
            mask = Image.new("L", (width, TILE), 0)
            at_ = ((width - figure.width(figure.text, size)) / 2, TILE / 2 + size * 0.33)
            figure.draw(ImageDraw.Draw(mask), at_, figure.text, size)
            canvas.stamp(mask, (left, bottom - TILE), ink, behind=colour)
