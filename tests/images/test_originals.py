"""Which files are pictures that can be shown, and what is said of the others."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from plugins.images.originals import Originals, load_records
from plugins.images.validation import Limits
from tests.images.samples import LIMITS, file_of, snapshot, still


def originals(folder: Path, limits: Limits = LIMITS) -> Originals:
    """A fresh reader of a folder, as a build has one."""
    return Originals(folder, load_records(folder / ".cache" / "known.json"), limits, 1)


@cache
def jpeg() -> bytes:
    """A photograph."""
    return file_of(still(900, 600))


def png() -> bytes:
    """A drawing."""
    return file_of(still(900, 600), "PNG")


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut-short": (lambda: jpeg()[: len(jpeg()) // 2], "is broken or cut short: open it"),
    "cut-short-png": (lambda: png()[: len(png()) // 2], "is broken or cut short: open it"),
    "start-only": (lambda: jpeg()[:40], "is broken or cut short: open it"),
    "empty": (lambda: b"", "is empty: put the picture there again"),
    "text": (lambda: b"not a picture", "is not a picture that can be read: save it as JPEG or PNG"),
    "page": (lambda: b"<!doctype html><p>404", "is a web page, whatever its name says: save it as JPEG or PNG"),
    "drawing": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "is an SVG drawing, whatever its name says",
    ),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0", "is a HEIC photograph, whatever its name says"),
    "gif": (lambda: file_of(still(9, 9), "GIF"), "is a GIF, whatever its name says: save it as JPEG or PNG"),
    "wide": (
        lambda: file_of(Image.new("1", (4000, 3000)), "PNG"),
        "has 12 megapixels, over the limit of 8: save a smaller copy",
    ),
    "bomb": (
        lambda: file_of(Image.new("1", (20000, 10000)), "PNG"),
        "has more than 170 megapixels, over the limit of 8",
    ),
    "heavy": (lambda: jpeg() + b"\0" * 2_000_000, "MB, over the limit of 2 MB: save a smaller copy"),
    "moving": (
        lambda: file_of(still(9, 9), "PNG", save_all=True, append_images=[still(9, 9).rotate(90)]),
        "moves, and only still pictures are shown",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pictures(tmp_path: Path, name: str) -> None:
    """A file that cannot be shown is reported with a fix, whatever its bytes are."""
    make, message = BAD[name]
    (tmp_path / "x.jpg").write_bytes(make())
    found = originals(tmp_path)
    assert message in found.problem("x.jpg")
    assert found.find("x.jpg") is None


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
    (tmp_path / "x.jpg").write_bytes(jpeg())
    first = originals(tmp_path).version("x.jpg")

    def refused(self: Path) -> bytes:
        raise AssertionError(f"{self} was read again")

    later = originals(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert later.problem("x.jpg") == ""
    assert later.version("x.jpg") == first
