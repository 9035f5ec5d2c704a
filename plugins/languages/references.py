"""Where a Markdown text points: its links and pictures, each with its place, without rendering it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

SILENT = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$|(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)|<!--.*?-->", re.S | re.M
)
INLINE = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\]|!\[[^\]]*\]\([^)]*\))*)\]\(\s*(?P<target><[^>\n]*>|(?:[^\s()]|\([^\s()]*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
DEFINED = re.compile(r"^ {0,3}\[[^\]\n^]+\]:\s*(?P<target><[^>\n]*>|\S+)", re.M)
HTML = re.compile(r"<(?P<tag>[a-zA-Z]+)\b[^<>]*?\s(?:href|src)\s*=\s*[\"'](?P<target>[^\"']*)[\"']")
INTERNAL = re.compile(r"[{|](?:filename|static|attach)[}|](?P<path>[^#?]*)(?P<rest>.*)")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\?|/")


@dataclass(frozen=True)
class Reference:
    """A link (`image` false) or a picture; `target` as written; line and column count from 1 in the whole file."""

    target: str
    image: bool
    text: str
    line: int
    column: int

    @property
    def file(self) -> str | None:
        """The content file it names, before it is resolved, or None where it names an address."""
        return named_file(self.target)


def named_file(target: str) -> str | None:
    """The path in `{filename}x.en.md`, `{static}x.jpg`, `x.jpg`; None for addresses such as https://… or /news/."""
    if match := INTERNAL.fullmatch(target):
        return match["path"]
    if not target or SCHEME.match(target):
        return None
    return re.split(r"[#?]", target)[0] or None


def resolved(path: str, source_name: str, exists: Container[str] = ()) -> str:
    """A path in a text as a path from the content folder: beside the file, or from the folder's root, where it exists.

    Where neither exists the answer is the place that the writer most likely meant.
    """
    root = posixpath.normpath(path.lstrip("/"))
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source_name), path.lstrip("/")))
    if path.startswith("/"):
        return beside if beside in exists and root not in exists else root
    return root if root in exists and beside not in exists else beside


def silenced(body: str) -> str:
    """The text with code and comments blanked out, every other character in its place."""
    return SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), body)


def references(body: str, first_line: int = 1) -> Iterator[Reference]:
    """Every link and picture of a Markdown text, in order; code and comments do not count."""
    text = silenced(body)
    found = [*_matches(INLINE, text), *_matches(DEFINED, text), *_matches(HTML, text)]
    nested = [
        (match.start("text") + start, inner)
        for match in INLINE.finditer(text)
        for start, inner in ((inner.start(), inner) for inner in INLINE.finditer(match["text"]))
    ]
    found += nested
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for start, match in sorted(found, key=lambda pair: pair[0]):
        line = sum(1 for begin in starts if begin <= start)
        groups = match.groupdict()
        image = groups.get("bang") == "!" or (groups.get("tag") or "").lower() == "img"
        target = match["target"].strip("<>")
        yield Reference(target, image, groups.get("text") or "", first_line + line - 1, start - starts[line - 1] + 1)


def _matches(pattern: re.Pattern[str], text: str) -> list[tuple[int, re.Match[str]]]:
    return [(match.start(), match) for match in pattern.finditer(text)]
