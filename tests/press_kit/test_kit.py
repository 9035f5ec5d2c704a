"""The archive of a press kit: its files, their contents, and that the same story makes the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from PIL import Image

from plugins.press_kit import (
    Caption,
    Kit,
    KitPicture,
    KitText,
    Labels,
    Office,
    kit_files,
    make_archive,
    portable_picture,
    strip_metadata,
)

HTML = """<p>First <strong>bold</strong> and <a href="https://un.org/">a link</a>.</p>
<h2 id="x">Why</h2><ul><li>one</li><li><p>two</p><ol><li>deep</li></ol></li></ul>
<blockquote><p>Said.</p></blockquote>
<div class="table-scroll"><table><tr><th>City</th><th>Days</th></tr><tr><td>Bor</td><td>41</td></tr></table></div>
<p>A &lt;tag&gt; &amp; more.<sup><a class="footnote-ref" href="#fn:1">1</a></sup>
<a class="footnote-backref" href="#fnref:1">back</a></p>"""
OFFICE = Office("UN Serbia", "Ana", "+381 11", "press@example.org", ("We are here.", "And there."))
TEXT = KitText(
    name="en",
    tag="en",
    direction="ltr",
    title="The fair",
    lead="In short.",
    date="3 September 2026",
    published=dt.datetime(2026, 9, 3, 10, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    html=HTML,
    address="https://news.example.org/news/fair/",
    office=OFFICE,
    labels=Labels("Contact", "About us", "Source", "Pictures"),
)


def photograph(orientation: int = 1, **options: object) -> bytes:
    """A photograph with a place, a comment and a profile in it."""
    image, exif, buffer = Image.radial_gradient("L").convert("RGB"), Image.Exif(), io.BytesIO()
    exif[0x0112], exif[0x010F] = orientation, "Secret Camera"
    exif.get_ifd(0x8825)[2] = (44.0, 49.0, 0.0)
    image.save(buffer, "JPEG", exif=exif, comment=b"Secret comment", icc_profile=b"profile" * 20, **options)
    return buffer.getvalue()


def kit() -> Kit:
    """A kit of one language and one picture."""
    captions = {"en": Caption("A bridge at dawn", "The bridge", "Photo: Ana")}
    return Kit("fair", (TEXT,), (KitPicture("bridge.jpg", photograph(), captions),))


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph of a Word document."""
    return [(one.style.name, one.text) for one in Document(io.BytesIO(data)).paragraphs if one.text]


def test_archive_has_texts_and_pictures() -> None:
    """Each language has a document and a text, and the pictures lie in a folder beside their captions."""
    data = make_archive("fair", kit_files(kit()))
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names == [
        "fair/fair.en.docx", "fair/fair.en.txt", "fair/pictures/bridge.jpg", "fair/pictures/captions.en.txt",
    ]  # fmt: skip


