"""Stories whose texts have errors are held back: all others are published, and readers keep what they have of these.

A held story that readers have is built from the sources of the release that they have; a new one is left out. Both
happen in a copy of the content folder, `Holding.content`, which the checks, the build and the audit then read. A story
that only a held one made wrong, because it links to it, is held with it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.checker import CheckResult
from plugins.content.library import ContentLibrary
from plugins.diagnostics import Diagnostic, Message
from plugins.publishing import LiveRelease

ENDING = ".md"


@dataclass(frozen=True)
class HeldStory:
    """A story that is held back: `stem` is the path of its files in the content folder without language and ending;
    `is_kept` says that readers keep it as they have it, `error` is the first reason."""

    stem: str
    is_kept: bool
    error: Diagnostic

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """What happens to the story, and why."""
        values = {"story": self.stem, "problem": self.error.message}
        if self.is_kept:
            return Message("{story} stays as readers have it, because its new text has an error: {problem}", **values)
        return Message("{story} is not published yet, because its text has an error: {problem}", **values)


@dataclass(frozen=True)
class Holding:
    """The site without its held stories: a content folder, what it holds, and what the checks still found in it."""

    content: Path
    library: ContentLibrary
    found: CheckResult
    held: tuple[HeldStory, ...]


Check = Callable[[Path], tuple[ContentLibrary, CheckResult]]


def hold_back(
    content: Path, folder: Path, cache: Path, found: CheckResult, live: LiveRelease, check: Check
) -> Holding | None:
    """Hold back the stories with errors, until no other has one; `check` reads and checks a content folder.

    `folder` is emptied and holds the copy, beside the site's `cache`. None where an error is not one of a story, or is
    of one that readers have and whose sources no release has.
    """
    copy = _Copy(content, folder, cache, live)
    held: dict[str, HeldStory] = {}
    while errors := [one for one in found.diagnostics if one.severity == "error"]:
        new = _by_story(errors, f"{content.name}/")
        if new is None or new.keys() & held.keys():
            return None
        for stem, error in new.items():
            is_kept = copy.restore(stem)
            if is_kept is None:
                return None
            held[stem] = HeldStory(stem, is_kept, error)
        library, found = check(copy.folder)
    library, found = check(copy.folder)
    return Holding(copy.folder, library, found, tuple(held.values()))


def _by_story(errors: Iterable[Diagnostic], prefix: str) -> dict[str, Diagnostic] | None:
    """The first error of each story, by its stem; None where an error is in no file of a story."""
    found: dict[str, Diagnostic] = {}
    for error in errors:
        name = error.path.removeprefix(prefix)
        if name == error.path or not name.endswith(ENDING) or "/" not in name:
            return None
        found.setdefault(stem_of(name), error)
    return found


def stem_of(name: str) -> str:
    """The path of a text's file without language and ending."""
    path = PurePosixPath(name)
    return str(path.with_name(path.name.partition(".")[0]))


class _Copy:
    """A copy of the content folder, in which stories are put back as a release has them."""

    def __init__(self, content: Path, folder: Path, cache: Path, live: LiveRelease) -> None:
        self.folder, self._live = folder / content.name, live
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # Beside a content folder is the cache of its dictionaries.
        (folder / ".cache").symlink_to(cache.resolve())
        shutil.copytree(content, self.folder, symlinks=True)
        self._restore_files()

    def restore(self, stem: str) -> bool | None:
        """Put a story back as readers have it; False for one that they do not have, which is left out, and None where
        they have it and the release lacks its sources."""
        sources = [path for path in self._live.sources if path.endswith(ENDING) and stem_of(path) == stem]
        if not sources and self._is_live(stem):
            return None
        for file in self.folder.glob(f"{stem}.*{ENDING}"):
            file.unlink()
        for path in sources:
            self._write(path)
        return bool(sources)

    def _is_live(self, stem: str) -> bool:
        """Whether readers have a page of a story or of a fixed page."""
        slug = stem.rpartition("/")[2]
        return any(name.endswith((f"news/{slug}/index.html", f"/{slug}/index.html")) for name in self._live.files) or (
            f"{slug}/index.html" in self._live.files
        )

    def _restore_files(self) -> None:
        """Put back pictures and attachments of the release that are not there any more: a held story may show them."""
        for path in self._live.sources:
            if "/" in path and not path.endswith(ENDING) and not (self.folder / path).exists():
                self._write(path)

    def _write(self, path: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self._live.read_source(path))


def sources_of(library: ContentLibrary) -> dict[str, Path]:
    """The files that the published site is made from, by their path in the content folder: no draft is among them, nor
    a story that waits for its date."""
    content = library.config.content
    published = library.published_names
    return {name: content / name for name in _files_of(content) if name in published or not name.endswith(ENDING)}


def _files_of(content: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(content):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(folder, name).relative_to(content).as_posix()
