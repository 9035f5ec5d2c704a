"""Pages that programs write: PDFs, sheets, threads, remarks beside a text. Each has one story; whatever its
layout, the story comes back whole, each text in its own file."""

from __future__ import annotations

import csv
import io
import textwrap
from pathlib import Path

import pytest

from plugins.importer import ImportResult, import_document
from tests.importer.harness import import_bytes
from tests.importer.stories import SITE, STORY

HALVES = {"en": ("a", "a1", "a2", "a3"), "sr": ("b", "b1", "b2", "b3")}
# Letters that a PDF's own encoding lacks, by their names there.
LETTERS = dict(zip("ČčĆćĐđ", ("Ccaron", "ccaron", "Cacute", "cacute", "Dcroat", "dcroat"), strict=True))


def read(page: bytes, name: str) -> ImportResult:
    """The result for a page."""
    return import_document(page, name, SITE)


def is_whole(result: ImportResult) -> bool:
    """Whether both files have their title and all of their text, each paragraph in one piece."""
    titles = all(result.titles.get(code) == STORY[keys[0]] for code, keys in HALVES.items())
    return titles and all(STORY[key] in result.bodies[code] for code, keys in HALVES.items() for key in keys[1:])


def pdf_of(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """A PDF with lines, each (points from the foot, size, text)."""
    names = " ".join(f"/{name}" for name in LETTERS.values())
    codes = {ord(letter): 128 + at for at, letter in enumerate(LETTERS)}
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding "
        f"/Differences [128 {names}] >> >>",
    ]
    for at, lines in enumerate(pages):
        shown = [text.replace("(", r"\(").replace(")", r"\)") for _, _, text in lines]
        pieces = [f"BT /F1 {size} Tf 72 {y} Td ({text}) Tj ET" for (y, size, _), text in zip(lines, shown, strict=True)]
        stream = "\n".join(pieces).translate({code: chr(place) for code, place in codes.items()})
        stream = "".join(letter if ord(letter) < 256 else f"\\{letter.encode('cp1252')[0]:03o}" for letter in stream)
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {fonts} /Contents {5 + 2 * at} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, starts = "%PDF-1.4\n", []
    for at, text in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{at} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return f"{out}{end}startxref\n{len(out)}\n%%EOF".encode("latin-1")