def test_same_story_makes_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, the archive and the documents in it are the same, byte for byte."""
    first = make_archive("fair", kit_files(kit()))
    later = time.time() + 86_400 * 40
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    assert make_archive("fair", kit_files(kit())) == first
    assert make_archive("fair", kit_files(Kit("fair", (replace(TEXT, title="Another"),), ()))) != first


def test_document_has_the_text_in_its_form() -> None:
    """Title, headings, lists, quotation, table and links of the text are those of the document."""
    data = kit_files(kit())["fair.en.docx"]
    found = paragraphs(data)
    assert found[:4] == [
        ("Title", "The fair"),
        ("Normal", "3 September 2026"),
        ("Intense Quote", "In short."),
        ("Normal", "First bold and a link (https://un.org/)."),
    ]
    assert ("Heading 1", "Why") in found
    assert [text for style, text in found if style == "List Bullet"] == ["one", "two"]
    assert ("List Number 2", "deep") in found
    assert ("Quote", "Said.") in found
    assert ("Normal", "A <tag> & more.1") in found
    assert found[-10:] == [
        ("Normal", "###"),
        ("Heading 1", "Contact"),
        *(("Normal", line) for line in ("Ana", "UN Serbia", "+381 11", "press@example.org")),
        ("Heading 1", "About us"),
        *(("Normal", paragraph) for paragraph in ("We are here.", "And there.")),
        ("Normal", "Source: https://news.example.org/news/fair/"),
    ]
    document = Document(io.BytesIO(data))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["City", "Days"], ["Bor", "41"]]
    assert [run.text for run in document.paragraphs[3].runs if run.bold] == ["bold"]
    said = document.core_properties
    assert (said.title, said.author, said.last_modified_by, said.language) == (
        "The fair",
        "UN Serbia",
        "UN Serbia",
        "en",
    )
    assert (said.comments, said.revision, said.created, said.modified) == (
        "",
        1,
        *[TEXT.published] * 2,
    )
    # How a heading is set is a matter of its style.
    assert {run.bold for one in document.paragraphs if one.text == "Why" for run in one.runs} == {None}


def test_document_keeps_every_form_of_a_text() -> None:
    """Headings of each level, broken lines, words between blocks, and the mark of the end; a table without a cell,
    lines, pictures and spaces around a text are left out."""
    headings = "".join(f"<h{level}>Level {level}</h{level}>" for level in range(2, 7))
    html = (
        f"{headings}<p>one<br>two</p><table></table><table><tr></tr></table><hr><picture><img src='x.jpg'></picture>"
        "<div> words <p> so <em> set  </em></p> between </div>"
    )
    data = kit_files(Kit("fair", (replace(TEXT, html=html),), ()))["fair.en.docx"]
    found = paragraphs(data)
    assert found[9:12] == [("Normal", "words"), ("Normal", "so  set"), ("Normal", "between")]
    written = Document(io.BytesIO(data)).paragraphs
    assert [(run.text, run.bold) for one in written for run in one.runs if run.italic] == [(" set", None)]
    assert all(one.text for one in written)
    assert [(style, text) for style, text in found if text.startswith("Level")] == [
        (f"Heading {level - 1}", f"Level {level}") for level in range(2, 7)
    ]
    assert ("Normal", "one\ntwo") in found
    assert ("Normal", "###") in found


def test_an_office_has_a_line_for_each_way_to_reach_it() -> None:
    """What an office does not say leaves no empty line."""
    office = replace(OFFICE, contact="", phone="")
    assert office.lines == ("UN Serbia", "press@example.org")


def test_each_numbered_list_begins_with_its_first_number() -> None:
    """Two lists are counted apart, a list may begin at 5, and a second paragraph of an item has no number."""
    html = "<ol><li>a</li><li><p>b</p><p>more</p></li></ol><p>-</p><ol start='5'><li>c</li></ol>"
    document = Document(io.BytesIO(kit_files(Kit("fair", (replace(TEXT, html=html),), ()))["fair.en.docx"]))
    items = [one for one in document.paragraphs if one.style.name == "List Number"]
    numbers = [one._p.pPr.numPr.numId.val for one in items]
    assert [one.text for one in items] == ["a", "b", "more", "c"]
    assert numbers[0] == numbers[1]
    assert numbers[2] == 0
    assert numbers[3] not in (0, numbers[0])
    starts = {
        number: document.part.numbering_part.element.num_having_numId(number).lvlOverride_lst[0].startOverride.val
        for number in (numbers[0], numbers[3])
    }
    assert list(starts.values()) == [1, 5]


def test_document_reads_from_right_to_left() -> None:
    """In Arabic every paragraph and every run of a document is marked so."""
    data = kit_files(Kit("fair", (replace(TEXT, name="ar", tag="ar", direction="rtl"),), ()))["fair.ar.docx"]
    document = Document(io.BytesIO(data))
    assert document.styles["Normal"].element.rPr.find("{*}lang").attrib.values() == ["ar"]
    body = document.element.body
    assert all(one.find("{*}rPr/{*}rtl") is not None for one in body.iter("{*}r"))
    written = [one for one in body.iter("{*}p") if "".join(one.itertext()).strip()]
    assert written
    assert all(one.find("{*}pPr/{*}bidi") is not None for one in written)


def test_plain_text_names_the_office() -> None:
    """Below the story stand contact, what the office says of itself, and the address of the page."""
    text = kit_files(kit())["fair.en.txt"].decode()
    assert text.startswith("The fair\n\n3 September 2026\n\nIn short.\n\nFirst bold and a link.")
    assert "Contact\nAna\nUN Serbia\n+381 11\npress@example.org\n\nAbout us\n\nWe are here.\n\nAnd there." in text
    assert "A <tag> & more." in text
    assert text.endswith("Source: https://news.example.org/news/fair/\n")


def test_captions_say_what_and_who() -> None:
    """Each picture has its caption, its description and its credit."""
    text = kit_files(kit())["pictures/captions.en.txt"].decode()
    assert text == "Pictures: The fair\n\nbridge.jpg\nThe bridge\nA bridge at dawn\nPhoto: Ana\n"


@pytest.mark.parametrize("orientation", [1, 6])
def test_jpeg_is_the_same_picture_without_its_secrets(orientation: int) -> None:
    """No place, camera or comment is left; the picture is the same, bit for bit, upright and with its profile."""
    data = photograph(orientation)
    # Phones append a second picture.
    clean = strip_metadata(data + data)
    assert strip_metadata(clean) == clean == strip_metadata(data)
    assert b"Secret" in data
    assert b"Secret" not in clean
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.getexif().get(0x0112, 1) == orientation
        assert after.getexif().get_ifd(0x8825) == {}
        assert after.info.get("icc_profile") == before.info["icc_profile"]


def segments(data: bytes) -> list[int]:
    """The markers of a JPEG until its scan, each of which is where the length of the one before says."""
    at, markers = 2, []
    while not markers or markers[-1] != 0xDA:
        assert data[at] == 0xFF
        markers.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return markers


def test_nothing_between_the_segments_hides_what_follows() -> None:
    """A program may pad the segments of a JPEG, and those who read it skip what else is between them."""
    data = photograph(6)
    clean = strip_metadata(data)
    assert clean.count(b"Exif\0\0") == 1
    wanted = segments(clean)
    assert set(wanted) <= set(segments(data))
    first = 4 + int.from_bytes(data[4:6])
    for between in (b"\xff\xff", b"x\0", b"\xff\0"):
        found = strip_metadata(data[:first] + between + data[first:])
        assert b"Secret" not in found
        with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(found)) as after:
            assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("orientation", [1, 6])
def test_png_and_webp_lose_their_secrets(orientation: int) -> None:
    """The pixels, the profile and which side is up stay, in the same format; a press kit has a PNG."""
    from PIL.PngImagePlugin import PngInfo

    info, exif, profile, png, webp = PngInfo(), Image.Exif(), b"profile" * 20, io.BytesIO(), io.BytesIO()
    info.add_text("Author", "Secret")
    exif[0x010F], exif[0x0112] = "Secret Camera", orientation
    image = Image.new("RGBA", (8, 6), (10, 20, 30, 40))
    image.save(png, "PNG", pnginfo=info, exif=exif, icc_profile=profile)
    image.save(webp, "WEBP", lossless=True, exact=True, exif=exif, xmp=b"<x>Secret</x>", icc_profile=profile)
    for kind, data in (("PNG", png.getvalue()), ("WEBP", webp.getvalue())):
        appended = data + b"Secret" * 20
        clean = strip_metadata(appended)
        assert strip_metadata(clean) == clean == strip_metadata(data)
        for made, name in ((clean, kind), (portable_picture(appended), "PNG")):
            assert b"Secret" in data
            assert b"Secret" not in made
            with Image.open(io.BytesIO(made)) as after:
                assert (after.format, after.tobytes()) == (name, image.tobytes())
                assert after.getexif().get(0x0112, 1) == orientation
                assert after.info["icc_profile"] == profile
