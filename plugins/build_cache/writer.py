"""A writer that first asks what a page is made from: an unchanged page is neither made nor written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican.writers import Writer

from plugins.build_cache.fingerprints import Templates, digest, shared_version
from plugins.build_cache.workers import progress, shared_out


@dataclass
class Record:
    """What one build knows of its pages: `before` are the files that lie in the output just as the last build left
    them, and `now` all files of this build, each with its fingerprint."""

    base: str
    workers: int
    before: Mapping[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    templates: Templates = field(default_factory=Templates)


@dataclass(frozen=True)
class Job:
    """A page to be made: its file in the staging folder, its template, and what makes the page."""

    path: str
    template: Any
    site_context: object
    make: Callable[[], object]


class LaterWriter(Writer):  # type: ignore[misc]
    """Gathers the pages of one edition that have changed; the last edition's `flush` makes those of all."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.record: Record = settings["RECORD"]
        self.folder = Path(output_path).relative_to(settings["STAGING"]).as_posix().removeprefix(".")
        self._shared: dict[int, str] = {}
        settings["LATER"] = self

    def write_later(
        self, name: str, template: Any, site_context: object, made_from: tuple[str, ...], make: Callable[[], object]
    ) -> None:
        """Keep the page of the last build if it was made from the same; else it is made when all are known."""
        file = f"{self.folder}/{name}" if self.folder else name
        if id(site_context) not in self._shared:
            self._shared[id(site_context)] = shared_version(site_context)
        versions = (self.record.base, self.record.templates.version(template), self._shared[id(site_context)])
        fingerprint = digest((*versions, repr(made_from)))
        self.record.now[file] = fingerprint
        if self.record.before.get(file) == fingerprint:
            self.settings["KEPT"].add(file)
        else:
            self.record.jobs.append(Job(f"{self.output_path}/{name}", template, site_context, make))

    def flush(self) -> None:
        """Make and write every page that has changed, shared out over the processors."""
        if not self.folder:
            # Before any process forks, since they come to this one alone.
            self.settings["TEXTS"].arrive()
            shared_out(self.record.jobs, _write, self.record.workers, told=progress(self.settings, "pages"))
            self.record.jobs.clear()


def _write(job: Job) -> None:
    data = job.template.render(site=job.site_context, view=job.make()).encode()
    os.makedirs(os.path.dirname(job.path), exist_ok=True)
    with open(job.path, "wb") as file:
        file.write(data)


def remembering(fragment: Callable[..., object]) -> Callable[..., object]:
    """The same function with a memory, which keeps the values too, so that no other comes to lie where one lay."""
    known: dict[tuple[object, ...], tuple[object, object]] = {}

    def remembered(name: str, **given: object) -> object:
        # Texts and numbers are told apart by what they are, all others by where they lie.
        key = (name, *given, *(one if type(one) in (str, int) else id(one) for one in given.values()))
        if key not in known:
            known[key] = given, fragment(name, **given)
        return known[key][1]

    return remembered