def printed(width: int, height: int) -> list[list[tuple[int, int, str]]]:
    """The story on pages of so many lines, with a running head and numbers."""
    rows: list[tuple[int, int, str]] = []
    for keys in HALVES.values():
        for key in keys:
            size = 20 if key in "ab" else 11
            rows += [(14, size, line) for line in textwrap.wrap(STORY[key], width * 11 // size)] + [(24, 0, "")]
    pages = []
    for at, start in enumerate(range(0, len(rows), height)):
        page, y = [(800, 9, f"Bulletin of the town, page {at + 1}")], 760
        for step, size, text in rows[start : start + height]:
            page += [(y, size, text)] if text else []
            y -= step if text else step - 14
        pages.append([*page, (30, 9, str(at + 1))])
    return pages


@pytest.mark.parametrize(("width", "height"), [(60, 40), (72, 7), (48, 5)])
def test_a_pdf_has_its_paragraphs_and_titles(width: int, height: int) -> None:
    """Whatever the width of its lines, and over the ends of pages; what stands on each page is in no file."""
    result = read(pdf_of(printed(width, height)), "bulletin.pdf")
    assert is_whole(result)
    assert not any("Bulletin" in body for body in result.bodies.values())


def test_a_pdf_of_one_line_is_a_text() -> None:
    """Where no line is below another, nothing says how far apart lines are."""
    assert STORY["a2"] in read(pdf_of([[(760, 11, STORY["a2"])]]), "line.pdf").bodies["en"]


def test_a_pdf_without_text_says_what_to_do(tmp_path: Path) -> None:
    """A scan has pictures of pages, and a damaged file nothing that can be read."""
    assert "pictures of pages and no text" in import_bytes(pdf_of([[]]), tmp_path, "scan.pdf").report
    assert "this PDF cannot be read" in import_bytes(b"%PDF-1.4", tmp_path, "broken.pdf").report


@pytest.mark.parametrize("step", [14, 18, 27])
@pytest.mark.parametrize("width", [40, 64])
def test_lines_at_places_of_their_own_are_paragraphs(step: int, width: int) -> None:
    """A page that was made of a PDF has each line as an element; words that the end of a line broke are whole again."""
    out, top = [], 40
    for key in (key for keys in HALVES.values() for key in keys):
        lines = textwrap.wrap(STORY[key], width)
        for at, line in enumerate(lines[:-1]):
            word = lines[at + 1].split()[0]
            if len(word) > 5 and word.isalpha() and word.islower():
                lines[at], lines[at + 1] = f"{line} {word[:3]}-", word[3:] + lines[at + 1][len(word) :]
        for line in lines:
            font = "f0" if key in "ab" else "f1"
            out.append(f'<p style="position:absolute;top:{top}px;left:90px" class="{font}">{line}</p>')
            top += step
        top += step
    style = "<style>.f0{font-size:26px;}.f1{font-size:16px;}</style>"
    page = f"<html><head>{style}</head><body><div>{''.join(out)}</div></body></html>"
    assert is_whole(read(page.encode(), "page.html"))


def test_heads_and_backgrounds_of_pages_that_were_a_pdf_are_left_out() -> None:
    """What stands on each page at one height is in no file, and neither is the picture behind the lines."""
    pages = []
    for number, keys in enumerate(HALVES.values(), 1):
        rows, top = [(10, f"Bulletin of the town, page {number}")], 60
        for key in keys:
            lines = textwrap.wrap(STORY[key], 64)
            rows += [(top + 14 * at, line) for at, line in enumerate(lines)]
            top += 14 * len(lines) + 20
        lines = [f"<p style='position:absolute;top:{top}px;left:90px' class='f1'>{line}</p>" for top, line in rows]
        pages.append(f"<div><img src='x00{number}.png' alt=''>{''.join(lines)}</div>")
    result = read(f"<html><body>{''.join(pages)}</body></html>".encode(), "page.html")
    assert is_whole(result)
    assert not any("Bulletin" in body or "x00" in body for body in result.bodies.values())
    assert [note for note in result.notes if "x001.png, x002.png" in note]


@pytest.mark.parametrize("joint", [",", ";", "\t"])
@pytest.mark.parametrize("across", [True, False])
def test_a_sheet_has_a_text_in_a_cell(joint: str, across: bool) -> None:
    """Cells of several paragraphs, in columns or in rows, with names of fields above or beside them."""
    texts = {code: (STORY[first], "\n\n".join(STORY[key] for key in rest)) for code, (first, *rest) in HALVES.items()}
    (title, text), (naslov, tekst) = texts["en"], texts["sr"]
    columns = [("Title EN", title), ("Title SR", naslov), ("Text EN", text), ("Text SR", tekst)]
    rows = list(zip(*columns, strict=True)) if across else columns
    out = io.StringIO()
    csv.writer(out, delimiter=joint, lineterminator="\n").writerows(rows)
    assert is_whole(read(out.getvalue().encode(), "sheet.csv"))


@pytest.mark.parametrize(
    "order", [("language", "title", "text", "category"), ("category", "title", "text", "language")]
)
def test_a_sheet_has_a_text_in_a_row(order: tuple[str, ...]) -> None:
    """Each row is a text below the names of its fields, however short its cells are; these names are in no file."""
    rows = [
        {"language": code, "title": STORY[first], "text": "\n\n".join(STORY[key] for key in rest), "category": "Local"}
        for code, (first, *rest) in HALVES.items()
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, order, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    result = read(out.getvalue().encode(), "sheet.csv")
    assert is_whole(result)
    assert result.fields.category == "Local"
    assert not any(name in body for name in order for body in result.bodies.values())


def test_a_text_with_tabs_and_quotations_is_no_sheet() -> None:
    """A quotation that goes on in the next line of a text with tabs is no cell of a sheet."""
    said = '"The ferry is back,\nand so are we," said the captain, and the children sang to him from the bank.'
    page = "\n\n".join((STORY["a"], STORY["a1"], said, "Adults\t2 euros\nChildren\t1 euro", STORY["a2"]))
    result = read(page.encode(), "page.txt")
    assert result.titles == {"en": STORY["a"]}
    assert "said the captain" in result.bodies["en"]


MARKS = (
    ("_ftn{}", "_ftnref{}", "<span class=MsoFootnoteReference>[{}]</span>"),
    ("_edn{}", "_ednref{}", "<span class=MsoEndnoteReference>[{}]</span>"),
    ("sdfootnote{}sym", "sdfootnote{}anc", "<sup>{}</sup>"),
)


@pytest.mark.parametrize(("note", "mark", "shown"), MARKS)
def test_notes_outside_the_text_are_kept(note: str, mark: str, shown: str) -> None:
    """The notes that marks of a text lead to are its own, wherever they stand in the page."""
    halves = []
    for number, keys in enumerate(HALVES.values(), 1):
        link = f'<a href="#{note}" name="{mark}">{shown}</a>'.format(number, number, number)
        texts = "".join(f"<p>{STORY[key]}</p>" for key in keys[1:-1])
        halves.append(f"<h1>{STORY[keys[0]]}</h1>{texts}<p>{STORY[keys[-1]]}{link}</p>")
    said = ("A survey of the town, 2021.", "Anketa grada iz 2021.")
    notes = [
        f'<div id=n{at}><p><a href="#{mark}" name="{note}">[{{}}]</a> {text}</p></div>'.format(at, at, at)
        for at, text in enumerate(said, 1)
    ]
    page = f"<html><body><div>{''.join(halves)}</div><div>{''.join(notes)}</div></body></html>"
    result = read(page.encode(), "page.html")
    assert all("[^" in result.bodies[code] for code in HALVES)
    assert all(text in result.bodies[code] for code, text in zip(HALVES, said, strict=True))


@pytest.mark.parametrize("figures", [("3", "boats"), ("1.4 million", "dinars a year"), ("half", "the fare")])
def test_two_elements_that_fill_a_box_are_two_lines(figures: tuple[str, str]) -> None:
    """A figure and what it counts, which only the page's style keeps apart, are not read as one word."""
    box = "<div class='n'><span class='n__figure'>{}</span><span class='n__name'>{}</span></div>".format(*figures)
    halves = (
        f"<h1>{STORY[keys[0]]}</h1>{box if code == 'en' else ''}" + "".join(f"<p>{STORY[key]}</p>" for key in keys[1:])
        for code, keys in HALVES.items()
    )
    result = read(f"<html><body><main>{''.join(halves)}</main></body></html>".encode(), "page.html")
    said = " ".join((*result.bodies.values(), *(left.text for left in result.left_out)))
    assert is_whole(result)
    assert f"{figures[0]}{figures[1]}" not in said
