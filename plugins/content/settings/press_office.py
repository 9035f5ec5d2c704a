"""The press office: whom journalists reach, and what the office says of itself, once for all press kits.

A file for each language, `content/press-office.en.txt`: a header of `Name: value` lines, an empty line, then the text
about the office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.content.headers.reader import HeaderError, read_header
from plugins.content.regular_files import read_regular_file
from plugins.content.sources import leads_outside, outside_diagnostic, unreadable_diagnostic
from plugins.diagnostics import Diagnostic, Message, message_of
from plugins.diagnostics.utf8 import NotUtf8, plain_text
from plugins.system.digests import digest_of

LABELS = {"name": "Name", "contact": "Contact", "phone": "Phone", "e-mail": "E-mail"}


@dataclass(frozen=True)
class PressOffice:
    """What one language's file says; `name` is the office's, `contact` a person's, `about` its paragraphs."""

    name: str
    contact: str
    phone: str
    email: str
    about: str
    digest: str


def office_file(language: str) -> str:
    """The path of a language's file from the content folder."""
    return f"press-office.{language}.txt"


def read_press_offices(
    content: Path, languages: Iterable[str], files: Iterable[str]
) -> tuple[dict[str, PressOffice], list[Diagnostic]]:
    """The press office in each language that has a file, and what is wrong with files; nothing is raised."""
    offices: dict[str, PressOffice] = {}
    diagnostics: list[Diagnostic] = []
    there = set(files)
    for language in languages:
        if office_file(language) not in there:
            continue
        office = _read_office_file(content, office_file(language))
        if isinstance(office, PressOffice):
            offices[language] = office
        else:
            diagnostics += office
    return offices, diagnostics


def _read_office_file(content: Path, name: str) -> PressOffice | list[Diagnostic]:
    path = f"{content.name}/{name}"
    if leads_outside(content, name):
        return [outside_diagnostic(path)]
    try:
        raw = read_regular_file(content / name)
        text = plain_text(raw)
        header = read_header(text)
    except NotUtf8 as error:
        return [Diagnostic(path, error.line, 1, message_of(error), "not-utf-8")]
    except OSError as error:
        return [unreadable_diagnostic(path, error)]
    except HeaderError as error:
        return [Diagnostic(path, error.line, 1, message_of(error), error.code)]
    about = "\n".join(text.split("\n")[header.body_line - 1 :]).strip()
    values = {field.name: field.value for field in header.fields}
    problems = [
        (
            field.line,
            Message(
                "{field!r} is not a field of this file: the fields are {fields}",
                field=field.name.title(),
                fields=", ".join(LABELS.values()),
            ),
        )
        for field in header.fields
        if field.name not in LABELS
    ]
    if not values.get("name"):
        message = Message("the office has no name: add a line such as `Name: UN Serbia, press office` at the top")
        problems.append((1, message))
    if not (values.get("e-mail") or values.get("phone")):
        message = Message("nobody can reach the office: add a line such as `E-mail: press@example.org` at the top")
        problems.append((1, message))
    if not about:
        message = Message("the office says nothing of itself: add a paragraph below an empty line")
        problems.append((header.body_line, message))
    if problems:
        return [Diagnostic(path, line, 1, message, "bad-press-office") for line, message in problems]
    name, contact, phone, email = (values.get(label, "") for label in LABELS)
    return PressOffice(name, contact, phone, email, about, digest_of(raw, 12))
