"""Bodies made ready for one edition: links between stories, videos, tables that scroll alone, marks of languages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from plugins.content.links.attachments import FileTarget
from plugins.content.links.references import named_file
from plugins.content.markup.videos import Video, video_at

# In raw HTML other attributes may stand before the address; the cleaner has put each in double quotes.
ANCHOR = re.compile(
    r'<a (?P<before>(?:[\w-]+="[^"]*" )*)href="(?P<target>[^"]*)"(?P<rest>[^>]*)>(?P<inner>.*?)</a>', re.S
)
TABLE = re.compile(r"<table\b[^>]*>")
IMAGE = re.compile(r"<p>\s*(?P<alone><img [^>]*>)\s*</p>|<img [^>]*>")
VIDEO = re.compile(
    r"<p>\s*(?:<a (?P<link>[^>]*)>\s*(?P<poster><img [^>]*>)\s*</a>|(?P<alone><img [^>]*>))\s*</p>"
    r"|(?P<inline><img [^>]*>)"
)
VIDEO_FIGURE = re.compile(r'<figure class="video">.*?</figure>', re.S)
WATCH = re.compile(
    r'<a class="video-link" href="(?P<address>[^"]*)">.*?<span class="video-link-label">(?P<label>.*?)</span></a>', re.S
)
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.S)
SITE_LINK = re.compile(r'<a href="(?P<path>/[^"]*)">(?P<words>.*?)</a>', re.S)
BACK = re.compile(r'title="Jump back to footnote \d+ in the text"')
ATTRIBUTE = re.compile(r'(?P<name>[a-z-]+)="(?P<value>[^"]*)"')

LinkTarget = Callable[[str], "tuple[str, str, str, str] | FileTarget | None"]
"""From a content file's name to (path, tag, direction, label) of a text, or to the lead to another file; tag is ""
where the target is in the edition's language."""


@dataclass(frozen=True)
class ShownVideo:
    """A video as a text names it: `title` and `caption` are the editor's, "" where there are none; `poster` is the
    picture that its link holds, as the text names it, or ""; `stands_alone` where it is a paragraph of its own."""

    video: Video
    title: str
    caption: str
    poster: str
    stands_alone: bool


def show_videos(body: str, show: Callable[[ShownVideo], str]) -> str:
    """Replace each picture that is a video, or that is alone in its paragraph and links to one, by the HTML that
    `show` returns."""
    if "<img " not in body:
        return body

    def render(match: re.Match[str]) -> str:
        picture = _attributes(match["poster"] or match["alone"] or match["inline"])
        target = _attributes(match["link"]).get("href", "") if match["link"] else picture.get("src", "")
        video = video_at(target)
        if video is None:
            return match[0]
        return show(
            ShownVideo(
                video=video,
                title=picture.get("alt", ""),
                caption=picture.get("title", ""),
                poster=picture.get("src", "") if match["poster"] else "",
                stands_alone=not match["inline"],
            )
        )

    return VIDEO.sub(render, body)


def render_video_link(address: str, words: str, caption: str, poster: str) -> str:
    """A figure for a video of another site, which loads nothing from there: a link with the picture `poster` (as a text
    names it) or a drawn frame, and a play mark."""
    picture = f'<img src="{html.escape(poster)}" alt="">' if poster else '<span class="video-link-frame"></span>'
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


def _attributes(tag: str) -> dict[str, str]:
    return {pair["name"]: html.unescape(pair["value"]) for pair in ATTRIBUTE.finditer(tag)}


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


def resolve_links(body: str, lead: LinkTarget) -> str:
    """Make links that name content files lead to the reader's edition, or to the original, marked with its language."""
    if "<a " not in body:
        return body
    return ANCHOR.sub(lambda match: _render_link(match, lead), body)


def _render_link(match: re.Match[str], lead: LinkTarget) -> str:
    target = html.unescape(match["target"])
    name = named_file(target)
    if not name:
        return match[0]
    found = lead(name)
    if found is None:
        return match[0]
    fragment = "#" + target.partition("#")[2] if "#" in target else ""
    if isinstance(found, FileTarget):
        return _render_file_link(match, found, fragment)
    path, tag, direction, label = found
    mark = f' hreflang="{tag}"' if tag else ""
    note = f' <span class="language-mark" lang="{tag}" dir="{direction}">{html.escape(label)}</span>' if tag else ""
    opening = f'<a {match["before"]}href="{html.escape(path + fragment)}"{mark}{match["rest"]}>'
    return f"{opening}{match['inner']}</a>{note}"


def _render_file_link(match: re.Match[str], found: FileTarget, fragment: str) -> str:
    """The HTML of a link to a file; its type and size stand within the link, for programs that read out links alone."""
    if not found.path:
        return match["inner"]
    opening = f'<a {match["before"]}href="{html.escape(found.path + fragment)}"{match["rest"]}>'
    return f'{opening}{match["inner"]} <span class="file-mark">{html.escape(found.mark)}</span></a>'


def label_footnotes(body: str, label: str) -> str:
    """Title the links back from footnotes with `label`: Python-Markdown titles them in English."""
    return BACK.sub(f'title="{html.escape(label)}"', body) if "footnote-backref" in body else body


def make_tables_scroll(body: str, label: str) -> str:
    """Put each table into a region of its own, called `label`, that can be scrolled with the keyboard too."""
    if "<table" not in body:
        return body
    opening = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">'
    return TABLE.sub(lambda match: opening + match[0], body).replace("</table>", "</table></div>")


def draw_pictures(body: str, draw: Callable[[str, str, str], str]) -> str:
    """Replace each picture by the HTML of `draw(source, alt, title)`; one alone in its paragraph is a figure."""
    if "<img " not in body:
        return body

    def render(match: re.Match[str]) -> str:
        tag = match["alone"] or match[0]
        found = _attributes(tag)
        picture = draw(found.get("src", ""), found.get("alt", ""), found.get("title", ""))
        if not match["alone"]:
            return picture
        title = found.get("title", "")
        caption = f"<figcaption>{html.escape(title)}</figcaption>" if title else ""
        return f'<figure class="figure">{picture}{caption}</figure>'

    return IMAGE.sub(render, body)
