"""A Python-Markdown extension: the address of a video alone on its line becomes a picture with that address."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from plugins.content.markup.videos import video_lines


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
        SubElement(SubElement(parent, "p"), "img", {"src": match["target"], "alt": ""})
        if after:
            blocks.insert(0, after)


class VideoAddresses(Extension):
    """The Markdown extension for addresses of videos alone on their lines."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Take part behind lists, quotations and reference definitions, before paragraphs."""
        md.parser.blockprocessors.register(VideoBlocks(md.parser), "videos", 12)
