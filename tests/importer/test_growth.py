"""The work of an import grows as the page does, and ends in time where it does not."""

from __future__ import annotations

import gc
import io
import random
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from plugins.importer import ImportFailure, budget, import_document
from tests.importer.stories import SITE
from tests.loops import IS_LONG

WORDS = (
    "skela vozi decu preko reke svakog dana opština je saopštila da za ove the ferry carries children across the river "
    "every day and this council has said that it will be for the new school"
).split()
LINES = 1_200 if IS_LONG else 500
MOST = 2.5


def words(dice: random.Random, count: int) -> str:
    """Words of both languages."""
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize()


SIGNS = ("- ", "> ", "* ", "", ""), (".", ":", "?", "-", "", "")
NAMES = ("Datum", "Mesto", "Photo", "Skela", "Tags", "Hvala", "From")
# By kind the lines of a page, so many: one line many times, short lines with all that may stand at their ends, names
# and values, a few lines of many sentences and one without a space.
KINDS: dict[str, Callable[[random.Random, int], list[str]]] = {
    "equal": lambda dice, count: ["Nova skela vozi"] * count,
    "unequal": lambda dice, count: [
        f"{dice.choice(SIGNS[0])}{words(dice, dice.randint(3, 9))}{dice.choice(SIGNS[1])}" for _ in range(count)
    ],
    "rows": lambda dice, count: [
        f"{dice.choice(NAMES)}: {dice.choice(['3 May 2024', 'Ana', words(dice, 3)])}" for _ in range(count)
    ],
    "long": lambda dice, count: [
        *(" ".join(f"{words(dice, 12)}." for _ in range(count // 3)) for _ in range(3)),
        "a" * count * 10,
    ],
}


def as_text(lines: Sequence[str]) -> bytes:
    """A file of plain text."""
    return "\n".join(lines).encode()


def as_page(lines: Sequence[str]) -> bytes:
    """A page with paragraphs, boxes with links, and broken lines."""
    third = len(lines) // 3
    boxes = "".join(f"<div><span>{escape(line)}</span> <a href=/x>more</a></div>" for line in lines[:third])
    broken = "<br>".join(map(escape, lines[third : 2 * third]))
    rest = "".join(f"<p>{escape(line)}</p>" for line in lines[2 * third :])
    return f"<html><body><h1>Skela</h1>{boxes}<p>{broken}</p>{rest}</body></html>".encode()


def as_table(lines: Sequence[str]) -> bytes:
    """A page with a table."""
    cells = "".join(f"<tr><td>{escape(line)}</td><td>12</td></tr>" for line in lines)
    return f"<html><body><h1>Skela</h1><table>{cells}</table><p>Nova skela vozi decu.</p></body></html>".encode()


def as_mail(lines: Sequence[str]) -> bytes:
    """A message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Skela"
    message.set_content("\n".join(lines))
    return bytes(message)


def as_sheet(lines: Sequence[str]) -> bytes:
    """A table that was saved as text."""
    return "\n".join(f"{line.replace(';', ' ')};12;{line[:9]}" for line in lines).encode()


def as_word(lines: Sequence[str]) -> bytes:
    """A Word document."""
    document, stream = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def as_pdf(lines: Sequence[str]) -> bytes:
    """A PDF of fifty lines a page."""
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    writer, stream = PdfWriter(), io.BytesIO()
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    for start in range(0, len(lines), 50):
        page, content = writer.add_blank_page(600, 900), DecodedStreamObject()
        shown = "".join(f"({line}) Tj T*\n" for line in lines[start : start + 50])
        content.set_data(f"BT /F1 10 Tf 14 TL 50 850 Td\n{shown}ET".encode("cp1252", "replace"))
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = content
    writer.write(stream)
    return stream.getvalue()


FORMS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "page.txt": as_text, "page.html": as_page, "table.html": as_table, "page.eml": as_mail, "page.csv": as_sheet,
    "page.docx": as_word, "page.pdf": as_pdf,
}  # fmt: skip


def seconds(name: str, kind: str, count: int) -> float:
    """Seconds of processor time for a page of so many lines."""
    data = FORMS[name](KINDS[kind](random.Random(7), count))
    # The objects of tests that ran before in this process would be gone through again and again.
    gc.collect()
    gc.disable()
    begun = time.process_time()
    try:
        import_document(data, name, SITE)
    except ImportFailure as failure:
        # A page like this is none: whatever is wrong with it, reading it took as long.
        assert "longer" not in str(failure)  # noqa: PT017
    finally:
        gc.enable()
    return time.process_time() - begun


# A sheet of three long cells is read in one way or in another, by how much is in them.
PAIRS = [(name, kind) for name in FORMS for kind in KINDS if (name, kind) != ("page.csv", "long")]


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_twice_the_page_takes_at_most_twice_the_work(name: str, kind: str) -> None:
    """In each form, and whatever its lines are like."""
    ratios: list[float] = []
    # What else the computer does makes a ratio larger, never the work.
    while not ratios or (min(ratios) > MOST and len(ratios) < 3):
        ratios.append(seconds(name, kind, 2 * LINES) / seconds(name, kind, LINES))
    assert min(ratios) < MOST, ratios


def test_more_lines_than_an_article_has_are_refused() -> None:
    """At once, and in words that say what to do."""
    begun = time.process_time()
    with pytest.raises(ImportFailure, match="longer than any article: save the article alone"):
        import_document(as_mail(["Nova skela"] * 10_000), "mail.eml", SITE)
    assert time.process_time() - begun < 2


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does, also within a library that catches errors."""

    def endless(*_: object) -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    monkeypatch.setattr(budget, "SECONDS", 0.2)
    monkeypatch.setattr("plugins.importer.pipeline.read_bytes", endless)
    with pytest.raises(ImportFailure, match="takes longer than any article"):
        import_document(b"Nova skela", "page.txt", SITE)
