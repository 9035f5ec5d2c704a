"""Attachments: which files may be linked to, their addresses, and the label that readers see."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.content.links.attachments import (
    MEGABYTES,
    TYPES,
    Attachable,
    Attachment,
    BadAttachment,
    FileTarget,
    address_of,
    attachment,
    mark,
)
from plugins.content.links.named_files import find_named, resolve_path
from plugins.content.markup.rendered import split_text
from plugins.cyrillic import to_cyrillic
from plugins.editions.text_filling import fill_text
from plugins.locales.strings import Strings, convert_strings
from plugins.publishing.media_types import (
    UploadPhase,
    address,
    content_type,
    file_of,
    is_attachment,
    is_feed,
    is_fingerprinted,
    upload_phase,
)
from tests.editions.filling import LinkFilling
from tests.small_site import ROOT

ALLOWED = Attachable(TYPES, MEGABYTES)
# As file systems have them: any character but a slash and a null, no hidden file, an ending that is published.
PARTS = st.text(
    st.one_of(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), st.sampled_from("..~%?#&\\:šĆ ђ")),
    min_size=1,
    max_size=140,
).filter(lambda part: not part.startswith("."))
NAMES = st.builds(
    lambda folders, stem, ending: "/".join([*folders, f"{stem}.{ending}"]),
    st.lists(PARTS, max_size=4),
    PARTS,
    st.sampled_from([*TYPES, "PDF", "Csv"]),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news/2026/report.pdf", "files/news/2026/report.pdf"),
        ("news/2025/report.pdf", "files/news/2025/report.pdf"),
        ("report.pdf", "files/report.pdf"),
        ("images/Izveštaj o građanima (2).PDF", "files/images/izvestaj-o-gradjanima-2.pdf"),
        (unicodedata.normalize("NFD", "izveštaj.pdf"), "files/izvestaj.pdf"),
        ("Извештај.pdf", "files/izveshtaj.pdf"),
        ("تقرير.pdf", "files/tqryr.pdf"),
        ("report.20260925.pdf", "files/report-20260925.pdf"),
        ("v1.2/../plan.final.docx", "files/v1-2/file-e6fc5bb9/plan-final.docx"),
        ("🙂.csv", "files/file-a0abd8b2.csv"),
        (f"{'long ' * 40}.pdf", f"files/{('long-' * 40)[:99]}.pdf"),
    ],
)
def test_an_address_can_be_read(name: str, expected: str) -> None:
    """Folder and name in small letters, digits and hyphens, whatever script they are in."""
    assert address_of(name) == expected


@given(NAMES)
@example("𣪍.pdf")
def test_no_name_leads_astray(name: str) -> None:
    """Whatever a file is called, its address is plain, below the folder of files, is kept as briefly as a page, and is
    the address of no page, feed or compressed form."""
    found = address_of(name)
    assert re.fullmatch(r"files(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*/[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+", found)
    assert all(len(part) <= 106 for part in found.split("/"))
    assert found == address_of(name) == address_of(unicodedata.normalize("NFC", name))
    assert os.path.normpath(found) == found == file_of(address(found))
    assert is_attachment(found)
    assert upload_phase(found) is UploadPhase.ASSET
    assert not is_fingerprinted(found)
    assert not is_feed(found)
    assert not found.endswith((".html", ".md"))


def strings(edition: str) -> Strings:
    """The site's own words; those of the Cyrillic edition are made of the Latin one's."""
    entries = tomllib.loads((ROOT / "theme" / "strings" / f"{edition.partition('-')[0]}.toml").read_text("utf-8"))
    if edition == "sr-cyrl":
        return Strings(edition, "sr_Cyrl_RS", convert_strings(entries, lambda text: to_cyrillic(text, {})))
    return Strings(edition, {"en": "en_GB", "sr": "sr_Latn_RS"}[edition], entries)


@pytest.mark.parametrize(
    ("edition", "name", "size", "expected"),
    [
        ("en", "a.pdf", 1, "(PDF, 1 KB)"),
        ("en", "a.pdf", 240_400, "(PDF, 240 KB)"),
        ("en", "a.PDF", 999_499, "(PDF, 999 KB)"),
        ("en", "a.pdf", 999_500, "(PDF, 1 MB)"),
        ("en", "a.docx", 1_440_000, "(Word document, 1.4 MB)"),
        ("sr", "a.docx", 1_440_000, "(Word dokument, 1,4 MB)"),
        ("sr-cyrl", "a.docx", 1_440_000, "(Word документ, 1,4 MB)"),
        ("sr-cyrl", "a.pdf", 240_400, "(PDF, 240 KB)"),
        ("sr", "a.new", 50_000_000, "(NEW, 50 MB)"),
    ],
)
def test_what_readers_are_reported(edition: str, name: str, size: int, expected: str) -> None:
    """Kind and size in the edition's words, script and figures, the number and its unit never parted; a kind without a
    name is its ending."""
    label = mark(Attachment(name, address_of(name), size), strings(edition))
    assert label == re.sub(r"(\d) ([KM]B)", "\\1\u00a0\\2", expected)


def test_every_kind_has_a_name_and_a_media_type() -> None:
    """What is published by default is named to readers, and served as what it is."""
    assert set(strings("en").section("files")) == set(TYPES)
    for ending in TYPES:
        assert content_type(f"files/a.{ending}") != "application/octet-stream"
        assert not re.search(r"html|xml(?!formats)|script", content_type(f"files/a.{ending}"))


def test_a_file_is_looked_at(tmp_path: Path) -> None:
    """A file of a kind that is published has its size; one of the settings' own kinds is not looked into."""
    (tmp_path / "a.pdf").write_bytes(b"\n%PDF-1.7 and more")
    (tmp_path / "a.xyz").write_bytes(b"?")
    assert attachment(tmp_path, "a.pdf", ALLOWED) == Attachment("a.pdf", "files/a.pdf", 18)
    assert attachment(tmp_path, "a.xyz", Attachable(("xyz",), 1)).size == 1


