"""What plain Markdown lacks: addresses of mail and telephone numbers are links, and rows of a table have headings."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

MAIL = r"(?<![\w.+/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# With the country's code only: without it nothing tells a telephone from another number.
TELEPHONE = r"(?<!\w)\+\d{1,3}(?:[ /-]?\(?\d+\)?){2,6}(?!\w)"


class ContactLink(InlineProcessor):
    """Makes a link of what its pattern finds, outside of links and code."""

    ANCESTOR_EXCLUDES = ("a", "code")

    def __init__(self, pattern: str, md: Markdown, scheme: str, left_out: str) -> None:
        super().__init__(pattern, md)
        self.scheme, self.left_out = scheme, re.compile(left_out)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        """The link; its address is what was found without `left_out`."""
        link = Element("a", href=f"{self.scheme}:{self.left_out.sub('', m[0])}")
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


class RowHeadings(Treeprocessor):
    """The first cell of each row is the row's heading, where the table has a heading for its column."""

    def run(self, root: Element) -> None:
        """Rename the cells."""
        for table in root.iter("table"):
            first = table.find("thead/tr/th")
            if first is not None and "".join(first.itertext()).strip():
                for row in table.iterfind("tbody/tr"):
                    if len(row) > 1 and row[0].tag == "td":
                        row[0].tag = "th"
                        row[0].set("scope", "row")


class ContactsAndTables(Extension):
    """Both of them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register them: contacts after all other links, headings when the cells are filled."""
        md.inlinePatterns.register(ContactLink(MAIL, md, "mailto", r"\s"), "mail", 25)
        md.inlinePatterns.register(ContactLink(TELEPHONE, md, "tel", r"[^\d+]"), "telephone", 24)
        md.treeprocessors.register(RowHeadings(md), "row-headings", 15)
