"""Text of files in UTF-8; what is in another encoding is an error with its line, in one wording."""

from __future__ import annotations

from plugins.diagnostics.message import Message


class NotUtf8(ValueError):
    """Bytes that are no text in UTF-8; the line is that of the first of them."""

    def __init__(self, line: int) -> None:
        super().__init__(Message("the file is not UTF-8: save it again with the encoding UTF-8"))
        self.line = line


def decode_utf8(raw: bytes) -> str:
    """The text of a file, as it stands; raises NotUtf8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(raw.count(b"\n", 0, error.start) + 1) from None


def plain_text(raw: bytes) -> str:
    """The text of a file without a byte order mark, its lines ended by "\\n"; raises NotUtf8."""
    return decode_utf8(raw).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
