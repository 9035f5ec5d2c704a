"""The list of stories: a row for each pair with its state in every language, filtered and searched."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import msgspec

from plugins.content.markup.rendered import EXCERPT
from plugins.content.markup.source_map import paragraphs
from plugins.content.pairs import Pair
from plugins.diagnostics import Diagnostic, Message
from plugins.editing.article_status import Live, pair_status, state_with_readers
from plugins.editor.checks import Checks
from plugins.editor.decisions import Decisions
from plugins.editor.declarations import Whole, get
from plugins.editor.files.store import JournalEntry, Store
from plugins.editor.published import Readers
from plugins.editor.site import Site
from plugins.editor.story import title_in
from plugins.editor.translation_memory import Memory
from plugins.project.holding import stem_at
from plugins.project.publish_record import PublishRecord, live_state
from plugins.search.word_keys import Words, read_rules

PAGE = 60
LARGEST_SEARCH = 200
# Files that belong to no story, of which the list shows so many at once.
MOST_STRAYS = 8
# What needs work stands first: the smaller the number, the more.
URGENCY = {
    "errors": 0, "behind": 1, "unsaved": 1, "missing": 2, "draft": 2, "warnings": 3, "scheduled": 4, "ready": 5,
}  # fmt: skip
# What checks find, each counted on its own: only errors stop a publish, and in a draft an error is a warning.
SEVERITIES = ("error", "warning", "advice")
NOTHING_FOUND = (0, 0, 0)
LEADING = re.compile(r"^[\W_]+")
BETWEEN_WORDS, LETTER = re.compile(r"[\W_]+"), re.compile(r"[^\W_]")
UNDATED = 9e12
# All that a story is counted under: (language, state), with "" for what holds of the whole story.
States = frozenset[tuple[str, str]]
UNSAVED = ("", "unsaved")


class ListedState(msgspec.Struct, frozen=True):
    """The state of a text, how many paragraphs it is behind, and how much checks have found in it."""

    state: str
    behind: int
    errors: int
    warnings: int
    advice: int


class ListedStory(msgspec.Struct, frozen=True):
    """A story as a page lists it."""

    stem: str
    kind: str
    titles: Mapping[str, str]
    original: str
    date: str
    category: str
    goals: Sequence[int]
    author: str
    image: str
    unsaved: bool = False
    states: Mapping[str, ListedState] = {}


@dataclass(frozen=True)
class Row:
    """One story of the list: what is `listed` of it, but for what changes with time; `moment` is its date in seconds
    since 1970, later than any where a story has none, and earlier for a page; `by_title` is its place in the order of
    titles; `states` by language, `behind` the paragraphs that translations lack; `address` and `content` are its name
    and its key in the record of what was published."""

    stem: str
    listed: ListedStory
    moment: float
    by_title: str
    states: Mapping[str, str]
    behind: Mapping[str, int]
    key: str
    folded: str
    address: str
    content: str


class Leftover(msgspec.Struct, frozen=True):
    """Unsaved work on a story whose files are gone; `known` is the stem by which its page knew it."""

    stem: str
    known: str
    window: str
    number: int
    moment: str
    title: str


class ListPage(Readers, frozen=True, kw_only=True):
    """A page of the list from row `start`: `total` of `all` stories pass the filters; `counts` says how many each state
    has, by language; `strays` is what is wrong with files of no story."""

    total: int
    all: int
    counts: dict[str, dict[str, int]]
    rows: list[ListedStory]
    start: int
    strays: list[Message]
    gone: list[Leftover]


class Problem(msgspec.Struct, frozen=True):
    """An error that stops a publish or holds back a story: with a story, its title, the tag of the title's language,
    and the language of the text that has it."""

    path: str
    line: int
    message: str
    rule: str
    stem: str
    title: str = ""
    tag: str = ""
    language: str = ""


@dataclass(frozen=True)
class Known:
    """What is known of a story that was read and checked when its row had the `key`: the errors that stop a publish,
    how many of each severity are found, by language, and the folded words of its texts."""

    key: str = ""
    errors: Sequence[Diagnostic] = ()
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    words: str = ""


NOTHING_KNOWN = Known()


@dataclass
class Listing:
    """The rows of all stories, made anew when the library changes; errors are searched for in the background, story by
    story."""

    site: Site
    checks: Checks
    decisions: Decisions
    store: Store
    memory: Memory = field(default_factory=Memory)
    rows: dict[str, Row] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    # The lines of the lists of decisions by which stories were checked.
    _decided: frozenset[str] = frozenset()
    _wake: threading.Event = field(default_factory=threading.Event)
    # Requests and the watch make the rows anew; an older reading must not take a newer one's place.
    _refreshing: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> None:
        """Make the rows that the library's newest reading changes."""
        with self._refreshing:
            self._refresh()

    def _refresh(self) -> None:
        folds = {language: fold_of(language) for language in self.site.config.languages}
        before, rows = self.rows, {}
        clock = self.site.library.clock
        for stem, pair in self.site.pairs().items():
            waits = bool(pair.shared.date and not clock.has_come(pair.shared.date))
            bases = tuple(self._basis(f"{stem}.{language}.basis") for language in pair.texts)
            key = f"{pair.digest} {waits} {bases}"
            row = before.get(stem)
            rows[stem] = row if row and row.key == key else self._row(stem, pair, key, folds)
        self.rows = rows
        for stem in before.keys() - rows.keys():
            self.known.pop(stem, None)
            self.memory.forget(stem)
        self._wake.set()

    def _basis(self, name: str) -> int:
        if name not in self.site.config.files:
            return 0
        try:
            return (self.site.content / name).stat().st_mtime_ns
        except OSError:
            return 0

    def _row(self, stem: str, pair: Pair, key: str, folds: Mapping[str, Callable[[str], str]]) -> Row:
        status = pair_status(pair, library=self.site.library)
        words = " ".join(
            _words_of(fold, f"{text.title} {text.summary or text.source.body[:EXCERPT]}")
            for fold in folds.values()
            for text in pair.texts.values()
        )
        shared = pair.shared
        listed = ListedStory(
            stem,
            pair.kind,
            # A translation that was begun has no title yet, and its address in its place.
            {code: text.title for code, text in pair.texts.items() if text.title != pair.slug or code == pair.original},
            pair.original,
            shared.date.isoformat() if shared.date else "",
            shared.category,
            tuple(dict.fromkeys(tag.number for tag in shared.goals)),
            shared.author,
            shared.image,
        )
        return Row(
            stem,
            listed,
            moment=shared.date.timestamp() if shared.date else 0.0 if not pair.is_story else UNDATED,
            # Accents and quotation marks do not send a title behind Z.
            by_title=LEADING.sub("", folds[pair.original](pair.texts[pair.original].title)),
            states=status.states,
            behind={language: len(late.changes) for language, late in status.outdated.items()},
            key=key,
            folded=f"{words} {_words_of(str, stem)}",
            address=pair.name,
            content=pair.digest,
        )

    def look_for_errors(self, changed: Callable[[], None], quiet: Callable[[], None]) -> None:
        """Check every story that has changed, the most urgent first, again and again; `quiet` waits for a pause in
        typing. Never returns."""
        while True:
            self._wake.wait()
            self._wake.clear()
            self._follow_decisions()
            waiting = self._sort(self._list_unchecked(), set())
            for at, row in enumerate(waiting, 1):
                if self._wake.is_set():
                    break
                quiet()
                self._check(row)
                if at % 50 == 0:
                    changed()
                # Other requests come first, too.
                time.sleep(0.002)
            if waiting:
                changed()

    def _check(self, row: Row) -> None:
        """Check a story, and learn its words."""
        pair = self.site.pairs().get(row.stem)
        if pair is None:
            return
        texts = {language: text.source for language, text in pair.texts.items()}
        try:
            diagnostics = self.checks.check(row.stem, {language: source.raw for language, source in texts.items()})
        except Exception:
            # The story's own page reports what is wrong with it.
            diagnostics = []
        counts = {}
        for language, name in self.site.names(row.stem).items():
            own: list[str] = [diagnostic.severity for diagnostic in diagnostics if diagnostic.path.endswith(name)]
            counts[language] = tuple(map(own.count, SEVERITIES))
        renderer = self.site.config.renderer
        paragraphs_of = {
            code: [paragraph.text for paragraph in paragraphs(source.body, renderer)] for code, source in texts.items()
        }
        self.memory.learn(row.stem, row.key, paragraphs_of)
        folds = [fold_of(language) for language in self.site.config.languages]
        words = " ".join(_words_of(fold, source.body) for fold in folds for source in texts.values())
        # What is wrong in a draft stops no publish.
        errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
        self.known[row.stem] = Known(row.key, errors, counts, words)

    def _follow_decisions(self) -> None:
        """Let stories be checked again whose findings may be decided by now: those that have some, and every story
        where a decision is gone."""
        decided = frozenset(self.decisions.read_decided())
        if self._decided - decided:
            self._check_again(self.known)
        elif decided - self._decided:
            self._check_again(stem for stem, known in tuple(self.known.items()) if any(map(any, known.counts.values())))
        self._decided = decided

    def _check_again(self, stems: Iterable[str]) -> None:
        for stem in tuple(stems):
            if (known := self.known.get(stem)) is not None:
                self.known[stem] = replace(known, key="")

    def _list_unchecked(self) -> list[Row]:
        """The stories that have changed since they were checked."""
        return [row for row in self.rows.values() if self._known_of(row).key != row.key]

    def count_checked(self) -> tuple[int, int]:
        """The number of stories that are checked as they are now, and that of all."""
        stories = len(self.rows)
        return stories - len(self._list_unchecked()), stories

    def problems(self, within: float = float("inf")) -> list[Problem]:
        """The errors that stop a publish, each with its place and story; stories that have changed since they were
        checked are checked now, as many as some seconds are enough for."""
        self._follow_decisions()
        end = time.monotonic() + within
        for row in self._list_unchecked():
            if time.monotonic() >= end:
                break
            self._check(row)
        # Stories are checked in the background meanwhile.
        checked = tuple(self.known.items())
        errors = {(error, stem) for stem, known in checked if stem in self.rows for error in known.errors}
        own = {error for error, _ in errors}
        # Also a text whose header cannot be read holds back its story alone.
        prefix = f"{self.site.root_name}/"
        errors |= {(error, stem_at(error.path, prefix)) for error in self.site.content_errors() if error not in own}
        return [self._problem(error, stem) for error, stem in sorted(errors)]

    def _problem(self, error: Diagnostic, stem: str) -> Problem:
        pair = self.site.pairs().get(stem)
        if pair is None:
            return Problem(error.path, error.line, error.message, error.code, stem)
        code = next((code for code, text in pair.texts.items() if text.source.path == error.path), "")
        return Problem(error.path, error.line, error.message, error.code, stem, *self.site.title_of(pair), code)

    @get("list")
    def list_stories(
        self, text: str = "", language: str = "", state: str = "", category: str = "", author: str = "", kind: str = "",
        goal: Whole = 0, order: str = "work", start: Whole = 0,
    ) -> ListPage:  # fmt: skip
        """A page, from row `start`, of the rows that pass the filters, in their order, and how many there are; "" and 0
        filter nothing, and `state` is one of `language`, or of any."""
        fields = {"category": category, "author": author, "kind": kind}
        asked = {name: value for name, value in fields.items() if value}
        kept, record = self.store.list_unsaved(), self.site.published.record()
        unsaved = set(kept)
        queries = self._queries(text[:LARGEST_SEARCH])
        passing = [
            row
            for row in self.rows.values()
            if all(getattr(row.listed, name) == value for name, value in asked.items())
            and (not goal or goal in row.listed.goals)
            and self._has_words(row, queries)
        ]
        states = {row.stem: self._states(row, unsaved, record) for row in passing}
        rows = [row for row in passing if _is_chosen(states[row.stem], language, state)]
        if order == "date":
            rows.sort(key=lambda row: (-row.moment, row.stem))
        elif order == "title":
            rows.sort(key=lambda row: (row.by_title, row.stem))
        else:
            rows = self._sort(rows, unsaved)
        readers = self.site.published.readers()
        return ListPage(
            where=readers.where,
            timed=readers.timed,
            total=len(rows),
            all=len(self.rows),
            counts=_count(states.values(), ("", *self.site.config.languages)),
            rows=[self._list_row(row, unsaved, record) for row in rows[start : start + PAGE]],
            start=start,
            strays=[*self.store.set_aside(), *self.site.stray_files()[:MOST_STRAYS]],
            gone=[_leftover(stem, kept[stem]) for stem in sorted(unsaved - self.rows.keys())],
        )

    def _states(self, row: Row, unsaved: set[str], record: PublishRecord | None) -> States:
        """All that a story is counted under."""
        states = self._own_states(row)
        ready = state_with_readers("ready", _live(row, record))
        states = frozenset((language, ready if state == "ready" else state) for language, state in states)
        if ready != "published":
            # Readers do not have what is ready for them.
            states |= {(language, "pending") for language, state in states if state in (ready, "behind")}
        return states | {UNSAVED} if row.stem in unsaved else states

    def _own_states(self, row: Row) -> States:
        """What a story is counted under by its texts and by what checks have found in them."""
        return _states_of(tuple(row.states.items()), tuple(self._known_of(row).counts.items()))

    def _known_of(self, row: Row) -> Known:
        return self.known.get(row.stem, NOTHING_KNOWN)

    def _queries(self, text: str) -> list[set[str]]:
        """For each word of a search, its forms under the rules of every language."""
        folds = [fold_of(language) for language in self.site.config.languages]
        return [{_words_of(fold, word) for fold in folds} for word in text.split() if LETTER.search(word)]

    def _has_words(self, row: Row, queries: Iterable[set[str]]) -> bool:
        """Whether a story has a form of each word of a search."""
        texts = (row.folded, self._known_of(row).words)
        return all(any(form in text for form in forms for text in texts) for forms in queries)

    def _sort(self, rows: Iterable[Row], unsaved: set[str]) -> list[Row]:
        def urgency(row: Row) -> tuple[int, float]:
            states = self._own_states(row)
            return _urgency(states | {UNSAVED} if row.stem in unsaved else states), -row.moment

        return sorted(rows, key=urgency)

    def _list_row(self, row: Row, unsaved: set[str], record: PublishRecord | None) -> ListedStory:
        counts, live = self._known_of(row).counts, _live(row, record)
        states = {
            language: ListedState(
                state_with_readers(state, live), row.behind.get(language, 0), *counts.get(language, NOTHING_FOUND)
            )
            for language, state in row.states.items()
        }
        return msgspec.structs.replace(row.listed, unsaved=row.stem in unsaved, states=states)