@pytest.mark.parametrize("ending", sorted({*TYPES} - {"csv", "rtf", "ics", "mp3", "m4a", "mp4", "webm"}))
def test_a_web_page_is_no_document(tmp_path: Path, ending: str) -> None:
    """What a server sent in place of a file, such as its page for logging in, is not published under the file's
    name."""
    (tmp_path / f"a.{ending}").write_bytes(b"<!doctype html>")
    with pytest.raises(BadAttachment, match="is no whole"):
        attachment(tmp_path, f"a.{ending}", ALLOWED)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.touch, "is empty"),
        (os.mkfifo, "is no file"),
        (Path.mkdir, "is no file"),
        (lambda file: file.symlink_to(file), "cannot be read"),
        (
            lambda file: (file.write_bytes(b"%PDF"), os.truncate(file, 50_100_000)),
            "weighs 50.1 MB, over the limit of 50",
        ),
    ],
)
def test_what_cannot_be_attached(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    """A pipe, for which a build would wait for ever, is not opened."""
    make(tmp_path / "a.pdf")
    with pytest.raises(BadAttachment, match=said):
        attachment(tmp_path, "a.pdf", ALLOWED)


def test_a_site_may_publish_no_files(tmp_path: Path) -> None:
    """Where the settings allow no kind, the fix is another."""
    with pytest.raises(BadAttachment, match="put it on the web, and link its address"):
        attachment(tmp_path, "a.pdf", Attachable((), 1))


@pytest.mark.parametrize("written", ["Izveštaj (2).pdf", "Izve%C5%A1taj%20(2).pdf", "Izves\u030ctaj (2).pdf"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_in_each_spelling(written: str, form: str) -> None:
    """Editors' programs write spaces as %20, and a Mac writes an accent as a letter; a name with a real % is first."""
    name = unicodedata.normalize(form, "news/2026/Izveštaj (2).pdf")  # type: ignore[arg-type]
    assert resolve_path(written, "news/2026/x.en.md", {name}) == name
    assert resolve_path("a%20b.pdf", "x.en.md", {"a b.pdf", "a%20b.pdf"}) == "a%20b.pdf"


def test_a_link_says_what_it_leads_to() -> None:
    """Within the link, after its words; a place in the file and other attributes stay. Where there is no address yet,
    the words stay alone."""
    body = '<p><a class="k" href="a b.pdf#page=4" title="T">the <em>plan</em></a></p>'
    found = fill_text(
        split_text(body), LinkFilling(lambda name: FileTarget(f"/files/{name.replace(' ', '-')}", "(<PDF>)"))
    )
    assert found == (
        '<p><a class="k" href="/files/a-b.pdf#page=4" title="T">the <em>plan</em> '
        '<span class="file-mark">(&lt;PDF&gt;)</span></a></p>'
    )
    assert fill_text(split_text(body), LinkFilling(lambda _: FileTarget("", ""))) == "<p>the <em>plan</em></p>"


@pytest.mark.parametrize(
    ("name", "is_story"),
    [("bridge.sr.md", True), ("bridge.en.md", True), ("bridge.en", True), ("bridge.fr.md", True),
     ("bridge.pdf", False), ("bridge.md", False), ("bridges.en.md", False)],
)  # fmt: skip
def test_a_name_that_is_not_there_means_a_story_in_another_language(name: str, is_story: bool) -> None:
    """The file of any language means the story; a document that lacks means no story that is named alike."""
    assert (find_named(name, {"bridge.sr.md": "story"}, ("en", "sr")) == "story") == is_story
