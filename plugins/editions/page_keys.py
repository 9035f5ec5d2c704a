"""Cache keys: all that a page depends on, told in this one module.

A build renders a page only where its key differs from that of the last build. `EditionKeys.page_key` joins:

- code, libraries and settings (`BuildKeys.base`);
- the page's template and all that it draws in (`BuildKeys.template_key`);
- what all pages of an edition share, such as its strings and its menu (`EditionKeys.shared_key`);
- what the page shows of the content (`Shown`): whole stories (`story_key`), stories in lists (`card_key`), drafts
  (`draft_key`), and other values;
- all stories, where its template reads names of Pelican's.

With plugins of others every page is rendered in every build, and no key is asked for.

Texts have keys too (`text_key`, `converted_key`), since their HTML is cached beside the pages. A key names the digests
of files and how an edition shows them, so that no text is read or converted to make one.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.content.counterparts import Counterparts, counterparts
from plugins.content.pairs import Text, key_of
from plugins.content.settings.site_config import Script
from plugins.editions.templates import template_sources
from plugins.editions.text_filling import TextFilling

if TYPE_CHECKING:
    from plugins.editions.build_context import BuildContext
    from plugins.editions.edition_site import EditionSite
    from plugins.editions.stories import Story

LIBRARIES = (
    "pelican pelican_i18n_subsites jinja2 markupsafe markdown nh3 babel beautifulsoup4 fonttools html_to_markdown lxml "
    "pyyaml pillow python_docx unidecode"
).split()
RECORDS = (".dist-info", ".egg-info")
CODE = Path(__file__).resolve().parents[1]
# Settings of paths, and of one build only, which change no page.
NOT_IN_PAGES = set(
    "OUTPUT_PATH CACHE_PATH PATH THEME NOW WORKERS PELICAN_CLASS BUILD BUILD_OPTIONS INCREMENTAL I18N_SUBSITES "
    "I18N_GENERATORS_INFO".split()
)
# An object's address in memory is not part of its value.
ADDRESS = re.compile(r" at 0x[0-9a-f]+")


class Shown(NamedTuple):
    """What a page shows of the content: whole stories, stories as cards in a list (None for no story), drafts, and
    other values, whose `repr` must be complete."""

    stories: tuple[Story, ...] = ()
    cards: tuple[Story | None, ...] = ()
    drafts: tuple[Story, ...] = ()
    values: tuple[object, ...] = ()


class BuildKeys:
    """The keys that all editions of a build share."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._templates: dict[str, str] = {}

    @cached_property
    def code(self) -> str:
        """The key of the project's code and data, Python and the libraries that shape pages."""
        return code_version()

    @cached_property
    def base(self) -> str:
        """The key of code and settings, found when it is first asked for: until then, plugins may change settings."""
        return digest([self.code, settings_version(self._settings)])

    def template_key(self, template: Any, build: BuildContext) -> str:
        """The key of a template: its own source and that of every template that it draws in, with their names."""
        if template.name not in self._templates:
            sources = template_sources(template, build)
            self._templates[template.name] = digest(text for name in sorted(sources) for text in (name, sources[name]))
        return self._templates[template.name]


