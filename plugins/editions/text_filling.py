"""What an edition puts into the places of one text: where its links lead, its pictures and its videos.

A page is made of the text and of this; so its key is made of the same (`TextFilling.key`)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, NamedTuple

from plugins.content.addresses import goal_address
from plugins.content.counterparts import Form, text_in
from plugins.content.links.attachments import FileTarget, mark
from plugins.content.links.named_files import find_named, resolve_path, resolve_picture
from plugins.content.markup.rendered import HtmlPart, Kind, LinkStart, Mark, Reference, TableStart, split_text
from plugins.content.markup.videos import Video
from plugins.content.pairs import Pair, Text
from plugins.editions.edition_site import EditionSite
from plugins.locales.strings import Strings
from plugins.sdg.goals import GOALS


class StoryTarget(NamedTuple):
    """Where a link to a text leads a reader: `tag`, `direction` and `label` are those of its language, "" where it is
    in the edition's own words."""

    path: str
    tag: str = ""
    direction: str = ""
    label: str = ""


def fill_text(parts: Iterable[HtmlPart], filling: TextFilling) -> str:
    """The HTML of a text in an edition: its parts, with what the edition puts into each place."""
    pieces: list[str] = []
    link_ends: list[str] = []
    for part in parts:
        match part:
            case str():
                pieces.append(part)
            case LinkStart():
                start, end = _render_link(part, filling.target(part.reference))
                pieces.append(start)
                link_ends.append(end)
            case Mark.LINK_END:
                pieces.append(link_ends.pop())
            case Reference(kind=Kind.VIDEO):
                pieces.append(filling.video(part))
            case Reference():
                pieces.append(_render_picture(part, filling.picture(part)))
            case TableStart():
                label = escape(": ".join(filter(None, (filling.table_label, part.name))))
                pieces.append(f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">')
            case Mark.TABLE_END:
                pieces.append("</div>")
            case Mark.BACK_TITLE:
                pieces.append(escape(filling.back_title))
    return "".join(pieces)


def _render_picture(reference: Reference, picture: str) -> str:
    """A picture that stands alone is a figure."""
    if not reference.stands_alone:
        return picture
    caption = f"<figcaption>{escape(reference.caption)}</figcaption>" if reference.caption else ""
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
        return start.leading_to(address), f' <span class="file-mark">{escape(target.mark)}</span></a>'
    if not target.tag:
        return start.leading_to(address), "</a>"
    label = escape(target.label)
    mark = f'</a> <span class="language-mark" lang="{target.tag}" dir="{target.direction}">{label}</span>'
    return start.leading_to(address, f' hreflang="{target.tag}"'), mark


# The United Nations' page of each goal: a reader is led to the site's own first, which links to it.
GOAL_PAGES = {goal.un_url.rstrip("/"): goal.number for goal in GOALS}


def _link(address: str, words: str) -> str:
    return f'<a href="{address}">{words}</a>'


class TextFilling:
    """The filling of the text in a file of the content, named from there, in the edition of a site; `table_label` is
    what the region of a table is called, `back_title` the title of a link back from a footnote."""

    def __init__(self, site: EditionSite, source_name: str) -> None:
        self.site, self.source_name = site, source_name
        self.library, self.files = site.library, site.config.files
        self.table_label, self.back_title = site.strings("table"), site.strings("footnote_back")

    def key(self, reference: Reference) -> object:
        """What is put where the text names this, as a value whose `repr` is complete."""
        if reference.kind is Kind.LINK:
            return self.target(reference)
        image = self._image_of(reference)
        version = self.site.build.pictures.version(image)
        return (image, version, self.video(reference) if reference.kind is Kind.VIDEO else "")

    def picture(self, reference: Reference) -> str:
        """A picture as HTML; "" if it cannot be shown."""
        picture = self._picture_of(reference, reference.words)
        return str(picture.text) if picture else ""

    def _image_of(self, reference: Reference) -> str:
        """The content file that is shown; "" where a video has none."""
        return resolve_picture(reference.poster or reference.target, self.source_name, self.files)

    def _picture_of(self, reference: Reference, alt: str = "") -> Any:
        """The picture that is shown; None where there is none, or it cannot be shown."""
        return self.site.build.pictures.picture(self._image_of(reference), alt)

    def video(self, reference: Reference) -> str:
        """A video as a figure; within a paragraph, and where its file is held back with its draft, words alone."""
        video, t = reference.video, self._strings
        assert video is not None
        if not video.site:
            return self._own_video(reference, video)
        words = (
            t("video_title", name=reference.words, site=video.site)
            if reference.words
            else t("video_watch", site=video.site)
        )
        if not reference.stands_alone:
            return _link(escape(video.address), escape(words))
        poster = self._picture_of(reference)
        picture = str(poster.text) if poster else ""
        return self.show_video(escape(video.address), escape(words), escape(reference.caption), picture)

    def _own_video(self, reference: Reference, video: Video) -> str:
        """A video in a file of the content folder."""
        t = self._strings
        target = self._file_target(resolve_path(video.id, self.source_name, self.files))
        words = escape(reference.words or t("video_download"))
        if target is None or not target.path:
            return f"<p>{words}</p>" if reference.stands_alone else words
        words = words if not reference.stands_alone else escape(t("video_download"))
        path, words = escape(target.path), f'{words} <span class="file-mark">{escape(target.mark)}</span>'
        if not reference.stands_alone:
            return _link(path, words)
        poster = self._picture_of(reference)
        poster_path = escape(poster.path) if poster else ""
        return self.show_film(path, words, escape(reference.words), escape(reference.caption), poster_path)

    def show_video(self, address: str, words: str, caption: str, picture: str) -> str:
        """A figure for a video of another site, which loads nothing from there: a link with a picture or, where that is
        "", a drawn frame, and a play mark. All that is given is HTML."""
        picture = picture or '<span class="video-link-frame"></span>'
        link = f'<a class="video-link" href="{address}">{picture}'
        label = f'<span class="video-link-label">{words}</span></a>'
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure class="video">{link}{label}{below}</figure>'

    def show_film(self, path: str, words: str, title: str, caption: str, poster: str) -> str:
        """A figure for a video of this site: the browser's player, which loads nothing before it is started; `poster`
        is the path of a picture or "", `words` those of a link to the file, for who would rather save it. All that is
        given is HTML."""
        label = f' aria-label="{title}"' if title else ""
        picture = f' poster="{poster}"' if poster else ""
        player = f'<video controls preload="none"{picture}{label} src="{path}"></video>'
        caption_before = f"{caption or title} " if caption or title else ""
        return f'<figure class="video">{player}<figcaption>{caption_before}{_link(path, words)}</figcaption></figure>'

    def target(self, reference: Reference) -> StoryTarget | FileTarget | None:
        """Where a link leads a reader of this edition; None where it is an address already."""
        if not reference.file:
            goal = GOAL_PAGES.get(reference.target.rstrip("/"))
            return StoryTarget(self.site.edition.path(goal_address(goal))) if goal else None
        name = resolve_path(reference.file, self.source_name, self.library.names)
        if name in self.files:
            return self._file_target(name)
        pair = find_named(name, self.library.by_name, self.site.config.languages)
        if pair is None or not self.library.is_published(pair):
            return None if self._is_published else self._unpublished_target(pair)
        site, form = self.site, self.site.form(pair)
        if form == Form.OWN:
            return StoryTarget(site.edition.path(pair.address))
        home = site.config.home_of(text_in(pair, site.edition).language)
        path = (site.edition if form == Form.NOTICE else home).path(pair.address)
        return StoryTarget(path, home.tag, home.direction, home.label)

    @property
    def _is_published(self) -> bool:
        return self.source_name in self.library.published_names

    def _unpublished_target(self, pair: Pair | None) -> FileTarget | StoryTarget:
        """The target of a draft's link to what readers cannot open: only the preview server may have a page there."""
        if pair is not None and self.site.shows_draft_of(pair):
            return StoryTarget(self.site.edition.path(pair.address))
        return FileTarget("", "")

    def _file_target(self, name: str) -> FileTarget | None:
        """The target of a link to a file that is no text, described in the words of the text that links to it."""
        attached = self.library.attachments.get(name)
        if attached is None:
            # Files that only drafts link to are not published: previews show the link's text alone.
            return None if self._is_published else FileTarget("", "")
        return FileTarget(f"/{attached.address}", mark(attached, self._strings))

    @property
    def _strings(self) -> Strings:
        """The strings in the language of the text, in this edition's script where it is the edition's language."""
        language, own = self.source_name.removesuffix(".md").rpartition(".")[2], self.site.edition
        edition = own if language == own.language else self.site.config.home_of(language)
        return self.site.config.strings[edition.name]


class VideoLinks(TextFilling):
    """The filling of a text for feeds: a video is a paragraph with a link, and its caption."""

    def show_video(self, address: str, words: str, caption: str, picture: str) -> str:
        """A link to the video."""
        return f"<p>{'<br>'.join(filter(None, (_link(address, words), caption)))}</p>"

    def show_film(self, path: str, words: str, title: str, caption: str, poster: str) -> str:
        """A link to the file."""
        return f"<p>{' '.join(filter(None, (caption or title, _link(path, words))))}</p>"


class VideoAddresses(TextFilling):
    """The filling of a text for texts without links: the words of a video include its address."""

    def show_video(self, address: str, words: str, caption: str, picture: str) -> str:
        """The address of the video."""
        return f"<p>{'<br>'.join(filter(None, (_link(address, f'{words}: {address}'), caption)))}</p>"

    def show_film(self, path: str, words: str, title: str, caption: str, poster: str) -> str:
        """The address of the file."""
        return f"<p>{' '.join(filter(None, (caption or title, f'{words}: {escape(self.site.url)}{path}')))}</p>"


MOST_KEPT = 16


class FilledTexts:
    """The HTML of an edition's texts, of which those that were asked for last are kept: the pages of a story, which are
    made one after the other, show the same."""

    def __init__(self, site: EditionSite) -> None:
        self.site = site
        self._kept: dict[tuple[str, str, type[TextFilling]], str] = {}

    def fill(self, html: str, source_name: str, filling: type[TextFilling]) -> str:
        """The HTML of a text, with what the edition puts into each place."""
        key = html, source_name, filling
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = fill_text(split_text(html), filling(self.site, source_name))
        return self._kept[key]


def edition_html(site: EditionSite, text: Text, filling: type[TextFilling] = TextFilling) -> str:
    """A text's HTML with links, videos, tables and pictures as this edition has them."""
    return site.part(FilledTexts).fill(site.build.bodies.html(text, site.edition), text.source.name, filling)
