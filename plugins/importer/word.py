"""Word documents into HTML, with mammoth."""

from __future__ import annotations

import io
import zipfile

import mammoth

from plugins.importer.model import ImportFault

LARGEST = 200_000_000


def to_html(raw: bytes, origin: str) -> str:
    """The HTML of a .docx; raises ImportFault where it is no Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise ImportFault(f"{origin}: the Word file is damaged: open it in Word and save it again") from None
    if "word/document.xml" not in names:
        raise ImportFault(f"{origin}: this is a packed file but no Word document: unpack it, and import what is in it")
    if size > LARGEST:
        raise ImportFault(f"{origin}: the Word file is too large when unpacked: save the article's text alone")
    try:
        return f"<article>{mammoth.convert_to_html(io.BytesIO(raw)).value}</article>"
    except Exception as error:
        # mammoth raises whatever the XML and zip readers under it do.
        raise ImportFault(
            f"{origin}: the Word file cannot be read ({error}): open it in Word and save it again"
        ) from None
