"""Compressed siblings in a copy of the output."""

import gzip

import brotli

from plugins.publishing import compress
from tests.publishing import sites


def test_siblings_open_to_the_same_bytes(tmp_path) -> None:
    """Every text has a ``.br`` and a ``.gz`` that open to it; pictures have none; the output itself is untouched."""
    output = sites.build(tmp_path / "output", 1)
    before = sorted(output.rglob("*"))

    staging = compress(output, tmp_path / "cache")

    for path in (*output.rglob("*.html"), output / sites.style_name(1)):
        name = path.relative_to(output).as_posix()
        assert brotli.decompress((staging / f"{name}.br").read_bytes()) == path.read_bytes()
        assert gzip.decompress((staging / f"{name}.gz").read_bytes()) == path.read_bytes()
    assert not list(staging.rglob("*.webp.*"))
    assert not (staging / "robots.txt.br").exists(), "not worth it"
    assert sorted(output.rglob("*")) == before


def test_second_time_compresses_only_what_is_new(tmp_path, monkeypatch) -> None:
    """Compressed bytes are kept by content, and forgotten when no page needs them."""
    output = sites.build(tmp_path / "output", 1)
    compress(output, tmp_path / "cache")
    (output / "index.html").write_bytes(sites.page_of(2, "index.html"))
    done = []
    real = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda data, quality: (done.append(data), real(data, quality=quality))[1])

    staging = compress(output, tmp_path / "cache")

    assert done == [sites.page_of(2, "index.html")]
    assert brotli.decompress((staging / "index.html.br").read_bytes()) == sites.page_of(2, "index.html")
    assert len(list((tmp_path / "cache" / "compressed").glob("*.br"))) == len(list(staging.rglob("*.br")))


def test_the_copy_follows_the_output(tmp_path) -> None:
    """What is gone from the output is gone from the copy with its siblings; a plain text that is too small has none."""
    output = sites.build(tmp_path / "output", 1)
    compress(output, tmp_path / "cache")
    (output / "sr" / "news" / "story-5" / "index.html").unlink()
    (output / "index.html").write_bytes(b"<!doctype html>small now")

    copy = compress(output, tmp_path / "cache")

    assert {p.relative_to(copy) for p in copy.rglob("*.html")} == {
        p.relative_to(output) for p in output.rglob("*.html")
    }
    assert not list((copy / "sr" / "news" / "story-5").iterdir())
    assert not (copy / "index.html.br").exists()


def test_the_same_bytes_every_time(tmp_path) -> None:
    """Two machines make the same siblings."""
    output = sites.build(tmp_path / "output", 1)
    one, two = compress(output, tmp_path / "one"), compress(output, tmp_path / "two")

    assert [p.read_bytes() for p in sorted(one.rglob("*.gz"))] == [p.read_bytes() for p in sorted(two.rglob("*.gz"))]
