"""An element of a page into blocks: paragraphs, headings, list items, quotations, tables, images."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from bs4.element import NavigableString, PageElement, Tag

from plugins.importer.cleaning import clean, cut, tidy
from plugins.importer.markup import INLINE
from plugins.importer.model import Block, Picture, Run
from plugins.importer.notes import is_mark, note_number
from plugins.importer.place import Place, one_block
from plugins.importer.tags import direct, glued, is_bold, is_italic, is_mail_quote, list_item, list_start, picture_of

HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


class BlockReader:
    """Walks an element; relative addresses are completed with `address`, the page's own."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.blocks: list[Block] = []
        self.pending: list[Run] = []
        self.pictures: list[Block] = []

    def read(self, root: Tag) -> list[Block]:
        """The blocks of an element, in order."""
        self._walk(root, Run(""), Place())
        self._flush(Place())
        return self.blocks

    def _walk(self, element: Tag, style: Run, place: Place) -> None:
        for child in element.children:
            self._node(child, element, style, place)

    def _node(self, node: PageElement, parent: Tag, style: Run, place: Place) -> None:
        if isinstance(node, Tag):
            if glued(node):
                self.pending.append(Run("\n"))
            self._element(node, style, place)
        elif type(node) is NavigableString:
            text = clean(str(node))
            self.pending.append(replace(style, text=text if parent.name == "pre" else text.replace("\n", " ")))

    def _element(self, element: Tag, style: Run, place: Place) -> None:
        name = element.name
        language = str(element.get("lang") or "").partition("-")[0].lower()
        place = replace(place, language=language) if language else place
        if name == "br":
            self.pending.append(replace(style, text="\n"))
        elif name == "img":
            self.pending.append(Run(" "))
            self._image(element, (), place)
        elif name in INLINE:
            self._inline(element, style, place)
        elif name == "hr":
            self._flush(place)
            self.blocks.append(Block("rule"))
        else:
            self._flush(place)
            self._block(element, style, place)

    def _inline(self, element: Tag, style: Run, place: Place) -> None:
        css = str(element.get("style") or "")
        if "mso-list:ignore" in css.replace(" ", "").lower():
            return
        href = self._href(element) if element.name == "a" else style.href
        shift = "note" if is_mark(element) else element.name if element.name in ("sup", "sub") else style.shift
        self._walk(
            element, Run("", style.bold or is_bold(element), style.italic or is_italic(element), href, shift), place
        )

    def _href(self, element: Tag) -> str:
        href = str(element.get("href") or "").strip()
        return "" if href.startswith("#") else self._complete(direct(href))

    def _complete(self, address: str) -> str:
        try:
            return urljoin(self.address, address) if self.address and not address.startswith("data:") else address
        except ValueError:
            return address

    def _block(self, element: Tag, style: Run, place: Place) -> None:
        name = element.name
        if name in HEADINGS:
            place = replace(place, kind="heading", level=HEADINGS[name])
        elif name in ("ul", "ol"):
            self._list(element, style, place)
            return
        elif name == "blockquote" and not is_mail_quote(element):
            place = replace(place, kind="quote")
        elif name == "table":
            self._table(element, place)
            return
        elif name == "figure":
            self._figure(element, style, place)
            return
        elif number := note_number(element):
            place = replace(place, kind="note", level=0, number=number)
        elif word := list_item(element):
            place = replace(place, kind="item", level=word[0], number=word[1])
        before = len(self.blocks)
        self._walk(element, style, place)
        self._flush(place)
        if name == "div" and place.kind == "note":
            self.blocks[before:] = one_block(self.blocks[before:], place)

    def _list(self, element: Tag, style: Run, place: Place) -> None:
        depth = min(place.depth + 1, 5)
        number = list_start(element)
        for child in element.children:
            if not isinstance(child, Tag) or child.name != "li":
                self._node(child, element, style, replace(place, depth=depth))
                continue
            item = replace(place, kind="item", level=depth, depth=depth, number=number if element.name == "ol" else 0)
            before = len(self.blocks)
            self._element_of(child, style, item)
            self.blocks[before:] = one_block(self.blocks[before:], item)
            number += 1

    def _element_of(self, element: Tag, style: Run, place: Place) -> None:
        language = str(element.get("lang") or "").partition("-")[0].lower()
        self._flush(place)
        self._walk(element, style, replace(place, language=language or place.language))
        self._flush(place)

    def _figure(self, element: Tag, style: Run, place: Place) -> None:
        """An image with its caption, or whatever else the figure holds."""
        images, caption = element.find_all("img"), element.find("figcaption")
        if len(images) != 1 or caption is None or element.find("table"):
            self._walk(element, style, place)
            self._flush(place)
            return
        words = BlockReader(self.address).read(caption)
        before = len(self.blocks)
        for extra in [child for child in element.children if child is not caption]:
            if extra.get_text().strip():
                self._node(extra, element, style, place)
        self._flush(place)
        # The walk has met the image itself, which comes once, with its caption.
        self.blocks[before:] = [block for block in self.blocks[before:] if block.kind != "image"]
        runs = tidy(run for at, block in enumerate(words) for run in ((Run("\n"),) if at else ()) + block.runs)
        self._image(images[0], runs, place)
        self._flush(place)

    def _image(self, element: Tag, caption: tuple[Run, ...], place: Place) -> None:
        picture = picture_of(element)
        if picture is not None or caption:
            picture = picture or Picture("", "")
            complete = Picture(self._complete(picture.src), picture.alt)
            found = Block("image", caption, picture=complete, language=place.language)
            # An image at the beginning of a paragraph stands before its words, which may be the caption.
            opens = not any(run.text.strip() for run in self.pending)
            if opens:
                self.pending.clear()
            others = self.blocks if opens else self.pictures
            same = others[-1:] and others[-1].picture == complete and not others[-1].runs
            others[len(others) - bool(same) :] = [found]

    def _table(self, element: Tag, place: Place) -> None:
        caption = element.find("caption")
        if isinstance(caption, Tag):
            self._element_of(caption, Run(""), place)
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        headed = bool(cells) and bool(cells[0]) and all(cell.name == "th" for cell in cells[0])
        read = [tuple(part for cell in row for part in self._cell(cell, place)) for row in cells]
        table = Block("table", rows=tuple(row for row in read if any(row)), headed=headed, language=place.language)
        if any(len(row) > 1 for row in table.rows):
            self.blocks.append(table)
        else:
            self.blocks += table.parts if table.rows else ()

    def _cell(self, cell: Tag, place: Place) -> Iterator[tuple[Block, ...]]:
        """The cell, followed by empty ones where it spans columns."""
        reader = BlockReader(self.address)
        reader._walk(cell, Run(""), Place(language=place.language))
        reader._flush(Place(language=place.language))
        yield tuple(reader.blocks)
        span = str(cell.get("colspan") or "1")
        yield from [()] * (min(int(span), 20) - 1 if span.isdecimal() and span.isascii() else 0)

    def _flush(self, place: Place) -> None:
        """End the current block; an empty line inside it makes two."""
        runs = tidy(self.pending)
        self.pending = []
        text = "".join(run.text for run in runs)
        edges = [0, *(match.end() for match in PARAGRAPH_BREAK.finditer(text)), len(text)]
        for start, end in itertools.pairwise(edges):
            if piece := cut(runs, start, end):
                self.blocks.append(place.block(piece))
        self.blocks += self.pictures
        self.pictures = []
