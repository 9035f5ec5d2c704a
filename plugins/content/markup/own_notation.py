"""What plain Markdown lacks: addresses of mail and telephone numbers are links, rows of a table have headings, and the
address of a video alone on its line becomes a picture with that address."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from plugins.content.markup.videos import video_lines

MAIL = r"(?<![\w.+/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# With the country's code only: without it nothing tells a telephone from another number.
TELEPHONE = r"\+(?<!\w\+)\d{1,3}(?:[ /-]?\(?\d+\)?){2,6}(?!\w)"


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


class VideoBlocks(BlockProcessor):
    """Makes a paragraph with a picture of each line that is nothing but a video's address, outside lists and
    quotations."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a line of the block is a video's address."""
        return parent.tag not in ("li", "blockquote") and bool(video_lines(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put the first such line into the tree, and what stands below it back among the blocks."""
        block = blocks.pop(0)
        match = video_lines(block)[0]
        before, after = block[: match.start()].rstrip("\n"), block[match.end() :].lstrip("\n")
        if before:
            self.parser.parseBlocks(parent, [before])
        paragraph = SubElement(parent, "p")
        # The library adds to the text of a footnote's last paragraph.
        paragraph.text = ""
        SubElement(paragraph, "img", {"src": match["target"], "alt": ""})
        if after:
            blocks.insert(0, after)


class OwnNotation(Extension):
    """All of them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register them: contacts after all other links, headings when the cells are filled, videos behind lists,
        quotations and reference definitions, before paragraphs."""
        md.inlinePatterns.register(ContactLink(MAIL, md, "mailto", r"\s"), "mail", 25)
        md.inlinePatterns.register(ContactLink(TELEPHONE, md, "tel", r"[^\d+]"), "telephone", 24)
        md.treeprocessors.register(RowHeadings(md), "row-headings", 15)
        md.parser.blockprocessors.register(VideoBlocks(md.parser), "videos", 12)
