"""The files of a press kit: each text as a Word document, from its HTML, and as plain text; pictures and captions."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from plugins.press_kit.kit import Kit, KitPicture, KitText, make_archive
from plugins.press_kit.pictures import portable_picture

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
# The document's styles have so many levels of lists.
DEEPEST = 3
BLOCKS = frozenset("p h2 h3 h4 h5 h6 ul ol blockquote table pre div figure dl dt dd hr details summary li".split())
BOLD, ITALIC = frozenset(("strong", "b")), frozenset(("em", "i", "cite", "var", "dfn"))


def write_docx(text: KitText) -> bytes:
    """The document: title, date, summary, text, and the press office; the same bytes for the same text."""
    from docx import Document
    from lxml import html

    document = Document()
    _describe(document, text)
    writer = _Writer(document, text.direction == "rtl")
    document.add_heading(text.title, 0)
    writer.paragraph(text.date)
    if text.lead:
        writer.paragraph(text.lead, "Intense Quote")
    writer.blocks(html.fragment_fromstring(f"<div>{text.html}</div>"))
    writer.paragraph("###")
    document.add_heading(text.labels.contact, 1)
    for line in text.office.lines:
        writer.paragraph(line)
    document.add_heading(text.labels.about, 1)
    for paragraph in text.office.about:
        writer.paragraph(paragraph)
    writer.paragraph(f"{text.labels.source}: {text.address}")
    writer.finish()
    buffer = io.BytesIO()
    document.save(buffer)
    return _repack(buffer)


def _describe(document: Any, text: KitText) -> None:
    """Title, language and moment of the document, which a program would otherwise take from the clock."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    # The library writes it as a time of UTC, whatever its zone.
    properties, moment = document.core_properties, text.published.astimezone(dt.UTC).replace(microsecond=0)
    properties.title, properties.author, properties.language = text.title, text.office.name, text.tag
    properties.created = properties.modified = moment
    properties.comments, properties.last_modified_by, properties.revision = "", text.office.name, 1
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi" if text.direction == "rtl" else "w:val"), text.tag)
    style = document.styles["Normal"].element.get_or_add_rPr()
    style.append(language)


def _repack(buffer: io.BytesIO) -> bytes:
    """The document's archive with fixed times: the library writes those of the clock."""
    with zipfile.ZipFile(buffer) as archive:
        return make_archive("", {name: archive.read(name) for name in archive.namelist()})


