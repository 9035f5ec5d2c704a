"""Chooses the reader of a file or of bytes: plain text, Markdown, HTML, Word, or a saved message.

A new reader gets its line in `_document`, by its first bytes, or in `_text`, by what its text looks like; the endings
of its files go into `SUFFIXES`, and its first bytes leave `BINARY`, whose kinds are refused."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import BinaryIO

from plugins.content.regular_files import FileTooLarge, NotRegularFile, read_regular_file
from plugins.diagnostics import Message
from plugins.importer.document import FILE_HEADER, PAGE_HEAD, Document, ImportFailure, LeftOut, PageHead, clean
from plugins.importer.language.data import ImportLanguage, fold_latin, words_in
from plugins.importer.metadata.dates import calendar_of
from plugins.importer.readers import docx, mail, markdown, pdf, sheets
from plugins.importer.readers.chats import unwrap_messages
from plugins.importer.readers.encodings import decode
from plugins.importer.readers.html import read_html
from plugins.importer.readers.language_tags import part_languages
from plugins.importer.readers.mojibake import repair
from plugins.importer.readers.remarks import take_out_remarks
from plugins.importer.readers.text import read_plain
from plugins.importer.reasons import LeftOutReason

SUFFIXES = (
    ".txt", ".text", *sheets.SUFFIXES, ".md", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".mht", ".mhtml", ".eml",
)  # fmt: skip
LARGEST = 50_000_000
# A page with more text or more paragraphs than this is no article, and would take minutes.
LONGEST_TEXT = 4_000_000
MOST_BLOCKS = 5_000
HTML_SIGN = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
HTML_START = re.compile(r"\s*<(?:article|main|section|div|table|p|h[1-6])(?:\s[^<>]{0,500})?>", re.IGNORECASE)
HTML_TAG = re.compile(r"<(?:p|div|br|h[1-6]|span|table|ul|ol|li|a|strong|em|b|i)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
BINARY = (
    (b"\xd0\xcf\x11\xe0", Message("an old Word file (.doc): open it and save it as .docx")),
    (b"{\\rtf", Message("a rich text file (.rtf): open it and save it as .docx")),
    (b"\xff\xd8\xff", Message("a picture: import the page that it belongs to")),
    (b"\x89PNG", Message("a picture: import the page that it belongs to")),
    (b"GIF8", Message("a picture: import the page that it belongs to")),
    (b"\x1f\x8b", Message("a compressed file: unpack it first")),
    (b"7z\xbc\xaf", Message("a compressed file: unpack it first")),
    (b"Rar!", Message("a compressed file: unpack it first")),
)
ATTACHED_TEXTS = (".txt", ".docx", ".md", ".html", ".htm")
LONGEST_COVER = 60


@dataclass(frozen=True)
class ReadingContext:
    """What a page is read with: the languages of the site, what tells whether a line is a label, a date or a goal, and
    the code of the language that a text surely is in, or ""."""

    own: Sequence[ImportLanguage]
    is_fact: Callable[[str], bool]
    language_of: Callable[[str], str]

    @property
    def letters(self) -> Collection[str]:
        """The letters of the site's languages beyond ASCII, in small."""
        languages = [data.language for data in self.own]
        return {letter for language in languages for letter in (*language.letters, *language.romanization)}


