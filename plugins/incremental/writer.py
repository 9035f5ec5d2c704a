"""A writer that first asks what a page is made from: an unchanged page is neither made nor written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican.writers import Writer

from plugins.incremental.versions import Templates, fingerprinted, shared_version
from plugins.incremental.workers import shared_out


@dataclass
class Record:
    """What one build knows of its pages: `before` from the last build and `now` map a file of the output to a
    fingerprint; `sound` are the files that lie in the output just as the last build left them."""

    before: dict[str, str]
    sound: set[str]
    base: str
    workers: int
    now: dict[str, str] = field(default_factory=dict)
    templates: Templates = field(default_factory=Templates)


@dataclass(frozen=True)
class Job:
    """A page to be made: its file in the staging folder, its template, and what makes the page."""

    path: Path
    template: Any
    frame: object
    make: Callable[[], object]


class LaterWriter(Writer):  # type: ignore[misc]
    """Gathers the pages of one edition's run that have changed; `flush` makes them."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.jobs: list[Job] = []
        self.record: Record = settings["RECORD"]
        root = Path(settings["STAGING"])
        self.folder = Path(output_path).relative_to(root).as_posix().removeprefix(".")
        self._shared: dict[int, str] = {}
        settings["LATER"] = self

    def write_later(
        self, name: str, template: Any, frame: object, made_from: tuple[str, ...], make: Callable[[], object]
    ) -> None:
        """Keep the page of the last build if it was made from the same; else it is made when all are known."""
        file = f"{self.folder}/{name}" if self.folder else name
        shared = self._shared.get(id(frame))
        if shared is None:
            shared = self._shared[id(frame)] = shared_version(frame)
        fingerprint = fingerprinted((self.record.base, self.record.templates.version(template), shared, made_from))
        self.record.now[file] = fingerprint
        if self.record.before.get(file) == fingerprint and file in self.record.sound:
            self.settings["KEPT"].add(file)
        else:
            self.jobs.append(Job(Path(self.output_path, name), template, frame, make))

    def flush(self) -> None:
        """Make and write every page that has changed, shared out over the processors."""
        for folder in {job.path.parent for job in self.jobs}:
            folder.mkdir(parents=True, exist_ok=True)
        shared_out(self.jobs, _write, self.record.workers)
        self.jobs.clear()


def _write(job: Job) -> None:
    text = job.template.render(frame=job.frame, page=job.make())
    with open(job.path, "w", encoding="utf-8") as file:
        file.write(text)
