"""Text and HTML for feeds: absolute addresses, and no characters that XML forbids."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(
    r"""(?P<before>\s(?P<name>href|src|poster|srcset)\s*=\s*)(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def absolute_html(html: str, address: str) -> str:
    """The HTML with every address that it names made absolute, as seen from the page at `address`.

    >>> absolute_html('<a href="../x/">x</a>', "https://example.org/news/y/")
    '<a href="https://example.org/news/x/">x</a>'
    """
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda found: _make_absolute(found, address), tag[0]), html)


def _make_absolute(found: re.Match[str], address: str) -> str:
    """One attribute with its address, or the addresses of its candidates, made absolute."""
    value = unescape(found["value"])
    joined = _srcset(value, address) if found["name"] == "srcset" else join_address(address, value)
    return f'{found["before"]}"{escape(joined)}"'


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
