"""Word documents into HTML, with mammoth."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import mammoth
from lxml import etree

from plugins.diagnostics import Message
from plugins.importer.document import ImportFailure

DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Packed, a few kilobytes can hold hours of work: what an article may hold at most, unpacked, in all and in one XML
# part; marks < in all XML, and parts, of which a long article with its styles has fewer.
LARGEST, LARGEST_TEXT = 200_000_000, 30_000_000
MOST_MARKS, MOST_PARTS = 400_000, 10_000
OFF = ("0", "false", "off")


def read_docx(raw: bytes, origin: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a .docx, and what to say of it beside its text: comments and hidden words, which are no text, and
    changes that nobody has accepted. Raises ImportFailure where it is no Word document, or too large for an article."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            texts = {name: parts.read(name) for name in parts.namelist()} if not _is_too_large(parts) else None
    # RuntimeError: parts that are encrypted, or packed in a way that zipfile does not know.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
        message = Message("{origin}: the Word file is damaged: open it in Word and save it again", origin=origin)
        raise ImportFailure(message) from None
    if texts is None:
        message = Message(
            "{origin}: the Word file is too large when unpacked: save the article's text alone", origin=origin
        )
        raise ImportFailure(message)
    if DOCUMENT not in texts:
        message = Message(
            "{origin}: this is a packed file but no Word document: unpack it, and import what is in it", origin=origin
        )
        raise ImportFailure(message)
    try:
        document = etree.fromstring(texts[DOCUMENT])
        notes = tuple(_notes(document, texts.get(COMMENTS, b"")))
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as copy:
            for name, text in (texts | {DOCUMENT: etree.tostring(document)}).items():
                copy.writestr(name, text)
        return f"<article>{mammoth.convert_to_html(file).value}</article>", notes
    except Exception as error:
        # mammoth raises whatever the XML and zip readers under it do.
        message = Message(
            "{origin}: the Word file cannot be read ({error}): open it in Word and save it again",
            origin=origin,
            error=str(error),
        )
        raise ImportFailure(message) from None


def _is_too_large(parts: zipfile.ZipFile) -> bool:
    """Whether there is more than any article has, whatever the file says of its sizes."""
    files = parts.infolist()
    marks = 0
    for part in files if len(files) <= MOST_PARTS and sum(part.file_size for part in files) <= LARGEST else ():
        with parts.open(part) as file:
            data = file.read(LARGEST_TEXT + 1)
        marks += data.count(b"<") if b"<" in data[:8] else 0
        if marks > MOST_MARKS or (b"<" in data[:8] and len(data) > LARGEST_TEXT):
            return True
    return len(files) > MOST_PARTS or sum(part.file_size for part in files) > LARGEST


def _notes(document: etree._Element, comments: bytes) -> Iterator[str]:
    """What is said of a document; takes out the text that Word hides, which is not read by anybody."""
    remarks = etree.fromstring(comments).iter(f"{WORD}comment") if comments else ()
    if said := " / ".join(f"“{words}”" for remark in remarks if (words := _text_of(remark))):
        yield f"comments in the Word file were left out: {said}"
    marks = [mark for mark in document.iter(f"{WORD}vanish") if mark.get(f"{WORD}val") not in OFF]
    runs = [run for mark in marks for run in mark.iterancestors(f"{WORD}r")]
    if hidden := " ".join(filter(None, map(_text_of, runs))):
        yield f"hidden text in the Word file was left out: “{hidden}”"
    for run in runs:
        run.clear()
    if next(document.iter(f"{WORD}del", f"{WORD}ins"), None) is not None:
        yield "the Word file has tracked changes; they were read as if all were accepted"


def _text_of(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())
