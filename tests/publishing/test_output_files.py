"""What a release may hold: files that every target serves as they are."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.links.attachments import TYPES as ATTACHED
from plugins.publishing import PublishError, compress
from plugins.publishing.media_types import TYPES, UploadPhase, upload_phase
from plugins.publishing.releases import output_files
from plugins.system.digests import FileDigests
from tests.small_site import ROOT

LETTERS = st.text("aAbBčČćßſıéŽ", min_size=1, max_size=3)


def write(folder: Path, *names: str) -> None:
    """Write a file of each name."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")


def test_every_kind_of_file_has_a_media_type() -> None:
    """Of a theme's files, and of what a story may link to; texts are in UTF-8."""
    kinds = {file.suffix for file in (ROOT / "theme" / "static").rglob("*.*")} | {f".{kind}" for kind in ATTACHED}
    assert kinds - {".toml", ".md"} <= TYPES.keys()
    # What systems and versions of Python know differs.
    assert [kind for kind, name in TYPES.items() if not re.fullmatch(r"[a-z]+/[\w.+-]+(; charset=utf-8)?", name)] == []


def test_what_lists_pages_goes_live_after_them_and_what_they_need_before() -> None:
    """Pages in both forms come between the lists and everything else; an attachment is none of the lists."""
    phases = {ending: upload_phase(f"news/a{ending}") for ending in TYPES}
    assert {ending for ending, phase in phases.items() if phase is UploadPhase.PAGE} == {".html", ".md"}
    assert {ending for ending, phase in phases.items() if phase is UploadPhase.LISTING} == {".xml", ".txt", ".json"}
    assert UploadPhase.ASSET < UploadPhase.PAGE < UploadPhase.LISTING
    assert upload_phase("files/a.txt") is UploadPhase.ASSET


def test_links_are_refused_by_name(tmp_path: Path) -> None:
    """A link to a file or a folder is named, and what it leads to is not copied."""
    write(tmp_path, "site/index.html", "private/secret.txt")
    (tmp_path / "site" / "news").symlink_to(tmp_path / "private")
    (tmp_path / "site" / "a.txt").symlink_to("/etc/hostname")
    with pytest.raises(PublishError, match=r"symbolic links, .*: a\.txt, news:"):
        compress(tmp_path / "site", tmp_path / "cache", FileDigests())
    assert not list((tmp_path / "cache").rglob("*.txt"))


def test_broken_letters_are_refused_by_name(tmp_path: Path) -> None:
    """A name that is not UTF-8, or has a line break in it, is named so that it can be found."""
    for name in (b"caf\xe9.pdf", b"two\nlines.pdf"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    with pytest.raises(PublishError, match=r"broken letters: caf\\udce9\.pdf, two\nlines\.pdf"):
        output_files(tmp_path)


def test_names_that_differ_in_case_are_refused_by_name(tmp_path: Path) -> None:
    """Files or folders that a system without case takes for one are named."""
    write(tmp_path, "files/Report.pdf", "files/report.pdf", "News/a.html", "news/b.html", "x.html")
    with pytest.raises(PublishError, match=r"differ only in case.*: News, files/Report\.pdf, files/report\.pdf, news:"):
        output_files(tmp_path)


@given(st.sets(st.lists(LETTERS, min_size=1, max_size=2).map("/".join), min_size=1, max_size=4))
def test_every_file_is_listed_where_no_system_takes_two_for_one(
    tmp_path_factory: pytest.TempPathFactory, names
) -> None:
    """All files are listed exactly where a folder without case and with composed accents holds them all."""
    folder = tmp_path_factory.mktemp("names")
    files = {name for name in names if not any(other.startswith(f"{name}/") for other in names)}
    write(folder, *files)
    spellings = {name[:end] for name in files for end in range(1, len(name) + 1) if f"{name}/"[end] == "/"}
    if len({unicodedata.normalize("NFC", name).casefold() for name in spellings}) < len(spellings):
        with pytest.raises(PublishError, match="differ only in case"):
            output_files(folder)
    else:
        assert set(output_files(folder)) == files
