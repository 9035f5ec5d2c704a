"""Cache keys: all that a page depends on, told in this one module.

A build renders a page only where its key differs from that of the last build. `EditionKeys.page_key` joins:

- code, libraries and settings (`BuildKeys.base`);
- the page's template and all that it draws in (`BuildKeys.template_key`);
- what all pages of an edition share, such as its strings and its menu (`EditionKeys.shared_key`);
- what the page shows of the content (`Shown`): whole stories (`story_key`), stories in lists (`card_key`), drafts
  (`draft_key`), and other values;
- what its template reads by Pelican's names and by those of third-party plugins (`context_keys`).

Texts have keys too (`text_key`, `converted_key`), since their HTML is cached beside the pages. A key names the digests
of files and how an edition shows them, so that no text is read or converted to make one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from plugins.content.counterparts import Counterparts, counterparts
from plugins.content.pairs import Text, key_of
from plugins.content.settings.site_config import Script
from plugins.editions.templates import template_sources, third_party_values
from plugins.editions.third_party import snapshot, term_state

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
    """The keys that all editions of a build share; `plugin_code` is the code of third-party plugins."""

    def __init__(self, settings: Mapping[str, Any], plugin_code: Iterable[bytes] = ()) -> None:
        self._settings, self._plugin_code = settings, tuple(plugin_code)
        self._templates: dict[str, str] = {}

    @cached_property
    def code(self) -> str:
        """The key of the project's code and data, Python and the libraries that shape pages."""
        return code_version()

    @cached_property
    def base(self) -> str:
        """The key of code and settings, found when it is first asked for: until then, plugins may change settings."""
        return digest([self.code, *self._plugin_code, settings_version(self._settings)])

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
        self._stories: dict[tuple[str, str], str] = {}
        self._values: dict[str, tuple[object, str]] = {}
        self._shared: dict[int, tuple[object, str]] = {}

    def forget_stories(self) -> None:
        """Forget what was found of stories, which third-party plugins have changed since."""
        self._cards.clear()
        self._stories.clear()
        vars(self).pop("_all_stories_key", None)

    def page_key(self, template: Any, shared: object, shown: Shown, names: Mapping[str, Any]) -> str:
        """The key of a page: all that it is made from. `shared` is what all pages of the edition share, and `names`
        are those that the template reads of the run's context, with their values."""
        parts = (self.build.keys.base, self.build.keys.template_key(template, self.build), self.shared_key(shared))
        return digest((*parts, *self.shown_keys(shown), *self.context_keys(template, names)))

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
        """The key of the story's card in a list: its address, the fields that lists show, its picture, and changes of
        third-party plugins to its title and summary; "" for None."""
        if story is None:
            return ""
        pair = story.pair
        name = f"{pair.kind}/{pair.slug}"
        if name not in self._cards:
            image = self.build.picture_version(pair.shared.image)
            parts = (story.text.card_digest, pair.card_digest, story.form, story.home.tag, self.site.glossary, image)
            self._cards[name] = " ".join((*parts, story.plugin_card_key))
        return self._cards[name]

    def story_key(self, story: Story) -> str:
        """The key of the story's own page: its address and files, what the edition puts into its text, which editions
        have it, how much of it is outdated, its author's name, and the changes of third-party plugins."""
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
            self.site.glossary, self.build.picture_version(pair.shared.image), self.site.fillings(story.text),
            found.translated, found.available, self.site.count_outdated(story), story.byline, story.plugin_key,
            self.extensions_key([story.text, *pair.published_texts.values()]),
        )  # fmt: skip

    def words_key(self, story: Story, changed_html: str) -> str:
        """The key of a story's words, and of what else a search result says of it; `changed_html` is its text where
        third-party plugins changed the story, else ""."""
        pair = story.pair
        # Not the plugins' key: what they set may be another object in every build, and readers see the words alone.
        changed = key_of(story.title, story.summary, changed_html) if story.plugin_key else ""
        words = (story.text.words_digest, self.extensions_key([story.text]), story.form, self.site.glossary, changed)
        goals = tuple(tag.number for tag in pair.shared.goals)
        return key_of(words, story.page_path, story.date.isoformat(), pair.shared.category, goals)

    def extensions_key(self, texts: Iterable[Text]) -> str:
        """The key of what extensions of Markdown make of these texts beside what the files say; "" where all
        extensions are Python-Markdown's own."""
        bodies = self.build.bodies
        return "" if bodies.renderer.is_stock else key_of(*(bodies.rendered_html(text.source) for text in texts))

    def context_keys(self, template: Any, names: Mapping[str, Any]) -> list[str]:
        """The keys of what a template reads of a run's context, and of filters and globals that plugins bring."""
        # Names in capitals are settings, which every key holds.
        found = [self._all_stories_key] if any(not one.isupper() for one in names) else []
        if self.build.third_party.takes_part:
            brought = third_party_values(template, self.build)
            found += [self._value_key(name, value) for table in (names, brought) for name, value in table.items()]
        return found

    @cached_property
    def _all_stories_key(self) -> str:
        """The key of all stories and pages of the edition, for templates that list them by Pelican's names."""
        return key_of(*(self.story_key(story) for story in (*self.site.stories, *self.site.pages)))

    def _value_key(self, name: str, value: object) -> str:
        """The key of what a template reads by a name, as third-party plugins left it."""
        known = self._values.get(name)
        if known is None or known[0] is not value:
            known = self._values[name] = value, key_of(stable(value))
        return known[1]


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


def change_keys(changes: Mapping[str, Any], before: Mapping[str, Any], known: dict[int, str]) -> tuple[str, str]:
    """The keys of what third-party plugins changed on a story that was as `before`: of everything, for its own page,
    and of all but its body and attributes of the plugins' own, for lists; "" where nothing was changed. `known` as in
    `stable`."""
    in_lists = {name: value for name, value in changes.items() if name != "_content" and name in before}
    return key_of(stable(changes, known)) if changes else "", key_of(stable(in_lists, known)) if in_lists else ""


# Types whose `repr` is the same in every process.
PLAIN = (str, int, float, bool, bytes, dt.date, dt.time, dt.timedelta, dt.tzinfo, PurePath)


def stable(value: Any, known: dict[int, str] | None = None, of_content: bool = False) -> str:
    """A key of a value that is the same in every process and build; unique for a value of an unknown type.

    An article within it counts with all that it is, but for other articles that it names (`of_content`), which count
    by their address and title. `known` are keys of articles that were found before, by identity."""
    if value is None or isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, Mapping):
        pairs = (f"{stable(key, known, of_content)}:{stable(one, known, of_content)}" for key, one in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(stable(one, known, of_content) for one in value) + "]"
    if isinstance(value, set | frozenset):
        return "<" + ",".join(sorted(stable(one, known, of_content) for one in value)) + ">"
    if isinstance(value, Content):
        short = repr((value.lang, value.source_path, getattr(value, "title", ""), value.url))
        return short if of_content else short + _content_key(value, {} if known is None else known)
    if isinstance(value, URLWrapper):
        return stable(term_state(value), known, of_content)
    if is_dataclass(value) and not isinstance(value, type):
        state = [getattr(value, field.name) for field in fields(value)]
        return f"{type(value).__qualname__}{stable(state, known, of_content)}"
    return os.urandom(12).hex()


def _content_key(content: Any, known: dict[int, str]) -> str:
    """The key of all that an article or page is."""
    if id(content) not in known:
        known[id(content)] = key_of(stable(snapshot(content), known, of_content=True))
    return known[id(content)]
