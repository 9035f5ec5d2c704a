"""Which texts go out: stories with errors are held back, and all others are published; or one story goes out alone.

A story that does not go out stays as readers have it, made from the sources of the release that they have, with the
pictures and files that it shows; a new one is left out. Both happen in a copy of the content folder,
which the checks, the build and the audit then read, so that they see the site as it will be. A story that only a held
one made wrong, because it links to it, is held with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.checker import CheckResult
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair, pair_name
from plugins.content.settings.site_config import files_of
from plugins.diagnostics import Diagnostic, Message
from plugins.project.build import SiteReading
from plugins.project.publish_events import Held
from plugins.project.sources import TEXT, public_form, shown_files, tables_of
from plugins.publishing import LiveRelease
from plugins.publishing.releases import link
from plugins.system.digests import sha256

# The files of a story: its texts, and what its translations have seen of the original.
OWN = (TEXT, ".basis")


@dataclass(frozen=True)
class Holding:
    """What goes out: the content as it was read, from the site's own folder or from a `copy`; the stories that are held
    back, and the release from which they are taken, None where none is needed."""

    reading: SiteReading
    held: tuple[Held, ...] = ()
    base: str | None = None
    copy: Path | None = None

    @property
    def library(self) -> ContentLibrary:
        """All content that goes out."""
        return self.reading.build.library


class UnheldErrors(Exception):
    """Errors for which no story can be held back: they are in none, in one that goes out alone, or in one that readers
    have and whose sources no release has."""

    def __init__(self, errors: Iterable[Diagnostic]) -> None:
        self.errors = tuple(errors)


Check = Callable[[Path], tuple[SiteReading, CheckResult]]
"""Reads and checks a content folder."""


def hold_back(
    reading: SiteReading,
    result: CheckResult,
    folder: Path,
    live: LiveRelease,
    check: Check,
    alone: Collection[Pair] = (),
    findings: Mapping[str, Diagnostic | None] | None = None,
) -> Holding:
    """Hold back the stories with errors, until no other has one, and those with `findings` of the audit, by their
    names, or None for a trial; and all but those that go out `alone`, if any do.

    `folder` is emptied and holds the copy. Raises UnheldErrors.
    """
    copy = _Copy(reading.build.library, folder, live)
    copy.restore_missing_files()
    if alone:
        copy.restore_others(alone)
    held = {story: copy.hold_for(story, finding) for story, finding in (findings or {}).items()}
    if alone or held:
        reading, result = check(copy.folder)
    while True:
        library = reading.build.library
        if errors := [diagnostic for diagnostic in result.diagnostics if diagnostic.severity == "error"]:
            new = _by_story(errors, f"{copy.folder.name}/")
            if new is None or new.keys() & {*held, *(pair.name for pair in alone)}:
                raise UnheldErrors(errors)
            for story, error in new.items():
                is_kept = copy.restore(story)
                if is_kept is None:
                    raise UnheldErrors(errors)
                name = error.path.removeprefix(f"{copy.folder.name}/")
                pair = library.by_name.get(name)
                title = pair.title if pair else PurePosixPath(story).name
                held[story] = Held(stem_of(name), is_kept, _held_message(title, is_kept, error))
        elif not copy.restore_files(library, held):
            return Holding(reading, tuple(held.values()), live.name, copy.folder)
        reading, result = check(copy.folder)


def _held_message(title: str, is_kept: bool, error: Diagnostic) -> Message:
    """What happens to a story that is held back for an error, and why."""
    values = {"story": title, "problem": error.message}
    if is_kept:
        return Message("{story!r} stays as readers have it, because its new text has an error: {problem}", **values)
    return Message("{story!r} is not published yet, because its text has an error: {problem}", **values)


def _audit_message(title: str, is_kept: bool, finding: Diagnostic) -> Message:
    """What happens to a story that is held back for what the audit found, why, and what to do."""
    values = {"story": title, "page": finding.path, "problem": finding.message}
    if is_kept:
        return Message(
            "{story!r} stays as readers have it, because its new text makes {page} wrong: {problem} If the text is "
            "right, send this line to the maintainer of the site.",
            **values,
        )
    return Message(
        "{story!r} is not published yet, because its text makes {page} wrong: {problem} If the text is right, send "
        "this line to the maintainer of the site.",
        **values,
    )


def changed_stories(library: ContentLibrary, live: LiveRelease) -> frozenset[str]:
    """The stories that are not as the release has them: their texts, or the pictures and files that they show."""
    content = library.config.content
    files = {pair.name: {*_shown_files(pair, library)} for pair in library.published_pairs}
    for name in (*files_of(content), *live.sources):
        if name.endswith(OWN):
            files.setdefault(pair_name(name), set()).add(name)

    def is_changed(name: str) -> bool:
        file = content / name
        now = sha256(public_form(library, name, file.read_bytes())) if file.is_file() else None
        return now != live.sources.get(name)

    return frozenset(story for story, names in files.items() if any(map(is_changed, names)))


def _by_story(errors: Iterable[Diagnostic], prefix: str) -> dict[str, Diagnostic] | None:
    """The first error of each story; None where an error is in no file of a story."""
    first_errors: dict[str, Diagnostic] = {}
    for error in errors:
        stem = stem_at(error.path, prefix)
        if not stem:
            return None
        first_errors.setdefault(pair_name(stem), error)
    return first_errors


def stem_at(path: str, prefix: str) -> str:
    """The path, without language and ending, of the files of the story that is held back for an error at a path; ""
    where such an error stops a publish. `prefix` is how paths in the content folder begin."""
    name = path.removeprefix(prefix)
    return stem_of(name) if name != path and name.endswith(TEXT) and "/" in name else ""


def stem_of(name: str) -> str:
    """The path of a text's file without language and ending."""
    path = PurePosixPath(name)
    return str(path.with_name(path.name.partition(".")[0]))