class EditionKeys:
    """The keys of one edition's pages and stories, each found once."""

    def __init__(self, site: EditionSite) -> None:
        self.site, self.build = site, site.build
        self._cards: dict[str, str] = {}
        self._fillings: dict[str, str] = {}
        self._stories: dict[tuple[str, str], str] = {}
        self._shared: dict[int, tuple[object, str]] = {}

    def page_key(self, template: Any, shared: object, shown: Shown, names: Iterable[str]) -> str:
        """The key of a page: all that it is made from. `shared` is what all pages of the edition share, and `names`
        are those that the template reads of the run's context."""
        parts = (self.build.keys.base, self.build.keys.template_key(template, self.build), self.shared_key(shared))
        # Names in capitals are settings, which every key holds; any other may list all stories.
        listed = [self._all_stories_key] if any(not name.isupper() for name in names) else []
        return digest((*parts, *self.shown_keys(shown), *listed))

    def shared_key(self, shared: object) -> str:
        """The key of what all pages of the edition share."""
        if id(shared) not in self._shared:
            self._shared[id(shared)] = shared, shared_version(shared)
        return self._shared[id(shared)][1]

    def shown_keys(self, shown: Shown) -> tuple[str, ...]:
        """The keys of what a page shows of the content."""
        keys = (map(self.story_key, shown.stories), map(self.card_key, shown.cards), map(self.draft_key, shown.drafts))
        return (*(repr(tuple(one)) for one in keys), repr(shown.values))

    def card_key(self, story: Story | None) -> str:
        """The key of the story's card in a list: its address, the fields that lists show, and its picture; "" for
        None."""
        if story is None:
            return ""
        pair = story.pair
        name = f"{pair.kind}/{pair.slug}"
        if name not in self._cards:
            image = self.build.picture_version(pair.shared.image)
            parts = (story.text.card_digest, pair.card_digest, story.form, story.home.tag, self.site.glossary, image)
            self._cards[name] = " ".join(parts)
        return self._cards[name]

    def story_key(self, story: Story) -> str:
        """The key of the story's own page: its address and files, what the edition puts into its text, which editions
        have it, how much of it is outdated, and its author's name."""
        pair = story.pair
        name = (f"{pair.kind}/{pair.slug}", story.text.source.name)
        if name not in self._stories:
            self._stories[name] = repr(self._parts(story, self.site.counterparts("", pair)))
        return self._stories[name]

    def draft_key(self, story: Story) -> str:
        """The key of the page of a draft, on which no other page depends."""
        return repr(self._parts(story, counterparts(story.pair, self.site.config)))

    def _parts(self, story: Story, found: Counterparts) -> tuple[object, ...]:
        pair = story.pair
        return (
            pair.address, pair.digest, story.text.language, story.form, story.home.tag, story.text.draft,
            self.site.glossary, self.build.picture_version(pair.shared.image), self.fillings(story.text),
            found.translated, found.available, self.site.count_outdated(story), story.byline,
            self.extensions_key([story.text, *pair.published_texts.values()]),
        )  # fmt: skip

    def words_key(self, story: Story, changed_html: str) -> str:
        """The key of a story's words, and of what else a search result says of it; `changed_html` is its text where
        third-party plugins changed the story, else ""."""
        changed = key_of(story.title, story.summary, changed_html) if changed_html else ""
        words = (story.text.words_digest, self.extensions_key([story.text]), story.form, self.site.glossary, changed)
        goals = tuple(tag.number for tag in story.goals)
        return key_of(words, story.page_path, story.date.isoformat(), story.category_slug, goals)

    def fillings(self, text: Text) -> str:
        """The key of what this edition puts where a text names something."""
        name = text.source.name
        if name not in self._fillings:
            named = [one for one in self.site.library.references(text) if one.names_content]
            filling = TextFilling(self.site, name) if named else None
            self._fillings[name] = repr([filling.key(one) for one in named if filling])
        return self._fillings[name]

    def extensions_key(self, texts: Iterable[Text]) -> str:
        """The key of what extensions of Markdown make of these texts beside what the files say; "" where all
        extensions are Python-Markdown's own."""
        bodies = self.build.bodies
        return "" if bodies.renderer.is_stock else key_of(*(bodies.rendered_html(text.source) for text in texts))

    @cached_property
    def _all_stories_key(self) -> str:
        """The key of all stories and pages of the edition, for templates that list them by Pelican's names."""
        return key_of(*(self.story_key(story) for story in (*self.site.stories, *self.site.pages)))


def text_key(renderer_key: str, source_digest: str, *, unpublished: bool) -> str:
    """The key of a text's HTML; a draft is shown where a published text would stop the build."""
    return f"{renderer_key}:{source_digest}{':unpublished' if unpublished else ''}"


def converted_key(script: Script, of_text: str) -> str:
    """The key of a text's HTML in a script, by the key of the text's HTML."""
    return f"{script.key}:{of_text}"


def line_key(script: Script, line: str) -> str:
    """The key of a line of a header in a script."""
    return key_of("line", script.key, line)


def digest(parts: Iterable[str | bytes]) -> str:
    """A key for a sequence of texts."""
    sum_ = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sum_.update(len(data).to_bytes(8, "big") + data)
    return sum_.hexdigest()


def code_version() -> str:
    """The key of the project's code and data, Python and the libraries that shape pages."""
    files = sorted(file for file in CODE.rglob("*") if file.suffix in {".py", ".txt", ".toml"})
    # One file at a time, to take little memory.
    return digest(itertools.chain((sys.version, *_installed_libraries()), (file.read_bytes() for file in files)))


def _installed_libraries() -> list[str]:
    """Libraries with their versions, by the names of the records that installers leave; reading them takes longer."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    records = {name.lower() for folder in folders for name in os.listdir(folder) if name.endswith(RECORDS)}
    return sorted(name for name in records if name.split("-")[0] in LIBRARIES)


def settings_version(settings: Mapping[str, Any]) -> str:
    """The key of all settings that shape pages. Where one of them brings code of the site's own, no key is used
    (`foreign_code`)."""
    names = sorted(name for name in settings if name.isupper() and name not in NOT_IN_PAGES)
    return digest(f"{name}={stable_repr(settings[name])}" for name in names)


def stable_repr(value: object) -> str:
    """The `repr` of a value without addresses in memory, and with what sets hold in one order."""
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(stable_repr, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{stable_repr(name)}: {stable_repr(one)}' for name, one in value.items())}}}"
    return ADDRESS.sub("", repr(value))


def shared_version(value: object) -> str:
    """The key of what all pages of an edition share; a part with a `digest` of its own is represented by that."""
    if hasattr(value, "digest"):
        return str(value.digest)
    if is_dataclass(value) and not isinstance(value, type):
        return digest(shared_version(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple | list):
        return digest(map(shared_version, value))
    return f"{type(value).__name__}:{value!r}"
