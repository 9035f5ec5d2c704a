"""Writes the files of `content/`, each in one step, and keeps journals, versions and deleted files, so that nothing is
lost.

Below the folder of people's work (`plugins.system.kept_work`) lie

- `journal/`: what is being typed and is not saved yet, one file a window and the story that its page knows;
- `versions/`: what each save replaced, for 30 days;
- `deleted/`: stories that were deleted, for as long;
- `renamed.json`: the present stems of stories by those that they had;
- `….unreadable`: what could not be read of these;
- `changing.json`: while it is under way, a change of several files (`plugins.system.file_changes`);
- `started`: when the editor was started last.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.diagnostics import Message, UserError
from plugins.editing.document import Document
from plugins.system.atomic_files import ChangedMeanwhile, replace_known, write_atomically, write_new
from plugins.system.clock import read_time
from plugins.system.digests import digest_of
from plugins.system.file_changes import FilesChange, make_change, replace_files, writing
from plugins.system.kept_work import FOLDER as WORK
from plugins.system.kept_work import read_kept, read_table, set_aside, write_kept

KEPT_DAYS = 30
STAMP = "%Y%m%dT%H%M%S%f"
FOLDER = r"[^./\\\0~][^/\\\0:]*"
SLUG, LANGUAGE = "[a-z0-9]+(?:-[a-z0-9]+)*", "[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*"
NAME = re.compile(rf"(?:news|pages)/(?:{FOLDER}/)*{SLUG}\.{LANGUAGE}\.(?:md|basis)")
WINDOW = re.compile(r"[A-Za-z0-9_-]{1,40}")
# A folder of what was deleted together: when, in nanoseconds since 1970.
DELETION = re.compile(r"[0-9a-f]+")
RENAMED = "renamed.json"
NOT_KEPT = Message("what was deleted is no longer kept")
MOVED = Message("the folder of the site is not where it was: start the editor again where it is now")


def no_content_message(folder: str) -> Message:
    """The message while the content folder, which has this name, is missing."""
    return Message("the folder {folder}/ is not there: bring it back; what you write is kept meanwhile", folder=folder)


class StoreError(UserError):
    """A file that cannot be written or read."""


class Conflict(UserError):
    """The file is not what the editor began with; `document` is what it holds now."""

    def __init__(self, document: Document) -> None:
        super().__init__(Message("the file has changed meanwhile: try again"))
        self.document = document


def check_content_folder(content: Path) -> None:
    """Raise StoreError where the content folder is missing: it may be on a disk that is not connected, or be moved at
    this moment, and a new one would be in its way."""
    if not content.is_dir():
        raise StoreError(no_content_message(content.name))


@dataclass(frozen=True)
class Version:
    """An earlier state of a file: `id` names it, `moment` is when it was replaced."""

    id: str
    moment: dt.datetime
    document: Document


@dataclass(frozen=True)
class Deletion:
    """Files that were deleted together: `key` brings them back; what each held, by name."""

    key: str
    moment: dt.datetime
    files: Mapping[str, Document]


@dataclass(frozen=True)
class JournalEntry:
    """Unsaved work of one window: `stem` is the one that its page knows, whatever the story has now; `state` is what
    the page sent, by itself; `moment` when it did; `number` grows from one to the next of a window."""

    stem: str
    window: str
    moment: dt.datetime
    state: Mapping[str, Any]
    number: int = 0


@dataclass
class Turn:
    """The requests of a window that keep or drop its work: the number of the newest that was carried out."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    number: int = -1


