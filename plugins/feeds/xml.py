"""Text and HTML for feeds: absolute addresses, and no characters that XML forbids."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from plugins.content.markup.rendered import Tag, attribute_places, change_tags

ADDRESSES = ("href", "src", "poster", "srcset")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def absolute_html(html: str, address: str) -> str:
    """The HTML with every address that it names made absolute, as seen from the page at `address`.

    >>> absolute_html('<a href="../x/">x</a>', "https://example.org/news/y/")
    '<a href="https://example.org/news/x/">x</a>'
    """
    return change_tags(html, lambda tag: absolute_tag(tag, address))


def absolute_tag(tag: Tag, address: str) -> Tag:
    """One tag with its addresses, or those of its candidates, made absolute."""
    for name, (start, end) in reversed(attribute_places(tag).items()):
        if name.lower() in ADDRESSES:
            value = unescape(tag[start:end])
            joined = _srcset(value, address) if name.lower() == "srcset" else join_address(address, value)
            tag = f'{tag[: start - 1]}"{escape(joined)}"{tag[end + 1 :]}'
    return tag


def _srcset(value: str, address: str) -> str:
    """The candidates of a `srcset`: an address each, with a width or a density after it."""
    candidates = (candidate.split(None, 1) for candidate in re.split(r",\s+|,$", value.strip()))
    return ", ".join(" ".join([join_address(address, part[0]), *part[1:]]) for part in candidates if part)


def join_address(address: str, reference: str) -> str:
    """A reference resolved against a page's address; an invalid one is returned unchanged."""
    try:
        return urljoin(address, reference)
    except ValueError:
        return reference


def xml_text(text: str) -> str:
    """The text without control characters, which XML forbids even as escapes."""
    return _NOT_XML.sub("", text)
