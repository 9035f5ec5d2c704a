"""Social cards: what is shown where a page is shared, with its title, its picture, its goals and the site's name."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps, features
from PIL import __version__ as pillow
from resvg_py import __version__ as resvg

from plugins.diagnostics.site_files import FileError, read_site_bytes, read_site_text
from plugins.images.colours import Palette, read_colours
from plugins.images.drawing import Canvas, Face, TextLine, draw_icon, read_faces, reduce_colours, typeset
from plugins.images.renditions import FOLDER, fingerprint, open_original
from plugins.images.validation import Original
from plugins.system.atomic_files import write_atomically

DRAWING = ("social_cards.py", "drawing.py")


@dataclass(frozen=True)
class CardStyle:
    """Colours, fonts and icon of cards, from a theme's `static` folder."""

    static: Path

    @cached_property
    def colours(self) -> Palette:
        """The colours of the light scheme."""
        return read_colours(self.static).light

    @cached_property
    def fonts(self) -> tuple[Path, ...]:
        """The upright fonts, in order of name."""
        return tuple(file for file in sorted((self.static / "fonts").glob("*.woff2")) if "italic" not in file.stem)

    @cached_property
    def icon(self) -> Path:
        """The file of the icon of the site, or else of the theme, where there may be none."""
        own = self.static.parent / "site" / "icon.svg"
        return own if own.exists() else self.static / "icon.svg"

    @cached_property
    def mark(self) -> str:
        """The icon, an SVG drawing; "" where there is none."""
        return read_site_text(self.icon) if self.icon.exists() else ""

    @cached_property
    def small_mark(self) -> Image.Image:
        """The icon as cards have it."""
        return reduce_colours(self.draw_mark(MARK), 24)

    def draw_mark(self, size: int) -> Image.Image:
        """The icon on a square of so many pixels in the page's colour; raises FileError."""
        try:
            return draw_icon(self.mark, size, self.colours.page)
        except ValueError as error:
            raise FileError(self.icon, str(error), "put an SVG drawing there") from None

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """The faces of the fonts."""
        return read_faces(self.fonts)

    @cached_property
    def digest(self) -> str:
        """Cache key of the style: theme files, drawing code and library versions."""
        code = [(Path(__file__).parent / name).read_bytes() for name in DRAWING]
        libraries = [features.version(name) for name in ("freetype2", "raqm", "fribidi", "harfbuzz", "zlib")]
        return fingerprint(
            self.colours, self.mark, [read_site_bytes(file) for file in self.fonts], code, pillow, libraries, resvg
        )


# All in pixels; 1200 × 630 is what messengers and networks show whole.
SIZE = (1200, 630)
MARGIN = 72
# Of a card with a picture, which stands at the side where lines end.
PICTURE_WIDTH, MARGIN_BESIDE = 540, 56
MARK = 68
TITLE_TOP, TITLE_BOTTOM = 156, 474
TITLE_SIZES = range(78, 38, -4)
LEADING = 1.14
LABEL_SIZE = 34
TILE, GAP, NUMBER_SIZE = 76, 8, 38
LOGO = 512
# Files that programs ask for at the root, by their size in pixels.
ICONS = {"favicon.ico": 32, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}


@dataclass(frozen=True)
class Card:
    """What a card shows. `label` stands small at the top, in the language `label_tag`; `goals` are number, colour and
    ink; `direction` is the title's and turns the whole card; `picture` is the story's, or None."""

    name: str
    title: str
    tag: str
    direction: str
    label: str
    label_tag: str
    goals: tuple[tuple[int, str, str], ...]
    picture: Original | None = None

    @property
    def margin(self) -> int:
        """The distance of the text from the edge, in pixels."""
        return MARGIN_BESIDE if self.picture else MARGIN

    @property
    def room(self) -> int:
        """The width of the text, in pixels."""
        return SIZE[0] - 2 * self.margin - (PICTURE_WIDTH if self.picture else 0)

    def address(self, style: CardStyle) -> str:
        """Where it is published, below the site's root."""
        ending = "jpg" if self.picture else "png"
        return f"{FOLDER}/cards/{self.name}.{fingerprint(self, style.digest)}.{ending}"


def logo_address(style: CardStyle) -> str:
    """Where the publisher's logo is published, below the site's root."""
    return f"{FOLDER}/logo.{style.digest}.png"


def write_logo(style: CardStyle, file: Path) -> None:
    """Write the publisher's logo for JSON-LD: the icon on a square PNG."""
    page = style.colours.page
    canvas = Canvas((LOGO, LOGO), page)
    edge = LOGO // 8
    canvas.place(reduce_colours(style.draw_mark(LOGO - 2 * edge), 64), (edge, edge))
    write_atomically(file, canvas.png())


