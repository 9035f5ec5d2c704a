"""Which files are pictures that can be shown, and what is said of the others."""

from pathlib import Path

import pytest
from PIL import Image

from plugins.images.originals import Originals, load_records
from plugins.images.validation import Limits
from tests.images.samples import LIMITS, file_of, snapshot, still


def originals(folder: Path, limits: Limits = LIMITS) -> Originals:
    """A fresh reader of a folder, as a build has one."""
    return Originals(folder, load_records(folder / ".cache" / "known.json"), limits, 1)


JPEG = file_of(still(900, 600))
PNG = file_of(still(900, 600), "PNG")
BAD = {
    "cut-short": (JPEG[: len(JPEG) // 2], "is broken or cut short: open it"),
    "cut-short-png": (PNG[: len(PNG) // 2], "is broken or cut short: open it"),
    "start-only": (JPEG[:40], "is broken or cut short: open it"),
    "empty": (b"", "is empty: put the picture there again"),
    "text": (b"not a picture", "is not a picture that can be read: save it as JPEG or PNG"),
    "page": (b"<!doctype html><p>404", "is a web page, whatever its name says: save it as JPEG or PNG"),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing, whatever its name says"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "is a HEIC photograph, whatever its name says"),
    "gif": (file_of(still(9, 9), "GIF"), "is a GIF, whatever its name says: save it as JPEG or PNG"),
    "wide": (
        file_of(Image.new("1", (4000, 3000)), "PNG"),
        "has 12 megapixels, over the limit of 8: save a smaller copy",
    ),
    "heavy": (JPEG + b"\0" * 2_000_000, "MB, over the limit of 2 MB: save a smaller copy"),
    "moving": (
        file_of(still(9, 9), "PNG", save_all=True, append_images=[still(9, 9).rotate(90)]),
        "moves, and only still pictures are shown",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pictures(tmp_path: Path, name: str) -> None:
    """A file that cannot be shown is reported with a fix, whatever its bytes are."""
    data, message = BAD[name]
    (tmp_path / "x.jpg").write_bytes(data)
    found = originals(tmp_path)
    assert message in found.problem("x.jpg")
    assert found.find("x.jpg") is None


def test_a_picture_that_is_too_large_to_open(tmp_path: Path) -> None:
    """A small file of more pixels than Pillow opens is reported likewise."""
    Image.new("1", (20_000, 10_000)).save(tmp_path / "x.jpg", "PNG")
    assert "has more than 170 megapixels, over the limit of 8" in originals(tmp_path).problem("x.jpg")


def test_upright_size(tmp_path: Path) -> None:
    """A picture held upright has the size that people see, not the one that the sensor has."""
    (tmp_path / "x.jpg").write_bytes(snapshot(600, 400, orientation=6))
    found = originals(tmp_path).find("x.jpg")
    assert found is not None
    assert (found.width, found.height) == (400, 600)


def test_transparency(tmp_path: Path) -> None:
    """Only a picture through which something shows counts as transparent."""
    (tmp_path / "clear.png").write_bytes(file_of(still(40, 20, "RGBA"), "PNG"))
    (tmp_path / "opaque.png").write_bytes(file_of(still(40, 20).convert("RGBA"), "PNG"))
    found = originals(tmp_path)
    assert [found.find(name).transparent for name in ("clear.png", "opaque.png")] == [True, False]  # type: ignore[union-attr]


def test_version_follows_bytes(tmp_path: Path) -> None:
    """The version changes with the file's bytes, also where size and time stay, and not with its time alone."""
    file = tmp_path / "x.png"
    file.write_bytes(file_of(Image.new("RGB", (30, 20), (1, 2, 3)), "PNG"))
    first, stat = originals(tmp_path).version("x.png"), file.stat()
    file.touch()
    assert originals(tmp_path).version("x.png") == first
    other = file_of(Image.new("RGB", (30, 20), (1, 2, 4)), "PNG")
    assert len(other) == stat.st_size
    file.write_bytes(other)
    assert originals(tmp_path).version("x.png") != first


def test_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build looks at size and times only."""
    (tmp_path / "x.jpg").write_bytes(JPEG)
    first = originals(tmp_path).version("x.jpg")

    def refused(self: Path) -> bytes:
        raise AssertionError(f"{self} was read again")

    later = originals(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert later.problem("x.jpg") == ""
    assert later.version("x.jpg") == first
