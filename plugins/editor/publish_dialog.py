"""The publish button: counts what readers will get, then publishes in the background."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

from plugins.diagnostics import Message
from plugins.editor.listing import Listing
from plugins.editor.site import PublishRecord, Site, UserError, published_stories, record_name, stem_of
from plugins.publishing.error_hints import KNOWN

# The steps of a publish, as the command prints their names, each in a line of its own between dashes.
STEPS = ("check", "build", "audit", "upload")
STEP = re.compile(rf"^[─-]{{3,}} ({'|'.join(STEPS)}) [─-]{{3,}}$")
# What the command prints where there is an earlier release to go back to.
UNDO = "To undo this:"
# Why it ended, as the command prints it: what happened, and what can be done.
REASONS = {cause: correction for _, cause, correction in KNOWN} | {
    "there is no earlier release at the target": "publish at least twice",
    "readers do not get it": "see the addresses, and check what is between the target and its readers",
    "another publish is under way": "wait until it has ended, then publish again",
    "the storage cannot be reached or used": 'check "endpoint", the network and the key',
}


class Publisher:
    """Publishes to the site's first target, one publish at a time; the list of stories has the errors that stop it."""

    def __init__(self, site: Site, may_publish: bool, listing: Listing) -> None:
        self.site, self.may_publish, self.listing = site, may_publish, listing
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {"running": False, "step": "", "done": False, "failed": False, "output": ""}

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

    def _begin(self, changed: Callable[[], None], work: Callable[[Callable[[str], None]], bool], kind: str) -> None:
        if not self.may_publish:
            raise UserError(Message("this editor was started without the right to publish: ask the maintainer"))
        with self._lock:
            if self._state["running"]:
                raise UserError(Message("a publish is under way: wait until it has ended"))
            self._state = {"running": True, "kind": kind, "step": "", "done": False, "failed": False, "output": ""}
        before = self.site.read_publish_record()

        def step(text: str) -> None:
            found = STEP.match(text.strip())
            self._state |= {"output": self._state["output"] + text, "step": found[1] if found else self._state["step"]}
            changed()

        def run() -> None:
            try:
                good = work(step)
            except Exception as error:
                step(f"{type(error).__name__}\n")
                good = False
            now, output = self.site.read_publish_record(), self._state["output"]
            # What is recorded as live has reached readers, whatever came after it.
            is_live = now is not None and (before is None or now.moment > before.moment)
            self._state |= {
                "running": False,
                "done": good,
                "failed": not good,
                "unverified": not good and is_live,
                "may_undo": good and UNDO in output,
                "reason": [] if good else _reason(output),
                "last": _last(now),
            }
            changed()

        threading.Thread(target=run, daemon=True).start()

    def state(self) -> dict[str, Any]:
        """The progress of a publish: its `step`, and `output`, which is what it printed in English. At its end, whether
        it went well or is live without having been verified, the `reason` why not in sentences, and whether it may be
        undone."""
        return {"steps": STEPS, **self._state}


def _last(record: PublishRecord | None) -> dict[str, str] | None:
    """What was made live last from this computer, as JSON has it."""
    if record is None:
        return None
    moment = record.moment.isoformat()
    return {"target": record.target, "url": record.url, "location": record.location, "moment": moment}


def _reason(output: str) -> list[str]:
    """What happened and what to do, of what a command printed last; none where there is no sentence for it."""
    for line in reversed(output.splitlines()):
        for parts in REASONS.items():
            if parts[0] in line:
                return [_sentence(part) for part in parts]
    return []


def _sentence(text: str) -> Message:
    """A text of `REASONS`, which catalogues have a sentence for."""
    kind = Message
    return kind(text)
