"""A file, or what stands on standard input, into a page: plain text, HTML, Word, or a saved message."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.importer import mail, marked, word
from plugins.importer.dates import calendar_of
from plugins.importer.encodings import decode
from plugins.importer.model import ImportFault, LeftOut, Page, PageFacts
from plugins.importer.page import read_html
from plugins.importer.plaintext import read_plain
from plugins.importer.profiles import Profile

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".docx", ".mht", ".mhtml", ".eml")
LARGEST = 50_000_000
HTML_SIGN = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
HTML_START = re.compile(r"\s*<(?:article|main|section|div|table|p|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
HTML_TAG = re.compile(r"<(?:p|div|br|h[1-6]|span|table|ul|ol|li|a|strong|em|b|i)(?:\s[^<>]*)?/?>", re.IGNORECASE)
BINARY = (
    (b"%PDF", "a PDF: open it, copy its text into a .txt file or save it as .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc): open it and save it as .docx"),
    (b"{\\rtf", "a rich text file (.rtf): open it and save it as .docx"),
    (b"\xff\xd8\xff", "a picture: import the page that it belongs to"),
    (b"\x89PNG", "a picture: import the page that it belongs to"),
    (b"GIF8", "a picture: import the page that it belongs to"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "a compressed file: unpack it first"),
    (b"Rar!", "a compressed file: unpack it first"),
)


@dataclass(frozen=True)
class Reading:
    """What a page is read with: the languages of the site, and what tells whether a line is a label, a date or a
    goal."""

    own: Sequence[Profile]
    is_fact: Callable[[str], bool]

    @property
    def letters(self) -> Collection[str]:
        """The letters of the site's languages beyond ASCII, in small."""
        cyrillic = "абвгдђежзијклљмнњопрстћуфхцчџш"
        found = {letter for profile in self.own for letter in profile.letters}
        return found | (set(cyrillic) if any(profile.also == "cyrillic" for profile in self.own) else set())


def read_source(path: str, reading: Reading) -> Page:
    """The page in a file ("-" is standard input); raises ImportFault."""
    if path == "-":
        return read_bytes(sys.stdin.buffer.read(), "standard input", reading, None)
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise ImportFault(f"{path}: the file is larger than {LARGEST // 1_000_000} MB: save the article alone")
        raw = file.read_bytes()
    except OSError as error:
        raise ImportFault(
            f"{path}: the file cannot be read ({error.strerror}): check its name, and that you may read it"
        ) from None
    return read_bytes(raw, path, reading, file.parent)


def read_bytes(raw: bytes, origin: str, reading: Reading, folder: Path | None) -> Page:
    """The page in some bytes; `folder` is where its images may lie. Raises ImportFault."""
    if not raw.strip():
        raise ImportFault(f"{origin}: the file is empty: choose the file that has the article")
    if raw.startswith(b"PK\x03\x04"):
        page = read_html(word.to_html(raw, origin), origin, reading.own, reading.is_fact)
        return replace(page, folder=folder, notes=(*word.remarks(raw), *page.notes))
    for magic, cure in BINARY:
        if raw.startswith(magic):
            raise ImportFault(f"{origin}: this is {cure}")
    if mail.is_message(raw):
        return _message(raw, origin, reading, folder)
    text, encoding = decode(raw, reading.letters)
    if _binary(text):
        raise ImportFault(f"{origin}: this is not text: save the page as text, HTML or .docx")
    notes = () if encoding == "UTF-8" else (f"the file's encoding was read as {encoding}",)
    page = read_text(text, origin, reading)
    return replace(page, folder=folder, notes=(*notes, *page.notes))


def read_text(text: str, origin: str, reading: Reading, sent: bool = False) -> Page:
    """The page in a text, which may be HTML, a pasted e-mail or plain; `sent` says that it is a message."""
    if origin.lower().endswith((".html", ".htm", ".xhtml")) or is_html(text):
        return read_html(text, origin, reading.own, reading.is_fact)
    if origin.lower().endswith(".md"):
        return _marked(text, origin, reading)
    body, facts, left_out = mail.without_wrapping(text, reading.own, sent)
    return Page(origin, tuple(read_plain(body)), facts, tuple(LeftOut(words, reason) for words, reason in left_out))


def _marked(text: str, origin: str, reading: Reading) -> Page:
    html, said, header = marked.to_html(text)
    page = read_html(html, origin, reading.own, reading.is_fact)
    found = calendar_of(reading.own).dates(said.get("date", ""))
    date = found[0].value if len(found) == 1 and found[0].sure else ""
    return replace(page, facts=PageFacts(said.get("title", page.facts.title), date), left_out=(*page.left_out, *header))


def is_html(text: str) -> bool:
    """Whether a text of no particular name is HTML."""
    signed = HTML_SIGN.search(text[:5000]) or HTML_START.match(text)
    return signed is not None or len(HTML_TAG.findall(text[:20000])) >= 3


def _message(raw: bytes, origin: str, reading: Reading, folder: Path | None) -> Page:
    message = mail.read_message(raw)
    text, _ = decode(message.body, reading.letters) if isinstance(message.body, bytes) else (message.body, "")
    page = (
        read_html(text, origin, reading.own, reading.is_fact, sent=True)
        if message.is_html
        else read_text(text, origin, reading, sent=True)
    )
    facts = page.facts if page.facts.title else replace(page.facts, title=message.subject)
    return replace(page, folder=folder, facts=facts)


def _binary(text: str) -> bool:
    sample = text[:10_000]
    controls = sum(1 for letter in sample if letter < " " and letter not in "\t\n\r\f\v\x1a")
    return controls > 0.05 * len(sample)


def sources_in(folder: Path) -> list[str]:
    """The files of a folder and its subfolders that can be imported, in order; folders of saved images hold none."""
    found = (
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return sorted(
        path.as_posix()
        for path in found
        if not any(part.endswith(("_files", "_datoteke", "_fajlovi")) for part in path.relative_to(folder).parts[:-1])
    )