def load(path: str) -> bytes:
    """The bytes of a file ("-" is standard input): of a regular file alone, and of no more than `LARGEST` bytes.

    Raises ImportFailure, for a device, a pipe or a folder too, before anything of it is read.
    """
    if path == "-":
        return _read_capped(sys.stdin.buffer, "standard input")
    try:
        return read_regular_file(path, LARGEST)
    except NotRegularFile:
        raise ImportFailure(
            f"{path}: this is no regular file (a pipe, a device or a folder): save the page as a file"
        ) from None
    except FileTooLarge:
        raise ImportFailure(
            f"{path}: the file is larger than {LARGEST // 1_000_000} MB: save the article alone"
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ImportFailure(
            f"{path}: the file cannot be read ({why}): check its name, and that you may read it"
        ) from None


def _read_capped(file: BinaryIO, name: str) -> bytes:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        message = Message(
            "{origin}: there is more than {most} MB of it: save the article alone",
            origin=name,
            most=LARGEST // 1_000_000,
        )
        raise ImportFailure(message)
    return raw


def read_bytes(raw: bytes, origin: str, context: ReadingContext, folder: Path | None) -> Document:
    """The document in some bytes; `folder` is where its images may lie. Raises ImportFailure."""
    document = _document(raw, origin, context)
    blocks, remarks = take_out_remarks(document.blocks)
    head = replace(document.head, path=(*document.head.path, folder.name)) if folder is not None else document.head
    left_out = (*document.left_out, *remarks)
    document = replace(document, blocks=tuple(blocks), head=head, left_out=left_out, folder=folder)
    if len(document.blocks) > MOST_BLOCKS:
        message = Message(
            "{origin}: it has more than {most} paragraphs, which is no article: save the article alone",
            origin=origin,
            most=MOST_BLOCKS,
        )
        raise ImportFailure(message)
    return document


def _document(raw: bytes, origin: str, context: ReadingContext) -> Document:
    if not raw.strip():
        message = Message("{origin}: the file is empty: choose the file that has the article", origin=origin)
        raise ImportFailure(message)
    if raw.startswith(b"PK\x03\x04"):
        html, remarks = docx.read_docx(raw, origin)
        html, repaired = repair(html, context.letters)
        document = read_html(_check_limit(html, origin), origin, context.own, context.is_fact)
        return replace(document, notes=(*remarks, *([repaired] if repaired else ()), *document.notes))
    if raw.lstrip().startswith(pdf.MAGIC):
        return pdf.read_pdf(raw, origin)
    for magic, cure in BINARY:
        if raw.startswith(magic):
            raise ImportFailure(Message("{origin}: this is {cure}", origin=origin, cure=cure))
    if mail.is_message(raw):
        return _message(raw, origin, context)
    text, encoding = decode(raw, context.letters)
    if _is_binary(text):
        message = Message("{origin}: this is not text: save the page as text, HTML or .docx", origin=origin)
        raise ImportFailure(message)
    text, repaired = repair(text, context.letters)
    notes = () if encoding == "UTF-8" else (f"the file's encoding was read as {encoding}",)
    notes = (*notes, repaired) if repaired else notes
    document = _text(text, origin, context)
    return replace(document, notes=(*notes, *document.notes))


def _check_limit(text: str, origin: str) -> str:
    if len(text) > LONGEST_TEXT:
        message = Message(
            "{origin}: it holds more than {most} million characters, which is no article: save the article alone",
            origin=origin,
            most=LONGEST_TEXT // 1_000_000,
        )
        raise ImportFailure(message)
    return text


def _text(text: str, origin: str, context: ReadingContext, sent: bool = False) -> Document:
    """The document in a text, which may be HTML, a pasted e-mail or plain; `sent` says that it is a message."""
    html = origin.lower().endswith((".html", ".htm", ".xhtml")) or is_html(text)
    text = part_languages(text, html)
    if html:
        # Scripts and styles may be many times as long as the article.
        if len(text) > 5 * LONGEST_TEXT:
            _check_limit(text, origin)
        return replace(read_html(text, origin, context.own, context.is_fact), saved=True)
    _check_limit(text, origin)
    if origin.lower().endswith(".md"):
        return _read_marked(text, origin, context)
    if origin.lower().endswith(sheets.SUFFIXES):
        blocks, names = sheets.read_sheet(clean(text), lambda name: _names_title(name, context.own))
        return Document(origin, tuple(blocks), left_out=tuple(names), source=clean(text))
    source = clean(text)
    text, chat = unwrap_messages(source)
    body, head, left_out = mail.unwrap_text(text, context.own, sent)
    sent = sent or any(reason in (LeftOutReason.HEADER, LeftOutReason.GREETING) for _, reason in left_out)
    left_out += chat
    left = tuple(LeftOut(words, reason) for words, reason in left_out)
    return Document(origin, tuple(read_plain(body)), head, left, source=source, sent=sent)


def _read_marked(text: str, origin: str, context: ReadingContext) -> Document:
    calendar = calendar_of(context.own)
    html, said, header = markdown.to_html(text, calendar.opens, lambda name: _names_title(name, context.own))
    document = read_html(html, origin, context.own, context.is_fact)
    found = calendar.dates(said.get("date", "") or _value_named(said, "date", context))
    date = found[0].value if len(found) == 1 and found[0].sure else ""
    titles = [value for name, value in said.items() if _names_title(name, context.own)]
    title = " / ".join(dict.fromkeys(titles))
    head = PageHead(
        title or document.head.title,
        date,
        said.get("category", "") or _value_named(said, "category", context) or _value_named(said, "tags", context),
        title_from=FILE_HEADER if title else PAGE_HEAD,
        goals=_value_named(said, "goals", context),
    )
    return replace(document, head=head, left_out=(*document.left_out, *header))


def _value_named(said: Mapping[str, str], listed: str, context: ReadingContext) -> str:
    """The value of the first field of a header whose name is in a list of words; "" where none is."""
    names = set(map(fold_latin, words_in(context.own, listed)))
    return next((value for name, value in said.items() if fold_latin(name) in names), "")


def _names_title(name: str, own: Sequence[ImportLanguage]) -> bool:
    """Whether a field of a header is a title, in whatever language, such as "title", "title_sr" or "naslov"."""
    first, *rest = fold_latin(name.replace("_", " ").replace("-", " ")).split() or [""]
    languages = {word for data in own for word in (data.code, *data.names)}
    return first in words_in(own, "titles") and all(word in languages for word in rest)


def is_html(text: str) -> bool:
    """Whether a text of no particular name is HTML."""
    signed = HTML_SIGN.search(text[:5000]) or HTML_START.match(text[:5000])
    return signed is not None or len(HTML_TAG.findall(text[:20000])) >= 3


def _message(raw: bytes, origin: str, context: ReadingContext) -> Document:
    """The text of a message, and below it the attached texts in other languages of the site; where it says so little
    that its article must be what is attached, that alone."""
    if mail.is_nested_deeply(raw):
        nested = Message(
            "{origin}: too many messages are within this one: save the article's text alone", origin=origin
        )
        raise ImportFailure(nested)
    message, attachments = mail.read_message(raw), mail.read_attachments(raw)
    body = _read_body(message, origin, context)
    texts = [
        (name, _document(data, name, context)) for name, data in attachments if name.lower().endswith(ATTACHED_TEXTS)
    ]
    cover = " ".join(body.source.split())
    if texts and len(cover.split()) <= LONGEST_COVER:
        left_out = (LeftOut(cover, LeftOutReason.COVER_NOTE),) if cover else ()
        document = reduce(
            _set_below, (text for _, text in texts), replace(body, blocks=(), left_out=left_out, notes=())
        )
        names = ", ".join(name for name, _ in texts)
        notes = (f"the text was attached to the message and was read: {names}", *document.notes)
        return replace(document, head=replace(texts[0][1].head, sent=message.sent), notes=notes)
    used = _find_translations(body, texts, context)
    document = reduce(_set_below, used.values(), body)
    notes = tuple(f"the text in another language was attached and was read: {name}" for name in used)
    others = ", ".join(name for name, _ in attachments if name not in used)
    notes += (f"files are attached and were not read: {others}; import texts by themselves",) if others else ()
    head = replace(document.head, sent=message.sent)
    if message.subject and not head.title:
        head = replace(head, title=clean(message.subject), title_from="the message's subject")
    return replace(document, notes=(*notes, *document.notes), head=head)


def _read_body(message: mail.Message, origin: str, context: ReadingContext) -> Document:
    body = decode(message.body, context.letters)[0] if isinstance(message.body, bytes) else message.body
    text, repaired = repair(body, context.letters)
    document = (
        read_html(_check_limit(text, origin), origin, context.own, context.is_fact, sent=True)
        if message.is_html
        else _text(text, origin, context, sent=True)
    )
    return replace(document, notes=(*([repaired] if repaired else ()), *document.notes))


def _find_translations(
    body: Document, texts: Sequence[tuple[str, Document]], context: ReadingContext
) -> dict[str, Document]:
    """The attached texts in languages of the site in which neither the message nor one before them is, by their
    names."""
    own = {data.code for data in context.own}
    said = {_language_of(body, context)}
    found: dict[str, Document] = {}
    for name, text in texts:
        language = _language_of(text, context)
        if language in own and language not in said and said <= own:
            said.add(language)
            found[name] = text
    return found


def _language_of(document: Document, context: ReadingContext) -> str:
    return context.language_of("\n".join(block.text for block in document.blocks))


def _set_below(document: Document, other: Document) -> Document:
    """A document with another one below it."""
    at = max((block.place for block in document.blocks), default=0)
    apart = bool(document.blocks)
    rows = [
        replace(block, place=block.place + at, gap=block.gap or (apart and not row))
        for row, block in enumerate(other.blocks)
    ]
    return replace(
        document,
        blocks=(*document.blocks, *rows),
        left_out=(*document.left_out, *other.left_out),
        notes=(*document.notes, *other.notes),
        source=f"{document.source}\n{other.source}",
    )


def _is_binary(text: str) -> bool:
    sample = text[:10_000]
    controls = sum(1 for letter in sample if letter < " " and letter not in "\t\n\r\f\v\x1a")
    return controls > 0.05 * len(sample)


def sources_in(folder: Path) -> list[str]:
    """The files of a folder and its subfolders that can be imported, in order; folders of saved images hold none, and
    what a link leads to outside of the folder is not its own."""
    top = folder.resolve()
    found = []
    for place, names, files in os.walk(folder):
        saved = {name.rpartition(".")[0] for name in files if name.lower().endswith((".html", ".htm"))}
        names[:] = sorted(n for n in names if not n.startswith(".") and n.rpartition("_")[0] not in saved)
        for name in files:
            path = Path(place, name)
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(top):
                continue
            found.append(path.as_posix())
    return sorted(found)
