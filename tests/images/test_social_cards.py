"""Cards are drawn for any title that an editor may write."""

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from plugins.diagnostics.site_files import FileError
from plugins.images.album import draw_or_report
from plugins.images.colours import LIGHT, read_colours
from plugins.images.drawing import draw_icon, read_faces, typeset
from plugins.images.social_cards import SIZE, Card, CardStyle, write_card, write_icon
from plugins.images.validation import Original
from tests.small_site import ROOT

LOOK = CardStyle(ROOT / "theme" / "static")
ALL_GOALS = tuple((number, f"#{number * 14:02x}8040", "#ffffff") for number in range(1, 18))


def drawn(file: Path, title: str, direction: str = "ltr", goals: tuple[tuple[int, str, str], ...] = ()) -> Image.Image:
    """The card of a title."""
    write_card(Card("x", title, "en", direction, "Site", "en", goals), LOOK, file.parent, file)
    with Image.open(file) as image:
        return image.convert("RGB")


@pytest.mark.parametrize(
    "title", ["", "A", "Hyperbole" * 30, "word " * 200, "مياه نظيفة", "🌍🌍🌍", "CO₂ — „voda“ i Ђердап"]
)
def test_any_title(tmp_path: Path, title: str) -> None:
    """Every title gives a whole card whose margins stay empty, with all goals on it."""
    for direction in ("ltr", "rtl"):
        card = drawn(tmp_path / "card.png", title, direction, ALL_GOALS)
        assert card.size == SIZE
        assert {card.getpixel((x, y)) for x in (10, SIZE[0] - 10) for y in range(SIZE[1])} == {card.getpixel((0, 0))}
        assert (tmp_path / "card.png").stat().st_size < 60_000


def test_goal_colours_are_exact(tmp_path: Path) -> None:
    """A goal's tile has its very colour, though a card has few colours."""
    colours = {colour for _, colour in drawn(tmp_path / "card.png", "Title", goals=ALL_GOALS).getcolors() or ()}
    assert {(number * 14, 0x80, 0x40) for number in range(1, 18)} <= colours


def test_right_to_left_is_turned(tmp_path: Path) -> None:
    """On a right-to-left card the goals begin at the right."""
    one = drawn(tmp_path / "one.png", "", goals=ALL_GOALS[:1])
    other = drawn(tmp_path / "other.png", "", "rtl", ALL_GOALS[:1])
    left, right = (ImageChops.difference(card, Image.new("RGB", SIZE, card.getpixel((0, 0)))) for card in (one, other))
    assert left.crop((0, 480, 600, 630)).getbbox()
    assert not left.crop((600, 480, 1200, 630)).getbbox()
    assert right.crop((600, 480, 1200, 630)).getbbox()


def test_a_picture_stands_where_lines_end(tmp_path: Path) -> None:
    """The card of a story with a picture is a JPEG with the picture at the end of the lines."""
    Image.new("RGB", (400, 300), (0, 0, 200)).save(tmp_path / "blue.png")
    blue = Original("blue.png", "x", 400, 300, False)
    for direction, end, start in (("ltr", 1190, 10), ("rtl", 10, 1190)):
        card = Card("x", "Title", "en", direction, "Site", "en", ALL_GOALS, blue)
        assert card.address(LOOK).endswith(".jpg")
        write_card(card, LOOK, tmp_path, tmp_path / "card.jpg")
        with Image.open(tmp_path / "card.jpg") as image:
            assert image.size == SIZE
            assert image.getpixel((end, 300))[2] > 150 > image.getpixel((end, 300))[0]
            assert min(image.getpixel((start, 300))) > 200


def test_an_edited_icon_is_on_the_next_card(tmp_path: Path) -> None:
    """Also where the same process has drawn cards with the one before, as `serve` does."""
    static = tmp_path / "theme" / "static"
    shutil.copytree(LOOK.static, static)
    found = []
    for colour in ("#ff0000", "#0000ff"):
        mark = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z" fill="{colour}"/></svg>'
        )
        (static / "icon.svg").write_text(mark, "utf-8")
        write_card(
            Card("x", "Title", "en", "ltr", "Site", "en", ()), CardStyle(static), tmp_path, tmp_path / "card.png"
        )
        found.append((tmp_path / "card.png").read_bytes())
    assert found[0] != found[1]


def test_a_word_that_is_wider_than_a_card_goes_on_in_the_next_line() -> None:
    """It is broken only where a line is full, and nothing stands between its parts."""
    word = "Hyperbole" * 12
    text = typeset(word, read_faces(LOOK.fonts), "en", "ltr", 650)
    assert text is not None
    lines = text.lines(60, 1056)
    assert "".join(lines) == word
    assert len(lines) == text.width(word, 60) // 1056 + 1


def test_titles_are_bold() -> None:
    """Where a font has weights, what is drawn in a heavier one is wider."""
    face = read_faces(LOOK.fonts)[0]
    assert face.font(60, 700).getlength("A title") > face.font(60, 400).getlength("A title")