class Store:
    """Reads and writes files of `content` by their names there; keeps journals and versions below `folder`.
    `languages` are those that most files have."""

    def __init__(self, content: Path, folder: Path, languages: Iterable[str] = ()) -> None:
        self.content, self.folder, self.languages = content, folder, tuple(languages)
        self._turns: dict[Path, Turn] = {}

    def path(self, name: str) -> Path:
        """The file of a name such as `news/2026/bridge.en.md`; raises StoreError for any that is not one, or that
        leads out of the content folder."""
        if not NAME.fullmatch(name):
            raise StoreError(Message("{name!r} is not the name of a story's file", name=name))
        return place_inside(self.content, name)

    def read(self, name: str) -> Document:
        """The file as it is now; an empty document where there is none."""
        try:
            return Document(self.path(name).read_bytes())
        except FileNotFoundError:
            return Document()
        except OSError as error:
            raise _unreadable(name, error) from None

    def save(self, name: str, document: Document, base: str) -> Document:
        """Write a file whose version was `base` when its editor began ("" for a new one); what it held is kept as a
        version. Raises Conflict where the file holds something else, StoreError where it cannot be written."""
        with self.writing(name):
            file, present = self.path(name), self.read(name)
            if present.raw == document.raw and (file.exists() or not document.raw):
                return document
            if present.version != base:
                raise Conflict(present)
            if file.exists() and not stat.S_IMODE(file.stat().st_mode) & 0o222:
                message = Message(
                    "{name} is write-protected: your text is kept; ask for the right to write to it", name=name
                )
                raise StoreError(message)
            try:
                if present.raw:
                    replace_known(file, present.raw, document.raw, self._version_file(name, present))
                elif file.exists():
                    write_atomically(file, document.raw, is_durable=True)
                else:
                    write_new(file, document.raw)
            except ChangedMeanwhile as changed:
                raise Conflict(Document(changed.data)) from None
        return document

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Nothing else is written meanwhile, also by another process; raises StoreError for an error of the disk, which
        names `name`, or the folder in which something of it could not be kept."""
        check_content_folder(self.content)
        with _disk_errors(name), writing(self.content):
            yield

    def keep(self, name: str, document: Document) -> None:
        """Keep a text as a version from now on, on disk when this returns, unless the file has its bytes. Raises
        StoreError."""
        with self.writing(name):
            present = self.path(name).read_bytes() if self.path(name).exists() else b""
            kept = next(self._versions_of(name).glob(f"*-{document.version[:12]}.version"), None)
            if kept:
                os.utime(kept)
            elif document.raw not in (b"", present):
                self._keep(name, document)

    def versions(self, name: str) -> list[Version]:
        """The earlier states of a file, the newest first."""
        folder = self._versions_of(name)
        files = {file.stem: file for file in folder.glob("*.version") if len(file.stem.split("-")) == 2}
        return [
            Version(id, _moment(id.partition("-")[0]), Document(files[id].read_bytes()))
            for id in sorted(files, reverse=True)
        ]

    def changed_at(self, name: str) -> dt.datetime:
        """When a file was last written; now where there is none."""
        try:
            return dt.datetime.fromtimestamp(self.path(name).stat().st_mtime, dt.UTC)
        except OSError:
            return read_time()

    def note_rename(self, old: str, new: str) -> None:
        """Note that a story has another stem once its files do: windows that have the old one go on with the new."""
        with self.writing(new):
            write_kept(self.folder / RENAMED, {**self._read_renamed(), old: new})

    def follow_renames(self) -> None:
        """Complete what was interrupted of a rename."""
        for old, new in self._read_renamed().items():
            if not self._has_files(old) and self._has_files(new):
                # What the disk has no room for follows at the next start.
                with contextlib.suppress(StoreError):
                    self.follow_rename(old, new)

    def follow_rename(self, old: str, new: str) -> None:
        """Let a story's versions follow its files to another stem; unsaved work is found by the one that its page
        knows."""
        with self.writing(new):
            for language in self.languages:
                for file in self._versions_of(f"{old}.{language}.md").glob("*.version"):
                    folder = self._versions_of(f"{new}.{language}.md")
                    folder.mkdir(parents=True, exist_ok=True)
                    os.replace(file, folder / file.name)
            if new in (renamed := self._read_renamed()):
                # It is a present one again.
                del renamed[new]
                write_kept(self.folder / RENAMED, renamed)

    def present_stem(self, stem: str) -> str:
        """The stem that a story has now, by one that it has or had."""
        known: list[str] = []
        while NAME.fullmatch(f"{stem}.en.md") and stem not in known and not self._has_files(stem):
            known.append(stem)
            stem = self._read_renamed().get(stem, stem)
        return stem

    def _has_files(self, stem: str) -> bool:
        # This is asked at every pause in typing, and a folder may hold thousands of files.
        file = self.content / stem
        is_known = any(os.path.exists(f"{file}.{language}.md") for language in self.languages)
        return is_known or any(file.parent.glob(f"{file.name}.*.md"))

    def former_stems(self, stem: str) -> list[str]:
        """The stems that a story had before, where no other story has them now."""
        return [old for old in self._read_renamed() if old != stem and self.present_stem(old) == stem]

    def _read_renamed(self) -> dict[str, str]:
        def read(data: bytes) -> dict[str, str]:
            return {str(old): str(new) for old, new in dict(read_table(data)).items()}

        try:
            return read_kept(self.folder / RENAMED, read) or {}
        except OSError as error:
            raise _unreadable(RENAMED, error) from None

    def write_journal(
        self,
        stem: str,
        window: str,
        state: Mapping[str, Any],
        number: int = 0,
        moment: float | None = None,
    ) -> None:
        """Keep the unsaved work of a page, which is called a window and knows the story by `stem`, on disk when this
        returns; `moment` is when it was sent, in seconds since 1970, now unless it is earlier. Requests come late on a
        busy computer: one whose `number` is smaller than that of another which was carried out does nothing; 0 stands
        for none."""
        if not WINDOW.fullmatch(window):
            raise StoreError(Message("a window's name has letters and digits only"))
        if not self.content.parent.is_dir():
            # A new folder at the old place would keep what nobody finds.
            raise StoreError(MOVED)
        now = read_time().timestamp()
        table = {"stem": stem, "window": window, "moment": min(now, moment or now), "number": number, "state": state}
        file = self._journal_of(stem, window)
        with _disk_errors(stem), self._turn(file, number) as before:
            if not number or number > before:
                write_kept(file, table)

    def drop_journal(self, stem: str, window: str, number: int = 0) -> None:
        """Forget the unsaved work of a window: it is saved, or not wanted. What it sent with a larger number stays."""
        if WINDOW.fullmatch(window):
            file = self._journal_of(stem, window)
            with self._turn(file, number) as before, contextlib.suppress(FileNotFoundError):
                if not number or number >= before:
                    file.unlink()

    def journal(self, stem: str, window: str) -> JournalEntry | None:
        """The unsaved work of a window on a story that its page knows by `stem`; None where it has none."""
        return _journal(self._journal_of(stem, window)) if WINDOW.fullmatch(window) else None

    @contextlib.contextmanager
    def _turn(self, file: Path, number: int) -> Iterator[int]:
        """One request about a journal at a time; gives the largest number of those that were carried out."""
        turn = self._turns.setdefault(file, Turn())
        with turn.lock:
            if turn.number < 0:
                # It may have been written before the server was started.
                entry = _journal(file)
                turn.number = entry.number if entry else 0
            yield turn.number
            turn.number = max(turn.number, number)

    def journals(self, stem: str) -> list[JournalEntry]:
        """The unsaved work on a story by its present stem, the newest first."""
        entries = [entry for entry in self._journals() if self.present_stem(entry.stem) == stem]
        return sorted(entries, key=lambda entry: entry.moment, reverse=True)

    def list_unsaved(self) -> dict[str, JournalEntry]:
        """The newest unsaved work of each story that has any, by its present stem."""
        entries = sorted(self._journals(), key=lambda entry: entry.moment)
        return {self.present_stem(entry.stem): entry for entry in entries}

    def _journals(self) -> Iterator[JournalEntry]:
        """All unsaved work that can be read."""
        for file in (self.folder / "journal").glob("*/*.json"):
            with contextlib.suppress(OSError):
                if entry := _journal(file):
                    yield entry

    def delete(self, names: Sequence[str]) -> str:
        """Take files out of the content folder; gives the key by which `restore` brings them back."""
        key = f"{time.time_ns():x}"
        folder = self.folder / "deleted" / key
        gone: dict[str, tuple[bytes | None, bytes | None]] = {}
        with self.writing(names[0] if names else ""):
            for name in names:
                file = self.path(name)
                if file.is_file():
                    gone[name] = (file.read_bytes(), None)
                    write_atomically(folder / name, file.read_bytes(), is_durable=True)
            make_change(FilesChange(gone), self.content)
        return key

    def restore(self, key: str) -> list[str]:
        """Bring deleted files back, where nothing has taken their place; gives their names."""
        folder = self.folder / "deleted" / key
        if not DELETION.fullmatch(key) or not folder.is_dir():
            raise StoreError(NOT_KEPT)
        return self._bring_back(folder)

    def undelete(self, stem: str) -> None:
        """Bring a story back as it was deleted last, also where it was brought back since, unless it is there."""
        if not self._has_files(stem):
            above, _, slug = stem.rpartition("/")
            deletions = (self.folder / "deleted").glob("*")
            kept = [folder for folder in deletions if any((folder / above).glob(f"{slug}.*.md"))]
            if not kept:
                raise StoreError(NOT_KEPT)
            self._bring_back(max(kept, key=lambda folder: int(folder.name.partition("-")[0], 16)))

    def _bring_back(self, folder: Path) -> list[str]:
        names = [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file()]
        with self.writing(names[0]):
            kept = {name: (folder / name).read_bytes() for name in names}
            taken = [name for name, raw in kept.items() if self.read(name).raw not in (b"", raw)]
            if taken:
                raise StoreError(Message("{name} is there again: move it away first", name=taken[0]))
            replace_files(self.content, kept)
            # It is in no list any more, and kept as long as others: a window may undo its deletion later.
            with contextlib.suppress(OSError):
                folder.rename(folder.with_name(f"{folder.name.partition('-')[0]}-restored"))
        return names

    def list_deletions(self) -> list[Deletion]:
        """What was deleted and is still kept, the newest first."""
        deletions = []
        for folder in (self.folder / "deleted").glob("*"):
            names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))
            if DELETION.fullmatch(folder.name) and names:
                moment = dt.datetime.fromtimestamp(int(folder.name, 16) / 1e9, dt.UTC)
                files = {name: Document((folder / name).read_bytes()) for name in names}
                deletions.append(Deletion(folder.name, moment, files))
        return sorted(deletions, key=lambda deletion: deletion.moment, reverse=True)

    def prune(self, now: float | None = None) -> None:
        """Forget versions and deleted stories that are older than 30 days, and were at the last start too: a clock that
        was set wrong in between takes nothing away."""
        now = now or read_time().timestamp()
        oldest = min(now, self._note_start(now)) - KEPT_DAYS * 86400
        for file in (self.folder / "versions").glob("*/*.version"):
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)
        for folder in (self.folder / "deleted").glob("*"):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    def _note_start(self, now: float) -> float:
        """Write down when the editor was started; gives when it was before, in seconds since 1970."""
        # Where it is not known, or the disk is full or write-protected, versions are kept longer.
        before = 0.0
        with contextlib.suppress(OSError):
            before = read_kept(self.folder / "started", float) or 0.0
            write_kept(self.folder / "started", now)
        return before

    def _keep(self, name: str, document: Document) -> None:
        write_atomically(self._version_file(name, document), document.raw, is_durable=True)

    def _version_file(self, name: str, document: Document) -> Path:
        stamp = read_time().strftime(STAMP)
        return self._versions_of(name) / f"{stamp}-{document.version[:12]}.version"

    def set_aside(self) -> list[Message]:
        """What is said of files of people's work that could not be read, each with its path."""
        return [
            Message(
                "{path} could not be read and was set aside, and nothing is written over it: show it to the maintainer",
                path=f"{self.folder.name}/{file.relative_to(self.folder).as_posix()}",
            )
            for file in set_aside(self.folder)
        ]

    def _versions_of(self, name: str) -> Path:
        self.path(name)
        return self.folder / "versions" / _folder_name(name)

    def _journal_of(self, stem: str, window: str) -> Path:
        self.path(f"{stem}.en.md")
        return self.folder / "journal" / _folder_name(stem) / f"{window}.json"


