"""The cache keys of stories: all that a page shows of them. `DiskCache.page_key` adds code, settings, templates and
what the edition shares.

A key covers all content of a story that a page shows; two builds with the same keys (and the same code, settings,
templates and strings, which have keys of their own) make the same bytes. The form of a text in an edition depends on
its file, on how the edition shows it and on the edition's script, so no text is converted to make a key.
"""

from __future__ import annotations

from functools import cached_property

from plugins.content.availability import counterparts
from plugins.content.links.references import resolve_picture
from plugins.content.markup.videos import video_at
from plugins.content.pairs import Text, key_of
from plugins.editions.edition_site import EditionSite
from plugins.editions.stories import Story
from plugins.images.album import Album


class StoryKeys:
    """The keys of one edition's stories, each found once."""

    def __init__(self, site: EditionSite, album: Album, usual_image: str) -> None:
        self.site, self.album, self.usual_image = site, album, usual_image
        self._cards: dict[str, str] = {}
        self._pages: dict[tuple[str, str], str] = {}

    def card_key(self, story: Story | None) -> str:
        """The key of the story's card in a list: its address, the fields that lists show, its picture, and changes of
        third-party plugins to its title and summary; "" for None."""
        if story is None:
            return ""
        pair = story.pair
        name = f"{pair.kind}/{pair.slug}"
        if name not in self._cards:
            image = self.album.version(pair.shared.image)
            parts = (story.text.card_key, pair.shared_key, story.form, story.home.tag, self.site.glossary, image)
            self._cards[name] = " ".join((*parts, story.plugin_card_key))
        return self._cards[name]

    def story_key(self, story: Story) -> str:
        """The key of the story's own page: its address and files, its pictures, where its links lead, which editions
        have it, how much of it is outdated, its author's name, and the changes of third-party plugins."""
        pair = story.pair
        name = (f"{pair.kind}/{pair.slug}", story.text.source.name)
        if name not in self._pages:
            found = self.site.counterparts("", pair)
            form = (pair.address, pair.key, story.text.language, story.form, story.home.tag, story.text.draft)
            more = (
                self.album.version(pair.shared.image), self.link_targets(story.text), found.translated, found.available,
                self.site.count_outdated(story), story.byline, story.plugin_key,
                self.site.build.bodies.rendered_key(pair.published_texts.values()),
            )  # fmt: skip
            self._pages[name] = f"{form} {self.shared_key} {more}"
        return self._pages[name]

    def unpublished_key(self, story: Story) -> str:
        """The key of the page of a draft, which only the preview server shows; no other page depends on it."""
        pair = story.pair
        parts = (
            pair.address, pair.key, counterparts(pair, self.site.config).available, story.text.language, story.form,
            story.home.tag, self.album.version(pair.shared.image), self.link_targets(story.text), story.plugin_key,
            self.site.build.bodies.rendered_key([story.text]),
        )  # fmt: skip
        return f"{parts} {self.shared_key}"

    @cached_property
    def shared_key(self) -> str:
        """The key of what all stories' pages of the edition share: the glossary, and how cards for sharing are
        drawn."""
        return f"{self.site.glossary} {self.usual_image} {self.album.social_cards}"

    @cached_property
    def all_stories_key(self) -> str:
        """The key of all stories and pages of the edition, for templates that list them by Pelican's names."""
        return key_of(*(self.story_key(story) for story in (*self.site.stories, *self.site.pages)))

    def link_targets(self, text: Text) -> list[object]:
        """Where the text's links lead in this edition, and which files its pictures are at present."""
        source, site = text.source, self.site
        found: list[object] = []
        for reference in source.pointers:
            if reference.image:
                image = resolve_picture(reference.target, source.name, site.config.files)
                found.append((image, self.album.version(image)))
            if reference.file and (not reference.image or video_at(reference.target)):
                found.append(site.resolve_link(reference.file, source.name))
        return found
