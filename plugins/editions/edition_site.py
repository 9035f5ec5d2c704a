"""One edition of the site: its stories, its strings, and the addresses that a page of it may name."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, TypeVar

from babel import Locale
from babel.lists import format_list

from plugins.content.addresses import goal_address
from plugins.content.counterparts import Alternate, Counterparts, Form, SwitchLink, all_counterparts, form_of
from plugins.content.library import ContentLibrary
from plugins.content.outdated import Outdated, find_outdated, snapshot_name
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import Edition
from plugins.content.settings.subjects import Subject, SubjectWords
from plugins.content.subjects import SubjectKind, SubjectName
from plugins.editions.build_context import BuildContext
from plugins.editions.story import Story
from plugins.locales.dates import Moment, moment
from plugins.locales.letters import script_code
from plugins.locales.strings import Strings
from plugins.sdg.articles import ShownGoal, show_goal
from plugins.sdg.goals import GOALS
from plugins.sdg.tagging import GoalTag

Part = TypeVar("Part")


ListKey = tuple[object, ...]
"""A list of stories: ("month", year, month), or ("category", slug), ("goal", number) and a `SubjectName`, each alone
and with a year."""


def _list_keys(story: Story) -> Iterator[ListKey]:
    """The lists that a story stands in."""
    yield "month", story.date.year, story.date.month
    goals = dict.fromkeys(("goal", tag.number) for tag in story.goals)
    for key in (("category", story.category_slug), *goals, *story.subjects):
        yield key
        yield *key, story.date.year


class EditionSite:
    """What one edition shows. `stories` are newest first, untranslated ones included; `pages` are the fixed pages in
    the menu's order; `previews` the drafts in the edition's language of which an editor asked for a preview; and
    `unpublished_stories` drafts, and stories whose date is to come, as the edition will show them, for the preview
    server alone. All are set by the generators of the edition's run, whose `settings` and `context` are Pelican's."""

    # In keys of pages: what a view may read of a site is what it has without its stories, which every key holds.
    digest = ""

    def __init__(
        self, build: BuildContext, edition: Edition, settings: dict[str, Any], context: dict[str, Any]
    ) -> None:
        self.build, self.edition, self.settings, self.context = build, edition, settings, context
        self.library: ContentLibrary = build.library
        self.config = build.config
        self.strings: Strings = self.config.strings[edition.name]
        self.url = build.root_url
        language = self.config.languages[edition.language]
        script = self.config.scripts.get(edition.name)
        self.glossary = script.digest if script else ""
        self.name, self.tagline = map(self.config.converter(edition), (language.site_name, language.tagline))
        self.stories: tuple[Story, ...] = ()
        self.pages: tuple[Story, ...] = ()
        self.previews: tuple[Story, ...] = ()
        self.unpublished_stories: tuple[Story, ...] = ()
        self.parts: dict[Any, Any] = {}

    def part(self, kind: type[Part]) -> Part:
        """What is made of this site once, by its class: its keys, its page builder."""
        if kind not in self.parts:
            self.parts[kind] = kind(self)  # type: ignore[call-arg]
        part: Part = self.parts[kind]
        return part

    @cached_property
    def own_stories(self) -> tuple[Story, ...]:
        """The stories in the edition's own words, newest first."""
        return tuple(story for story in self.stories if story.form == Form.OWN)

    @cached_property
    def lists(self) -> Mapping[ListKey, list[Story]]:
        """The stories of each list that has any, newest first, as plugins left them."""
        lists: dict[ListKey, list[Story]] = defaultdict(list)
        for story in self.stories:
            for key in _list_keys(story):
                lists[key].append(story)
        return dict(lists)

    @cached_property
    def goal_counts(self) -> Counter[int]:
        """How many stories in the edition's own words there are about each goal."""
        return Counter(tag.number for story in self.own_stories for tag in story.goals)

    @cached_property
    def has_events(self) -> bool:
        """Whether a story of any edition invites to an event."""
        return any(story.event for site in self.all_sites for story in site.stories)

    def event_note(self, story: Story) -> str:
        """That the story's event is over, in the edition's words; "" where it is to come, and where there is none."""
        return self.strings("event_over") if story.is_event_over else ""

    def list_stories(self, *key: object) -> Sequence[Story]:
        """The stories of a list, by its key."""
        return self.lists.get(key, ())

    def subject_words(self, subject: Subject) -> SubjectWords:
        """The words of a topic or a place in this edition."""
        language = self.edition.language
        return SubjectWords(*(self.convert(words, language) for words in vars(subject.words[language]).values()))

    @cached_property
    def subject_titles(self) -> Mapping[SubjectName, str]:
        """The names of all topics and places in this edition, and of authors who have stories."""
        tables = {name: self.subject_words(subject).name for name, subject in self.config.subjects.by_name.items()}
        authors = {name: story for story in self.stories for name in story.subjects if name.kind is SubjectKind.AUTHOR}
        own = self.edition.language
        return tables | {name: self.author(story.pair.shared.author, own) for name, story in authors.items()}

    @cached_property
    def goals(self) -> tuple[ShownGoal, ...]:
        """The 17 goals in the words of the edition, in order."""
        tables = self.strings.section("goals"), self.strings.section("goals_full")
        root, language = self.edition.path("").removesuffix("/"), self.edition.tag.lower()

        def show(number: int) -> ShownGoal:
            title, full_title = (table[str(number)] for table in tables)
            return show_goal(GoalTag(number), (title, full_title, language), goal_address(number), root)

        return tuple(show(goal.number) for goal in GOALS)

    def show_goals(self, tags: Iterable[GoalTag]) -> tuple[ShownGoal, ...]:
        """A story's goals in the words of the edition, with the targets that its editor wrote."""
        shown = ((self.goals[tag.number - 1], tuple(tag.targets)) for tag in tags)
        return tuple(replace(goal, targets=targets) if targets else goal for goal, targets in shown)

    def shows_draft_of(self, pair: Pair) -> bool:
        """Whether a draft translation is shown in the place of a page of the pair."""
        return any(story.pair.name == pair.name for story in self.unpublished_stories)

    @property
    def script(self) -> str:
        """The script that the edition is written in: "Latn", "Cyrl", "Arab"."""
        return script_code(self.edition.cldr)

    def language_name(self, code: str) -> str:
        """A language's name in this edition's words: "Serbian", "srpski"."""
        return str(
            Locale.parse(self.edition.cldr).languages.get(code.partition("-")[0], self.config.languages[code].name)
        )

    @property
    def language_names(self) -> str:
        """The languages of the site in this edition's words, its own first: "English and Serbian"."""
        codes = sorted(self.config.languages, key=lambda code: code != self.edition.language)
        return str(format_list([self.language_name(code) for code in codes], locale=self.edition.cldr))

    def moment(self, date: dt.datetime) -> Moment:
        """A date as this edition writes it."""
        return moment(date, self.edition.cldr)

    def absolute(self, path: str) -> str:
        """The absolute address of a root-relative path."""
        return self.url + path

    def counterparts(self, address: str) -> Counterparts:
        """Those of a page that every edition has."""
        return all_counterparts(address, self.config.editions)

    def listing(self, address: str, has: Callable[[EditionSite], bool]) -> Counterparts:
        """Which editions have a page of a list that may be empty, as `has` decides. The stories of all editions are
        known before the first page is made."""
        names = tuple(site.edition.name for site in self.all_sites if has(site))
        return Counterparts(address, names, names)

    @property
    def all_sites(self) -> tuple[EditionSite, ...]:
        """The sites of all editions, in the order of the settings."""
        return tuple(self.build.part(EditionSites)[edition.name] for edition in self.config.editions)

    def alternates(self, counterparts: Counterparts) -> tuple[Alternate, ...]:
        """The alternates of a page of this edition; none where the page itself is not in the edition's words."""
        return (
            counterparts.alternates(self.config.editions, self.url)
            if self.edition.name in counterparts.translated
            else ()
        )

    def switch(self, counterparts: Counterparts) -> tuple[SwitchLink, ...]:
        """A link to each edition, this one included, each leading to the same page where there is one."""
        return tuple(
            SwitchLink(
                label=edition.label,
                tag=edition.tag,
                direction=edition.direction,
                path=edition.path(counterparts.address if edition.name in counterparts.available else ""),
                current=edition.name == self.edition.name,
                exact=edition.name in counterparts.available,
            )
            for edition in self.config.editions
        )

    def count_outdated(self, story: Story) -> int:
        """How many paragraphs of the original have changed for readers since the story was translated; 0 where the site
        does not show it."""
        name = snapshot_name(story.text.source.name)
        if not self.settings["SHOW_OUTDATED"] or story.form != Form.OWN or name not in self.config.files:
            return 0
        outdated = find_outdated(story.pair, story.text.language, self.config)
        return len(outdated.changes) if outdated and _has_changed_for_readers(story.pair, outdated) else 0

    def find(self, pair: Pair) -> Story | None:
        """The pair's story in this edition, as plugins left it."""
        return self._by_name.get(pair.name)

    @cached_property
    def _by_name(self) -> dict[str, Story]:
        return {story.pair.name: story for story in (*self.stories, *self.pages)}

    def form(self, pair: Pair) -> Form:
        """How this edition shows a pair."""
        return form_of(pair, self.edition, self.config)

    def convert(self, line: str, language: str) -> str:
        """A line in a language, in the script of this edition where that is the edition's own."""
        return self._converters[language](line) if line else ""

    @cached_property
    def _converters(self) -> Mapping[str, Callable[[str], str]]:
        own = {self.edition.language: self.config.scripts.get(self.edition.name)}
        convert, remover = self.build.bodies.convert, self.config.mark_remover
        return {name: partial(convert, script=own.get(name), otherwise=remover(name)) for name in self.config.languages}

    def author(self, written: str, language: str) -> str:
        """An author's name in the words of the edition that texts in a language are shown in; "" for ""."""
        home = self.edition if language == self.edition.language else self.config.home_of(language)
        # The name in a language is converted for a derived edition; that in an edition stands as it is.
        decided = self.config.authors.name(written, home.name) if home.name != language else None
        return decided or self.convert(self.config.authors.name(written, language) or written, language)


class EditionSites(dict[str, EditionSite]):
    """The sites of a build's editions by name."""


def sort_stories(stories: Iterable[Any]) -> tuple[Story, ...]:
    """Stories by date, the newest first, and by slug within one moment."""
    return tuple(sorted(stories, key=lambda story: (-story.date.timestamp(), story.slug)))


def _has_changed_for_readers(pair: Pair, outdated: Outdated) -> bool:
    """Whether readers have had what the original was before its changes: a pair that was translated until the day of
    its publication is new to them, until its original says that it was changed."""
    date, original = pair.shared.date, pair.texts[pair.original]
    if date is None or (original.modified and original.modified > date):
        return True
    return outdated.since.astimezone(date.tzinfo).date() > date.date()
