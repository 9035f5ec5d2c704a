"""The stories of a digest in one edition: plain texts and absolute addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plugins.content.counterparts import Form, form_of
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition, SiteConfig
from plugins.images.album import Album
from plugins.images.renditions import Rendition, endings, renditions
from plugins.locales.dates import moment

# CSS pixels of the column, and of the picture beside a story; files have twice as many where there are.
COLUMN, THUMB = 600, 152


@dataclass(frozen=True)
class MailPicture:
    """A JPEG or PNG: its absolute address, and the size in CSS pixels that it is shown in."""

    address: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class MailStory:
    """One story; `event_note` says that its event is over, "" elsewhere; `lead_picture` is as wide as the column,
    `thumb` beside the text, both None where it has no picture."""

    title: str
    summary: str
    address: str
    date: str
    category: str
    event_note: str
    lead_picture: MailPicture | None
    thumb: MailPicture | None


@dataclass(frozen=True)
class EditionWords:
    """One edition's way of saying things, and where its pages are."""

    library: ContentLibrary
    edition: Edition
    site_url: str

    @property
    def config(self) -> SiteConfig:
        """The site's configuration."""
        return self.library.config

    @property
    def convert(self) -> Callable[[str], str]:
        """The function that puts a line of a text's header, or of the settings, into the script of the edition."""
        return self.config.converter(self.edition)

    def absolute(self, address: str) -> str:
        """The absolute address of a page of the edition."""
        return self.site_url + self.edition.path(address)


def own_stories(pairs: list[Pair], words: EditionWords, album: Album) -> Iterator[MailStory]:
    """Those that the edition has in its own words."""
    for pair in pairs:
        if form_of(pair, words.edition, words.config) == Form.OWN:
            yield _story(pair, pair.published_texts[words.edition.language], words, album)


def put_lead_first(stories: list[MailStory]) -> list[MailStory]:
    """The newest story that has a picture before all others; without one, the newest."""
    lead = next((story for story in stories if story.lead_picture), stories[0])
    return [lead, *(story for story in stories if story is not lead)]


def _story(pair: Pair, text: Text, words: EditionWords, album: Album) -> MailStory:
    strings, shared = words.config.strings[words.edition.name], pair.shared
    assert shared.date is not None
    alt = words.convert(text.image_alt)
    return MailStory(
        title=words.convert(text.title),
        summary=words.convert(words.library.summary(text)),
        address=words.absolute(pair.address),
        date=moment(shared.date, words.edition.cldr).text,
        category=strings.section("categories")[shared.category] if shared.category else "",
        event_note=strings("event_over") if shared.event and words.library.clock.has_come(shared.event.ends) else "",
        lead_picture=_picture(shared.image, alt, COLUMN, words, album),
        thumb=_picture(shared.image, alt, THUMB, words, album),
    )


def _picture(image: str, alt: str, width: int, words: EditionWords, album: Album) -> MailPicture | None:
    original = album.originals.find(image) if image else None
    if original is None:
        return None
    # Mail programs know neither AVIF nor WebP, all of them; a picture is never shown larger than it is.
    sizes = renditions(original, endings(original)[-1])
    chosen: Rendition = next((rendition for rendition in sizes if rendition.width >= 2 * width), sizes[-1])
    shown = min(width, chosen.width)
    height = max(1, round(chosen.height * shown / chosen.width))
    return MailPicture(f"{words.site_url}/{chosen.name}", alt, shown, height)
