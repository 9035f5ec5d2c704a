"""Compressed siblings in a copy of the output."""

import gzip
from pathlib import Path

import brotli
import pytest

from plugins.publishing import compress
from plugins.system.digests import FileDigests
from tests.publishing import sites


def test_siblings_open_to_the_same_bytes(tmp_path) -> None:
    """Every text has a ``.br`` and a ``.gz`` that open to it; pictures have none; the output itself is untouched."""
    output = sites.build(tmp_path / "output", 1)
    before = sorted(output.rglob("*"))

    staging = compress(output, tmp_path / "cache", FileDigests())

    for path in (*output.rglob("*.html"), output / sites.style_name(1)):
        name = path.relative_to(output).as_posix()
        assert brotli.decompress((staging / f"{name}.br").read_bytes()) == path.read_bytes()
        assert gzip.decompress((staging / f"{name}.gz").read_bytes()) == path.read_bytes()
    assert not list(staging.rglob("*.webp.*"))
    assert not (staging / "robots.txt.br").exists(), "not worth it"
    assert sorted(output.rglob("*")) == before


def test_second_time_compresses_only_what_is_new(tmp_path, monkeypatch) -> None:
    """What is in the copy already is not compressed again."""
    output = sites.build(tmp_path / "output", 1)
    compress(output, tmp_path / "cache", FileDigests())
    (output / "index.html").write_bytes(sites.page_of(2, "index.html"))
    done = []
    real = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda data, **how: (done.append(data), real(data, **how))[1])

    staging = compress(output, tmp_path / "cache", FileDigests())

    assert done == [sites.page_of(2, "index.html")]
    assert brotli.decompress((staging / "index.html.br").read_bytes()) == sites.page_of(2, "index.html")
    texts = [path for path in staging.rglob("*") if path.with_name(f"{path.name}.br").exists()]
    assert len(texts) == len(list(staging.rglob("*.br"))) > 1


def test_the_copy_follows_the_output(tmp_path) -> None:
    """What is gone from the output is gone from the copy with its siblings; a plain text that is too small has none."""
    output = sites.build(tmp_path / "output", 1)
    compress(output, tmp_path / "cache", FileDigests())
    (output / "sr" / "news" / "story-1" / "index.html").unlink()
    (output / "index.html").write_bytes(b"<!doctype html>small now")

    copy = compress(output, tmp_path / "cache", FileDigests())

    assert {p.relative_to(copy) for p in copy.rglob("*.html")} == {
        p.relative_to(output) for p in output.rglob("*.html")
    }
    assert not (copy / "sr" / "news" / "story-1").exists()
    assert not (copy / "index.html.br").exists()


def test_the_same_bytes_every_time(tmp_path) -> None:
    """Two machines make the same siblings."""
    output = sites.build(tmp_path / "output", 1)
    one, two = compress(output, tmp_path / "one", FileDigests()), compress(output, tmp_path / "two", FileDigests())

    assert [p.read_bytes() for p in sorted(one.rglob("*.gz"))] == [p.read_bytes() for p in sorted(two.rglob("*.gz"))]


@pytest.mark.parametrize("ending", ["", ".br", ".gz"])
def test_what_was_begun_is_done_again(ending, tmp_path, monkeypatch) -> None:
    """Where a publish ended while it wrote a file or one of its forms, the next makes them whole, even if the page is
    as it was before that."""
    output, copy = sites.build(tmp_path / "output", 1), tmp_path / "cache"
    compress(output, copy, FileDigests())
    page, write = output / "index.html", Path.write_bytes

    def write_half(path: Path, data: bytes) -> int:
        if path == Path(f"{copy}/index.html{ending}"):
            write(path, data[: len(data) // 2])
            raise OSError("the disk is full")
        return write(path, data)

    before = page.read_bytes()
    page.write_bytes(sites.page_of(2, "index.html"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_half)
        with pytest.raises(OSError, match="full"):
            compress(output, copy, FileDigests())
    page.write_bytes(before)
    compress(output, copy, FileDigests())

    assert (copy / "index.html").read_bytes() == before
    assert brotli.decompress((copy / "index.html.br").read_bytes()) == before
    assert gzip.decompress((copy / "index.html.gz").read_bytes()) == before
