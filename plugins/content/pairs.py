"""Pairs: the texts of one slug and their shared fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.content.addresses import page_address, story_address
from plugins.content.headers.fields import SharedMetadata
from plugins.content.headers.table import HEADER_FIELDS
from plugins.content.sources import KINDS, PairKind, Source
from plugins.system.digests import key_of

WORDS_A_MINUTE = 200
# The page with both languages side by side, below a story's address.
PARALLEL = "parallel/"


class Text(Struct, frozen=True, array_like=True, dict=True):
    """A pair in one language; `draft` texts are not published. `summary` is that of its header, "" where it has none;
    `more` are further words of the header by field."""

    language: str
    title: str
    summary: str
    modified: dt.datetime | None
    image_alt: str
    image_credit: str
    draft: bool
    source: Source
    event_place: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words_digest(self) -> str:
        """The digest of the words of the text, which a search finds."""
        return key_of(self.title, self.summary, self.source.body_digest)

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes."""
        return max(1, round(self.source.words / WORDS_A_MINUTE))

    @cached_property
    def card_digest(self) -> str:
        """The digest of the fields that lists show, but for the summary, which may be of the text."""
        more = (words for name, words in self.more.items() if HEADER_FIELDS[name].on_cards)
        return key_of(self.title, self.image_alt, self.image_credit, self.minutes, *more)


class Pair(Struct, frozen=True, dict=True):
    """The articles (kind `news`) or pages (kind `page`) that share a slug; `original` is the first-written language."""

    kind: PairKind
    slug: str
    original: str
    shared: SharedMetadata
    texts: Mapping[str, Text]

    @cached_property
    def name(self) -> str:
        """Its name in the site: its kind and slug, "news/x" or "page/x"."""
        return f"{self.kind}/{self.slug}"

    @property
    def address(self) -> str:
        """Its address within each edition: "news/x/" or, for a page, "x/"."""
        return story_address(self.slug) if self.is_story else page_address(self.slug)

    @property
    def main_text(self) -> Text:
        """The original or, where that is not there, another text."""
        return self.texts.get(self.original) or next(iter(self.texts.values()))

    @property
    def title(self) -> str:
        """The title of its main text; the slug where it has none."""
        return self.main_text.title or self.slug

    @property
    def is_story(self) -> bool:
        """Whether it is a story, and no fixed page."""
        return self.kind == PairKind.NEWS

    @cached_property
    def published_texts(self) -> dict[str, Text]:
        """The texts that are not drafts."""
        return {} if self.shared.draft else {language: text for language, text in self.texts.items() if not text.draft}

    @cached_property
    def digest(self) -> str:
        """The digest of the pair's files."""
        return key_of(self.original, self.shared.draft, *(text.source.digest for text in self.texts.values()))

    @cached_property
    def card_digest(self) -> str:
        """The digest of the fields that lists show, in every language."""
        goals = [(tag.number, tag.targets) for tag in self.shared.goals]
        return key_of(self.address, str(self.shared.date), self.shared.category, goals, self.shared.image)


def pair_name(file: str) -> str:
    """The name of the pair that a file is of, by its path in the content folder, wherever it lies there."""
    folder, base = file.partition("/")[0], file.rpartition("/")[2]
    return f"{KINDS.get(folder, folder)}/{base.partition('.')[0]}"


def in_zone(pair: Pair, zone: ZoneInfo) -> Pair:
    """A kept pair with its moments in the zone of the site, which a file of the cache does not have."""
    date, event = pair.shared.date, pair.shared.event
    if date and date.tzinfo is zone:
        return pair
    if event:
        event = replace(event, start=event.start.astimezone(zone), end=event.end and event.end.astimezone(zone))
    texts = {
        language: replace(text, modified=text.modified.astimezone(zone)) if text.modified else text
        for language, text in pair.texts.items()
    }
    return replace(pair, shared=replace(pair.shared, date=date and date.astimezone(zone), event=event), texts=texts)
