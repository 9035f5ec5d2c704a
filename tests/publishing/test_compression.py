"""What a release may hold: files that every target serves as they are, and the compressed forms of texts."""

from __future__ import annotations

import gzip
import os
import re
import unicodedata
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.links.attachments import TYPES as ATTACHED
from plugins.publishing import PublishError, compress
from plugins.publishing.compression import pack
from plugins.publishing.media_types import TYPES, UploadPhase, upload_phase
from plugins.publishing.releases import output_files
from plugins.system.digests import FileDigests
from tests.publishing import sites
from tests.small_site import ROOT

LETTERS = st.text("aAbBčČćßſıéŽ", min_size=1, max_size=3)
FORMS = {"": bytes, ".br": brotli.decompress, ".gz": gzip.decompress}


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def check_copy(output: Path, copy: Path) -> None:
    """The copy has the files of the output, and beside texts that are worth it forms that open to them."""
    built, copied = files_of(output), files_of(copy)
    packed = {name for name, data in built.items() if len(data) > 512 and not name.endswith(".webp")}
    assert copied.keys() == {*built, *(name + form for name in packed for form in (".br", ".gz"))}
    for name, data in copied.items():
        form = name[-3:] if name[-3:] in FORMS else ""
        assert FORMS[form](data) == built[name.removesuffix(form)]


def test_the_copy_follows_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that are large enough have both forms; of what has not changed nothing is compressed again, and what is
    gone, or too small now, has none; where a publish ended while it wrote, the next makes all whole."""
    output, copy = sites.build(tmp_path / "output", 1), tmp_path / "cache"
    compress(output, copy, FileDigests())
    check_copy(output, copy)
    (output / "index.html").write_bytes(sites.page_of(2, "index.html"))
    (output / "sr/news/story-1/index.html").unlink()
    (output / "sr/index.html").write_bytes(b"<!doctype html>small now")
    done, real, write = [], brotli.compress, Path.write_bytes
    with monkeypatch.context() as patch:
        patch.setattr(brotli, "compress", lambda data, **how: (done.append(data), real(data, **how))[1])
        compress(output, copy, FileDigests())
    assert done == [sites.page_of(2, "index.html")]
    check_copy(output, copy)
    assert not (copy / "sr/news/story-1").exists()

    for ending in FORMS:
        before = (output / "index.html").read_bytes()
        (output / "index.html").write_bytes(sites.page_of(3, "index.html"))

        def write_half(path: Path, data: bytes, ending: str = ending) -> int:
            if path == Path(f"{copy}/index.html{ending}"):
                write(path, data[: len(data) // 2])
                raise OSError("the disk is full")
            return write(path, data)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", write_half)
            with pytest.raises(OSError, match="full"):
                compress(output, copy, FileDigests())
        (output / "index.html").write_bytes(before)
        compress(output, copy, FileDigests())
        check_copy(output, copy)
    assert pack(before, best=False) == pack(before, best=False), "the same on each computer, at any time"


def write_names(folder: Path, *names: str) -> None:
    """Write a file of each name."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")


def test_what_not_every_target_can_hold_is_refused_by_name(tmp_path: Path) -> None:
    """Links, which may lead to what is no part of the site; names that are not UTF-8; and names that a system without
    case takes for one."""
    write_names(tmp_path, "links/index.html", "private/secret.txt")
    (tmp_path / "links" / "news").symlink_to(tmp_path / "private")
    (tmp_path / "links" / "a.txt").symlink_to("/etc/hostname")
    write_names(tmp_path / "case", "files/Report.pdf", "files/report.pdf", "News/a.html", "news/b.html", "x.html")
    (tmp_path / "odd").mkdir()
    for name in (b"caf\xe9.pdf", b"two\nlines.pdf"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd/" + name)).write_bytes(b"x")
    for folder, words in (
        ("links", r"symbolic links, .*: a\.txt, news:"),
        ("case", r"differ only in case.*: News, files/Report\.pdf, files/report\.pdf, news:"),
        ("odd", r"broken letters: caf\\udce9\.pdf, two\nlines\.pdf"),
    ):
        with pytest.raises(PublishError, match=words):
            compress(tmp_path / folder, tmp_path / "cache", FileDigests())
    assert not list((tmp_path / "cache").rglob("*.txt"))


@given(st.sets(st.lists(LETTERS, min_size=1, max_size=2).map("/".join), min_size=1, max_size=4))
def test_every_file_is_listed_where_no_system_takes_two_for_one(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    """All files are listed exactly where a folder without case and with composed accents holds them all."""
    folder = tmp_path_factory.mktemp("names")
    files = {name for name in names if not any(other.startswith(f"{name}/") for other in names)}
    write_names(folder, *files)
    spellings = {name[:end] for name in files for end in range(1, len(name) + 1) if f"{name}/"[end] == "/"}
    if len({unicodedata.normalize("NFC", name).casefold() for name in spellings}) < len(spellings):
        with pytest.raises(PublishError, match="differ only in case"):
            output_files(folder)
    else:
        assert set(output_files(folder)) == files


def test_every_kind_of_file_has_a_media_type_and_its_turn() -> None:
    """A theme's files and what a story may link to; pages come after what they need and before what lists them."""
    kinds = {file.suffix for file in (ROOT / "theme" / "static").rglob("*.*")} | {f".{kind}" for kind in ATTACHED}
    assert kinds - {".toml", ".md"} <= TYPES.keys()
    # What systems and versions of Python know differs.
    assert [kind for kind, name in TYPES.items() if not re.fullmatch(r"[a-z]+/[\w.+-]+(; charset=utf-8)?", name)] == []
    phases = {ending: upload_phase(f"news/a{ending}") for ending in TYPES}
    assert {ending for ending, phase in phases.items() if phase is UploadPhase.PAGE} == {".html", ".md"}
    assert {ending for ending, phase in phases.items() if phase is UploadPhase.LISTING} == {".xml", ".txt", ".json"}
    assert UploadPhase.ASSET < UploadPhase.PAGE < UploadPhase.LISTING
    assert upload_phase("files/a.txt") is UploadPhase.ASSET