def place_inside(content: Path, name: str) -> Path:
    """The real place of a file or folder of the content folder; raises StoreError where a symbolic link leads out of
    it."""
    # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
    place = Path(os.path.realpath(content / name))
    if not place.is_relative_to(os.path.realpath(content)):
        message = Message(
            "{name} leads out of {folder}/: put a copy of the file there instead", name=name, folder=content.name
        )
        raise StoreError(message)
    return place


@contextlib.contextmanager
def _disk_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # A version or a journal may be what cannot be written, where the text itself can: its folder is named.
        parts = Path(error.filename or "").parts
        message = Message(
            "{name} cannot be written ({reason}): your text is kept in this window; check the disk",
            name=f"{WORK}/{parts[parts.index(WORK) + 1]}/" if WORK in parts[:-1] else name,
            reason=error.strerror,
        )
        raise StoreError(message) from None


def _unreadable(name: str, error: OSError) -> StoreError:
    message = Message(
        "{name} cannot be read ({reason}): check that the file is there and may be read",
        name=name,
        reason=error.strerror,
    )
    return StoreError(message)


def _folder_name(name: str) -> str:
    # What an older version kept is found by it.
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower())[:60]
    return f"{readable}-{digest_of(name, 6)}"


def _moment(stamp: str) -> dt.datetime:
    return dt.datetime.strptime(stamp, STAMP).replace(tzinfo=dt.UTC)


def _journal(file: Path) -> JournalEntry | None:
    """A journal's entry; None where there is none. Raises OSError."""

    def read(data: bytes) -> JournalEntry:
        table = read_table(data)
        moment = dt.datetime.fromtimestamp(table["moment"], dt.UTC)
        number = int(table.get("number", 0))
        return JournalEntry(str(table["stem"]), str(table["window"]), moment, dict(table["state"]), number)

    return read_kept(file, read)
