"""Footnotes of Word and of web pages: a mark in the text that leads to a note, which leads back to it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList

NAMES = r"(?:_ftn|_edn|footnote-|endnote-|fn[:-]?|sdfootnote)"
MARK = re.compile(rf"#{NAMES}([0-9]{{1,4}})(?:sym)?")
BACK = re.compile(rf"#{NAMES}(?:ref[:-]?([0-9]{{1,4}})|([0-9]{{1,4}})anc)")
OWNERS = ["li", "p", "div", "td"]
NOTE, MARKED = "dvoglas-footnote", "dvoglas-footnote-mark"


def name_notes(soup: BeautifulSoup) -> None:
    """Give marks and notes a class by which the blocks are read; a mark without its note stays text, and so does a
    note that nothing leads to."""
    links = soup.find_all("a", href=True)
    marks = [(match[1], link) for link in links if (match := MARK.fullmatch(str(link["href"])))]
    found = [(match[1] or match[2], link) for link in links if (match := BACK.fullmatch(str(link["href"])))]
    backs = {number: link for number, link in found if _says(link, number, "")}
    named = set()
    for number, link in marks:
        if number in backs and _says(link, number):
            named.add(number)
            link.name, link.string, link["class"] = "span", f"[{number}]", AttributeValueList([MARKED])
            if link.parent is not None and link.parent.name == "sup":
                link.parent.unwrap()
    for number in named:
        _name_note(backs[number], number)


def _says(link: Tag, *numbers: str) -> bool:
    """Whether a link's words are no more than a number."""
    return re.sub(r"[\W_]+", "", link.get_text()) in numbers


def _name_note(back: Tag, number: str) -> None:
    owner = back.find_parent(OWNERS[0]) or back.find_parent(OWNERS)
    back.extract()
    if owner is not None:
        owner.name, owner["class"], owner["id"] = "div", AttributeValueList([NOTE]), number


def note_number(element: Tag) -> int:
    """The number of a note that `name_notes` named, else 0."""
    number = str(element.get("id") or "")
    return int(number) if NOTE in (element.get("class") or []) and re.fullmatch("[0-9]{1,4}", number) else 0


def is_mark(element: Tag) -> bool:
    """Whether an element is the mark of a note."""
    return MARKED in (element.get("class") or [])
