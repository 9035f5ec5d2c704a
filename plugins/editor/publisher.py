"""The publish button: counts what readers will get, then publishes in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plugins.diagnostics import Message
from plugins.diagnostics.message import fill
from plugins.editor.listing import Listing
from plugins.editor.site import PublishRecord, Site, UserError, published_stories, record_name, stem_of
from plugins.project.publish_events import (
    Change,
    Done,
    Emit,
    Event,
    Failed,
    Finding,
    Held,
    Notice,
    Outcome,
    Progress,
    Step,
    StepBegun,
)


@dataclass
class RunState:
    """What the events of one publish or rollback have said so far, as its window draws it."""

    kind: str
    step: Step | None = None
    progress: Progress | None = None
    changes: list[Change] = field(default_factory=list)
    # What the maintainer is shown, in English: every line but the progress.
    lines: list[str] = field(default_factory=list)
    # The stories that are held back, each with the reason.
    held: list[str] = field(default_factory=list)
    last: Done | Failed | None = None

    def add(self, event: Event) -> None:
        """Take in an event."""
        match event:
            case StepBegun(step):
                self.step, self.progress = step, None
                self.lines.append(f"{step.value}:")
            case Progress():
                self.progress = event
            case Change():
                self.changes.append(event)
            case Finding() if event.severity == "error":
                self.lines.append(f"{event.path}:{event.line}: {event.message} ({event.code})")
            case Held(_, _, message):
                self.held.append(message)
                self.lines.append(message)
            case Notice(message):
                self.lines.append(message)
            case Failed():
                self.last = event
                self.lines += [*event.details, f"{event} ({event.code})"]
            case Done():
                self.last = event
                self.lines += [*event.problems, *event.warnings]

    def add_line(self, line: str) -> None:
        """Take in what the process printed that is no event, such as the traceback of a bug."""
        self.lines.append(line)


class Publisher:
    """Publishes to the site's first target, one publish at a time; the list of stories has the errors that stop it."""

    def __init__(self, site: Site, may_publish: bool, listing: Listing) -> None:
        self.site, self.may_publish, self.listing = site, may_publish, listing
        self._lock = threading.Lock()
        self._running = False
        self._is_live = False
        self._run = RunState("")

    def plan(self, within: float = float("inf")) -> dict[str, Any]:
        """What a publish would bring: new and changed stories since the last one, what stays back, and what stops it,
        as far as stories have been checked, or are within some seconds: `checked` of `stories`."""
        library, record = self.site.library, self.site.read_publish_record()
        live = record.stories if record else None
        pairs = {record_name(pair): pair for pair in library.published_pairs}
        now = published_stories(library)
        fresh = [pair for address, pair in pairs.items() if live is None or address not in live]
        edited = [pair for address, pair in pairs.items() if live and live.get(address, now[address]) != now[address]]
        translations = [
            {**self._entry(pair), "language": language, "state": self._waiting_state(pair, language)}
            for pair in (*fresh, *edited)
            for language in self.site.config.languages
            if language not in pair.published_texts
        ]
        problems = self.listing.problems(within)
        checked, stories = self.listing.count_checked()
        return {
            "last": _last(record),
            "known": live is not None,
            "added": [self._entry(pair) for pair in fresh],
            "changed": [self._entry(pair) for pair in edited],
            "removed": sorted(set(live or ()) - set(now)),
            "drafts": len(library.drafts)
            + sum(len(pair.texts) > len(pair.published_texts) for pair in library.published_pairs),
            "scheduled": [
                {**self._entry(pair), "date": pair.shared.date.isoformat() if pair.shared.date else ""}
                for pair in library.waiting
            ],
            "editions": len(self.site.config.editions),
            "untranslated": translations,
            "problems": problems,
            "checked": checked,
            "stories": stories,
            "mayPublish": self.may_publish,
        }

    def _entry(self, pair: Any) -> dict[str, str]:
        """A story with its title, and the tag of the language that the title is in."""
        text = pair.texts.get(pair.original) or next(iter(pair.texts.values()))
        return {"stem": stem_of(pair), "title": text.title, "tag": self.site.config.home_of(text.language).tag}

    def _waiting_state(self, pair: Any, language: str) -> str:
        return "draft" if language in pair.texts else "missing"

    def start(self, changed: Callable[[], None]) -> None:
        """Begin to publish. Raises UserError where that may not be done."""
        self._begin(changed, self.site.publish, "publish")

    def undo(self, changed: Callable[[], None]) -> None:
        """Begin to roll back to the release before."""
        self._begin(changed, self.site.rollback, "rollback")

    def _begin(
        self, changed: Callable[[], None], work: Callable[[Emit, Callable[[str], None]], None], kind: str
    ) -> None:
        if not self.may_publish:
            raise UserError(Message("this editor was started without the right to publish: ask the maintainer"))
        with self._lock:
            if self._running:
                raise UserError(Message("a publish is under way: wait until it has ended"))
            self._running, self._run = True, RunState(kind)
        run, before = self._run, self.site.read_publish_record()

        def take(event: Event) -> None:
            run.add(event)
            if isinstance(event, StepBegun):
                changed()

        def follow() -> None:
            try:
                work(take, run.add_line)
            except Exception as error:
                run.add_line(type(error).__name__)
            now = self.site.read_publish_record()
            # What is recorded as live has reached readers, whatever came after it.
            self._is_live = now is not None and (before is None or now.moment > before.moment)
            self._running = False
            changed()

        threading.Thread(target=follow, daemon=True).start()

    def state(self) -> dict[str, Any]:
        """How far a publish is: its `step` and the `progress` of a part of it, the `changes` for readers, and `output`,
        which is what the maintainer can use, in English. At its end, whether it went well or is live without having
        been verified, the `reason` why not, and whether it may be undone."""
        run, running = self._run, self._running
        last = run.last
        is_done = isinstance(last, Done) and not last.verification.is_doubtful
        has_ended = bool(run.kind) and not running
        return {
            "steps": [step.value for step in Step],
            "running": running,
            "kind": run.kind,
            "step": run.step.value if run.step else "",
            "progress": vars(run.progress) if run.progress and running else None,
            "changes": [{**vars(one), "kind": one.kind.value} for one in run.changes],
            "held": run.held,
            "output": "\n".join(run.lines),
            "done": has_ended and is_done,
            "failed": has_ended and not is_done,
            "unverified": has_ended and not is_done and self._is_live,
            "may_undo": isinstance(last, Done) and last.outcome is Outcome.PUBLISHED and bool(last.previous),
            "reason": _reason(last) if has_ended and not is_done else None,
            "last": _last(self.site.read_publish_record()),
        }


def _reason(last: Done | Failed | None) -> dict[str, Any] | None:
    """Why a publish is not known to have reached readers: what happened, what to do, and what a program said of it;
    None where the process ended without a word."""
    match last:
        case Failed():
            return {name: getattr(last, name) for name in ("code", "cause", "correction", "output", "details")}
        case Done():
            cause = fill(last.verification.value, {})
            return {"code": "unverified", "cause": cause, "correction": "", "output": "", "details": last.problems}
    return None


def _last(record: PublishRecord | None) -> dict[str, str] | None:
    """What was made live last from this computer, as JSON has it."""
    if record is None:
        return None
    moment = record.moment.isoformat()
    return {"target": record.target, "url": record.url, "location": record.location, "moment": moment}
