"""A summary for a text that has none: the first words of its first paragraph, as plain text; and the words of HTML.

It is read off the Markdown: who lists or checks stories does not wait until all are rendered."""

from __future__ import annotations

import html
import re

from plugins.content.markup.rendered import text_lines
from plugins.content.markup.videos import video_lines

LENGTH = 200
# Characters of a paragraph that are read; enough for 200 characters of text and their markup.
ENOUGH = 10_000
NOT_PROSE = re.compile(r"\s*(?:#|[-*+] |\d+[.)] |>|\||\[?!\[|```|~~~|<|\[[^\]]+\]:|\*\[|={3,}|-{3,}| {4}|\t)")
UNDERLINED = re.compile(r".+\n(?:=+|-+) *(?:\n|$)")
ADDRESS = r"\((?:[^()]++|\([^()]*+\))*+\)"
MARK = re.compile(r"\\(?P<kept>[\\`*_{}\[\]()#+.!>-])|\*+(?=\S)|(?<=\S)\*+|__|`|(?<!\w)_|_(?!\w)")
ELEMENT = re.compile(r"</?[a-zA-Z][^>]*>")
COMMENT = re.compile(r"<!--.*?-->", re.S)


def excerpt(body: str) -> str:
    """The first paragraph of a Markdown text as plain text, cut at a word to 200 characters."""
    # After the last end of a comment there is no further complete comment.
    commented, end, rest = body.rpartition("-->")
    paragraphs = re.split(r"\n\s*\n", COMMENT.sub("", commented + end) + rest)
    prose = (part for part in paragraphs if part.strip() and not NOT_PROSE.match(part) and not video_lines(part))
    first = next((part for part in prose if not UNDERLINED.match(part.lstrip("\n"))), "")
    return shorten(strip_markdown(first[:ENOUGH]), LENGTH)


def strip_markdown(markdown: str) -> str:
    """Remove the Markdown from a line: returns the words that a reader sees."""
    text = re.sub(rf"!\[[^\]]*\]{ADDRESS}", "", markdown)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(rf"\[([^\]]*)\](?:{ADDRESS}|\[[^\]]*\])", r"\1", text)
    text = ELEMENT.sub("", text)
    text = MARK.sub(lambda match: match["kept"] or "", text)
    return " ".join(html.unescape(text).split())


def plain_text(html: str) -> str:
    """The words of a piece of HTML, in one line; a text without elements is returned as it is."""
    return " ".join(text_lines(html)) if "<" in html else html


def shorten(text: str, length: int) -> str:
    """Cut a text to at most `length` characters, between words, with an ellipsis at the end."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
