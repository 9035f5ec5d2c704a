"""Word documents into HTML, with mammoth."""

from __future__ import annotations

import io
import re
import zipfile

import mammoth
from bs4 import BeautifulSoup

from plugins.importer.document import ImportFailure

LARGEST = 200_000_000
DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"


def remarks(raw: bytes) -> tuple[str, ...]:
    """What to say of a .docx beside its text: comments, which are no text, and changes that nobody has accepted."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        names = set(parts.namelist())
        comments = parts.read(COMMENTS) if COMMENTS in names else b""
        changed = re.search(rb"<w:(?:del|ins)\s", parts.read(DOCUMENT))
    soup = BeautifulSoup(comments, "xml")
    said = [" ".join(comment.get_text(" ").split()) for comment in soup.find_all("comment")]
    notes = (
        [f"comments in the Word file were left out: {' / '.join(f'“{one}”' for one in said if one)}"]
        if any(said)
        else []
    )
    notes += ["the Word file has tracked changes; they were read as if all were accepted"] if changed else []
    return tuple(notes)


def to_html(raw: bytes, origin: str) -> str:
    """The HTML of a .docx; raises ImportFailure where it is no Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise ImportFailure(f"{origin}: the Word file is damaged: open it in Word and save it again") from None
    if DOCUMENT not in names:
        raise ImportFailure(
            f"{origin}: this is a packed file but no Word document: unpack it, and import what is in it"
        )
    if size > LARGEST:
        raise ImportFailure(f"{origin}: the Word file is too large when unpacked: save the article's text alone")
    try:
        return f"<article>{mammoth.convert_to_html(io.BytesIO(raw)).value}</article>"
    except Exception as error:
        # mammoth raises whatever the XML and zip readers under it do.
        raise ImportFailure(
            f"{origin}: the Word file cannot be read ({error}): open it in Word and save it again"
        ) from None