class _Writer:
    """Writes elements of HTML as paragraphs, lists and tables of a document."""

    def __init__(self, document: Any, is_right_to_left: bool) -> None:
        self.document, self.is_right_to_left = document, is_right_to_left

    def paragraph(self, text: str, style: str | None = None) -> None:
        """A paragraph of plain text."""
        self.document.add_paragraph(text, style)

    def blocks(self, parent: Any, style: str | None = None) -> None:
        """Every block within an element; text between them is a paragraph of its own."""
        self._write_inline(parent.text, style)
        for element in parent:
            if isinstance(element.tag, str):
                self._block(element, style)
            self._write_inline(element.tail, style)

    def _write_inline(self, text: str | None, style: str | None) -> None:
        if text and text.strip():
            self.paragraph(_collapse_spaces(text).strip(), style)

    def _block(self, element: Any, style: str | None) -> None:
        tag = element.tag
        if tag in HEADINGS:
            self._runs(self.document.add_heading("", HEADINGS[tag]), element)
        elif tag in LISTS:
            self._list(element)
        elif tag == "table":
            self._table(element)
        elif tag == "blockquote":
            self.blocks(element, "Quote")
        else:
            self._content(element, style)

    def _content(self, element: Any, style: str | None) -> None:
        if any(child.tag in BLOCKS for child in element):
            self.blocks(element, style)
        elif "".join(element.itertext()).strip():
            self._runs(self.document.add_paragraph("", style), element)

    def _list(self, element: Any) -> None:
        """A list; a numbered one begins at its own first number, whatever lists stand before it."""
        depth = min(DEEPEST, 1 + sum(parent.tag in LISTS for parent in element.iterancestors()))
        style = LISTS[element.tag] + (f" {depth}" if depth > 1 else "")
        number = self._begin_numbers(style, element.get("start", "1")) if element.tag == "ol" else None
        for item in element:
            before = len(self.document.paragraphs)
            self._content(item, style)
            if number is not None:
                self._number(self.document.paragraphs[before:], style, number)

    def _begin_numbers(self, style: str, start: str) -> int:
        """A new sequence of numbers after the style's own; returns its id in the document."""
        numbering = self.document.part.numbering_part.element
        own = self.document.styles[style].element.pPr.numPr.numId.val
        sequence = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
        sequence.add_lvlOverride(ilvl=0).add_startOverride(int(start) if start.isdigit() else 1)
        return int(sequence.numId)

    def _number(self, paragraphs: list[Any], style: str, number: int) -> None:
        """Count the item by its first paragraph; the others stand below it without a number."""
        for at, paragraph in enumerate(item for item in paragraphs if item.style.name == style):
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = 0 if at else number

    def _table(self, element: Any) -> None:
        rows = list(map(list, element.iter("tr")))
        width = max(map(len, rows), default=0)
        if not width:
            return
        table = self.document.add_table(len(rows), width, "Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                self._runs(place.paragraphs[0], cell, is_bold=cell.tag == "th")

    def _runs(self, paragraph: Any, element: Any, is_bold: bool = False) -> None:
        pieces = list(_pieces(element, is_bold, False))
        for at, (text, bold, italic) in enumerate(pieces):
            said = text.lstrip() if at == 0 else text
            said = said.rstrip() if at == len(pieces) - 1 else said
            run = paragraph.add_run(said)
            run.bold, run.italic = bold or None, italic or None

    def finish(self) -> None:
        """Let every paragraph read from right to left where the language does."""
        if not self.is_right_to_left:
            return
        from docx.oxml.parser import OxmlElement

        for paragraph in self.document.element.body.iter("{*}p"):
            paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
            for run in paragraph.iter("{*}r"):
                run.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _pieces(element: Any, bold: bool, italic: bool) -> Iterator[tuple[str, bool, bool]]:
    """The texts of an element with how each is set; where a link leads outside follows its words."""
    if element.text:
        yield _collapse_spaces(element.text), bold, italic
    for child in element:
        if isinstance(child.tag, str):
            yield from _child(child, bold, italic)
        if child.tail:
            yield _collapse_spaces(child.tail), bold, italic


def _child(child: Any, bold: bool, italic: bool) -> Iterator[tuple[str, bool, bool]]:
    if child.tag == "br":
        yield "\n", bold, italic
        return
    # A mark that leads back from a footnote has no place to lead to.
    if "footnote-backref" in (child.get("class") or ""):
        return
    yield from _pieces(child, bold or child.tag in BOLD, italic or child.tag in ITALIC)
    address = child.get("href", "") if child.tag == "a" else ""
    if address.startswith("http") and address not in "".join(child.itertext()):
        yield f" ({address})", bold, italic


def _collapse_spaces(text: str) -> str:
    """Text with its runs of spaces and line ends as one space each."""
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() and text.strip() else ""
    return start + " ".join(text.split()) + end


def kit_files(kit: Kit) -> dict[str, bytes]:
    """The files of the archive by their paths."""
    files = {f"pictures/{picture.name}": portable_picture(picture.data) for picture in kit.pictures}
    for text in kit.texts:
        files[f"{kit.slug}.{text.name}.docx"] = write_docx(text)
        files[f"{kit.slug}.{text.name}.txt"] = plain_text(text).encode()
        if kit.pictures:
            files[f"pictures/captions.{text.name}.txt"] = "".join(_captions(kit.pictures, text)).encode()
    return files


def plain_text(text: KitText) -> str:
    """The story as plain text, a paragraph a line, with the office below it."""
    # Imported for the few stories that have a press kit.
    from html_to_markdown import ConversionOptions, convert

    body = convert(text.html, ConversionOptions(output_format="plain")).content or ""
    head = [text.title, text.date, *([text.lead] if text.lead else [])]
    office = [
        f"{text.labels.contact}\n" + "\n".join(text.office.lines),
        "\n\n".join([text.labels.about, *text.office.about]),
    ]
    return "\n\n".join([*head, body.strip(), "###", *office, f"{text.labels.source}: {text.address}"]) + "\n"


def _captions(pictures: tuple[KitPicture, ...], text: KitText) -> Iterator[str]:
    yield f"{text.labels.pictures}: {text.title}\n"
    for picture in pictures:
        said = picture.captions.get(text.name)
        lines = (said.caption, said.description, said.credit) if said else ()
        yield "".join(["\n", picture.name, "\n", *(f"{line}\n" for line in lines if line)])
