"""Cache keys: all that a page depends on, told in this one module.

A build renders a page only where its key differs from that of the last build. `EditionKeys.page_key` joins:

- code, libraries and settings (`BuildContext.key`);
- the page's template and all that it draws in (`templates.read_template`);
- what all pages of an edition share, such as its strings and its menu;
- the view's function and its arguments (`view_key`): whole stories (`story_key`), stories in lists (`card_key`), and
  other values. A view reads nothing else of the content;
- all stories, where its template reads names of Pelican's.

With plugins of others every page is rendered in every build, and no key is asked for.

Texts have keys too (in `bodies.py`), since their HTML is cached beside the pages. A key names the digests
of files and how an edition shows them, so that no text is read or converted to make one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any

import msgspec
from pelican.contents import Content

from plugins.content.pairs import Text
from plugins.editions.edition_site import EditionSite
from plugins.editions.story import Story
from plugins.editions.templates import read_template
from plugins.editions.text_filling import TextFilling
from plugins.system.digests import digest_of, key_of


# Neither is a dataclass, of which the encoder would take all parts.
class Listed:
    """A story as an argument of a view that shows of it only what lists show: its card, and where it leads."""

    def __init__(self, story: Story) -> None:
        self.story = story


class Translation:
    """Another text of a story as an argument of a view."""

    def __init__(self, text: Text) -> None:
        self.text = text


class EditionKeys:
    """The keys of one edition's pages and stories, each found once."""

    def __init__(self, site: EditionSite) -> None:
        self.site, self.build = site, site.build
        # By identity; what is known is kept with its key, so that nothing else comes to have that identity.
        self._cards: dict[int, tuple[Story, str]] = {}
        self._stories: dict[int, tuple[Story, str]] = {}
        self._shared: dict[int, tuple[object, bytes]] = {}
        self._frames: dict[tuple[str, int], str] = {}
        self._fillings: dict[str, str] = {}
        # Encodes plain values, and tuples, tables and structures of them.
        self._encoder = msgspec.msgpack.Encoder(enc_hook=self._stand_in)

    def page_key(self, template: Any, shared: object, view: partial[Any], names: Iterable[str]) -> str:
        """The key of a page: all that it is made from. `shared` is what all pages of the edition share, and `names`
        are those that the template reads of the run's context."""
        # Names in capitals are settings, which every key holds; any other may list all stories.
        listed = self._all_stories_key if any(not name.isupper() for name in names) else ""
        return digest_of(f"{self._frame_key(template, shared)}{listed}\0".encode() + self.view_key(view), 12)

    def _frame_key(self, template: Any, shared: object) -> str:
        """The key of all that pages of a template have in common: found once, since most of a build's pages do."""
        place = (template.name, id(shared))
        if place not in self._frames:
            if id(shared) not in self._shared:
                self._shared[id(shared)] = shared, self._encoder.encode(shared)
            parts = (self.build.key, read_template(template, self.build).key, self._shared[id(shared)][1])
            self._frames[place] = key_of(parts)
        return self._frames[place]

    def view_key(self, view: partial[Any]) -> bytes:
        """The key of a view: its function, with the keys of its arguments. Raises TypeError for a function that has
        more than its arguments, and for an argument of which nobody knows what can be read."""
        if getattr(view.func, "__closure__", None) or hasattr(view.func, "__self__"):
            raise TypeError(f"no key can be made of {view.func.__qualname__}: it has more than its arguments")
        arguments = (getattr(value, "digest", value) for value in (*view.args, *view.keywords.values()))
        return self._encoder.encode((view.func.__qualname__, *arguments, *view.keywords))

    def _stand_in(self, value: Any) -> object:
        """What stands in a key for a value that is no plain one, and has no parts of plain ones."""
        if isinstance(value, Listed):
            return self.card_key(value.story)
        if isinstance(value, Translation):
            return value.text.source.digest, self.fillings(value.text)
        if isinstance(value, Content):
            return self.story_key(value)
        if isinstance(value, partial):
            return self.view_key(value)
        # Of a class of its own, such as `Markup`: another one than the plain text.
        if isinstance(value, str):
            return type(value).__name__, str(value)
        if hasattr(value, "digest"):
            return value.digest
        raise TypeError(f"no key can be made of a value of the type {type(value).__qualname__}")

    def card_key(self, story: Story) -> str:
        """The key of the story's card in a list: its address, the fields that lists show, its picture, and whether its
        event is over."""
        known = self._cards.get(id(story))
        if known is None:
            pair, text = story.pair, story.text
            image, summary = self.build.pictures.version(story.image), self.site.library.summary(text)
            parts = (
                text.card_digest,
                pair.card_digest,
                story.form,
                story.home.tag,
                self.site.glossary,
                image,
                summary,
                story.is_event_over,
            )
            known = self._cards[id(story)] = story, key_of(*parts)
        return known[1]

    def story_key(self, story: Story) -> str:
        """The key of the story's own page: its address and files, what the edition puts into its text, which editions
        have it, how much of it is outdated, its author's name, and whether its event is over."""
        if id(story) not in self._stories:
            pair = story.pair
            counterparts = self.site.library.counterparts(pair)
            parts = (
                pair.address, pair.digest, story.text.language, story.form, story.home.tag, story.text.draft,
                self.site.glossary, self.build.pictures.version(story.image), self.fillings(story.text),
                counterparts.translated, counterparts.available, self.site.count_outdated(story), story.byline,
                story.is_event_over,
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