class _Copy:
    """A copy of the content folder, in which stories are put back as a release has them."""

    def __init__(self, library: ContentLibrary, folder: Path, live: LiveRelease) -> None:
        self._library, self._live = library, live
        content = library.config.content
        self.folder = folder / content.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copytree(content, self.folder, symlinks=True, copy_function=link)

    def restore(self, story: str) -> bool | None:
        """Put a story back as readers have it, under the addresses that it had before too; False for one that they do
        not have, which is left out, and None where they have it and the release lacks its sources."""
        stories = {story, *self._former(story)}
        sources = [path for path in self._live.sources if path.endswith(OWN) and pair_name(path) in stories]
        if not sources and any(map(self._is_live, stories)):
            return None
        for name in list(files_of(self.folder)):
            if name.endswith(OWN) and pair_name(name) == story:
                (self.folder / name).unlink()
        for path in sources:
            self._write(path)
        return bool(sources)

    def hold_for(self, story: str, finding: Diagnostic | None) -> Held:
        """Hold a story for what the audit found. Raises UnheldErrors where that cannot be."""
        names = (name for name in (*files_of(self.folder), *self._live.sources) if name.endswith(TEXT))
        stem = next((stem_of(name) for name in names if pair_name(name) == story), story)
        is_kept = self.restore(story)
        if is_kept is None:
            raise UnheldErrors([])
        pair = next((pair for pair in self._library.pairs if pair.name == story), None)
        title = pair.title if pair else PurePosixPath(story).name
        return Held(stem, is_kept, _audit_message(title, is_kept, finding) if finding else "")

    def restore_others(self, pairs: Collection[Pair]) -> None:
        """Put everything back as the release has it, but some stories with what they show and link to. Drafts and what
        waits for its date, which readers do not have either way, stay."""
        chosen = {pair.name for pair in pairs}
        shown = {name for pair in pairs for name in _shown_files(pair, self._library)}
        renamed = {story for name in chosen for story in self._former(name)}
        published, tables = self._library.published_names, tables_of(self._library.config)
        for name in list(files_of(self.folder)):
            is_new = name in published if name.endswith(TEXT) else name in tables
            if is_new and name not in self._live.sources and pair_name(name) not in chosen and name not in shown:
                (self.folder / name).unlink()
        for name in self._live.sources:
            if name not in shown and not (name.endswith(OWN) and pair_name(name) in chosen | renamed):
                self._put_back(name)

    def restore_missing_files(self) -> None:
        """Put back pictures and attachments of the release that are not there any more: a held story may show them."""
        for path in self._live.sources:
            if "/" in path and not path.endswith(OWN) and not (self.folder / path).exists():
                self._write(path)

    def restore_files(self, library: ContentLibrary, stories: Collection[str]) -> bool:
        """Put back the pictures and attachments of stories of the copy; whether any was another than readers have."""
        pairs = (pair for pair in library.pairs if pair.name in stories)
        names = {name for pair in pairs for name in _shown_files(pair, library)}
        changed = [name for name in names if name in self._live.sources and self._put_back(name)]
        return bool(changed)

    def _former(self, story: str) -> Iterator[str]:
        """The stories of the release whose address is now an old one of a story, which was renamed."""
        pairs = [pair for pair in self._library.pairs if pair.name == story]
        old = {alias.strip("/") for pair in pairs for alias in pair.shared.aliases}
        here = {pair.name for pair in self._library.pairs}
        for name in {pair_name(path) for path in self._live.sources if path.endswith(TEXT)} - here:
            if name in old or name.removeprefix("page/") in old:
                yield name

    def _is_live(self, story: str) -> bool:
        """Whether readers have a page of a story or of a fixed page."""
        page = f"{story.removeprefix('page/')}/index.html"
        return any(name == page or name.endswith(f"/{page}") for name in self._live.files)

    def _put_back(self, path: str) -> bool:
        """Put a file back as the release has it; False where it is so already."""
        file = self.folder / path
        if file.is_file() and sha256(public_form(self._library, path, file.read_bytes())) == self._live.sources[path]:
            return False
        self._write(path)
        return True

    def _write(self, path: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        # What is there may be a link to the site's own file.
        file.unlink(missing_ok=True)
        file.write_bytes(self._live.read_source(path))


def _shown_files(pair: Pair, library: ContentLibrary) -> Iterator[str]:
    """The files of the content folder, texts aside, that a story shows or links to."""
    named = (name for text in pair.texts.values() for name in shown_files(text, library))
    yield from filter(None, (pair.shared.image, *named))