def test_rare_letters() -> None:
    """A letter that no font has appears in its plain form or not at all; a text of such letters is left out."""
    faces = read_faces(LOOK.fonts)
    plain = typeset("CO₂ in the air 🌍", faces, "en", "ltr", 650)
    assert plain is not None
    assert plain.text == "CO2 in the air"
    assert typeset("مياه", faces, "ar", "ltr", 650) is None


def test_a_font_that_cannot_be_read_as_it_is_gives_the_same_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the library that draws reads no WOFF2, fonts are unpacked first, and no pixel differs."""
    card = Card("x", "Čačak, Ђердап", "sr", "ltr", "Site", "en", ALL_GOALS)
    write_card(card, LOOK, tmp_path, tmp_path / "packed.png")
    with monkeypatch.context() as patched:
        patched.setattr("plugins.images.drawing._is_readable", lambda data: False)
        write_card(card, CardStyle(LOOK.static), tmp_path, tmp_path / "unpacked.png")
        assert read_faces(LOOK.fonts)[0].data != LOOK.fonts[0].read_bytes()
    assert (tmp_path / "packed.png").read_bytes() == (tmp_path / "unpacked.png").read_bytes()


def test_lines_are_even() -> None:
    """A title of two lines is not one long line and a single word."""
    text = typeset("Eight bus stations ask before people travel abroad", read_faces(LOOK.fonts), "en", "ltr", 650)
    assert text is not None
    first, second = (text.width(line, 60) for line in text.lines(60, 1056))
    assert min(first, second) > 0.6 * max(first, second)


def test_colours_of_the_site_have_precedence_in_both_schemes(tmp_path: Path) -> None:
    """What `theme/site/colours.css` sets is used, in its scheme; other roles are the theme's, or else the defaults."""
    static = tmp_path / "static"
    (static / "css").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    dark = "@media (prefers-color-scheme: dark) {{ :root {{ --accent: {}; }} }}"
    (static / "css" / "tokens.css").write_text(
        ":root { --accent: #111111; --ink-soft: #222222; }" + dark.format("#333333")
    )
    own = read_colours(static)
    assert (own.light.accent, own.light.ink_soft, own.dark.accent) == ("#111111", "#222222", "#333333")
    assert own.light.page == LIGHT.page
    (tmp_path / "site" / "colours.css").write_text(":root { --accent: #AAAAAA; }" + dark.format("#bbbbbb"))
    other = read_colours(static)
    assert (other.light.accent, other.light.ink_soft, other.dark.accent) == ("#aaaaaa", "#222222", "#bbbbbb")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing}</svg>'


@pytest.mark.parametrize(
    "drawing",
    [
        '<circle cx="24" cy="24" r="20" fill="#a23720"/>',
        '<path style="fill:#a23720" d="M4 4h40v40h-40z"/>',
        '<style>.cls-1{fill:#a23720}</style><rect class="cls-1" x="4" y="4" width="40" height="40"/>',
        '<g fill="#a23720" transform="translate(24 24)"><path d="M-20-20h40v40h-40z"/></g>',
        '<linearGradient id="a"><stop stop-color="#a23720"/></linearGradient><path fill="url(#a)" d="M4 4h40v40H4z"/>',
        '<path color="#a23720" fill="currentColor" d="M4 4h40v40h-40z"/>',
    ],
)
@pytest.mark.parametrize("size", ['viewBox="0 0 48 48"', 'viewBox="0,0,48,48"', 'width="48px" height="48px"'])
def test_an_icon_is_drawn_however_its_colours_are_written(drawing: str, size: str) -> None:
    """As drawing programs save them: as attributes, styles, classes, of a group, or as a gradient."""
    icon = draw_icon(SVG.format(size=size, drawing=drawing), 96, "#ffffff")
    assert icon.size == (96, 96)
    assert icon.getpixel((48, 48)) == (0xA2, 0x37, 0x20)
    assert icon.getpixel((2, 2)) == (255, 255, 255)


def test_an_icon_that_is_no_square_stands_in_the_middle() -> None:
    """Neither side of it is cut or stretched."""
    drawing = '<rect width="20" height="10" fill="#a23720"/>'
    icon = draw_icon(SVG.format(size='viewBox="0 0 20 10"', drawing=drawing), 40, "#ffffff")
    red = [y for y in range(40) if icon.getpixel((20, y)) == (0xA2, 0x37, 0x20)]
    assert red == list(range(10, 30))


def test_a_file_that_is_no_drawing_is_named(tmp_path: Path) -> None:
    """The error is that of the site's file, with what is wrong in it."""
    (tmp_path / "icon.svg").write_text("<svg><path", "utf-8")
    with pytest.raises(FileError, match=r"icon\.svg: .*: put an SVG drawing there, then run the command again"):
        draw_or_report("theme/static", lambda: write_icon(CardStyle(tmp_path), 32, tmp_path / "icon.png"))
