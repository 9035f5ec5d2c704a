"""Bodies made ready for one edition: links between stories, tables that scroll alone, marks of languages."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from plugins.content.links.attachments import FileTarget
from plugins.content.markup.rendered import Kind, LinkStart, Mark, Part, Reference, TableStart


class StoryTarget(NamedTuple):
    """Where a link to a text leads a reader: `tag`, `direction` and `label` are those of its language, "" where it is
    in the edition's own words."""

    path: str
    tag: str = ""
    direction: str = ""
    label: str = ""


class Filling(Protocol):
    """What an edition puts into the places of one text; `table_label` is what the region of a table is called,
    `back_title` the title of a link back from a footnote."""

    table_label: str
    back_title: str

    def target(self, reference: Reference) -> StoryTarget | FileTarget | None:
        """Where a link leads; None where it stays as it is."""

    def picture(self, reference: Reference) -> str:
        """The HTML of a picture."""

    def video(self, reference: Reference) -> str:
        """The HTML of a video."""


def fill_text(parts: Iterable[Part], filling: Filling) -> str:
    """The HTML of a text in an edition: its parts, with what the edition puts into each place."""
    found: list[str] = []
    link_ends: list[str] = []
    for part in parts:
        match part:
            case str():
                found.append(part)
            case LinkStart():
                start, end = _render_link(part, filling.target(part.reference))
                found.append(start)
                link_ends.append(end)
            case Mark.LINK_END:
                found.append(link_ends.pop())
            case Reference(kind=Kind.VIDEO):
                found.append(filling.video(part))
            case Reference():
                found.append(_render_picture(part, filling.picture(part)))
            case TableStart():
                label = html.escape(": ".join(filter(None, (filling.table_label, part.name))))
                found.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">')
            case Mark.TABLE_END:
                found.append("</div>")
            case Mark.BACK_TITLE:
                found.append(html.escape(filling.back_title))
    return "".join(found)


def _render_picture(reference: Reference, picture: str) -> str:
    """A picture that stands alone is a figure."""
    if not reference.stands_alone:
        return picture
    caption = f"<figcaption>{html.escape(reference.caption)}</figcaption>" if reference.caption else ""
    return f'<figure class="figure">{picture}{caption}</figure>'


def _render_link(start: LinkStart, target: StoryTarget | FileTarget | None) -> tuple[str, str]:
    """The tag of a link, and what follows its words: the type and size of a file stand within the link, for programs
    that read out links alone; a language beside it."""
    if target is None:
        return start.tag, "</a>"
    _, sign, fragment = start.reference.target.partition("#")
    address = f"{target.path}{sign}{fragment}"
    if isinstance(target, FileTarget):
        if not target.path:
            return "", ""
        return start.leading_to(address), f' <span class="file-mark">{html.escape(target.mark)}</span></a>'
    if not target.tag:
        return start.leading_to(address), "</a>"
    label = html.escape(target.label)
    mark = f'</a> <span class="language-mark" lang="{target.tag}" dir="{target.direction}">{label}</span>'
    return start.leading_to(address, f' hreflang="{target.tag}"'), mark
