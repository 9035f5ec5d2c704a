"""The publish button: what readers will get, said in numbers; then the publish itself, beside the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from plugins.diagnostics import Message
from plugins.editor.site import PublishRecord, Site, UserError, published_stories, record_name, stem_of


class Publisher:
    """Publishes to the site's first target, one publish at a time; `problems` gives the errors that stop it."""

    def __init__(self, site: Site, may_publish: bool, problems: Callable[[], list[dict[str, Any]]]) -> None:
        self.site, self.may_publish, self.problems = site, may_publish, problems
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {"running": False, "step": "", "done": False, "failed": False, "output": ""}

    def plan(self) -> dict[str, Any]:
        """What a publish would bring: new and changed stories since the last one, what stays back, and what stops
        it."""
        library, record = self.site.library, self.site.read_publish_record()
        live = record.stories if record else None
        pairs = {record_name(pair): pair for pair in library.published_pairs}
        now = published_stories(library)
        fresh = [pair for address, pair in pairs.items() if live is None or address not in live]
        edited = [pair for address, pair in pairs.items() if live and live.get(address, now[address]) != now[address]]
        translations = [
            {
                "stem": stem_of(pair),
                "title": _title(pair),
                "language": language,
                "state": self._waiting_state(pair, language),
            }
            for pair in (*fresh, *edited)
            for language in self.site.config.languages
            if language not in pair.published_texts
        ]
        return {
            "last": _last(record),
            "known": live is not None,
            "added": [_entry(pair) for pair in fresh],
            "changed": [_entry(pair) for pair in edited],
            "removed": sorted(set(live or ()) - set(now)),
            "drafts": len(library.drafts)
            + sum(len(pair.texts) > len(pair.published_texts) for pair in library.published_pairs),
            "scheduled": [
                {**_entry(pair), "date": pair.shared.date.isoformat() if pair.shared.date else ""}
                for pair in library.waiting
            ],
            "editions": len(self.site.config.editions),
            "untranslated": translations,
            "problems": self.problems(),
            "mayPublish": self.may_publish,
        }

    def _waiting_state(self, pair: Any, language: str) -> str:
        return "draft" if language in pair.texts else "missing"

    def start(self, changed: Callable[[], None]) -> None:
        """Begin to publish. Raises UserError where that may not be done."""
        self._begin(changed, self.site.publish, "publish")

    def undo(self, changed: Callable[[], None]) -> None:
        """Begin to go back to the release before."""
        self._begin(changed, self.site.rollback, "rollback")

    def _begin(self, changed: Callable[[], None], work: Callable[[Callable[[str], None]], bool], kind: str) -> None:
        if not self.may_publish:
            raise UserError(Message("this editor was started without the right to publish: ask the maintainer"))
        with self._lock:
            if self._state["running"]:
                raise UserError(Message("a publish is under way: wait until it has ended"))
            self._state = {"running": True, "kind": kind, "step": "", "done": False, "failed": False, "output": ""}

        def step(text: str) -> None:
            self._state["output"] += text
            changed()

        def run() -> None:
            try:
                good = work(step)
            except Exception as error:
                step(f"{type(error).__name__}\n")
                good = False
            self._state |= {
                "running": False,
                "done": good,
                "failed": not good,
                "last": _last(self.site.read_publish_record()),
            }
            changed()

        threading.Thread(target=run, daemon=True).start()

    def state(self) -> dict[str, Any]:
        """How far the publish is; `output` is what it printed."""
        return dict(self._state)


def _last(record: PublishRecord | None) -> dict[str, str] | None:
    """What was made live last from this computer, as JSON has it."""
    if record is None:
        return None
    moment = record.moment.isoformat()
    return {"target": record.target, "url": record.url, "location": record.location, "moment": moment}


def _title(pair: Any) -> str:
    return str((pair.texts.get(pair.original) or next(iter(pair.texts.values()))).title)


def _entry(pair: Any) -> dict[str, str]:
    return {"stem": stem_of(pair), "title": _title(pair)}
