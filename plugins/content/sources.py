"""The source files of `content/`: their names, and their text.

A file is `news/<yyyy>/<slug>.<language>.md` or `pages/<slug>.<language>.md`.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.control_characters import replace_controls
from plugins.content.draft_diagnostics import as_draft, file_says_draft, head_says_draft
from plugins.content.headers.reader import Field, HeaderError, read_header
from plugins.content.regular_files import NotRegularFile, read_regular_file
from plugins.diagnostics import Diagnostic, Either, Message, UserError, message_of, program_fault
from plugins.diagnostics.utf8 import NotUtf8, plain_text
from plugins.locales.letters import address_letters
from plugins.system.digests import digest_of


class PairKind(StrEnum):
    """What the files of a pair are: a story, or a fixed page."""

    NEWS = "news"
    PAGE = "page"


KINDS = {"news": PairKind.NEWS, "pages": PairKind.PAGE}
LANGUAGE = r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)"
NAME = re.compile(rf"(?P<slug>.+)\.{LANGUAGE}\.md")
# Endings that programs of editors produce; such files are reported, not ignored.
NEARLY = re.compile(r"\.md(?:\.txt)?$", re.I)
# Hidden files, and the lock files of Word.
PASSED_OVER = (".", "~$")
# Folders in one another, of which nobody has more than a few.
DEEPEST = 30
# Letters of an address: files and folders are made of it, with more beside it.
LONGEST_SLUG = 150
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A whole path as it should be; `_name_diagnostic` says what is wrong with any other.
PLACE = re.compile(rf"(?P<folder>{'|'.join(KINDS)})/(?:.*/)?(?P<slug>{SLUG.pattern})\.{LANGUAGE}\.md")


def markdown_files(folder: str) -> Iterator[tuple[str, bool]]:
    """Every Markdown file below a folder, in a stable order, and whether a symbolic link leads to it; hidden files and
    folders and Word's own notes are passed over. A file whose ending is nearly that of Markdown is among them, to be
    reported, and so is a folder that cannot be read: its name ends with a slash.

    A link to a folder is followed once, however many links lead there, and never into a folder that holds it.
    """
    yield from _markdown_below(folder, "", False, set())


def _markdown_below(folder: str, base: str, linked: bool, followed: set[str]) -> Iterator[tuple[str, bool]]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        entries = []
        yield base, linked
    if base.count("/") > DEEPEST and entries:
        yield base, linked
        return
    for entry in entries:
        if entry.name.startswith(PASSED_OVER):
            continue
        is_link = entry.is_symlink()
        link = linked or is_link
        # For links that lead to each other, and to what is not there, the answer of `os.path` is no; for all else the
        # folder's list has it.
        if not (os.path.isdir(entry.path) if is_link else entry.is_dir()):
            if entry.name.endswith(".md") or NEARLY.search(entry.name):
                yield base + entry.name, link
        elif not link or _is_new(entry.path, followed):
            yield from _markdown_below(entry.path, f"{base}{entry.name}/", link, followed)


def _is_new(path: str, followed: set[str]) -> bool:
    """Whether a link leads to a folder that no link has led to, and that does not hold the link."""
    real = os.path.realpath(path)
    if real in followed or f"{os.path.realpath(os.path.dirname(path))}/".startswith(f"{real}/"):
        return False
    followed.add(real)
    return True


def parse_name(path: str, name: str, languages: Collection[str]) -> tuple[PairKind, str, str] | Diagnostic:
    """Read kind, slug and language from a file's folder and name; returns a diagnostic where that is impossible."""
    match = PLACE.fullmatch(name)
    if match and match["language"] in languages and len(match["slug"]) <= LONGEST_SLUG:
        return KINDS[match["folder"]], match["slug"], match["language"]
    return _name_diagnostic(path, name, languages)


