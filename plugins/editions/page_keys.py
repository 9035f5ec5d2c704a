"""Cache keys: all that a page depends on, told in this one module.

A build renders a page only where its key differs from that of the last build. `EditionKeys.page_key` joins:

- code, libraries and settings (`BuildContext.key`);
- the page's template and all that it draws in (`templates.read_template`);
- what all pages of an edition share, such as its strings and its menu (`shared_version`);
- what the page shows of the content (`Shown`): whole stories (`story_key`), stories in lists (`card_key`), and other
  values;
- all stories, where its template reads names of Pelican's.

With plugins of others every page is rendered in every build, and no key is asked for.

Texts have keys too (in `bodies.py`), since their HTML is cached beside the pages. A key names the digests
of files and how an edition shows them, so that no text is read or converted to make one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, NamedTuple

from plugins.content.pairs import Text
from plugins.digests import digest_of, key_of
from plugins.editions.edition_site import EditionSite
from plugins.editions.story import Story
from plugins.editions.templates import read_template
from plugins.editions.text_filling import TextFilling


class Shown(NamedTuple):
    """What a page shows of the content: whole stories, stories as cards in a list (None for no story), and other
    values, whose `repr` must be complete."""

    stories: tuple[Story, ...] = ()
    cards: tuple[Story | None, ...] = ()
    values: tuple[object, ...] = ()


class EditionKeys:
    """The keys of one edition's pages and stories, each found once."""

    def __init__(self, site: EditionSite) -> None:
        self.site, self.build = site, site.build
        # By identity; what is known is kept with its key, so that nothing else comes to have that identity.
        self._cards: dict[int, tuple[Story, str]] = {}
        self._stories: dict[int, tuple[Story, str]] = {}
        self._shared: dict[int, tuple[object, str]] = {}
        self._frames: dict[tuple[str, int], str] = {}
        self._fillings: dict[str, str] = {}

    def page_key(self, template: Any, shared: object, shown: Shown, names: Iterable[str]) -> str:
        """The key of a page: all that it is made from. `shared` is what all pages of the edition share, and `names`
        are those that the template reads of the run's context."""
        # Names in capitals are settings, which every key holds; any other may list all stories.
        listed = self._all_stories_key if any(not name.isupper() for name in names) else ""
        return digest_of("\0".join((self._frame_key(template, shared), listed, *self.shown_keys(shown))), 12)

    def _frame_key(self, template: Any, shared: object) -> str:
        """The key of all that pages of a template have in common: found once, since most of a build's pages do."""
        place = (template.name, id(shared))
        if place not in self._frames:
            if id(shared) not in self._shared:
                self._shared[id(shared)] = shared, shared_version(shared)
            parts = (self.build.key, read_template(template, self.build).key, self._shared[id(shared)][1])
            self._frames[place] = key_of(parts)
        return self._frames[place]

    def shown_keys(self, shown: Shown) -> tuple[str, ...]:
        """The keys of what a page shows of the content."""
        # No story has an empty key, which ends theirs.
        return (*map(self.story_key, shown.stories), "", *map(self.card_key, shown.cards), repr(shown.values))

    def card_key(self, story: Story | None) -> str:
        """The key of the story's card in a list: its address, the fields that lists show, and its picture; "" for
        None."""
        if story is None:
            return ""
        known = self._cards.get(id(story))
        if known is None:
            pair, text = story.pair, story.text
            image, summary = self.build.pictures.version(pair.shared.image), self.site.library.summary(text)
            parts = (text.card_digest, pair.card_digest, story.form, story.home.tag, self.site.glossary, image, summary)
            known = self._cards[id(story)] = story, key_of(*parts)
        return known[1]

    def story_key(self, story: Story) -> str:
        """The key of the story's own page: its address and files, what the edition puts into its text, which editions
        have it, how much of it is outdated, and its author's name."""
        if id(story) not in self._stories:
            pair = story.pair
            counterparts = self.site.library.counterparts(pair)
            parts = (
                pair.address, pair.digest, story.text.language, story.form, story.home.tag, story.text.draft,
                self.site.glossary, self.build.pictures.version(pair.shared.image), self.fillings(story.text),
                counterparts.translated, counterparts.available, self.site.count_outdated(story), story.byline,
            )  # fmt: skip
            self._stories[id(story)] = story, repr(parts)
        return self._stories[id(story)][1]

    def words_key(self, story: Story, changed_html: str) -> str:
        """The key of a story's words, and of what else a search result says of it; `changed_html` is its text where
        third-party plugins changed the story, else ""."""
        changed, bodies = key_of(story.title, story.summary, changed_html) if changed_html else "", self.build.bodies
        words = (
            story.text.words_digest,
            # What a plugin's extension of Markdown makes of the text does not follow from the file.
            "" if bodies.renderer.is_stock else key_of(bodies.rendered_html(story.text.source)),
            str(story.form),
            self.site.glossary,
            bodies.renderer.key,
            changed,
        )
        goals = tuple(tag.number for tag in story.goals)
        subjects = [name.address for name in story.subjects]
        return key_of(words, story.page_path, story.date.isoformat(), story.category_slug, goals, subjects)

    def fillings(self, text: Text) -> str:
        """The key of what this edition puts where a text names something."""
        name = text.source.name
        if name not in self._fillings:
            named = [reference for reference in self.site.library.references(text) if reference.names_content]
            filling = TextFilling(self.site, name) if named else None
            self._fillings[name] = repr([filling.key(reference) for reference in named if filling])
        return self._fillings[name]

    @cached_property
    def _all_stories_key(self) -> str:
        """The key of all stories and pages of the edition, for templates that list them by Pelican's names."""
        return key_of(*(self.story_key(story) for story in (*self.site.stories, *self.site.pages)))


def shared_version(value: object) -> str:
    """The key of what all pages of an edition share; a part with a `digest` of its own is represented by that."""
    if hasattr(value, "digest"):
        return str(value.digest)
    if is_dataclass(value) and not isinstance(value, type):
        return key_of([shared_version(getattr(value, field.name)) for field in fields(value)])
    if isinstance(value, tuple | list):
        return key_of(list(map(shared_version, value)))
    return f"{type(value).__name__}:{value!r}"
