"""Word documents into HTML, with mammoth."""

from __future__ import annotations

import html
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import mammoth
from bs4 import BeautifulSoup

from plugins.diagnostics import Message
from plugins.importer.document import ImportFailure

DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"
# Packed, a few kilobytes can hold hours of work: what an article may hold at most, unpacked.
LARGEST = 200_000_000
LARGEST_TEXT, LARGEST_COMMENTS = 30_000_000, 3_000_000
MOST_PARAGRAPHS = 5_000
# Marks < in all XML of a file, and parts of it, of which a long article with its styles has fewer.
MOST_MARKS, MOST_PARTS = 400_000, 10_000
PARAGRAPH = re.compile(rb"<w:(?:p|tr|br|drawing)[ />]")
# A run of hidden text: its properties, and the words after them.
HIDDEN = re.compile(
    rb"(?P<style><w:r(?: [^<>]{0,200})?><w:rPr>(?:<(?!/w:rPr>)[^<>]{0,300}>){0,40}?"
    rb'<w:vanish(?: w:val="(?:1|true|on)")? ?/>(?:<(?!/w:rPr>)[^<>]{0,300}>){0,40}?</w:rPr>)'
    rb"(?P<words>(?:<w:(?:t|tab|br|cr)(?: [^<>]{0,200})?/?>|</w:t>|[^<>]+){0,200}?)</w:r>"
)
TAG = re.compile(rb"<[^<>]{0,300}>")


def read_docx(raw: bytes, origin: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a .docx, and what to say of it beside its text: comments and hidden words, which are no text, and
    changes that nobody has accepted. Raises ImportFailure where it is no Word document, or too large for an article."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
            text = _part(parts, DOCUMENT, LARGEST_TEXT) if DOCUMENT in names else b""
            many = len(names) > MOST_PARTS or size > LARGEST or _has_more_marks(parts, names)
            comments = _part(parts, COMMENTS, LARGEST_COMMENTS) if COMMENTS in names else b""
    # RuntimeError: parts that are encrypted, or packed in a way that zipfile does not know.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
        message = Message("{origin}: the Word file is damaged: open it in Word and save it again", origin=origin)
        raise ImportFailure(message) from None
    if DOCUMENT not in names:
        message = Message(
            "{origin}: this is a packed file but no Word document: unpack it, and import what is in it", origin=origin
        )
        raise ImportFailure(message)
    many = many or len(text) > LARGEST_TEXT or len(comments) > LARGEST_COMMENTS
    if many or _counts_over(text, MOST_PARAGRAPHS):
        message = Message(
            "{origin}: the Word file is too large when unpacked: save the article's text alone", origin=origin
        )
        raise ImportFailure(message)
    try:
        read = mammoth.convert_to_html(io.BytesIO(_remove_hidden(raw, text))).value
        return f"<article>{read}</article>", tuple(_remarks(text, comments))
    except Exception as error:
        # mammoth raises whatever the XML and zip readers under it do.
        message = Message(
            "{origin}: the Word file cannot be read ({error}): open it in Word and save it again",
            origin=origin,
            error=str(error),
        )
        raise ImportFailure(message) from None


def _remarks(text: bytes, comments: bytes) -> Iterator[str]:
    found = BeautifulSoup(comments, "xml").find_all("comment")
    quoted = " / ".join(f"“{said}”" for comment in found if (said := " ".join(comment.get_text(" ").split())))
    if quoted:
        yield f"comments in the Word file were left out: {quoted}"
    hidden = b" ".join(TAG.sub(b" ", match["words"]) for match in HIDDEN.finditer(text))
    if shown := " ".join(html.unescape(hidden.decode("utf-8", "replace")).split()):
        yield f"hidden text in the Word file was left out: “{shown}”"
    if re.search(rb"<w:(?:del|ins)\s", text):
        yield "the Word file has tracked changes; they were read as if all were accepted"


def _remove_hidden(raw: bytes, text: bytes) -> bytes:
    """The file without the text that Word hides, which is not read by anybody."""
    if b"<w:vanish" not in text or not HIDDEN.search(text):
        return raw
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts, zipfile.ZipFile(file, "w") as copy:
        for name in parts.namelist():
            copy.writestr(name, HIDDEN.sub(b"", text) if name == DOCUMENT else parts.read(name))
    return file.getvalue()


def _has_more_marks(parts: zipfile.ZipFile, names: Iterable[str]) -> bool:
    """Whether there are more marks < than any article has. The file says which parts are read: all count."""
    count = 0
    for name in names:
        if count <= MOST_MARKS:
            data = _part(parts, name, LARGEST_TEXT)
            count += data.count(b"<") if b"<" in data[:8] else 0
    return count > MOST_MARKS


def _part(parts: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The beginning of a packed file, no more than one byte over `most`, whatever its size is said to be."""
    with parts.open(name) as part:
        return part.read(most + 1)


def _counts_over(text: bytes, most: int) -> bool:
    return sum(1 for _ in itertools.islice(PARAGRAPH.finditer(text), most + 1)) > most
