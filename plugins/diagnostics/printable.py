"""Names and texts as a terminal may show them."""

from __future__ import annotations

import re

# Control characters, halves of letters (how Python has bytes of names that are no text), line ends that only some
# programs know, and marks that turn the direction of what follows.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """A text of one line or more that cannot steer a terminal: control characters are written as escapes. Tabs and line
    ends stay."""
    return STEERING.sub(_escape, text)


def printable_line(text: str) -> str:
    """A name or text in one line: tabs and line ends are written as escapes too."""
    return printable(text).replace("\t", r"\x09").replace("\n", r"\x0a")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
