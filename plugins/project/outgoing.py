"""What a publish takes: the site's texts, checked; without the stories with errors, or some stories alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins import publishing
from plugins.checker import CheckResult, KeptFindings, check_content
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.diagnostics import Message, UserError, message_of
from plugins.diagnostics.overrides import read_overrides
from plugins.editing.lookup import find_pair
from plugins.project.build import SiteReading
from plugins.project.events import Notice, Progress, emit_all
from plugins.project.holding import Holding, UnheldErrors, hold_back
from plugins.project.publish_events import Checked, Emit
from plugins.project.settings import PUBLISH_SETTINGS, settings_of
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


def choose_outgoing(order: Order, read: Read, emit: Emit) -> Holding | None:
    """Read and check the texts; what goes out, or None where errors stop that: they are among the findings."""
    reading = read(None)
    targets, library = settings_of(PUBLISH_SETTINGS).get("TARGETS", {}), reading.build.library
    alone = _find_stories(library, order.stories, targets)
    result = CheckResult((), 0) if alone else _check(reading, "findings")
    emit_all(result.diagnostics, emit)
    if not alone:
        emit(Checked(result.files, result.known.get("warning", 0), result.known.get("advice", 0)))
        if not result.has_failed():
            return Holding(reading)

    def check(content: Path) -> tuple[SiteReading, CheckResult]:
        of_copy = read(content)
        return of_copy, _check(of_copy, "held-findings")

    output = reading.build.output.resolve()
    # A content folder may not be within the cache.
    folder = output.parent / ".publishing" / f"{output.name}-content"
    with publishing.open_live(targets, order.target or None, lambda *done: emit(Progress(*done))) as live:
        if alone and not live.sources:
            raise UserError(
                Message("a story goes out alone once the whole site has been published: publish that first")
            )
        try:
            holding = hold_back(reading, result, folder, live, check, alone)
        except UnheldErrors as stopped:
            if alone:
                emit_all(stopped.errors, emit)
                emit(Checked(sum(len(pair.texts) for pair in alone)))
            return None
    _report(holding, alone, emit)
    return holding


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


def _report(holding: Holding, alone: Iterable[Pair], emit: Emit) -> None:
    """Say what goes out alone, with all that is found in it, or what is held back."""
    if names := ", ".join(pair.slug for pair in alone):
        library, settings = holding.library, holding.reading.build.settings
        paths = [library.config.content / text.source.name for pair in alone for text in pair.texts.values()]
        emit_all(check_content(library, paths, read_overrides(settings)).diagnostics, emit)
        emit(Checked(len(paths)))
        emit(Notice(Message("Only {stories} goes out; all else stays as readers have it.", stories=names)))
        return
    emit_all(holding.held, emit)
