"""Pictures and cards of a small site that is really built."""

import re
from pathlib import Path

import pytest
from PIL import Image

from plugins.diagnostics import ContentErrors, SettingError
from plugins.project.settings import settings_of
from tests.images.samples import file_of, snapshot, still
from tests.small_site import ROOT, SmallSite, small_site

# In a JSON feed a backslash stands before the quotation mark that ends an address.
NAMED = re.compile(r"/pictures/[^\s\"'<>&\\]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with a picture in a header, one in a text, one that nothing names, and a story without a translation."""
    made = small_site(tmp_path_factory.mktemp("site"))
    made.write("images/bridge.jpg", snapshot(1000, 700))
    made.write("images/plan.png", file_of(still(700, 400, "RGBA"), "PNG"))
    made.write("images/unused.jpg", snapshot(500, 400))
    body = "Before.\n\n![A plan](images/plan.png)\n\nAfter."
    made.article("bridge", body=body, image="images/bridge.jpg", image_alt="A bridge", sdgs="9, 11")
    made.article("bridge", "sr", title="Most se otvara")
    made.article("alone", date="2026-03-02")
    made.build()
    return made


def named(site: SmallSite) -> set[str]:
    """Every file of /pictures/ that any page or feed names."""
    texts = [data.decode() for name, data in site.files().items() if name.endswith((".html", ".xml", ".json"))]
    return {name.lstrip("/") for text in texts for name in NAMED.findall(text)}


def test_pages_and_output_agree(site: SmallSite) -> None:
    """Every picture that a page names is in the output, and nothing else is."""
    assert named(site) == {name for name in site.files() if name.startswith("pictures/")}


def test_element(site: SmallSite) -> None:
    """An article's picture offers AVIF, then WebP, then JPEG, says its size, and is loaded first."""
    picture = site.page("/news/bridge/").select_one(".story-picture picture")
    assert picture is not None
    assert [source["type"] for source in picture.select("source")] == ["image/avif", "image/webp"]
    image = picture.select_one("img")
    assert image is not None
    assert (image["width"], image["height"], image["alt"]) == ("1000", "700", "A bridge")
    assert image["fetchpriority"] == "high"
    assert image["sizes"]
    assert str(image["src"]).endswith(".jpg")


def test_picture_in_a_text(site: SmallSite) -> None:
    """A picture within a text is loaded when it comes near, and keeps its transparency in the fallback."""
    image = site.page("/news/bridge/").select_one(".prose picture img")
    assert image is not None
    assert (image["loading"], str(image["src"])[-4:]) == ("lazy", ".png")


def card_of(site: SmallSite, address: str) -> str:
    """The path of the picture that stands for a page where it is shared."""
    meta = site.page(address).select_one('meta[property="og:image"]')
    assert meta is not None
    return re.sub(r"^https://[^/]+/", "", str(meta["content"]))


def test_cards(site: SmallSite) -> None:
    """Each story has a card in each edition, 1200 × 630 and light; other pages have the edition's."""
    addresses = [f"{prefix}/news/{slug}/" for prefix in ("", "/sr", "/sr-cyrl") for slug in ("bridge", "alone")]
    cards = {address: card_of(site, address) for address in (*addresses, "/", "/sr/", "/sr-cyrl/")}
    assert len(set(cards.values())) == len(cards)
    for card in cards.values():
        with Image.open(site.output / card) as image:
            assert image.size == (1200, 630)
        assert (site.output / card).stat().st_size < 60_000
    assert card_of(site, "/archive/") == cards["/"]


def test_second_build_makes_nothing(site: SmallSite) -> None:
    """A second build leaves every picture in the cache and in the output as it was."""

    def times() -> dict[str, int]:
        folders = (site.folder / ".cache" / "pictures", site.output / "pictures")
        return {str(file): file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*.*")}

    before = times()
    settings = site.build()
    assert not settings["BUILD"].changes.written
    assert times() == before


def test_damaged_cache_is_made_again(site: SmallSite) -> None:
    """A file of the cache that is not as it was written is not published."""
    before = site.files()
    for file in (site.folder / ".cache" / "pictures").glob("bridge-*.webp"):
        file.write_bytes(b"damaged")
    site.build()
    assert site.files() == before


def test_new_title_new_card(tmp_path: Path) -> None:
    """A changed title gives the story a new card at a new address, and the old one goes."""
    made = small_site(tmp_path)
    made.article("bridge")
    made.build()
    first = card_of(made, "/news/bridge/")
    made.article("bridge", title="Another title")
    made.build()
    second = card_of(made, "/news/bridge/")
    assert first != second
    assert (made.output / second).is_file()
    assert not (made.output / first).exists()


def test_cards_switched_off(tmp_path: Path) -> None:
    """With SOCIAL_CARDS off the edition's card stands for every story."""
    made = small_site(tmp_path, SOCIAL_CARDS=False)
    made.article("bridge")
    made.build()
    assert card_of(made, "/news/bridge/") == card_of(made, "/")


def test_faults(tmp_path: Path) -> None:
    """Invalid pictures are errors of the lines that name them, reported with all other errors."""
    made = small_site(tmp_path)
    made.write("images/cut.jpg", snapshot(900, 600)[:9000])
    made.write("images/page.png", b"<html>not found</html>")
    made.article("bridge", body="Text.\n\n![Alt](images/page.png)", image="images/cut.jpg", category="nowhere")
    with pytest.raises(ContentErrors) as caught:
        made.build()
    messages = [str(diagnostic) for diagnostic in caught.value.diagnostics]
    where = "content/news/2026/bridge.en.md"
    fix = "open it in a picture program and save it as JPEG or PNG again, or ask for a whole copy"
    assert f"{where}:3: the picture images/cut.jpg is broken or cut short: {fix} (bad-image)" in messages
    wrong = "the picture images/page.png is a web page, whatever its name says: save it as JPEG or PNG"
    assert f"{where}:8: {wrong} (bad-image)" in messages
    assert any(line.endswith("(unknown-category)") for line in messages)
    assert not made.output.exists()


def test_picture_by_reference_from_elsewhere(tmp_path: Path) -> None:
    """A picture of another site that is named in a roundabout way is an error too, with its line."""
    made = small_site(tmp_path)
    made.article("bridge", body="Text.\n\n![Alt][far]\n\n[far]: https://example.org/far.jpg")
    with pytest.raises(ContentErrors) as caught:
        made.build()
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.line) == ("foreign-image", 8)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PICTURE_MEGAPIXELS", 0), ("PICTURE_MEGABYTES", "30"), ("SOCIAL_CARDS", "no"), ("WORKERS", "two")],
)
def test_settings(name: str, value: object) -> None:
    """A setting that makes no sense is named, with what was expected."""
    with pytest.raises(SettingError, match=f"^{name}: expected"):
        settings_of(str(ROOT / "pelicanconf.py"), {name: value})
