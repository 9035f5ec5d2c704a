"""The publish button: what readers will get, said in numbers; then the publish itself, beside the server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from plugins.editor.site import Site, UserError, stem_of


class Publisher:
    """Publishes to the site's first target, one publish at a time; `problems` gives the errors that stop it."""

    def __init__(self, site: Site, may_publish: bool, problems: Callable[[], list[dict[str, Any]]]) -> None:
        self.site, self.may_publish, self.problems = site, may_publish, problems
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {"running": False, "step": "", "done": False, "failed": False, "output": ""}

    def plan(self) -> dict[str, Any]:
        """What a publish would bring: new and changed stories since the last one, what stays back, and what stops
        it."""
        library = self.site.library
        live = self._published()
        now = {stem_of(pair): pair.key for pair in library.published}
        problems = self.problems()
        translations = [
            {"stem": stem_of(pair), "title": _title(pair), "language": language, "state": self._waits(pair, language)}
            for pair in library.published
            for language in self.site.config.languages
            if language not in pair.published and now[stem_of(pair)] != live.get(stem_of(pair))
        ]
        return {
            "first": not live,
            "target": self.site.target(),
            "added": [_entry(pair) for pair in library.published if stem_of(pair) not in live],
            "changed": [
                _entry(pair) for pair in library.published if stem_of(pair) in live and live[stem_of(pair)] != pair.key
            ],
            "removed": sorted(set(live) - set(now)),
            "drafts": len(library.drafts) + sum(len(pair.texts) > len(pair.published) for pair in library.published),
            "scheduled": [
                {**_entry(pair), "date": pair.shared.date.isoformat() if pair.shared.date else ""}
                for pair in library.waiting
            ],
            "editions": len(self.site.config.editions),
            "untranslated": translations,
            "problems": problems,
            "mayPublish": self.may_publish,
        }

    def _waits(self, pair: Any, language: str) -> str:
        return "draft" if language in pair.texts else "missing"

    def start(self, changed: Callable[[], None]) -> None:
        """Begin to publish. Raises UserError where that may not be done."""
        self._begin(changed, self.site.publish, "publish")

    def undo(self, changed: Callable[[], None]) -> None:
        """Begin to go back to the release before."""
        self._begin(changed, self.site.rollback, "rollback")

    def _begin(self, changed: Callable[[], None], work: Callable[[Callable[[str], None]], bool], kind: str) -> None:
        if not self.may_publish:
            raise UserError("this editor was started without the right to publish: ask the maintainer")
        with self._lock:
            if self._state["running"]:
                raise UserError("a publish is under way: wait until it has ended")
            self._state = {"running": True, "kind": kind, "step": "", "done": False, "failed": False, "output": ""}

        def step(text: str) -> None:
            self._state["output"] += text
            changed()

        def run() -> None:
            published = {stem_of(pair): pair.key for pair in self.site.library.published}
            try:
                good = work(step)
            except Exception as error:
                step(f"{type(error).__name__}\n")
                good = False
            if good and kind == "publish":
                self._record(published)
            elif good:
                self._record_before()
            self._state |= {"running": False, "done": good, "failed": not good, "address": self.site.address()}
            changed()

        threading.Thread(target=run, daemon=True).start()

    def state(self) -> dict[str, Any]:
        """How far the publish is; `output` is what it printed."""
        return dict(self._state)

    @property
    def _record_file(self) -> Any:
        return self.site.cache / "editor" / "published.json"

    def _published(self) -> dict[str, str]:
        """The stories of the last publish from this editor by their keys; none where there was none."""
        try:
            return dict(json.loads(self._record_file.read_text("utf-8"))["now"])
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _record(self, published: dict[str, str]) -> None:
        from plugins.editor.store import write_atomically

        self._record_file.parent.mkdir(parents=True, exist_ok=True)
        table = {"now": published, "before": self._published()}
        write_atomically(self._record_file, json.dumps(table).encode())

    def _record_before(self) -> None:
        try:
            before = dict(json.loads(self._record_file.read_text("utf-8"))["before"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        self._record(before)


def _title(pair: Any) -> str:
    return str((pair.texts.get(pair.original) or next(iter(pair.texts.values()))).title)


def _entry(pair: Any) -> dict[str, str]:
    return {"stem": stem_of(pair), "title": _title(pair)}
