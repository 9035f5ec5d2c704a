"""What a publish takes: the site's texts, checked; without the stories with errors, or some stories alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins import publishing
from plugins.checker import CheckResult, KeptFindings, check_content
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.diagnostics import Diagnostic, Message, UserError, message_of
from plugins.diagnostics.overrides import read_overrides
from plugins.editing.lookup import find_pair
from plugins.project.build import SiteReading
from plugins.project.events import Notice, Progress, emit_all
from plugins.project.holding import Holding, UnheldErrors, changed_stories, hold_back, stem_of
from plugins.project.publish_events import Checked, Emit
from plugins.project.settings import PUBLISH_SETTINGS, settings_of
from plugins.publishing import LiveRelease
from plugins.system.workers import count_processors


@dataclass(frozen=True)
class Order:
    """What is published where: `target` is a name of `TARGETS`, "" for the first; `stories` go out alone, by their
    slugs or paths, and without any the whole site does."""

    target: str = ""
    stories: tuple[str, ...] = ()


def read_order(names: Iterable[str], targets: Mapping[str, Any]) -> Order:
    """What names of a target and of stories say, in any order. Raises UserError for two targets."""
    given = tuple(names)
    known = [name for name in given if name in targets]
    if len(known) > 1:
        message = Message("{names} are two targets: publish to one at a time", names=" and ".join(known))
        raise UserError(message)
    return Order("".join(known), tuple(name for name in given if name not in known))


Read = Callable[[Path | None], SiteReading]
"""Reads the content of the site, or of another folder, for checks and the build."""


class Outgoing:
    """Chooses what goes out: the texts of the site, or some stories alone, without those that are held back."""

    def __init__(self, order: Order, read: Read, emit: Emit) -> None:
        self._target, self._read, self._emit = order.target or None, read, emit
        self._targets = settings_of(PUBLISH_SETTINGS).get("TARGETS", {})
        self._reading = read(None)
        library = self._reading.build.library
        self._alone = _find_stories(library, order.stories, self._targets)
        self._result = CheckResult((), 0)

    def choose(self) -> Holding | None:
        """Check the texts; what goes out, or None where errors stop that: they are among the findings."""
        if not self._alone:
            self._result = result = _check(self._reading, "findings")
            emit_all(result.diagnostics, self._emit)
            self._emit(Checked(result.files, result.known.get("warning", 0), result.known.get("advice", 0)))
            if not result.has_failed():
                return Holding(self._reading)
        try:
            holding = self.hold({})
        except UnheldErrors as stopped:
            if self._alone:
                emit_all(stopped.errors, self._emit)
                self._emit(Checked(sum(len(pair.texts) for pair in self._alone)))
            return None
        if self._alone:
            self._report_alone(holding)
        emit_all(holding.held, self._emit)
        return holding

    def hold(self, findings: Mapping[str, Diagnostic | None]) -> Holding:
        """Hold back the stories with errors, and some by their names, each for a finding of the audit, or as a trial.
        Raises UnheldErrors."""
        with self._open_live() as live:
            if self._alone and not live.sources:
                raise UserError(
                    Message("a story goes out alone once the whole site has been published: publish that first")
                )
            # A content folder may not be within the cache.
            output = self._reading.build.output.resolve()
            folder = output.parent / ".publishing" / f"{output.name}-content"
            holding = hold_back(self._reading, self._result, folder, live, self._check_copy, self._alone, findings)
        if not self._alone:
            return holding
        # All else stays as readers have it, which is said once.
        own = {stem_of(text.source.name) for pair in self._alone for text in pair.texts.values()}
        return replace(holding, held=tuple(story for story in holding.held if story.stem in own))

    def read_again(self, holding: Holding) -> SiteReading:
        """Read once more what goes out, where the cache has been cleared."""
        return self._read(holding.copy)

    def suspects(self) -> Mapping[str, str]:
        """The addresses of the stories whose new texts may be the reason of what the audit finds, by their names: those
        that go out and are not as readers have them. No draft is among them, since without it nothing would be hidden,
        and nothing that was taken down, which would be there again."""
        library = self._reading.build.library
        with self._open_live() as live:
            changed = changed_stories(library, live)
        going = self._alone or library.published_pairs
        return {pair.name: pair.address for pair in going if pair.name in changed}

    @property
    def alone(self) -> tuple[str, ...]:
        """The names of the stories that go out alone."""
        return tuple(pair.name for pair in self._alone)

    def _open_live(self) -> AbstractContextManager[LiveRelease]:
        return publishing.open_live(self._targets, self._target, lambda *done: self._emit(Progress(*done)))

    def _check_copy(self, content: Path) -> tuple[SiteReading, CheckResult]:
        reading = self._read(content)
        return reading, _check(reading, "held-findings")

    def _report_alone(self, holding: Holding) -> None:
        """Say what goes out alone, with all that is found in it."""
        library, settings = holding.library, holding.reading.build.settings
        paths = [library.config.content / text.source.name for pair in self._alone for text in pair.texts.values()]
        emit_all(check_content(library, paths, read_overrides(settings)).diagnostics, self._emit)
        self._emit(Checked(len(paths)))
        names = ", ".join(pair.slug for pair in self._alone)
        self._emit(Notice(Message("Only {stories} goes out; all else stays as readers have it.", stories=names)))


def _find_stories(library: ContentLibrary, names: Iterable[str], targets: Iterable[str]) -> tuple[Pair, ...]:
    """The stories of these slugs or paths. Raises UserError for one that is not there, or not ready to go out."""
    pairs = {id(pair): pair for pair in (_find_story(library, name, targets) for name in names)}
    for pair in pairs.values():
        if pair in library.drafts:
            message = Message("{story} is a draft: take its Status line out before it is published", story=pair.slug)
            raise UserError(message)
        if pair in library.waiting:
            message = Message("{story} waits for its date: change it to publish the story now", story=pair.slug)
            raise UserError(message)
    return tuple(pairs.values())


def _find_story(library: ContentLibrary, name: str, targets: Iterable[str]) -> Pair:
    path = name.removeprefix("./").removeprefix(f"{library.config.content.name}/")
    try:
        return library.by_name.get(path) or find_pair(library, name)
    except UserError as error:
        values = {"name": name, "targets": ", ".join(targets), "problem": message_of(error)}
        message = Message("there is no target {name!r} (the targets are {targets}), and {problem}", **values)
        raise UserError(message) from None


def _check(reading: SiteReading, name: str) -> CheckResult:
    """What the checker finds in the content that was read; it is kept under that name for the next check."""
    build, settings = reading.build, reading.build.settings
    _ = build.library.diagnostics
    # Where errors end the publish here, the next one need not render them again.
    build.cache.keep_texts()
    kept, processes = KeptFindings(name, build.config), settings["WORKERS"] or count_processors()
    return check_content(build.library, (), read_overrides(settings), kept, processes)
