"""What readers get of a picture."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from plugins.images.renditions import all_renditions, crops, endings, render, widths, write_crops
from plugins.images.validation import Original, examine_picture
from tests.images.samples import LIMITS, file_of, snapshot, still


def rendered(folder: Path, data: bytes, name: str = "Đački put.jpg") -> dict[str, bytes]:
    """All renditions of a picture file, by name."""
    file = folder / "original"
    file.write_bytes(data)
    original = Original(name, "digest", *examine_picture(file, LIMITS))
    wanted = tuple(all_renditions(original))
    render(file, wanted, folder)
    return {one.name: (folder / one.name).read_bytes() for one in wanted}


def test_place_and_camera_are_gone(tmp_path: Path) -> None:
    """Nothing that a camera wrote beside the picture is published, in any format."""
    data = snapshot(1000, 700)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)[2]
    for name, published in rendered(tmp_path, data).items():
        with Image.open(io.BytesIO(published)) as image:
            assert not image.getexif(), name
            assert not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys(), name
        assert b"Secret" not in published, name


def test_every_rendition_opens_in_its_size(tmp_path: Path) -> None:
    """Each file is of the format and width that its name says, in proportion, and none is larger than the original."""
    found = rendered(tmp_path, file_of(still(1000, 700)))
    assert {name.rpartition(".")[2] for name in found} == {"avif", "webp", "jpg"}
    for name, data in found.items():
        assert name.startswith("pictures/acki-put-") or name.startswith("pictures/dacki-put-")
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.rpartition(".")[2]]
            assert f"-{image.width}." in name
            assert abs(image.height - image.width * 0.7) <= 1
            assert image.width <= 1000


def test_orientation(tmp_path: Path) -> None:
    """A picture that the camera held on its side stands upright: what was its left half is its upper half."""
    for data in rendered(tmp_path, snapshot(600, 400, orientation=6)).values():
        with Image.open(io.BytesIO(data)) as image:
            shown = image.convert("RGB")
            upper, lower = shown.getpixel((20, 10)), shown.getpixel((20, image.height - 10))
            assert upper[0] > upper[2]  # type: ignore[index]
            assert lower[2] > lower[0]  # type: ignore[index]


def test_transparency_is_kept(tmp_path: Path) -> None:
    """A transparent picture is so in every format, its fallback a PNG."""
    found = rendered(tmp_path, file_of(still(700, 500, "RGBA"), "PNG"))
    assert {name.rpartition(".")[2] for name in found} == {"avif", "webp", "png"}
    for name, data in found.items():
        with Image.open(io.BytesIO(data)) as image:
            alpha = image.convert("RGBA").getchannel("A")
            assert alpha.getpixel((5, 5)) > 250, name  # type: ignore[operator]
            assert alpha.getpixel((image.width - 5, 5)) < 5, name  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "I;16"])
def test_other_modes(tmp_path: Path, mode: str) -> None:
    """Grey, print and palette pictures become ordinary ones of the same brightness."""
    grey = Image.new("RGB", (400, 300), (128, 128, 128))
    if mode == "I;16":
        image = Image.new("I;16", (400, 300), 32768)
    else:
        image = grey.quantize(2) if mode == "P" else grey.convert(mode)
    found = rendered(tmp_path, file_of(image, "JPEG" if mode == "CMYK" else "PNG"))
    for data in found.values():
        with Image.open(io.BytesIO(data)) as shown:
            red, green, blue = shown.convert("RGB").getpixel((200, 150))  # type: ignore[misc]
            assert max(abs(part - 128) for part in (red, green, blue)) < 12


def test_colour_profile_is_applied(tmp_path: Path) -> None:
    """Colours of another space are turned into sRGB, not just relabelled; a profile that cannot be used is left out."""
    # A space in which red is blue and blue is red.
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = data.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    red, blue = (200, 30, 30), (30, 30, 200)
    for profile, expected in ((exchanged, blue), (data, red), (lab, red), (b"not a profile", red)):
        found = rendered(tmp_path, file_of(Image.new("RGB", (400, 300), red), "PNG", icc_profile=profile))
        with Image.open(io.BytesIO(next(iter(found.values())))) as shown:
            parts = shown.convert("RGB").getpixel((9, 9))
        assert max(abs(part - wanted) for part, wanted in zip(parts, expected, strict=True)) < 25, profile[:20]


def test_same_bytes_again(tmp_path: Path) -> None:
    """Encoding the same picture twice gives the same bytes; another picture has another address."""
    data = snapshot(700, 500)
    assert rendered(tmp_path, data) == rendered(tmp_path, data)
    one, other = (next(all_renditions(Original("x.jpg", digest, 700, 500, False))).name for digest in ("1", "2"))
    assert one != other


@pytest.mark.parametrize(
    ("width", "expected"),
    [(5000, (320, 640, 960, 1280, 1664)), (1000, (320, 640, 960)), (1200, (320, 640, 960, 1200)), (90, (90,))],
)
def test_widths(width: int, expected: tuple[int, ...]) -> None:
    """Sensible widths, never above the picture's own, which is among them where it is much above the last."""
    assert widths(Original("x.jpg", "", width, 400, False), "webp") == expected


def test_crops_have_their_shape_and_are_not_enlarged(tmp_path: Path) -> None:
    """16:9, 4:3 and 1:1, each as large as the picture allows."""
    Image.new("RGB", (600, 800)).save(tmp_path / "tall.png")
    assert [crop.size for crop in crops(Original("x", "x", 4000, 4000, False))] == [(1200, 675), (960, 720), (720, 720)]
    wanted = crops(Original("tall.png", "x", 600, 800, False))
    write_crops(tmp_path, wanted, tmp_path)
    sizes = []
    for crop in wanted:
        with Image.open(tmp_path / crop.name) as image:
            sizes.append(image.size)
    assert sizes == [crop.size for crop in wanted] == [(600, 338), (600, 450), (600, 600)]


def test_no_avif(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pillow lacks AVIF the other formats are made."""
    monkeypatch.setattr("plugins.images.renditions.features.check", lambda name: name != "avif")
    assert endings(Original("x.jpg", "", 900, 600, False)) == ("webp", "jpg")
