"""What an edition puts into the places of one text: where its links lead, its pictures and its videos.

A page is made of the text and of this; so its key is made of the same (`TextFilling.key`)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from plugins.content.counterparts import shown_text
from plugins.content.links.attachments import FileTarget, mark
from plugins.content.links.named_files import find_poster, named_file, resolve_path, resolve_picture
from plugins.content.markup.rendered import Kind, Reference
from plugins.content.markup.videos import Video
from plugins.content.pairs import Pair
from plugins.editions.body_html import StoryTarget, render_video_link, render_video_player
from plugins.locales.strings import Strings

if TYPE_CHECKING:
    from plugins.editions.edition_site import EditionSite


class TextFilling:
    """The filling of the text in a file of the content, named from there, in the edition of a site."""

    def __init__(self, site: EditionSite, source_name: str) -> None:
        self.site, self.source_name = site, source_name
        self.library, self.files = site.library, site.config.files

    @property
    def table_label(self) -> str:
        """What the region of a table is called."""
        return self.site.strings("table")

    @property
    def back_title(self) -> str:
        """The title of a link back from a footnote."""
        return self.site.strings("footnote_back")

    def key(self, reference: Reference) -> object:
        """What is put where the text names this, as a value whose `repr` is complete."""
        if reference.kind is Kind.LINK:
            return self.target(reference)
        image = self._picture_of(reference)
        version = self.site.build.picture_version(image)
        return (image, version, self.video(reference) if reference.kind is Kind.VIDEO else "")

    def picture(self, reference: Reference) -> str:
        """A picture as HTML; "" if it cannot be shown."""
        return self._draw(reference.target, reference.words, reference.caption)

    def _draw(self, target: str, words: str = "", caption: str = "") -> str:
        return self.site.build.draw_image(self.source_name, target, words, caption)

    def _picture_of(self, reference: Reference) -> str:
        """The content file that is shown; "" where a video has none."""
        return resolve_picture(reference.poster or reference.target, self.source_name, self.files)

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
            return f'<a href="{escape(video.address)}">{escape(words)}</a>'
        poster = find_poster(video, self.source_name, self.files)
        shown = reference.poster or (f"/{poster}" if poster else "")
        return render_video_link(video.address, words, reference.caption, self._draw(shown) if shown else "")

    def _own_video(self, reference: Reference, video: Video) -> str:
        """A video in a file of the content folder."""
        t = self._strings
        target = self._file_target(resolve_path(video.id, self.source_name, self.files))
        words = escape(reference.words or t("video_download"))
        if target is None or not target.path:
            return f"<p>{words}</p>" if reference.stands_alone else words
        words = words if not reference.stands_alone else escape(t("video_download"))
        link = f'<a href="{escape(target.path)}">{words} <span class="file-mark">{escape(target.mark)}</span></a>'
        if not reference.stands_alone:
            return link
        named = named_file(reference.poster) or ""
        poster = (
            resolve_path(named, self.source_name, self.files)
            if reference.poster
            else find_poster(video, self.source_name, self.files)
        )
        picture = self.site.build.find_picture(poster)
        return render_video_player(target.path, reference.words, reference.caption, link, picture)

    def target(self, reference: Reference) -> StoryTarget | FileTarget | None:
        """Where a link leads a reader of this edition; None where it is an address already."""
        if not reference.file:
            return None
        name = resolve_path(reference.file, self.source_name, self.library.names)
        if name in self.files:
            return self._file_target(name)
        pair = self.library.by_name.get(name) or self._find_other_language(name)
        if pair is None or not self.library.is_published(pair):
            return None if self._is_published else self._unpublished_target(pair)
        site, form = self.site, self.site.form(pair)
        if form == "own":
            return StoryTarget(site.edition.path(pair.address))
        home = site.config.home_of(shown_text(pair, site.edition).language)
        path = (site.edition if form == "notice" else home).path(pair.address)
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

    def _find_other_language(self, name: str) -> Pair | None:
        stem, by_name = name.removesuffix(".md").rpartition(".")[0], self.library.by_name
        names = (f"{stem}.{language}.md" for language in self.site.config.languages)
        return next((by_name[name] for name in names if name in by_name), None)
