"""A Markdown file into HTML, and what its header says."""

from __future__ import annotations

import re

from markdown import markdown

from plugins.importer.document import LeftOut

HEADER = re.compile(r"\ufeff?---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
FIELD = re.compile(r"^(?P<name>title|date)\s*:\s*(?P<value>\S.*)$", re.M | re.I)


def to_html(text: str, origin: str) -> tuple[str, dict[str, str], list[LeftOut]]:
    """The HTML of a Markdown text, the title and date of a header between lines of ---, and the header itself."""
    header = HEADER.match(text)
    said = (
        {match["name"].lower(): match["value"].strip(" \"'") for match in FIELD.finditer(header["fields"])}
        if header
        else {}
    )
    left = [LeftOut(header["fields"], "the file's header")] if header else []
    body = markdown(text[header.end() :] if header else text, extensions=["extra", "sane_lists"])
    return f"<article>{body}</article>", said, left