def write_icon(style: CardStyle, size: int, file: Path) -> None:
    """Write the icon as a file of so many pixels, for programs that ask for one: an ICO or a PNG, as its name says."""
    buffer = io.BytesIO()
    style.draw_mark(size).save(buffer, "ICO" if file.suffix == ".ico" else "PNG")
    write_atomically(file, buffer.getvalue())


def write_card(card: Card, style: CardStyle, content: Path, file: Path) -> None:
    """Draw a card and write it: a PNG, or a JPEG where it has a picture, which is a file of the folder `content`."""
    canvas = Canvas(SIZE, style.colours.page)
    canvas.place(style.small_mark, (_left_edge(card, card.margin, MARK), MARGIN - 14))
    label = typeset(card.label, style.faces, card.label_tag, card.direction, 600)
    if label:
        _draw_label(canvas, card, label, style.colours.ink_soft)
    title = typeset(card.title, style.faces, card.tag, card.direction, 650)
    if title:
        _draw_title(canvas, card, title, style.colours.ink)
    _draw_goals(canvas, card, style)
    write_atomically(file, _with_picture(canvas, card, content) if card.picture else canvas.png())


def _with_picture(canvas: Canvas, card: Card, content: Path) -> bytes:
    """The card as a JPEG, with the middle of the picture beside the text."""
    assert card.picture
    whole = canvas.rgb()
    size = (PICTURE_WIDTH, SIZE[1])
    whole.paste(ImageOps.fit(open_original(content, card.picture), size, Image.Resampling.LANCZOS), _corner(card))
    buffer = io.BytesIO()
    whole.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()


def _corner(card: Card) -> tuple[int, int]:
    return (_left_edge(card, SIZE[0] - PICTURE_WIDTH, PICTURE_WIDTH), 0)


def _left_edge(card: Card | TextLine, start: float, width: float) -> int:
    """The left edge, in pixels, of something `width` wide that is `start` from the side where lines begin."""
    return round(SIZE[0] - start - width if card.direction == "rtl" else start)


def _draw_label(canvas: Canvas, card: Card, label: TextLine, colour: str) -> None:
    mask = Image.new("L", SIZE, 0)
    x = _left_edge(label, card.margin + MARK + 18, label.width(label.text, LABEL_SIZE))
    label.draw(ImageDraw.Draw(mask), (x, MARGIN + 32), label.text, LABEL_SIZE)
    canvas.stamp(mask, (0, 0), colour)


def _draw_title(canvas: Canvas, card: Card, title: TextLine, colour: str) -> None:
    size, lines = _fit_title(title, card.room)
    step = size * LEADING
    y = (TITLE_TOP + TITLE_BOTTOM - step * len(lines)) / 2 + size * 0.92
    mask = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(mask)
    for at, line in enumerate(lines):
        title.draw(draw, (_left_edge(title, card.margin, title.width(line, size)), round(y + at * step)), line, size)
    canvas.stamp(mask, (0, 0), colour)


def _fit_title(title: TextLine, room: int) -> tuple[int, list[str]]:
    """The largest size in which the title fits in so many pixels, and its lines; one that is too long ends with "…"."""
    for size in TITLE_SIZES:
        lines, most = title.lines(size, room), int((TITLE_BOTTOM - TITLE_TOP) / (size * LEADING))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:–')}…"]
    return size, lines


def _draw_goals(canvas: Canvas, card: Card, style: CardStyle) -> None:
    bottom = SIZE[1] - MARGIN + 8
    if not card.goals:
        left = _left_edge(card, card.margin, 2 * TILE)
        canvas.box((left, bottom - 8, left + 2 * TILE, bottom), style.colours.accent)
    room = card.room + GAP
    width = min(TILE, room // max(1, len(card.goals)) - GAP)
    for at, (number, colour, ink) in enumerate(card.goals):
        left = _left_edge(card, card.margin + at * (width + GAP), width)
        canvas.box((left, bottom - TILE, left + width, bottom), colour)
        figure = typeset(str(number), style.faces, "und", "ltr", 700)
        if figure:
            size = min(NUMBER_SIZE, width * 2 // 3)
            mask = Image.new("L", (width, TILE), 0)
            at_ = ((width - figure.width(figure.text, size)) / 2, TILE / 2 + size * 0.33)
            figure.draw(ImageDraw.Draw(mask), at_, figure.text, size)
            canvas.stamp(mask, (left, bottom - TILE), ink, behind=colour)