def _leftover(stem: str, entry: JournalEntry) -> Leftover:
    title = title_in(entry) or stem.rpartition("/")[2]
    return Leftover(stem, entry.stem, entry.window, entry.number, entry.moment.isoformat(), title)


def _live(row: Row, record: PublishRecord | None) -> Live:
    """What readers have of a row's story."""
    return live_state(record, row.address, row.content)


def fold_of(language: str) -> Callable[[str], str]:
    """The stemming of a language, by which the list is searched."""
    return Words(read_rules(language)).fold


def _words_of(fold: Callable[[str], str], text: str) -> str:
    """The folded words of a text with a space between two: a search finds a title whatever quotation marks, hyphens and
    apostrophes it is written with."""
    return BETWEEN_WORDS.sub(" ", fold(text)).strip()


# Of thousands of stories, most have the same few states.
@lru_cache(maxsize=1000)
def _states_of(states: tuple[tuple[str, str], ...], counts: tuple[tuple[str, tuple[int, ...]], ...]) -> States:
    """All that a story is counted under, by its texts' states and the numbers of findings of each severity."""
    counted = set(states)
    for language, numbers in counts:
        counted |= {(language, state) for state, n in zip(("errors", "warnings"), numbers, strict=False) if n}
    return frozenset(counted)


@lru_cache(maxsize=1000)
def _urgency(states: States) -> int:
    """How much a story with these states needs work; the smaller, the more."""
    return min(URGENCY[state] for _, state in states)


def _is_chosen(states: States, language: str, state: str) -> bool:
    """Whether a story with these states passes the filters of language and state."""
    if not state:
        return not language or (language, "missing") not in states
    codes = {"", language} if language else {code for code, _ in states}
    return any((code, state) in states for code in codes)


def _count(stories: Iterable[States], languages: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many stories each filter of state shows, by language, and under "" in any; the filter "" shows all."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in languages}
    for states, number in Counter(stories).items():
        for language, count in counts.items():
            own = {state for code, state in states if code in (language, "") or not language}
            for state in own:
                count[state] += number
            if not language or "missing" not in own:
                count[""] += number
    return {language: dict(count) for language, count in counts.items()}
