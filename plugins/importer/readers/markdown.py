"""A Markdown file into HTML, and what its header says."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from plugins.importer.document import LeftOut

HEADER = re.compile(r"\ufeff?---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
FIELD = re.compile(r"^(?P<name>[^\W\d_][\w -]{0,40}?)[ \t]*:[ \t]*(?P<value>\S.*|(?:\n[ \t]*-[ \t]+\S.*)+)$", re.M)
NOTE = re.compile(r"^\[\^(\d{1,4})\]:[ \t]*(\S[^\n]*)$", re.M)
MARK = re.compile(r"\[\^(\d{1,4})\](?!:)")
COUNTED = re.compile(r"^( {0,3}\d{1,2})(\.[ \t]+\S[^\n]*)$", re.M)
# Links within links and the like are looked for no deeper than this; what is deeper stays text.
DEEPEST = 20


def to_html(text: str, opens_with_date: Callable[[str], bool]) -> tuple[str, dict[str, str], list[LeftOut]]:
    """The HTML of a Markdown text, the fields of a header between lines of --- by their names in small letters, and the
    header itself.

    CommonMark with tables and numbered footnotes; the parser takes time in proportion to the text. A line for which
    `opens_with_date` holds, such as "3. maj 2024.", is no item of a numbered list.
    """
    header = HEADER.match(text)
    said = (
        {match["name"].lower(): _value_of(match["value"]) for match in FIELD.finditer(header["fields"])}
        if header
        else {}
    )
    left = [LeftOut(header["fields"], "the file's header")] if header else []
    body = NOTE.sub(r'\2 <a href="#fnref\1">\1</a>\n', text[header.end() :] if header else text)
    body = MARK.sub(r'<a href="#fn\1">[\1]</a>', body)
    body = COUNTED.sub(lambda match: f"{match[1]}\\{match[2]}" if opens_with_date(match[0].strip()) else match[0], body)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable("table")
    return f"<article>{parser.render(body)}</article>", said, left


def _value_of(text: str) -> str:
    """The value of a field, a list as its items with commas between them."""
    items = [item.strip(" \t\"'") for item in re.split(r"\n[ \t]*-[ \t]+|[\[\],]", text) if item.strip(" \t\"'")]
    return ", ".join(items) if text[:1] in "[\n" else text.strip(" \"'")
