"""Bodies made ready for one edition: links between stories, tables that scroll alone, marks of foreign words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from plugins.content.attachments import FileTarget
from plugins.content.references import named_file

# In raw HTML other attributes may stand before the address; the cleaner has put each in double quotes.
ANCHOR = re.compile(
    r'<a (?P<before>(?:[\w-]+="[^"]*" )*)href="(?P<target>[^"]*)"(?P<rest>[^>]*)>(?P<inner>.*?)</a>', re.S
)
TABLE = re.compile(r"<table\b[^>]*>")
IMAGE = re.compile(r"<p>\s*(?P<alone><img [^>]*>)\s*</p>|<img [^>]*>")
BACK = re.compile(r'title="Jump back to footnote \d+ in the text"')
ATTRIBUTE = re.compile(r'(?P<name>[a-z-]+)="(?P<value>[^"]*)"')

LinkTarget = Callable[[str], "tuple[str, str, str, str] | FileTarget | None"]
"""From a content file's name to (path, tag, direction, label) of a text, or to the lead to another file; tag is ""
where the target is in the edition's language."""


def with_links(body: str, lead: LinkTarget) -> str:
    """Links that name content files lead to the reader's edition, or to the original, marked with its language."""
    if "<a " not in body:
        return body
    return ANCHOR.sub(lambda match: _anchor(match, lead), body)


def _anchor(match: re.Match[str], lead: LinkTarget) -> str:
    target = html.unescape(match["target"])
    name = named_file(target)
    if not name:
        return match[0]
    found = lead(name)
    if found is None:
        return match[0]
    fragment = "#" + target.partition("#")[2] if "#" in target else ""
    if isinstance(found, FileTarget):
        return _to_file(match, found, fragment)
    path, tag, direction, label = found
    mark = f' hreflang="{tag}"' if tag else ""
    note = f' <span class="language-mark" lang="{tag}" dir="{direction}">{html.escape(label)}</span>' if tag else ""
    opening = f'<a {match["before"]}href="{html.escape(path + fragment)}"{mark}{match["rest"]}>'
    return f"{opening}{match['inner']}</a>{note}"


def _to_file(match: re.Match[str], found: FileTarget, fragment: str) -> str:
    """What the file is stands within the link, so that it is heard where links are read out alone."""
    if not found.path:
        return match["inner"]
    opening = f'<a {match["before"]}href="{html.escape(found.path + fragment)}"{match["rest"]}>'
    return f'{opening}{match["inner"]} <span class="file-mark">{html.escape(found.mark)}</span></a>'


def with_footnotes(body: str, label: str) -> str:
    """The links back from footnotes, which Python-Markdown titles in English, titled in the edition's words."""
    return BACK.sub(f'title="{html.escape(label)}"', body) if "footnote-backref" in body else body


def with_tables(body: str, label: str) -> str:
    """Each table in a region of its own that scrolls by keyboard too."""
    if "<table" not in body:
        return body
    opening = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">'
    return TABLE.sub(lambda match: opening + match[0], body).replace("</table>", "</table></div>")


def with_pictures(body: str, draw: Callable[[str, str, str], str]) -> str:
    """Each picture by `draw(source, alt, title)`, which returns HTML; one that stands alone is a figure."""
    if "<img " not in body:
        return body

    def drawn(match: re.Match[str]) -> str:
        tag = match["alone"] or match[0]
        found = {pair["name"]: html.unescape(pair["value"]) for pair in ATTRIBUTE.finditer(tag)}
        picture = draw(found.get("src", ""), found.get("alt", ""), found.get("title", ""))
        if not match["alone"]:
            return picture
        title = found.get("title", "")
        caption = f"<figcaption>{html.escape(title)}</figcaption>" if title else ""
        return f'<figure class="figure">{picture}{caption}</figure>'

    return IMAGE.sub(drawn, body)
