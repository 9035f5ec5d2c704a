"""One edition of the site: its stories, its strings, and the addresses that a page of it may name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from html import escape
from typing import Any

from babel import Locale
from babel.core import get_global

from plugins.content.counterparts import Counterparts, all_counterparts, form_of, shown_text
from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import named_file
from plugins.content.markup.rendered import split_text
from plugins.content.outdated import find_outdated, snapshot_name
from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import Edition
from plugins.content.story_counts import StoryCounts, count_stories
from plugins.editions.alternates_and_switch import Alternate, SwitchLink, alternates, switch
from plugins.editions.body_html import fill_text
from plugins.editions.build_context import BuildContext
from plugins.editions.page_keys import EditionKeys
from plugins.editions.stories import Story, StoryFactory
from plugins.editions.text_filling import TextFilling
from plugins.locales.dates import Moment, moment
from plugins.locales.strings import Strings


class EditionSite:
    """What one edition shows. `stories` are newest first, untranslated ones included; `pages` are the fixed pages in
    the menu's order. Both are set by the generators of the edition's run."""

    def __init__(self, build: BuildContext, edition: Edition, show_outdated: bool) -> None:
        self.build, self.edition, self.show_outdated = build, edition, show_outdated
        self.library: ContentLibrary = build.library
        self.config = build.config
        self.strings: Strings = self.config.strings[edition.name]
        self.url = build.root_url
        language = self.config.languages[edition.language]
        script = self.config.scripts.get(edition.name)
        self.glossary = script.digest if script else ""
        self.name, self.tagline = (
            script.text(text) if script else text for text in (language.site_name, language.tagline)
        )
        self.factory: StoryFactory
        self.keys = EditionKeys(self)
        self.stories: tuple[Story, ...] = ()
        self.pages: tuple[Story, ...] = ()

    def for_edition(self, edition: Edition) -> EditionSite:
        """The site of another edition in the same build, for its strings and addresses; it lists no stories."""
        return EditionSite(self.build, edition, self.show_outdated)

    @cached_property
    def own_stories(self) -> tuple[Story, ...]:
        """The stories in the edition's own words, newest first."""
        return tuple(story for story in self.stories if story.form == "own")

    @cached_property
    def by_category(self) -> Mapping[str, list[Story]]:
        """The stories of each category, newest first."""
        found: dict[str, list[Story]] = defaultdict(list)
        for story in self.stories:
            found[story.category_slug].append(story)
        return found

    @cached_property
    def by_goal(self) -> Mapping[int, list[Story]]:
        """The stories about each goal, newest first."""
        found: dict[int, list[Story]] = defaultdict(list)
        for story in self.stories:
            for number in dict.fromkeys(tag.number for tag in story.goals):
                found[number].append(story)
        return found

    @cached_property
    def previews(self) -> tuple[Story, ...]:
        """The drafts in the edition's language of which an editor asked for a preview."""
        pairs = (pair for pair in self.library.previews if self.edition.language in pair.texts)
        return self._make_stories(pairs)

    @cached_property
    def unpublished_stories(self) -> tuple[Story, ...]:
        """Drafts, and stories whose date is to come, as the edition will show them; none but for the preview
        server."""
        if not self.build.options.show_drafts:
            return ()
        shown = (pair for pair in self.library.unpublished_pairs if self.form(pair) in ("own", "notice"))
        published = self.library.published_names
        hidden = (pair for pair in shown if shown_text(pair, self.edition).source.name not in published)
        return self._make_stories(hidden)

    def _make_stories(self, pairs: Iterable[Pair]) -> tuple[Story, ...]:
        stories = tuple(self.factory.make(self.factory.metadata(pair)) for pair in pairs)
        self.factory.read_changes(stories)
        return stories

    def shows_draft_of(self, pair: Pair) -> bool:
        """Whether a draft translation is shown in the place of a page of the pair."""
        return (pair.kind, pair.slug) in self._unpublished_addresses

    @cached_property
    def _unpublished_addresses(self) -> frozenset[tuple[str, str]]:
        return frozenset((story.pair.kind, story.pair.slug) for story in self.unpublished_stories)

    @property
    def script(self) -> str:
        """The script that the edition is written in, as ISO 15924 has it: "Latn", "Cyrl", "Arab"."""
        locale = Locale.parse(self.edition.cldr)
        likely = get_global("likely_subtags").get(locale.language, "")
        return str(locale.script or next((part for part in likely.split("_") if len(part) == 4), ""))

    def language_name(self, code: str) -> str:
        """A language's name in this edition's words: "Serbian", "srpski"."""
        return str(
            Locale.parse(self.edition.cldr).languages.get(code.partition("-")[0], self.config.languages[code].name)
        )

    def moment(self, date: dt.datetime) -> Moment:
        """A date as this edition writes it."""
        return moment(date, self.edition.cldr)

    def absolute(self, path: str) -> str:
        """The absolute address of a root-relative path."""
        return self.url + path

    def counterparts(self, address: str, pair: Pair | None = None) -> Counterparts:
        """Which editions have the page: of a pair, or of every edition."""
        return self.library.counterparts(pair) if pair else all_counterparts(address, self.config.editions)

    @cached_property
    def story_counts(self) -> StoryCounts:
        """How many stories the edition lists under what, as plugins left them."""
        return count_stories((story.date, story.category_slug, story.goals) for story in self.stories)

    def listing(self, address: str, has: Callable[[StoryCounts], bool]) -> Counterparts:
        """Which editions have a page of a list that may be empty; `has` decides by an edition's counts. The stories of
        all editions are known before the first page is made."""
        names = tuple(site.edition.name for site in self.all_sites if has(site.story_counts))
        return Counterparts(address, names, names)

    @property
    def all_sites(self) -> tuple[EditionSite, ...]:
        """The sites of all editions, in the order of the settings."""
        return tuple(self.build.sites[edition.name] for edition in self.config.editions)

    def alternates(self, found: Counterparts) -> tuple[Alternate, ...]:
        """The alternates of a page of this edition; none where the page itself is not in the edition's words."""
        return alternates(found, self.config.editions, self.url) if self.edition.name in found.translated else ()

    def switch(self, found: Counterparts) -> tuple[SwitchLink, ...]:
        """The visible switch of a page of this edition."""
        return switch(found, self.config.editions, self.edition)

    def count_outdated(self, story: Story) -> int:
        """How many paragraphs of the original have changed since the story was translated; 0 where the site does not
        show it."""
        name = snapshot_name(story.text.source.name)
        if not self.show_outdated or story.form != "own" or name not in self.config.files:
            return 0
        found = find_outdated(story.pair, story.text.language, self.config.content)
        return len(found.changes) if found else 0

    def find(self, pair: Pair) -> Story | None:
        """The pair's story in this edition, as plugins left it."""
        return self._by_slug.get((pair.kind, pair.slug))

    @cached_property
    def _by_slug(self) -> dict[tuple[str, str], Story]:
        return {(story.pair.kind, story.slug): story for story in (*self.stories, *self.pages)}

    def form(self, pair: Pair) -> str:
        """How this edition shows a pair."""
        return form_of(pair, self.edition, self.config)

    def convert(self, line: str, text: Text, form: str) -> str:
        """A header text of a story in the script of this edition."""
        script = self.config.scripts.get(self.edition.name) if form == "own" else None
        return self.build.bodies.convert(line, script, self.config.mark_remover(text.language))

    def author(self, pair: Pair, text: Text, form: str) -> str:
        """The name of a pair's author in the words of the edition that the text is shown in; "" where there is none."""
        authors, written = self.config.authors, pair.shared.author
        home = self.edition if form == "own" else self.config.home_of(text.language)
        # The name in a language is converted for a derived edition; that in an edition stands as it is.
        decided = authors.name(written, home.name) if home.name != text.language else None
        return decided or self.convert(authors.name(written, text.language) or written, text, form)

    def html(self, pair: Pair, text: Text) -> str:
        """A text's HTML with links, videos, tables and pictures as this edition has them."""
        parts = split_text(self.build.bodies.html(text, self.edition))
        return fill_text(parts, TextFilling(self, text.source.name))


def draw_plain_image(source_name: str, source: str, alt: str, title: str) -> str:
    """A picture where no plugin draws pictures: an `<img>` with what the text names."""
    return f'<img src="{escape(named_file(source) or source)}" alt="{escape(alt)}">'


def find_no_picture(image: str) -> str:
    """Where no plugin draws pictures there is none."""
    return ""


def newest_first(stories: Iterable[Any]) -> tuple[Story, ...]:
    """Stories by date, the newest first, and by slug within one moment."""
    return tuple(sorted(stories, key=lambda story: (-story.date.timestamp(), story.slug)))
