"""Bodies made ready for one edition: links between stories, videos, tables that scroll alone, marks of languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from plugins.content.links.attachments import FileTarget
from plugins.content.markup.rendered import Kind, LinkStart, Mark, Part, Reference

VIDEO_FIGURE = re.compile(r'<figure class="video">.*?</figure>', re.S)
WATCH = re.compile(
    r'<a class="video-link" href="(?P<address>[^"]*)">.*?<span class="video-link-label">(?P<label>.*?)</span></a>', re.S
)
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.S)
SITE_LINK = re.compile(r'<a href="(?P<path>/[^"]*)">(?P<words>.*?)</a>', re.S)


class StoryTarget(NamedTuple):
    """Where a link to a text leads a reader: `tag`, `direction` and `label` are those of its language, "" where it is
    in the edition's own words."""

    path: str
    tag: str = ""
    direction: str = ""
    label: str = ""


class Filling(Protocol):
    """What an edition puts into the places of one text."""

    @property
    def table_label(self) -> str:
        """What the region of a table is called."""

    @property
    def back_title(self) -> str:
        """The title of a link back from a footnote."""

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
            case Mark.TABLE_START:
                label = html.escape(filling.table_label)
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


def render_video_link(address: str, words: str, caption: str, picture: str) -> str:
    """A figure for a video of another site, which loads nothing from there: a link with the HTML of a picture or, where
    it is "", a drawn frame, and a play mark."""
    picture = picture or '<span class="video-link-frame"></span>'
    link = f'<a class="video-link" href="{html.escape(address)}">{picture}'
    label = f'<span class="video-link-label">{html.escape(words)}</span></a>'
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="video">{link}{label}{below}</figure>'


def render_video_player(address: str, title: str, caption: str, link: str, poster: str) -> str:
    """A figure for a video of this site: the browser's player, which loads nothing before it is started; `poster` is
    the address of a picture or "", `link` the HTML of a link to the file, for who would rather save it."""
    label = f' aria-label="{html.escape(title)}"' if title else ""
    picture = f' poster="{html.escape(poster)}"' if poster else ""
    player = f'<video controls preload="none"{picture}{label} src="{html.escape(address)}"></video>'
    words = f"{html.escape(caption or title)} " if caption or title else ""
    return f'<figure class="video">{player}<figcaption>{words}{link}</figcaption></figure>'


def replace_videos_by_links(body: str) -> str:
    """Replace each video by a paragraph with a link and its caption, for feeds and mail."""

    def plain(match: re.Match[str]) -> str:
        link, caption = WATCH.search(match[0]), CAPTION.search(match[0])
        parts = [f'<a href="{link["address"]}">{link["label"]}</a>'] if link else []
        return f"<p>{'<br>'.join([*parts, *([caption[1]] if caption else [])])}</p>"

    return VIDEO_FIGURE.sub(plain, body) if '<figure class="video">' in body else body


def replace_videos_by_addresses(body: str, site_url: str) -> str:
    """Replace each video by a paragraph whose words include its address, for texts without links."""

    def plain(match: re.Match[str]) -> str:
        link, caption = WATCH.search(match[0]), CAPTION.search(match[0])
        parts = [f'<a href="{link["address"]}">{link["label"]}: {link["address"]}</a>'] if link else []
        if caption:
            parts.append(SITE_LINK.sub(rf"\g<words>: {html.escape(site_url)}\g<path>", caption[1]))
        return f"<p>{'<br>'.join(parts)}</p>"

    return VIDEO_FIGURE.sub(plain, body) if '<figure class="video">' in body else body
