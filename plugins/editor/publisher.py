"""The publish button: counts what readers will get, then publishes in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from msgspec import Meta, Struct, structs

from plugins.content.pairs import Pair, pair_name
from plugins.diagnostics import Diagnostic, Message, UserError
from plugins.diagnostics.message import fill
from plugins.editor.declarations import NO_STEM, Stem, get, post
from plugins.editor.listing import Listing, Problem
from plugins.editor.published import PublishProcess
from plugins.editor.site import Site, stem_of
from plugins.project.events import Failed, Notice, Progress, Step
from plugins.project.publish_events import Done, Event, Held, Outcome, StepBegun
from plugins.project.publish_record import PublishRecord, published_stories
from plugins.publishing.summary import StoryChange

Milliseconds = Annotated[int, Meta(ge=0, le=99_999)]


class PlannedStory(Struct, frozen=True, omit_defaults=True):
    """A story with its title and the tag of the title's language, and the `date` for which it waits, or the `language`
    into which its translation is a draft or missing."""

    stem: str
    title: str
    tag: str
    date: str = ""
    language: str = ""
    state: str = ""


class LastPublish(Struct, frozen=True):
    """What was made live last from this computer."""

    target: str
    url: str
    location: str
    moment: str


class Plan(Struct, frozen=True, rename="camel"):
    """What a publish would bring: new and changed stories since the `last` one, where that is `known`, what stays back,
    and what stops it, as far as stories have been checked: `checked` of `stories`."""

    last: LastPublish | None
    known: bool
    added: list[PlannedStory]
    changed: list[PlannedStory]
    removed: list[str]
    drafts: int
    scheduled: list[PlannedStory]
    timed: bool
    editions: int
    untranslated: list[PlannedStory]
    problems: list[Problem]
    checked: int
    stories: int


class PublishState(Struct):
    """How far a publish or rollback is, as its events have said: its `step` and the `progress` of a part of it, the
    `changes` for readers, the stories that are `held` back, and `output`, which is what the maintainer can use, in
    English. At its end, whether it went well or is live without having been verified, the `reason` why not, None where
    the process ended without a word, and whether it may be undone."""

    kind: str = ""
    running: bool = False
    steps: Sequence[Step] = tuple(Step)
    step: Step | None = None
    progress: Progress | None = None
    changes: list[StoryChange] = []
    held: list[str] = []
    output: str = ""
    done: bool = False
    failed: bool = False
    unverified: bool = False
    may_undo: bool = False
    reason: Failed | None = None
    last: LastPublish | None = None

    def add(self, event: Event) -> None:
        """Take in an event."""
        match event:
            case StepBegun(step):
                self.step, self.progress = step, None
                self.add_lines(f"{step.value}:")
            case Progress():
                self.progress = event
            case StoryChange():
                self.changes.append(event)
            case Diagnostic() if event.severity == "error":
                self.add_lines(f"{event.path}:{event.line}: {event.message} ({event.code})")
            case Held():
                self.held.append(event.message)
                self.add_lines(event.message)
            case Notice(message):
                self.add_lines(message)
            case Failed():
                self.reason = event
                self.add_lines(*event.details, f"{event} ({event.code})")
            case Done():
                self.done = not event.verification.is_doubtful
                if not self.done:
                    self.reason = Failed(None, "unverified", fill(event.verification.value, {}), details=event.problems)
                self.may_undo = event.outcome is Outcome.PUBLISHED and bool(event.previous)
                self.add_lines(*event.problems, *event.warnings)

    def add_lines(self, *lines: str) -> None:
        """Add lines for the maintainer, also what the process printed that is no event, such as the traceback of a
        bug."""
        self.output = "\n".join([*filter(None, [self.output]), *lines])

    def end(self, is_live: bool) -> None:
        """Note that it has ended, and whether it is what readers have now."""
        self.failed, self.progress = not self.done, None
        self.unverified = self.failed and is_live
        self.running = False


@dataclass
class Publisher:
    """Publishes to the site's first target, one publish at a time; the list of stories has the errors that stop it."""

    site: Site
    process: PublishProcess
    may_publish: bool
    listing: Listing
    # Called when a publish has ended.
    changed: Callable[[], None]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _run: PublishState = field(default_factory=PublishState)

    @get("publish-plan")
    def plan(self, within: Milliseconds | None = None) -> Plan:
        """What a publish would bring, as far as stories have been checked, or are `within` some milliseconds."""
        library, record = self.site.library, self.site.published.record()
        live = record.stories if record else None
        problems = self.listing.problems(float("inf") if within is None else within / 1000)
        held = {problem.stem for problem in problems}
        pairs = {pair.name: pair for pair in library.published_pairs if stem_of(pair) not in held}
        now = published_stories(library)
        fresh = [pair for address, pair in pairs.items() if live is None or address not in live]
        edited = [pair for address, pair in pairs.items() if live and live.get(address, now[address]) != now[address]]
        checked, stories = self.listing.count_checked()
        return Plan(
            last=_last(record),
            known=live is not None,
            added=[self._story_of(pair) for pair in fresh],
            changed=[self._story_of(pair) for pair in edited],
            removed=sorted(set(live or ()) - set(now) - {pair_name(stem) for stem in held if stem}),
            drafts=len(library.drafts)
            + sum(len(pair.texts) > len(pair.published_texts) for pair in library.published_pairs),
            scheduled=[
                self._story_of(pair, date=pair.shared.date.isoformat() if pair.shared.date else "")
                for pair in library.waiting
            ],
            timed=self.site.published.readers().timed,
            editions=len(self.site.config.editions),
            untranslated=[
                self._story_of(pair, language=language, state="draft" if language in pair.texts else "missing")
                for pair in (*fresh, *edited)
                for language in self.site.config.languages
                if language not in pair.published_texts
            ],
            problems=problems,
            checked=checked,
            stories=stories,
        )

    def _story_of(self, pair: Pair, **more: str) -> PlannedStory:
        return PlannedStory(stem_of(pair), *self.site.title_of(pair), **more)

    @post("publish")
    def start(self, stem: Stem = NO_STEM) -> None:
        """Begin to publish the site, or one story alone. Raises UserError where that may not be done."""
        path = self.site.pair(stem).main_text.source.path if stem else ""
        self._begin("publish", *filter(None, [path]))

    @post("undo-publish")
    def undo(self) -> None:
        """Begin to roll back to the release before."""
        self._begin("rollback")

    def _begin(self, kind: str, *arguments: str) -> None:
        if not self.may_publish:
            raise UserError(Message("this editor was started without the right to publish: ask the maintainer"))
        with self._lock:
            if self._run.running:
                raise UserError(Message("a publish is under way: wait until it has ended"))
            self._run = PublishState(kind, running=True)
        run, before = self._run, self.site.published.record()

        def take(event: Event) -> None:
            run.add(self._with_title(event) if isinstance(event, Held) else event)

        def follow() -> None:
            try:
                self.process.run([kind, *arguments], take, run.add_lines)
            except Exception as error:
                run.add_lines(type(error).__name__)
            now = self.site.published.record()
            # What is recorded as live has reached readers, whatever came after it.
            run.end(now is not None and (before is None or now.moment > before.moment))
            self.changed()

        threading.Thread(target=follow, daemon=True).start()

    @get("publish-state")
    def state(self) -> PublishState:
        """How far a publish is."""
        run = self._run
        changes = [] if run.running else self._with_titles(run.changes)
        return structs.replace(run, changes=changes, last=_last(self.site.published.record()))

    def _with_title(self, held: Held) -> Held:
        """A story that is held back, by its title in every language; by the one that it has where it cannot be read."""
        pair, message = self.site.pairs().get(held.stem), held.message
        if pair is None or not isinstance(message, Message):
            return held
        return replace(held, message=fill(message.template, {**message.values, "story": self.site.title_of(pair)[0]}))

    def _with_titles(self, changes: list[StoryChange]) -> list[StoryChange]:
        """Changes with the titles of stories in place of their slugs, but of those that the site no longer has."""
        pairs = self.site.library.pairs if changes else ()
        titles = {pair.slug: self.site.title_of(pair)[0] for pair in pairs}
        return [replace(change, slug=titles.get(change.slug, change.slug)) for change in changes]


def _last(record: PublishRecord | None) -> LastPublish | None:
    if record is None:
        return None
    return LastPublish(record.target, record.url, record.location, record.moment.isoformat())