def _copy_diagnostic(path: str, file: str) -> Diagnostic | None:
    """The diagnostic of a file with a bad name that is a copy of one beside it, as programs make them: its name is the
    other's with something put into it, and most of its lines are the other's. None for any other file."""
    folder, base = os.path.split(file)
    with contextlib.suppress(OSError):
        raw = read_regular_file(file, MOST_BYTES)
        # Of copies of copies the shortest name is the original's.
        for name in sorted(os.listdir(folder), key=len):
            if name.endswith(".md") and _has_more(base, name):
                original = read_regular_file(os.path.join(folder, name), MOST_BYTES)
                lines = set(raw.split(b"\n")) - {b""}
                if 2 * len(lines.intersection(original.split(b"\n"))) >= len(lines) > 0:
                    return Diagnostic(path, 1, 1, _copy_message(name, raw == original), "bad-name")
    return None


def _has_more(name: str, other: str) -> bool:
    """Whether a name is another one with something put into it."""
    begin = next((at for at, (a, b) in enumerate(zip(other, name, strict=False)) if a != b), len(other))
    return len(other) < len(name) and name.endswith(other[begin:])


def _copy_message(original: str, is_same: bool) -> Message:
    if is_same:
        return Message(
            "this is a copy of {original} that Dropbox, OneDrive or a like program has made, with the same text: "
            "delete it",
            original=original,
        )
    return Message(
        "this is a copy of {original} that Dropbox, OneDrive or a like program has made because two people changed "
        "the text at once: put what is right in it into {original}, then delete the copy",
        original=original,
    )


def _name_diagnostic(path: str, name: str, languages: Collection[str]) -> Diagnostic:
    folder, _, base = name.rpartition("/")
    if folder.split("/")[0] not in KINDS:
        message = Message(
            "this file is in no folder that is published: move it to content/news/<year>/ if it is an article, "
            "content/pages/ if it is a page"
        )
        return Diagnostic(path, 1, 1, message, "misplaced-file")
    if not base.endswith(".md"):
        message = Message(
            "the file's name does not end with .md, and so is not read: rename it to {name}; if you see no ending, let "
            "your computer show endings first",
            name=NEARLY.sub(".md", base),
        )
        return Diagnostic(path, 1, 1, message, "bad-name")
    match = NAME.fullmatch(base)
    endings = Either(f".{code}.md" for code in languages)
    if match is None:
        message = Message("the file's name does not say its language: end it with {endings}", endings=endings)
        return Diagnostic(path, 1, 1, message, "unknown-language")
    if match["language"] not in languages:
        message = Message(
            "{code!r} is not a language of this site: end the file's name with {endings}, or take it out of content/",
            code=match["language"],
            endings=endings,
        )
        return Diagnostic(path, 1, 1, message, "unknown-language")
    if len(match["slug"]) > LONGEST_SLUG:
        message = Message(
            "the file's name is too long for an address: at most {most} letters stand before {endings}",
            most=LONGEST_SLUG,
            endings=endings,
        )
        return Diagnostic(path, 1, 1, message, "bad-name")
    message = Message(
        "{slug!r} cannot be an address: name the file in small letters, digits and hyphens, such as {hint}",
        slug=match["slug"],
        hint=_suggest_slug(match["slug"]),
    )
    return Diagnostic(path, 1, 1, message, "bad-name")


