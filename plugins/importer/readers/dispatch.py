"""Chooses the reader of a file or of bytes: plain text, Markdown, HTML, Word, or a saved message.

A new reader gets its line in `_document`, by its first bytes, or in `_text`, by what its text looks like; the endings
of its files go into `SUFFIXES`, and its first bytes leave `BINARY`, whose kinds are refused."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from plugins.content.regular_files import FileTooLarge, NotRegularFile, read_regular_file
from plugins.diagnostics import Message
from plugins.importer.alignment import align, table_of
from plugins.importer.budget import LONGEST_TEXT, check_length, check_lines
from plugins.importer.document import Document, ImportFailure, LeftOut, PageHead, clean
from plugins.importer.language.data import fold_latin, words_in
from plugins.importer.readers import docx, mail, markdown, printed, sheets
from plugins.importer.readers.chats import unwrap_messages
from plugins.importer.readers.context import ReadingContext
from plugins.importer.readers.encodings import decode, repair
from plugins.importer.readers.html import read_html
from plugins.importer.readers.language_tags import part_languages
from plugins.importer.readers.remarks import take_out_remarks
from plugins.importer.readers.text import read_plain
from plugins.importer.reasons import Reason
from plugins.importer.weights import PAIR_BY_WORDS

SUFFIXES = (
    ".txt", ".text", *sheets.SUFFIXES, ".md", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".mht", ".mhtml", ".eml",
)  # fmt: skip
LARGEST = 50_000_000
TOO_LARGE = f"the file is larger than {LARGEST // 1_000_000} MB: save the article alone"
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
Kind = Literal["page", "docx", "message", "markdown", "sheet", "plain"]


def load(path: str) -> bytes:
    """The bytes of a file ("-" is standard input): of a regular file alone, and of no more than `LARGEST` bytes.

    Raises ImportFailure, for a device, a pipe or a folder too, before anything of it is read.
    """
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if path == "-" else read_regular_file(path, LARGEST)
        if len(raw) <= LARGEST:
            return raw
        why = TOO_LARGE
    except NotRegularFile:
        why = "this is no regular file (a pipe, a device or a folder): save the page as a file"
    except FileTooLarge:
        why = TOO_LARGE
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        why = f"the file cannot be read ({reason}): check its name, and that you may read it"
    raise ImportFailure(f"{'standard input' if path == '-' else path}: {why}")


def read_bytes(raw: bytes, origin: str, context: ReadingContext, folder: Path | None) -> Document:
    """The document in some bytes; `folder` is where its images may lie. Raises ImportFailure."""
    document = _document(raw, origin, context)
    blocks, remarks = take_out_remarks(document.blocks)
    check_lines(origin, blocks)
    head = replace(document.head, path=(*document.head.path, folder.name)) if folder is not None else document.head
    left_out = (*document.left_out, *remarks)
    return replace(document, blocks=tuple(blocks), head=head, left_out=left_out, folder=folder)


def _document(raw: bytes, origin: str, context: ReadingContext) -> Document:
    if not raw.strip():
        raise ImportFailure(Message("{origin}: the file is empty: choose the file that has the article", origin=origin))
    if raw.startswith(b"PK\x03\x04"):
        html, remarks = docx.read_docx(raw, origin)
        return _text(html, origin, context, "docx", remarks)
    if raw.lstrip().startswith(printed.MAGIC):
        return printed.read_pdf(raw, origin)
    for magic, cure in BINARY:
        if raw.startswith(magic):
            raise ImportFailure(Message("{origin}: this is {cure}", origin=origin, cure=cure))
    if mail.is_message(raw):
        return _message(raw, origin, context)
    text, encoding = decode(raw, context.letters)
    if _is_binary(text):
        raise ImportFailure(Message("{origin}: this is not text: save the page as text, HTML or .docx", origin=origin))
    notes = () if encoding == "UTF-8" else (f"the file's encoding was read as {encoding}",)
    return _text(text, origin, context, _kind_of(text, origin), notes)


def _kind_of(text: str, origin: str) -> Kind:
    """How a text is read, by the name of its file, or by what it looks like."""
    name = origin.lower()
    if name.endswith((".html", ".htm", ".xhtml")) or is_html(text):
        return "page"
    return "markdown" if name.endswith(".md") else "sheet" if name.endswith(sheets.SUFFIXES) else "plain"


def _text(
    text: str, origin: str, context: ReadingContext, kind: Kind, notes: Sequence[str] = (), sent: bool = False
) -> Document:
    """The document in a text, with its letters put right, and notes on it; `sent` says that it is a message."""
    text, repaired = repair(text, context.letters)
    if kind not in ("docx", "message"):
        text = part_languages(text, kind == "page")
    # Scripts and styles may be many times as long as the article.
    check_length(origin, len(text), LONGEST_TEXT * (5 if kind == "page" else 1))
    if kind == "markdown":
        document = _read_marked(text, origin, context)
    elif kind == "sheet":
        blocks, names = sheets.read_sheet(clean(text), context.names_title)
        document = Document(origin, tuple(blocks), left_out=tuple(names), source=clean(text))
    elif kind == "plain":
        document = _read_plain(clean(text), origin, context, sent)
    else:
        document = replace(read_html(text, origin, context, sent), saved=kind == "page")
    return replace(document, notes=(*notes, *filter(None, [repaired]), *document.notes))


def _read_plain(source: str, origin: str, context: ReadingContext, sent: bool) -> Document:
    text, chat = unwrap_messages(source)
    body, subject, left_out = mail.MessageLines(context.own, context.calendar).unwrap_text(text, sent)
    sent = sent or any(left.reason in (Reason.HEADER, Reason.GREETING) for left in left_out)
    left = (*left_out, *chat)
    return Document(origin, tuple(read_plain(body)), PageHead(subject), left, source=source, sent=sent)


def _read_marked(text: str, origin: str, context: ReadingContext) -> Document:
    html, said, header = markdown.to_html(text, context.calendar.opens, context.names_title)
    document = read_html(html, origin, context)
    date = context.calendar.sure_day(said.get("date", "") or _value_named(said, "date", context))
    title = " / ".join(dict.fromkeys(value for name, value in said.items() if context.names_title(name)))
    head = PageHead(
        title or document.head.title,
        date,
        said.get("category", "") or _value_named(said, "category", context) or _value_named(said, "tags", context),
        title_from="file header" if title else "page head",
        goals=_value_named(said, "goals", context),
    )
    return replace(document, head=head, left_out=(*document.left_out, *header))


def _value_named(said: Mapping[str, str], listed: str, context: ReadingContext) -> str:
    """The value of the first field of a header whose name is in a list of words; "" where none is."""
    names = set(map(fold_latin, words_in(context.own, listed)))
    return next((value for name, value in said.items() if fold_latin(name) in names), "")


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
    message = mail.read_message(raw, context.letters)
    kind: Kind = "message" if message.is_html else _kind_of(message.body, "")
    document = _text(message.body, origin, context, kind, sent=True)
    texts = list(_attached_texts(message.attached, context))
    cover = " ".join(document.source.split())
    language = _language_of(document, context)
    few = bool(texts) and len(cover.split()) <= LONGEST_COVER
    only_covers = few and not any(_is_translation(document, language, text, context) for _, text in texts)
    if only_covers:
        left_out = (LeftOut(cover, Reason.COVER_NOTE),) if cover else ()
        document = replace(document, blocks=(), head=texts[0][1].head, left_out=left_out, notes=())
    others = {data.code for data in context.own} - {language} if language else set()
    used = []
    for name, text in texts:
        other = _language_of(text, context)
        if only_covers or other in others:
            others.discard(other)
            used.append(name)
            document = _set_below(document, text)
    unread = ", ".join(name for name, _ in message.attached if name not in used)
    notes = [f"what was attached to the message was read: {', '.join(used)}"] if used else []
    notes += [f"files are attached and were not read: {unread}; import texts by themselves"] if unread else []
    head = replace(document.head, sent=message.sent)
    if message.subject and not head.title and not only_covers:
        head = replace(head, title=clean(message.subject), title_from="subject")
    return replace(document, notes=(*notes, *document.notes), head=head, attached=message.attached)


def _attached_texts(attached: Sequence[tuple[str, bytes]], context: ReadingContext) -> Iterator[tuple[str, Document]]:
    """The attached texts that have words, by their names: what cannot be read takes nothing from the message."""
    for name, data in attached:
        if name.lower().endswith(ATTACHED_TEXTS):
            with contextlib.suppress(ImportFailure):
                text = _document(data, name, context)
                if any(block.words for block in text.blocks):
                    yield name, text


def _is_translation(document: Document, language: str, other: Document, context: ReadingContext) -> bool:
    """Whether a text is in another language of the site than another one, and most of its lines have a translation
    there: it is no note about it."""
    code = _language_of(other, context)
    if not language or code in ("", language):
        return False
    lines, others = ([block.text for block in text.blocks if block.words] for text in (document, other))
    partners, _ = align(lines, others, table_of(language, code))
    return sum(partner.margin >= PAIR_BY_WORDS for partner in partners) > len(lines) / 2


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
    sources = []
    for place, names, files in os.walk(folder):
        saved = {name.rpartition(".")[0] for name in files if name.lower().endswith((".html", ".htm"))}
        names[:] = sorted(n for n in names if not n.startswith(".") and n.rpartition("_")[0] not in saved)
        for name in files:
            path = Path(place, name)
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(top):
                continue
            sources.append(path.as_posix())
    return sorted(sources)
