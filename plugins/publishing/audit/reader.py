"""One HTML file of the output, read into facts."""

from __future__ import annotations

import zlib
from dataclasses import replace

from lxml import etree, html

from plugins.publishing.audit.addresses import Addresses
from plugins.publishing.audit.elements import READERS, read_attributes
from plugins.publishing.audit.notes import Notes
from plugins.publishing.audit.pages import Page


def read_page(path: str, data: bytes, addresses: Addresses) -> Page:
    """The facts of the page at `path`; bytes that are no HTML give a page that says so in `unreadable`."""
    compressed = len(zlib.compress(data))
    try:
        # The parser would replace what it cannot decode, and the page would seem sound
        data.decode("utf-8")
        root = etree.fromstring(data, html.HTMLParser(encoding="utf-8", huge_tree=True))
    except UnicodeDecodeError as error:
        return Page(path, unreadable=f"byte {error.start} is not UTF-8", compressed=compressed)
    except etree.ParserError as error:
        return Page(path, unreadable=str(error), compressed=compressed)
    except etree.XMLSyntaxError as error:
        return Page(path, unreadable=str(error) or "there is no HTML in it", compressed=compressed)
    if root is None:
        return Page(path, unreadable="there is no HTML in it", compressed=compressed)
    return _read_tree(Notes(path, addresses), root, compressed)


def _read_tree(notes: Notes, root: etree._Element, compressed: int) -> Page:
    for element in root.iter(etree.Element):
        if element.attrib:
            read_attributes(notes, element)
        reader = READERS.get(element.tag)
        if reader is not None:
            reader(notes, element)
    page = notes.page(compressed)
    # Words between tags are a page to a parser; without a title and a language they are none to a reader
    return page if page.lang or page.title or page.headings else replace(page, unreadable="there is no HTML in it")
