"""Plain text of HTML: a summary for a text that has none, the words of a piece of HTML, and a text made shorter."""

from __future__ import annotations

from plugins.content.markup.rendered import blocks, text_lines

LENGTH = 200


def excerpt(html: str) -> str:
    """The first paragraph of a text in cleaned HTML that has words, as plain text, cut at a word to 200 characters."""
    paragraphs = (plain_text(block) for block in blocks(html) if block.startswith("<p>"))
    return shorten(next(filter(None, paragraphs), ""), LENGTH)


def plain_text(html: str) -> str:
    """The words of a piece of HTML, in one line; a text without elements is returned as it is."""
    return " ".join(text_lines(html)) if "<" in html else html


def shorten(text: str, length: int) -> str:
    """Cut a text to at most `length` characters, between words, with an ellipsis at the end."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