def _suggest_slug(slug: str) -> str:
    plain = unicodedata.normalize("NFKD", address_letters(slug)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "new-story"


OUTSIDE = Message("this is a link to a file outside content/: put a copy of the file here instead")
# Of one text: a thick book.
MOST_BYTES = 1_000_000
# First bytes of files that are no plain text.
BEGINNINGS = {
    b"PK\x03\x04": Message(
        "this is a Word document, whatever its name says: let `./inv import` make the pair from it, or save it again "
        "as plain text, with the encoding UTF-8"
    ),
    b"\xd0\xcf\x11\xe0": Message(
        "this is an old Word document, whatever its name says: save it as .docx and let `./inv import` make the pair "
        "from it, or save it again as plain text, with the encoding UTF-8"
    ),
    b"{\\rtf": Message(
        "this is a text with a word processor's marks (RTF): save it again as plain text, with the encoding UTF-8"
    ),
    b"\xff\xfe": Message("the file is saved as “Unicode” (UTF-16): save it again with the encoding UTF-8"),
    b"\xfe\xff": Message("the file is saved as “Unicode” (UTF-16): save it again with the encoding UTF-8"),
}


class Source(Struct, frozen=True, array_like=True, dict=True):
    """One file: `path` relative to the site's folder, `name` relative to the content folder; `body` is its Markdown,
    which begins on `body_line` and has so many `words`; `fields` are those of its header in their order; `digest` is
    the hash of its bytes, `body_digest` that of its Markdown; `file` is its path for reading.

    Thousands of these are kept between builds, and few of their texts are needed again: what the file holds is read
    again when something needs it.
    """

    path: str
    name: str
    slug: str
    language: str
    kind: PairKind
    fields: tuple[Field, ...]
    body_line: int
    digest: str
    words: int
    body_digest: str
    file: str
    parsed: ClassVar[bytes | None] = None
    """What the file held when it was parsed; None where it is read again."""

    @property
    def raw(self) -> bytes:
        """What the file holds. Raises UserError where it changed after the build had looked at it."""
        if self.parsed is not None:
            return self.parsed
        with contextlib.suppress(OSError):
            raw = read_regular_file(self.file, MOST_BYTES)
            if digest_of(raw) == self.digest:
                return raw
        raise UserError(Message("{path} was changed while it was being read: run the command again", path=self.path))

    @property
    def is_current(self) -> bool:
        """Whether the file still holds what was read."""
        try:
            return digest_of(read_regular_file(self.file, MOST_BYTES)) == self.digest
        except OSError:
            return False

    @property
    def body(self) -> str:
        """The Markdown after the header; made anew each time, since a large site has more text than memory."""
        return _body(_text(self.raw), self.body_line)

    def field(self, name: str) -> Field | None:
        """The last field of that name, or None."""
        for header_field in reversed(self.fields):
            if header_field.name == name:
                return header_field
        return None

    def leave_out(self, fields: Collection[str], lines: Collection[int]) -> Source:
        """The same file without some fields of its header and with some lines empty."""
        remaining = tuple(field for field in self.fields if field.name not in fields)
        left = ["" if number in lines else line for number, line in enumerate(_text(self.raw).split("\n"), 1)]
        raw, body = "\n".join(left).encode(), "\n".join(left[self.body_line - 1 :])
        source = replace(
            self, fields=remaining, digest=digest_of(raw), words=len(body.split()), body_digest=digest_of(body)
        )
        return _with_bytes(source, raw)

    def diagnostic(self, line: int, message: str, code: str, column: int = 1) -> Diagnostic:
        """A diagnostic in this file."""
        return Diagnostic(self.path, line, column, message, code)


def read_sources(
    content: Path, root: Path, languages: Collection[str], known: Mapping[str, Source] | None = None, hold: bool = True
) -> tuple[list[Source], list[Diagnostic]]:
    """Every source file below `content`, in order of name, and the diagnostics of those that cannot be read.

    `known` maps names with digests to sources that need not be parsed again. Without `hold` the sources that are parsed
    do not keep what their files hold, which a large site has no memory for.
    """
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    known = known or {}
    folder, shown_as = str(content), display_path(content, root)
    for name, linked in markdown_files(folder):
        if name.endswith("/") or not name:
            message = Message(
                "this folder cannot be read, or lies too deep in others: check that it may be read, or move it up"
            )
            diagnostics.append(Diagnostic(f"{shown_as}/{name}".rstrip("/"), 1, 1, message, "unreadable"))
            continue
        outside = linked and leads_outside(content, name)
        outcome = read_source(f"{folder}/{name}", f"{shown_as}/{name}", name, languages, known, outside)
        if isinstance(outcome, Source):
            sources.append(outcome if hold or outcome.parsed is None else replace(outcome))
        else:
            diagnostics.append(outcome)
    return sources, diagnostics


def leads_outside(content: str | os.PathLike[str], name: str) -> bool:
    """Whether what lies at a path in the content folder is outside of it, by way of a link."""
    folder = os.path.realpath(content)
    return not f"{os.path.realpath(os.path.join(folder, name))}/".startswith(f"{folder}/")


def outside_diagnostic(path: str) -> Diagnostic:
    """The diagnostic of a file that leads outside."""
    return Diagnostic(path, 1, 1, OUTSIDE, "outside-content")


def check_plain_file(content: Path, root: Path, name: str) -> Diagnostic | None:
    """What is wrong with a file of the content folder that is published as it is, under its own name: a link that leads
    outside, what is no file, and a name that is no UTF-8."""
    path = f"{display_path(content, root)}/{name}"
    if leads_outside(content, name):
        return outside_diagnostic(path)
    if not (content / name).is_file():
        return unreadable_diagnostic(path, NotRegularFile(name))
    if not name.isprintable():
        message = Message("the file's name has letters that are broken or invisible: rename it")
        return Diagnostic(path, 1, 1, message, "bad-name")
    return None


def read_source(
    file: str, path: str, name: str, languages: Collection[str], known: Mapping[str, Source], outside: bool = False
) -> Source | Diagnostic:
    """One file as a Source, or the diagnostic of why it cannot be read."""
    place = parse_name(path, name, languages)
    if isinstance(place, Diagnostic):
        place = _copy_diagnostic(path, file) or place
        return as_draft(place) if not outside and file_says_draft(file) else place
    if outside:
        return outside_diagnostic(path)
    try:
        raw = read_regular_file(file, MOST_BYTES)
    except OSError as error:
        return unreadable_diagnostic(path, error)
    before = known.get(f"{name}:{digest_of(raw)}")
    if before is not None and (before.path, before.file) == (path, file):
        return before
    kind, slug, language = place
    try:
        outcome = parse_source(file, path, name, kind, slug, language, raw)
    except Exception as error:
        # Whatever is in one file, the others are read.
        outcome = program_fault(path, 1, error)
    return as_draft(outcome) if isinstance(outcome, Diagnostic) and head_says_draft(raw) else outcome


def unreadable_diagnostic(path: str, error: OSError) -> Diagnostic:
    """The diagnostic of a file that cannot be read."""
    message = Message(
        "the file cannot be read ({reason}): check that it is there and may be read", reason=error.strerror
    )
    return Diagnostic(path, 1, 1, message, "unreadable")


def parse_source(
    file: str, path: str, name: str, kind: PairKind, slug: str, language: str, raw: bytes
) -> Source | Diagnostic:
    """The source that these bytes are, whatever the file holds now, or why they are none."""
    message = next((message for begins, message in BEGINNINGS.items() if raw.startswith(begins)), None)
    if message:
        return Diagnostic(path, 1, 1, message, "not-utf-8")
    try:
        text = _text(raw)
    except NotUtf8 as error:
        return Diagnostic(path, error.line, 1, message_of(error), "not-utf-8")
    if not text.strip():
        message = Message("the file is empty: write the article, or delete the file")
        return Diagnostic(path, 1, 1, message, "empty-file")
    try:
        header = read_header(text)
    except HeaderError as error:
        return Diagnostic(path, error.line, 1, message_of(error), error.code)
    body = _body(text, header.body_line)
    counts = digest_of(raw), len(body.split()), digest_of(body)
    return _with_bytes(Source(path, name, slug, language, kind, header.fields, header.body_line, *counts, file), raw)


def _with_bytes(source: Source, raw: bytes) -> Source:
    """The source with what its file holds, which is no field, so that it is not kept with the others."""
    vars(source)["parsed"] = raw
    return source


def _text(raw: bytes) -> str:
    return replace_controls(plain_text(raw))


def _body(text: str, first_line: int) -> str:
    parts = text.split("\n", first_line - 1)
    return parts[-1] if len(parts) == first_line else ""


def display_path(file: Path, root: Path) -> str:
    """The path of a file for messages: relative to the site's folder where the file lies below it."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
